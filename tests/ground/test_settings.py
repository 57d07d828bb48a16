"""Production refuses to start unsafe; everywhere else secrets are made once and kept private."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from config import database, keys, safety
from tests.ground.conftest import open_folder

ROOT = Path(database.__file__).parent.parent
SAFE = {
    "DESK_ENV": "production",
    "SECRET_KEY": "a" * 60,
    "ROW_SECURITY_KEY": keys.new_key(),
    "MASTER_KEYS": keys.new_key_ring(),
    "DATABASE_URL": "postgres://trm_app@/trm?host=/nowhere",
    "ALLOWED_HOSTS": "desk.example",
}


def start(code="import config.settings", **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {name: value for name, value in environment.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept | given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_production_starts_when_everything_is_set():
    assert start(**SAFE).stderr == ""


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"DEBUG": "1"}, "Unset DEBUG"),
        ({"SECRET_KEY": None}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY"),
        ({"ROW_SECURITY_KEY": None}, "Set ROW_SECURITY_KEY"),
        ({"ROW_SECURITY_KEY": "YQ=="}, "Set ROW_SECURITY_KEY"),
        ({"MASTER_KEYS": None}, "Set MASTER_KEYS"),
        ({"MASTER_KEYS": "1:YQ=="}, "A master key has 32 bytes"),
        ({"MASTER_KEY_VERSION": "2"}, "MASTER_KEY_VERSION names no key"),
        ({"DATABASE_URL": None}, "Set DATABASE_URL"),
        ({"ALLOWED_HOSTS": None}, "Set ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "Set ALLOWED_HOSTS"),
    ],
)
@pytest.mark.asvs("13.4.2")
def test_production_refuses(change, complaint):
    refused = start(**SAFE | change)

    assert refused.returncode != 0
    assert complaint in refused.stderr


def test_a_secret_may_come_from_a_mounted_file(tmp_path):
    (tmp_path / "key").write_text("b" * 60 + "\n")

    read = "from config import settings; print(settings.SECRET_KEY)"
    started = start(read, **SAFE | {"SECRET_KEY": None, "SECRET_KEY_FILE": str(tmp_path / "key")})

    assert started.stdout.strip() == "b" * 60


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({}, "https://desk.example"),
        ({"SITE_URL": "https://other.example"}, "https://other.example"),
    ],
)
def test_links_in_mails_lead_to_the_site_itself(said, address):
    read = "from config import settings; print(settings.SITE_URL)"
    started = start(read, **SAFE | {"ALLOWED_HOSTS": "desk.example,www.desk.example"} | said)

    assert started.stdout.strip() == address


def test_development_makes_its_secrets_once(tmp_path):
    read = "from config import settings; print(settings.SECRET_KEY, settings.MASTER_KEYS)"
    first = start(read, DESK_DATA=str(tmp_path))
    second = start(read, DESK_DATA=str(tmp_path))

    assert first.stdout == second.stdout != ""
    files = list((tmp_path / "secrets").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


@pytest.mark.asvs("16.2.5")
def test_production_logs_where_it_failed_but_not_the_words():
    code = "import django, logging; django.setup()\ntry: int('Ann Lee')\nexcept ValueError: logging.getLogger('referral').exception('import failed')"
    logged = start(code, **SAFE | {"DJANGO_SETTINGS_MODULE": "config.settings"}).stderr

    assert "import failed" in logged
    assert "ValueError" in logged
    assert "Ann" not in logged


@pytest.fixture(scope="module")
def throwaway():
    """A server as tests use it: quick, and not to be trusted with anybody's data."""
    folder = open_folder()
    started = database.Cluster(folder / "postgres", throwaway=True).start()
    yield started
    started.stop("immediate")
    shutil.rmtree(folder)


def test_production_starts_on_a_safe_server(cluster):
    started = start(START["wsgi"], **SAFE | {"DATABASE_URL": url(cluster, "trm_app")})

    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize("start_with", ["wsgi", "command"])
def test_production_refuses_a_server_that_may_lose_writes(throwaway, start_with):
    refused = start(START[start_with], **SAFE | {"DATABASE_URL": url(throwaway, "trm_app")})

    assert "fsync off" in refused.stderr


@pytest.mark.parametrize("role", ["postgres", "trm_backup"])
def test_production_refuses_a_role_that_bypasses_row_security(throwaway, role):
    refused = start(START["wsgi"], **SAFE | {"DATABASE_URL": url(throwaway, role)})

    assert "bypasses row security" in refused.stderr


def test_the_refused_connection_is_closed(throwaway):
    opened = psycopg2.connect(dbname="trm", user="trm_backup", host=str(throwaway.socket))

    with pytest.raises(safety.ImproperlyConfigured):
        safety.refuse_unsafe_server(opened)

    assert opened.closed


START = {
    "wsgi": "import config.wsgi",
    "command": "import sys; sys.argv = ['manage.py', 'migrate', '--plan']; exec(open('manage.py').read())",
}


def url(cluster, role):
    return f"postgres://{role}@/trm?host={cluster.socket}"
