"""The embedded server: private, safe to kill, started by whoever needs it."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from config import database

ROOT = Path(database.__file__).parent.parent


def connect(cluster, role="trm_app"):
    return psycopg2.connect(dbname="trm", user=role, host=str(cluster.socket))


def ask(cluster, sql, role="trm_app"):
    opened = connect(cluster, role)
    opened.autocommit = True
    with opened.cursor() as cursor:
        cursor.execute(sql)
        answer = cursor.fetchone() if cursor.description else None
    opened.close()
    return answer


def test_an_acknowledged_row_survives_kill_9(cluster):
    ask(cluster, "CREATE TABLE kept (number int)", role="trm_owner")
    ask(cluster, "INSERT INTO kept VALUES (7)")
    os.kill(cluster.pid(), signal.SIGKILL)

    cluster.start()

    assert ask(cluster, "SELECT number FROM kept") == (7,)


def test_django_starts_it_when_it_finds_it_down(folder):
    code = """
import os, signal, django
django.setup()
from django.conf import settings
from django.db import connection
for _ in range(2):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()
    os.kill(settings.CLUSTER.pid(), signal.SIGKILL)
print("answered twice")
"""
    environment = {**os.environ, "DESK_ENV": "development", "DESK_DATA": str(folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    answered = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert answered.stdout.strip() == "answered twice", answered.stderr


def test_it_is_private_and_writes_to_disk(cluster):
    assert stat.S_IMODE(cluster.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(cluster.root.parent.stat().st_mode) == 0o755
    assert "trust" not in (cluster.data / "pg_hba.conf").read_text()
    assert ask(cluster, "SELECT current_setting('listen_addresses'), current_setting('fsync')") == (
        "",
        "on",
    )


def test_its_log_quotes_no_row(cluster):
    with pytest.raises(psycopg2.errors.InvalidTextRepresentation):
        ask(cluster, "SELECT 'Ann Lee'::int")
    ask(cluster, "CREATE TABLE once (name text UNIQUE)", role="trm_owner")
    ask(cluster, "INSERT INTO once VALUES ('Ben Kay')")
    with pytest.raises(psycopg2.errors.UniqueViolation):
        ask(cluster, "INSERT INTO once VALUES ('Ben Kay')")

    log = (cluster.root / "log").read_text()
    assert "ready to accept connections" in log
    assert "Ann Lee" not in log
    assert "Ben Kay" not in log


def test_a_role_outside_the_map_is_refused(cluster):
    cluster.psql("CREATE ROLE somebody LOGIN")

    with pytest.raises(psycopg2.OperationalError, match="Peer authentication failed"):
        connect(cluster, "somebody")


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("trm_owner", (False, False, True)),
        ("trm_app", (False, False, False)),
        ("trm_worker", (False, False, False)),
        ("trm_stats", (False, False, False)),
        ("trm_backup", (False, True, False)),
    ],
)
@pytest.mark.asvs("13.2.2")
def test_rights_of_a_role(cluster, role, rights):
    columns = "rolsuper, rolbypassrls, rolcreatedb"
    assert (
        ask(cluster, f"SELECT {columns} FROM pg_roles WHERE rolname = current_user", role) == rights
    )  # noqa: S608


def test_the_worker_gets_nothing_by_default(cluster):
    ask(cluster, "CREATE TABLE casework (number int)", role="trm_owner")

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(cluster, "SELECT * FROM casework", role="trm_worker")


def test_a_long_path_gets_a_short_private_socket_folder():
    folder = database.socket_folder(Path("/srv") / ("long" * 25))

    assert len(str(folder)) <= database.LONGEST_SOCKET_FOLDER


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can lay out a folder as somebody else")
    folder = tmp_path / "taken"
    folder.mkdir()
    os.chown(folder, 65534, 65534)

    with pytest.raises(SystemExit, match="belongs to somebody else"):
        database.take_over(folder, database.server_account())


@pytest.mark.parametrize(
    ("url", "host", "user", "name"),
    [
        ("postgres://ann@db.example:6432/desk", "db.example", "ann", "desk"),
        ("postgres://ann@/desk?host=/run/pg", "/run/pg", "ann", "desk"),
        ("postgres://%61nn@%2Frun%2Fpg/desk", "/run/pg", "ann", "desk"),
        ("postgres:///desk?host=/run/pg", "/run/pg", "trm_app", "desk"),
    ],
)
def test_database_url(url, host, user, name):
    found = database.parse_url(url, "trm_app")

    assert (found["HOST"], found["USER"], found["NAME"]) == (host, user, name)


def test_each_role_has_its_own_address(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://trm_app:a@db.example/desk")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://trm_owner:b@db.example/desk")

    assert database.parameters("trm_owner", None)["PASSWORD"] == "b"
    assert database.parameters("trm_worker", None)["USER"] == "trm_worker"
    assert database.parameters("trm_worker", None)["HOST"] == "db.example"


@pytest.mark.django_db
def test_tests_run_as_the_application_role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("trm_app",)


def test_it_starts_for_an_ordinary_account(folder):
    if os.geteuid() != 0:
        pytest.skip("this run is by an ordinary account already")
    account = database.server_account()
    os.chown(folder, account.pw_uid, account.pw_gid)
    code = "import sys; from config.database import Cluster; c = Cluster(sys.argv[1]).start(); print(c.psql('SELECT 1')); c.stop()"
    started = subprocess.run(
        ["/usr/bin/env", "python3", "-c", code, str(folder / "postgres")],
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
        env={"PATH": "/usr/bin:/bin", "PG_BINDIR": str(readable_binaries(folder))},
        cwd=readable_code(folder),
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert started.stdout.strip() == "1", started.stderr


def readable_binaries(folder):
    return database.copy_binaries(database.find_binaries(), folder)


def readable_code(folder):
    """The checkout may lie where the account cannot look."""
    for part in ("config/__init__.py", "config/database.py", "deploy/roles.sql"):
        target = folder / "code" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / part, target)
    subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True, timeout=120)
    return folder / "code"


def test_the_containers_roles_get_passwords_and_the_database_its_owner(cluster):
    names = ("OWNER", "APP", "WORKER", "STATS", "BACKUP")
    environment = {f"{name}_PASSWORD": f"it's {name}" for name in names} | {
        "PATH": f"{cluster.bin}:{os.environ['PATH']}",
        "PGHOST": str(cluster.socket),
        "POSTGRES_USER": "postgres",
        "POSTGRES_DB": "trm",
        "ROLES_SQL": str(ROOT / "deploy" / "roles.sql"),
    }

    subprocess.run([ROOT / "deploy" / "init.sh"], env=environment, check=True, timeout=120)

    secret = (
        "SELECT count(*) FROM pg_authid WHERE rolname LIKE 'trm_%' AND rolpassword LIKE 'SCRAM%'"
    )
    assert cluster.psql(secret) == "5"
    assert (
        cluster.psql("SELECT datdba::regrole FROM pg_database WHERE datname = 'trm'") == "trm_owner"
    )
