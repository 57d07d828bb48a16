"""The web part of the product over one filled database, as `scripts/run.sh` starts it, and timed requests to it."""

import contextlib
import http.client
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid
from pathlib import Path

from product import free_port, wait_for
from scale.fill import ROOT, environment

TOKEN = "b" * 32  # noqa: S105 -- against forged forms, in cookie and form alike; a browser gets one with the page
BIN = Path(sys.executable).parent
NUMBERS = itertools.count()


@contextlib.contextmanager
def served(place, role="trm_app"):
    """The server. With the role `postgres` row security is switched off, and nothing else: for comparing."""
    port = free_port()
    told = {**environment(place), "DATABASE_ROLE": role, "PORT": str(port), "LOG_REQUESTS": "on"}
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [BIN / "gunicorn", "--config", "config/gunicorn.py", "config.wsgi"],
            cwd=ROOT,
            env=told,
            stderr=log,
        )
        try:
            wait_for(f"http://localhost:{port}", process)
            yield Server(port, process, log)
        finally:
            process.terminate()
            process.wait()


class Server:
    def __init__(self, port, process, log):
        self.port, self.process, self.log = port, process, log
        self.asked = {}  # path → numbers of its requests

    def get(self, path, cookie):
        """`{n}` in a path is another number each time: what a page keeps for its next reader is of no use then."""
        return self.ask("GET", path, {"Cookie": cookie})

    def post(self, path, cookie, form):
        """As a browser sends it, with its token and a key of its own."""
        fields = [
            *map(tuple, form),
            ("csrfmiddlewaretoken", TOKEN),
            ("idempotency_key", str(uuid.uuid4())),
        ]
        headers = {
            "Cookie": f"{cookie}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self.ask("POST", path, headers, urllib.parse.urlencode(fields))

    def ask(self, method, path, headers, body=None):
        """(milliseconds, status, where it leads). A connection of its own each time."""
        opened = http.client.HTTPConnection("localhost", self.port, timeout=120)
        began = time.perf_counter()
        address = path.replace("{n}", str(next(NUMBERS)))
        opened.request(method, address, body, {**headers, "Accept-Encoding": "gzip"})
        answer = opened.getresponse()
        answer.read()
        took = (time.perf_counter() - began) * 1000
        opened.close()
        self.asked.setdefault(path, []).append(answer.getheader("X-Request-Id"))
        return took, answer.status, answer.getheader("Location") or ""

    def own_times(self, path, last):
        """Milliseconds of the last so many requests for a page, by the server's own log: without network and client."""
        self.log.seek(0)
        lines = [json.loads(line) for line in self.log if line.startswith("{")]
        took = {line["request"]: line["ms"] for line in lines if "ms" in line}
        return [took[number] for number in self.asked[path][-last:]]

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in children.read_text().split()]

    def peak_mb(self):
        """The most that one web worker had in memory at once."""
        return max(peak(worker) for worker in self.workers())


def peak(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0


def inside(place, *arguments):
    done = subprocess.run(
        [sys.executable, "scripts/scale/inside.py", *arguments],
        env=environment(place),
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def command(place, *arguments, role="trm_app", more=None):
    """(seconds, peak MB, what it says) of one command in a process of its own."""
    told = {
        **environment(place),
        "DATABASE_ROLE": role,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **(more or {}),
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True
    )
    said = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments} ended with {process.returncode}")
    return time.perf_counter() - began, used.ru_maxrss / 1024, said.strip()
