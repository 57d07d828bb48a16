"""Single controls that no page shows by itself: what goes in, what goes out, what is sealed, what fails."""

import hashlib
import io
import json
import logging
import math
import re
import string
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidTag
from django.contrib.auth.password_validation import validate_password
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeader, InvalidHeaderName, UnsupportedTransferCoding
from gunicorn.http.parser import RequestParser

from accounts import mail
from config import keys as config_keys
from config import settings as own_settings
from config.logs import JsonLines
from directory.addresses import plain_link
from library.links import NotPublic, PublicOnly
from referral import keys
from referral.models.partner import CODE_DIGITS, LINK_LASTS, code_digest, new_code, new_token
from shell.safe_zip import LARGEST_UNPACKED, NotAWorkbook, refuse_unsafe
from shell.spreadsheets import guarded
from tests.security.test_sources import ROOT, called, imported, templates

PLACE = "identity|name|1"


# What goes out


@pytest.mark.asvs("1.2.10")
@pytest.mark.parametrize(
    "cell", ["=1+1", "+39", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''+1"]
)
def test_no_cell_runs(cell):
    assert guarded(cell) == f"'{cell}"
    assert guarded(f"plain {cell}") == f"plain {cell}"


@pytest.mark.asvs("1.3.11")
def test_the_subject_of_a_mail_is_a_sentence_of_ours():
    subjects = {name: text for name, text in templates() if name.endswith("_subject.txt")}

    assert len(subjects) >= 4
    for name, text in subjects.items():
        assert "{{" not in text, name
        assert text.count("\n") <= 1, name


def test_no_line_break_reaches_the_head_of_a_mail():
    with pytest.raises(ValueError, match="newlines"):
        mail.deliver("Subject\r\nBcc: thief@example.org", "text", "somebody@example.org")
    with pytest.raises(ValueError, match="newlines"):
        mail.deliver("Subject", "text", "somebody@example.org\nBcc: thief@example.org")
    assert django_mail.outbox == []


@pytest.mark.asvs("16.5.2")
def test_a_mail_server_that_is_down_stops_nothing(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert mail.deliver("Subject", "text", "ann@example.org") is False
    assert "mail could not be sent" in caplog.text
    assert "ann@" not in caplog.text


@pytest.mark.asvs("1.2.2")
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "https://good.example@evil.example/",
        "https://10.0.0.1/",
        "https://xn--80ak6aa92e.com/",
        "//evil.example/",
    ],
)
def test_an_address_that_misleads_is_not_taken(address):
    with pytest.raises(ValidationError):
        plain_link(address)


@pytest.mark.asvs("15.3.2")
@pytest.mark.parametrize(
    "elsewhere",
    ["http://127.0.0.1/", "http://169.254.169.254/latest/", "file:///etc/passwd", "http://[::1]/"],
)
def test_no_redirect_leads_inside(elsewhere):
    with pytest.raises(NotPublic):
        PublicOnly().redirect_request(SimpleNamespace(), None, 302, "Found", {}, elsewhere)


OUTSIDE = {  # who may ask somebody else: pages of the library when that is on, the scanner of files
    "library/links.py": {"socket", "urllib.request"},
    "referral/files/scanner.py": {"socket"},
}


@pytest.mark.asvs("13.2.4")
def test_who_asks_outside_is_listed():
    doors = {
        "socket",
        "urllib.request",
        "http.client",
        "requests",
        "httpx",
        "smtplib",
        "ftplib",
        "urllib3",
        "aiohttp",
    }
    asking = {}
    for name, paths in imported().items():
        for path in paths if name in doors else ():
            asking.setdefault(path, set()).add(name)

    assert {
        path: found for path, found in asking.items() if not path.startswith("config/")
    } == OUTSIDE
    assert own_settings.LINK_CHECK is False


@pytest.mark.asvs("13.1.3")
def test_whoever_waits_for_others_waits_for_a_stated_time():
    waiting = called(r"^(subprocess\.run|socket\.create_connection|opener\.open)$")
    endless = {
        place.partition(":")[0]
        for place, name, call in waiting
        if not any(k.arg == "timeout" for k in call.keywords)
        and not (name.startswith("socket") and len(call.args) > 1)
    }

    assert len(waiting) >= 4
    assert {
        path for path in endless if not path.startswith("config/")
    } == set()  # those start our own server and tools
    assert 5 <= own_settings.EMAIL_TIMEOUT <= 60
    assert own_settings.FILE_SCANNER_SECONDS <= 30
    listed = (ROOT / "docs" / "operations.md").read_text().partition("## Limits")[2]
    assert f"Mail | {own_settings.EMAIL_TIMEOUT} seconds" in listed
    assert f"Scanner of files | {own_settings.FILE_SCANNER_SECONDS} seconds" in listed


# What comes in


def workbook(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": "<workbook/>",
            **parts,
        }.items():
            book.writestr(name, text)
    out.seek(0)
    return out


@pytest.mark.asvs("1.5.1")
@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        "<?xml version='1.0'?>\n<!doctype x>",
        '<x/><!ENTITY b "bb">',
        " " * 1024 * 1024 + "<!DOCTYPE x>",
    ],
)
def test_no_xml_declares_entities(xml):
    refuse_unsafe(workbook())

    with pytest.raises(NotAWorkbook):
        refuse_unsafe(workbook(**{"xl/worksheets/sheet1.xml": xml}))


@pytest.mark.asvs("5.2.3")
def test_a_workbook_is_measured_before_it_is_unpacked(monkeypatch):
    large = workbook(**{"xl/media/zeros": bytes(3 * 1024 * 1024)})
    many = workbook(**{f"xl/media/{n}": "" for n in range(600)})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *given: pytest.fail("unpacked"))

    for book, most in ((large, 1024 * 1024), (many, LARGEST_UNPACKED)):
        with pytest.raises(NotAWorkbook, match="unpacks"):
            refuse_unsafe(book, most)


HEAD = b"POST / HTTP/1.1\r\nHost: desk.example\r\n"
UNCLEAR = {
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
    "a length and pieces": HEAD + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
    "a length with a sign": HEAD + b"Content-Length: +5\r\n\r\n",
    "a length below nothing": HEAD + b"Content-Length: -5\r\n\r\n",
    "a name with a blank": HEAD + b"Content-Length : 5\r\n\r\n",
    "pieces twice": HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n",
    "pieces of another kind": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n",
}


def served():
    """gunicorn with what config/gunicorn.py says."""
    config, own = Config(), {}
    exec(compile((Path(ROOT) / "config" / "gunicorn.py").read_text(), "gunicorn.py", "exec"), own)  # noqa: S102
    for name, value in own.items():
        if name in config.settings:
            config.set(name, value)
    return config


@pytest.mark.asvs("4.2.1")
@pytest.mark.parametrize("what", UNCLEAR)
def test_a_request_whose_end_is_unclear_is_refused(what):
    with pytest.raises((InvalidHeader, InvalidHeaderName, UnsupportedTransferCoding)):
        next(RequestParser(served(), iter([UNCLEAR[what]]), ("192.0.2.1", 1)))


def test_the_server_is_not_steered_from_beside():
    assert served().settings["control_socket_disable"].get()


@pytest.mark.asvs("13.1.2", "13.2.6")
def test_connections_have_limits():
    config = served()
    connections = config.settings["workers"].get() * config.settings["threads"].get()
    listed = (ROOT / "docs" / "operations.md").read_text().partition("## Limits")[2]

    assert 2 <= connections <= 64
    assert 0 < config.settings["timeout"].get() <= 120
    assert config.settings["keepalive"].get() <= 15
    assert config.settings["limit_request_line"].get() <= 8190
    assert config.settings["limit_request_fields"].get() <= 100
    assert own_settings.DATABASES["default"]["CONN_MAX_AGE"] <= 600
    assert own_settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]
    assert f"| {connections} at once" in listed
    assert f"| {config.settings['timeout'].get()} seconds" in listed


def digest(password):
    return hashlib.sha1(password.encode()).hexdigest().upper()  # noqa: S324 -- as such lists come


@pytest.mark.asvs("6.2.12")
def test_a_password_that_leaked_elsewhere_is_refused(tmp_path, settings):
    leaked = sorted((f"leaked password number {n}" for n in range(200)), key=digest)
    settings.BREACHED_PASSWORDS = tmp_path / "leaked"
    for known, sign, end in ((leaked, ":3", "\n"), (leaked[:1], "", ""), (leaked[3:9], "", "\r\n")):
        text = end.join(digest(each) + sign for each in known)
        settings.BREACHED_PASSWORDS.write_text(text)

        for password in known:
            with pytest.raises(ValidationError, match="in a leak"):
                validate_password(password)
        for n in range(300, 330):
            validate_password(f"violet kettle umbrella {n}")


# What is sealed


@pytest.mark.asvs("11.3.3", "11.2.5")
def test_a_changed_seal_says_one_thing_whatever_was_changed():
    key = keys.new_file_key()
    sealed = keys.seal_bytes(b"Ann Lee", key, PLACE)
    said = set()
    for at in range(1, len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(InvalidTag) as problem:
            keys.unseal_bytes(bytes(changed), key, PLACE)
        said.add(str(problem.value))

    assert said == {""}


@pytest.mark.asvs("11.3.4")
def test_no_nonce_is_used_twice():
    key = keys.new_file_key()
    sealed = [keys.seal("same words", key, PLACE) for _time in range(2000)]

    assert len({each[1 : 1 + keys.NONCE_BYTES] for each in sealed}) == 2000
    assert keys.NONCE_BYTES == 12


@pytest.mark.asvs("11.2.3", "11.6.1")
def test_keys_have_256_bits_of_the_system():
    made = {keys.new_file_key() for _time in range(50)} | {
        config_keys.parse_key(config_keys.new_key()) for _time in range(50)
    }

    assert len(made) == 100
    assert {len(key) for key in made} == {32}
    with pytest.raises(ValueError, match="32 bytes"):
        config_keys.parse_key_ring("1:" + "AAAA" * 4)
    assert len(new_token()) >= 43
    assert len(config_keys.new_text()) >= 64


@pytest.mark.asvs("11.2.2")
def test_a_seal_says_its_version_and_a_key_ring_holds_several():
    first, second = config_keys.new_key(), config_keys.new_key()
    ring = config_keys.parse_key_ring(f"1:{first}\n2:{second}")

    assert set(ring) == {1, 2}
    assert keys.seal_bytes(b"", keys.new_file_key(), PLACE)[:1] == keys.VERSION


@pytest.mark.asvs("11.4.4")
def test_no_key_is_made_of_a_password():
    stretched = {"scrypt", "pbkdf2", "hkdf", "PBKDF2HMAC", "argon2"}
    found = {name for name in imported() if stretched & set(name.split("."))}

    assert found == set()
    assert not called(r"(pbkdf2|scrypt|hkdf|PBKDF2HMAC|pbkdf2_hmac)$")


@pytest.mark.asvs("6.5.3", "6.5.4")
def test_codes_are_random_and_have_26_bits():
    codes = {new_code() for _time in range(500)}

    assert len(codes) > 495
    assert {len(code) for code in codes} == {CODE_DIGITS}
    assert math.log2(10**CODE_DIGITS) > 20
    assert set("".join(codes)) == set(string.digits)


@pytest.mark.asvs("6.5.2", "6.6.2")
def test_a_code_is_kept_mixed_with_the_token_of_its_own_link():
    """The token is kept nowhere: whoever has the database cannot try all codes, and a code opens one link only."""
    first, second = new_token(), new_token()

    assert code_digest(first, "12345678") != code_digest(second, "12345678")
    assert re.fullmatch(r"[0-9a-f]{64}", code_digest(first, "12345678"))
    assert timedelta(days=7) >= LINK_LASTS


# The log


@pytest.mark.asvs("16.2.3")
def test_logs_go_to_one_place():
    handlers = own_settings.LOGGING["handlers"]
    files = called(
        r"(FileHandler|SysLogHandler|SMTPHandler|HTTPHandler|SocketHandler|AdminEmailHandler)$"
    )

    assert {each["class"] for each in handlers.values()} == {"logging.StreamHandler"}
    assert files == []
    assert all(
        set(each.get("handlers", [])) <= set(handlers)
        for each in own_settings.LOGGING["loggers"].values()
    )


@pytest.mark.asvs("16.4.1")
def test_no_text_forges_a_line_of_the_log():
    record = logging.LogRecord(
        "desk", logging.WARNING, "", 1, "asked: %s", ("a\r\n2026 ERROR forged\x1b[2J\u2028x",), None
    )

    line = JsonLines().format(record)

    assert json.loads(line)["event"] == "asked: %s"
    assert len(line.splitlines()) == 1
    assert "forged" not in line


# Where it runs


@pytest.mark.asvs("13.2.3")
def test_no_secret_has_a_default_where_real_people_are():
    compose = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / "deploy" / "example.env").read_text()
    secrets = re.findall(r"\$\{(\w*(?:KEY|KEYS|PASSWORD|SECRET)\w*)(:?[-?][^}]*)?\}", compose)

    assert len(secrets) >= 12
    secrets = [(name, rest) for name, rest in secrets if name != "BREACHED_PASSWORDS"]  # a file
    assert {name for name, rest in secrets if rest != ":?"} <= {"EMAIL_HOST_PASSWORD"}
    for name in {name for name, _rest in secrets}:
        assert re.search(rf"(?m)^{name}=$", example), name


@pytest.mark.asvs("13.2.1")
def test_each_part_of_the_product_comes_with_an_account_of_its_own():
    compose = (ROOT / "docker-compose.yml").read_text()
    accounts = set(re.findall(r"postgres://(\w+):\$\{(\w+)", compose))

    assert {name for name, _password in accounts} == {
        "trm_app",
        "trm_owner",
        "trm_worker",
        "trm_stats",
        "trm_backup",
    }
    assert len({password for _name, password in accounts}) == 5


@pytest.mark.asvs("13.1.4")
def test_each_secret_is_listed_with_its_renewal():
    listed = (ROOT / "docs" / "operations.md").read_text().partition("## Secrets")[2]
    compose = (ROOT / "docker-compose.yml").read_text()
    secrets = set(re.findall(r"\$\{(\w*(?:KEY|KEYS|PASSWORD)):", compose))
    rows = {name: line for line in listed.split("\n") for name in re.findall(r"`(\w+)`", line)}

    assert len(secrets) >= 9
    assert secrets - set(rows) == set()
    for name in secrets:
        assert re.search(r"year|month|leaves|once", rows[name].split("|")[3]), name


@pytest.mark.asvs("14.2.2")
def test_the_server_keeps_no_pages():
    """No cache of pages, fragments or rows: nothing that one may read waits for another."""
    users = {
        path
        for name, paths in imported().items()
        if name.startswith(("django.core.cache", "django.views.decorators.cache"))
        for path in paths
    }
    cached = [name for name, text in templates() if re.search(r"{%\s*cache\b", text)]

    assert users == set()
    assert cached == []
    assert not [name for name in own_settings.MIDDLEWARE if "cache" in name.lower()]
