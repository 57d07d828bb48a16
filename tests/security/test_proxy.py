"""The proxy that the deployment ships with: what its configuration says about TLS. Caddy itself is not run here."""

import re

import pytest
from django.conf import settings

SUITE = re.compile(r"TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_(128|256)_GCM|CHACHA20_POLY1305)_SHA(256|384)")


@pytest.fixture(scope="module")
def proxy():
    """directive → its words, of the one site that there is."""
    text = (settings.BASE_DIR / "deploy" / "Caddyfile").read_text()
    lines = [
        line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")
    ]
    assert [words[0] for words in lines if words[-1] == "{"] == ["{$SITE_NAME}", "tls"]
    return {words[0]: words[1:] for words in lines}


@pytest.mark.asvs("12.1.1")
def test_the_proxy_speaks_tls_1_2_and_1_3_only(proxy):
    assert proxy["protocols"] == ["tls1.2", "tls1.3"]


@pytest.mark.asvs("12.1.2")
def test_the_proxy_offers_suites_with_forward_secrecy_and_a_sealed_cipher(proxy):
    assert proxy["ciphers"]
    assert [suite for suite in proxy["ciphers"] if not SUITE.fullmatch(suite)] == []


def test_the_deployment_starts_the_proxy_with_it():
    service = (settings.BASE_DIR / "docker-compose.yml").read_text().partition("\n  proxy:\n")[2]

    assert "./deploy/Caddyfile:/etc/caddy/Caddyfile:ro" in service
    assert "command:" not in service
    assert "SITE_NAME: ${SITE_NAME:?}" in service
