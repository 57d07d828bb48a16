"""The product as it is run: a database server that writes to disk, gunicorn and the worker, each a process that can be killed."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
from django.conf import settings
from django.db import connection
from django.test import Client

from config import database

START = 120  # seconds that a loaded machine may take
ANSWER = 30
TOKEN = "t" * 32  # of the cookie and of the form: they have to be the same, no more


class Desk:
    def __init__(self, **environment):
        self.folder = Path(tempfile.mkdtemp(prefix="desk-"))
        self.folder.chmod(0o755)
        self.cluster = database.Cluster(self.folder / "postgres")
        self.port = free_port()
        self.environment = environment
        self.web = self.worker = None

    def start(self):
        """With a copy of the database of the tests, as it is at this moment."""
        self.cluster.start()
        copy_database(connection.settings_dict["NAME"], self.cluster)
        self.start_web()
        return self

    def stop(self):
        try:
            for process in (self.web, self.worker):
                end(process)
        finally:
            self.cluster.run("pg_ctl", "-D", self.cluster.data, "-m", "immediate", "stop", timeout=60)
            shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, role, *command):
        environment = {
            **os.environ,
            "DESK_ENV": "test",
            "DATABASE_URL": f"postgres:///trm?host={self.cluster.socket}",
            "DATABASE_ROLE": role,
            "BIND": "127.0.0.1",
            "PORT": str(self.port),
            **self.environment,
        }
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.DEVNULL,
            stderr=open(self.folder / f"{role}.log", "ab"),  # noqa: SIM115 -- the process writes it
        )

    def log(self, role="trm_app"):
        return (self.folder / f"{role}.log").read_text()

    def start_web(self):
        self.web = self.run("trm_app", "gunicorn", "--config", "config/gunicorn.py", "config.wsgi")
        until(self.answers, START, "the web does not start")

    def start_worker(self):
        end(self.worker)
        self.as_owner("DELETE FROM shell_signoflife WHERE what = 'worker'")
        self.worker = self.run("trm_worker", "manage", "worker", "--every", "1")

    def answers(self):
        try:
            return self.ask("GET", "/health/")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def ask(self, method, path, fields=None, cookie="", timeout=ANSWER):
        """Status, place of a redirect, body; on a connection of its own."""
        opened = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN}) if fields else None
        headers = {"Cookie": f"{cookie}; csrftoken={TOKEN}", "Host": "localhost", "Connection": "close"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            opened.request(method, path, body, headers)
            answer = opened.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            opened.close()

    # What is killed, and comes back as it would in production: by gunicorn, by the container platform, by the machine.

    def kill_a_web_process(self):
        os.kill(children_of(self.web)[0], signal.SIGKILL)

    def kill_the_web(self):
        end(self.web)
        self.start_web()

    def kill_the_worker(self):
        self.start_worker()

    def kill_the_database(self):
        os.kill(self.cluster.pid(), signal.SIGKILL)
        self.cluster.start()

    def restart_the_database(self):
        self.cluster.stop()
        self.cluster.start()

    @contextlib.contextmanager
    def inside(self):
        """Django of this process reads the database of that desk."""
        former = {name: connection.settings_dict[name] for name in ("NAME", "HOST")}
        connection.close()
        connection.settings_dict.update(NAME="trm", HOST=str(self.cluster.socket))
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(former)

    def connected(self):
        return contextlib.closing(psycopg2.connect(dbname="trm", user="trm_owner", host=str(self.cluster.socket)))

    def worker_was_seen(self):
        return self.as_owner("SELECT count(*) FROM shell_signoflife WHERE what = 'worker'") != "0"

    def as_owner(self, sql):
        return self.cluster.psql(sql, database="trm")


def copy_database(name, cluster):
    """Quicker than migrating a new one. Both servers run under the same account."""
    cluster.psql("DROP DATABASE trm")
    cluster.psql("CREATE DATABASE trm OWNER trm_owner TEMPLATE template0")
    copy = cluster.root / "copy"
    source = ("-h", settings.CLUSTER.socket, "-U", "postgres")
    for tool, *arguments in (
        ("pg_dump", *source, "-Fc", "-Z0", "-N", "kept", "-f", copy, name),
        ("pg_restore", "-h", cluster.socket, "-U", "postgres", "-d", "trm", copy),
    ):
        done = cluster.run(tool, *arguments, timeout=START)
        assert "error" not in done.stderr.replace('schema "public" already exists', ""), done.stderr


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Writer(threading.Thread):
    """
    Somebody who writes one note after another and presses again, with the same key, until the note is acknowledged.
    """

    def __init__(self, desk, at, cookie, name):
        super().__init__(daemon=True)
        self.desk, self.at, self.cookie, self.called = desk, at, cookie, name
        self.acknowledged, self.tried, self.odd = [], [], []
        self.stopped = threading.Event()

    def run(self):
        while not self.stopped.is_set():
            text = f"note {len(self.tried)} of {self.called}"
            self.tried.append(text)
            self.write(text)

    def write(self, text):
        fields = {"text": text, "data_class": "services", "idempotency_key": str(uuid.uuid4())}
        while not self.stopped.is_set():
            try:
                status, place, _body = self.desk.ask("POST", self.at, fields, self.cookie)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            if status == 302 and place.startswith("/cases/"):
                self.acknowledged.append(text)
                return
            if status != 503:
                self.odd.append((status, place))
            time.sleep(0.1)


def free_port():
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


def until(found, seconds, otherwise):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():
            return
        time.sleep(0.05)
    raise AssertionError(otherwise)


def kill(process):
    process.kill()
    process.wait(ANSWER)


def end(process):
    """With its children: a web's processes would go on answering for a moment."""
    if process is None or process.poll() is not None:
        return
    children = children_of(process)
    kill(process)
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def children_of(process):
    found = subprocess.run(
        ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, timeout=ANSWER
    )
    return [int(child) for child in found.stdout.split()]
