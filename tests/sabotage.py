"""
`make sabotage`: takes one control after the other away and sees that the tests which should notice turn red.

    python -m tests.sabotage [a requirement, or a word of a sabotage ...]

Works in two copies of this checkout in the folder for temporary files, each with a server of its own. A sabotage of tests/sabotage.toml is
a piece of text that is replaced (`file`, `find`, `put`) or statements to the database (`sql`). Killed is one when each test
that it names is green without it and fails with it; a test that cannot even begin does not count.
"""

import contextlib
import hashlib
import importlib
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import traceback
from dataclasses import dataclass
from pathlib import Path

from scripts.scale import tables
from tests.asvs import KILLS

ROOT = Path(__file__).parent.parent
OWN = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
FOLDER = (
    Path(tempfile.gettempdir()) / f"sabotage-{OWN}"
)  # outside, so that no tool finds this checkout above it
TABLE = Path(__file__).with_suffix(".toml")
WAIT = 300  # seconds for the tests of one sabotage
WAIT_AT_FIRST = 1500  # for all of them without any, and for making the database
AT_ONCE = 2
MEMORY = 4 << 30  # bytes: without a limit that is taken away, a test fills the machine
OF_THE_DATABASE = {
    "access.py",
    "stages.py",
    "roles.py",
    "retention.py",
}  # in its fingerprint by size and time
HEAVY = [
    "django.db.models",
    "django.test",
    "django.forms",
    "django.template",
    "django.contrib.admin.utils",
    "psycopg2",
    "babel",
    "weasyprint",
    "openpyxl",
    "pyxform",
    "PIL.Image",
    "pikepdf",
    "cryptography.fernet",
    "allauth",
    "crispy_forms",
    "guardian",
    "phonenumbers",
    "argon2",
    "pyrage",
    "whitenoise",
    "gunicorn.app.base",
]


@dataclass
class Sabotage:
    control: str  # what is taken away
    red: list  # tests that must notice
    asvs: list = ()
    file: str = ""
    find: str = ""
    put: str = ""
    sql: str = ""
    also: list = ()  # further pieces, where two controls stand behind each other
    survived: list | None = None  # tests that did not notice; None before it was tried

    def pieces(self):
        own = [{"file": self.file, "find": self.find, "put": self.put}] if self.file else []
        return [*own, *self.also]

    def fits(self, words):
        return not words or any(word in self.asvs or word in self.control for word in words)


def table():
    return [Sabotage(**row) for row in tomllib.loads(TABLE.read_text())["sabotage"]]


class Copy:
    """A checkout of its own, as the files lie here now. Times are kept, so that its database is made once."""

    def __init__(self, number):
        self.root = FOLDER / str(number)
        (self.root / ".data").mkdir(parents=True, exist_ok=True)
        named = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        wanted = {name for name in named.stdout.split("\n") if name and (ROOT / name).is_file()}
        wanted |= {str(path.relative_to(ROOT)) for path in ROOT.glob("locale/*/LC_MESSAGES/*.mo")}
        for path in list(self.root.rglob("*")):
            name = str(path.relative_to(self.root))
            if path.is_file() and name not in wanted and not name.startswith(".data"):
                path.unlink()
        for name in wanted:
            here, there = ROOT / name, self.root / name
            if not there.exists() or differs(here, there):
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(here, there)

    def run(self, tests, sql="", wait=WAIT):
        """test → outcome of its worst variant, from a child of this process that has nothing of the project in memory."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self.child(tests, sql, writing)
        os.close(writing)
        return heard(child, reading, wait)

    def child(self, tests, sql, writing):
        os.setsid()
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        try:
            found = self.tested(tests, sql)
            os.write(writing, json.dumps(found).encode())
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)

    def tested(self, tests, sql):
        import pytest  # noqa: PLC0415 -- in the child only

        os.chdir(self.root)
        sys.path[:] = [str(self.root), *(p for p in sys.path if p not in ("", str(ROOT)))]
        for name in [n for n in sys.modules if n.split(".")[0] in ("tests", "scripts")]:
            del sys.modules[name]
        log = os.open(
            self.root / ".data" / "last.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
        )
        os.dup2(log, 1)
        os.dup2(log, 2)
        judge = Judge(sql)
        options = ["-q", "-p", "no:cacheprovider", "--rootdir", str(self.root), "--tb", "short"]
        pytest.main([*options, *tests], plugins=[judge])
        return judge.found

    def stop(self):
        stop = [sys.executable, "-m", "config.database", "stop", ".data/test-postgres"]
        if (self.root / ".data" / "test-postgres").exists():
            subprocess.run(stop, cwd=self.root, check=False, timeout=60)


class Judge:
    """Notes how tests end; brings the statements of a sabotage to the database when it is made."""

    def __init__(self, sql):
        self.found, self.sql = {}, sql

    def pytest_collection_finish(self):
        from tests import testing_database  # noqa: PLC0415 -- of the copy

        if not self.sql:
            return
        set_up = testing_database.set_up

        def sabotaged():
            before = set_up()
            with testing_database.owner_cursor() as cursor:
                cursor.execute(self.sql)
            return before

        testing_database.set_up = sabotaged

    def pytest_runtest_logreport(self, report):
        test = report.nodeid.partition("[")[0]
        if report.when == "call" and self.found.get(test) != "failed":
            self.found[test] = report.outcome
        elif report.failed:
            self.found.setdefault(test, "error")


def heard(child, reading, wait):
    text, until = b"", time.monotonic() + wait
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0, until - time.monotonic()))[0]:
            piece = pipe.read(65536)
            if not piece:
                break
            text += piece
        else:
            os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return json.loads(text) if text else {}


def differs(here, there):
    one, other = here.stat(), there.stat()
    return (one.st_size, one.st_mtime_ns) != (other.st_size, other.st_mtime_ns)


def sabotaged(copy, sabotage):
    """Puts the pieces of text in, runs, and puts back what stood there, with its time."""
    with contextlib.ExitStack() as undo:
        for piece in sabotage.pieces():
            undo.enter_context(replaced(copy.root, **piece))
        return copy.run(sabotage.red, sabotage.sql)


@contextlib.contextmanager
def replaced(root, file, find, put):
    path = root / file
    before, times = path.read_text(), path.stat()
    if before.count(find) != 1:
        raise SystemExit(f"{find!r} stands {before.count(find)} times in {file}")
    of_database = path.name in OF_THE_DATABASE
    forget_compiled(path)
    try:
        path.write_text(before.replace(find, put.ljust(len(find)) if of_database else put))
        if of_database:
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        yield
    finally:
        path.write_text(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        forget_compiled(path)


def forget_compiled(path):
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
        compiled.unlink()


def judged(copy, sabotage):
    """The tests that did not notice."""
    found = sabotaged(copy, sabotage)
    survived = [
        f"{t} ({found.get(t, 'not run')})" for t in sabotage.red if found.get(t) != "failed"
    ]
    if survived:
        shutil.copy(copy.root / ".data" / "last.log", FOLDER / f"survived-{sabotage.control}.log")
    return survived


def work(number, jobs, answers, chosen):
    """One of the processes that share the work: first each test without a sabotage, then one sabotage after the other."""
    copy = Copy(number)
    for name in HEAVY:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    mine = chosen[number::AT_ONCE]
    tests = sorted({test for sabotage in mine for test in sabotage.red})
    found = copy.run(tests, wait=WAIT_AT_FIRST) if tests else {}  # without a name, all would run
    red = [
        f"{test} ({found.get(test, 'not run')})" for test in tests if found.get(test) != "passed"
    ]
    tell(answers, number=number, red=red)
    while job := os.read(jobs, 2):
        index = int.from_bytes(job)
        tell(answers, index=index, survived=judged(copy, chosen[index]))
    copy.stop()


def tell(answers, **words):
    os.write(answers, (json.dumps(words) + "\n").encode())


def main(words):
    FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = [each for each in table() if each.fits(words)]
    jobs, to_do = os.pipe()
    answers, told = os.pipe()
    workers = []
    for number in range(AT_ONCE):
        if (pid := os.fork()) == 0:
            os.close(to_do)
            os.close(answers)
            work(number, jobs, told, chosen)
            os._exit(0)
        workers.append(pid)
    os.close(jobs)
    os.close(told)
    os.write(to_do, b"".join(index.to_bytes(2) for index in range(len(chosen))))
    os.close(to_do)
    red = listen(answers, chosen)
    for pid in workers:
        os.waitpid(pid, 0)
    return report(chosen, red, whole=not words)


def listen(answers, chosen):
    """Red without any sabotage."""
    red = []
    with os.fdopen(answers) as lines:
        for line in map(json.loads, lines):
            red += line.get("red", [])
            if "index" in line:
                sabotage = chosen[line["index"]]
                sabotage.survived = line["survived"]
                print("SURVIVED" if sabotage.survived else "killed  ", sabotage.control, flush=True)
                for test in sabotage.survived:
                    print("         ", test, flush=True)
    return red


def report(chosen, red, whole):
    for test in red:
        print("RED WITHOUT SABOTAGE", test)
    unsound = {test.partition(" ")[0] for test in red}
    killed = [each for each in chosen if each.survived == [] and not unsound & set(each.red)]
    numbers = {number for each in chosen for number in each.asvs}
    gone = numbers - {n for each in chosen if each not in killed for n in each.asvs}
    print(
        f"sabotage kills: {len(killed)} of {len(chosen)}, requirements {len(gone)} of {len(numbers)}"
    )
    if whole and not red:
        rows = [["sabotages", len(killed), len(chosen)]]
        rows += [["requirements of ASVS", len(gone), len(numbers)]]
        tables.keep("sabotage", tables.markdown(["", "noticed", "of"], rows))
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        KILLS.write_text(
            json.dumps(
                {"killed": len(killed), "tried": len(chosen), "commit": commit.stdout.strip()}
            )
        )
    return 1 if red or len(killed) < len(chosen) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
