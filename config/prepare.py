"""
Brings a checkout up to date: catalogues, static files, tables, row security, facts about countries and, on first
start, invented demo data.

    python -m config.prepare [files|database]

What is current is not done again, so that the next start is quick.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import OperationalError, connection

TRIES, PAUSE = 60, 5  # seconds
LOCKED = "55P03"


def main(parts):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DATABASE_ROLE"] = "trm_owner"
    os.environ["DATABASE_PATIENCE"] = "migration"
    django.setup()
    if "files" in parts:
        compile_catalogues()
        collect_static()
    if "database" in parts:
        migrate()
        seed_demo()


def compile_catalogues():
    for source in settings.BASE_DIR.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        with target.open("wb") as file:
            write_mo(file, catalogue)


def collect_static():
    sources = [*settings.STATICFILES_DIRS, settings.BASE_DIR / "requirements.lock"]
    once(settings.DATA_DIR / "static.stamp", sources, collect)


def collect():
    call_command("collectstatic", interactive=False, verbosity=0)


def migrate():
    """Another server than our own may have been changed since, by anyone: there, look each time."""
    if settings.CLUSTER is None:
        secure()
    else:
        connection.ensure_connection()
        once(settings.CLUSTER.root / "prepared", database_sources(), secure)
        tools = [settings.BASE_DIR / "instruments" / "definitions"]
        once(settings.CLUSTER.root / "tools", tools, lambda: call_command("ship_tools", verbosity=0))


def secure():
    giving_way(lambda: call_command("migrate", interactive=False, verbosity=0))
    for command in (
        "secure_rows",
        "load_country_facts",
        "load_library",
        "load_plans",
        "ship_tools",
    ):
        if command in get_commands():
            giving_way(lambda command=command: call_command(command, verbosity=0))


def giving_way(work):
    """A lock that somebody holds is not waited for long, but asked for again: every page would stand behind who waits."""
    for left in reversed(range(TRIES)):
        try:
            return work()
        except OperationalError as error:
            if not left or getattr(error.__cause__, "pgcode", "") != LOCKED:
                raise
            time.sleep(PAUSE)


def database_sources():
    """What `secure` writes into the database."""
    root = settings.BASE_DIR
    patterns = ("*/*.sql", "*/row_security/*", "*/management/commands/secure_rows.py")
    facts = ("directory/seed/*", "directory/load.py", "directory/seed_*.py", "library/seed/*", "plans/seed/*")
    rules = ("*/access.py", "*/stages.py", "*/roles.py", "*/retention.py")
    migrations = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    keys = [settings.SECRETS_DIR / "row_security_key"]
    return [
        *migrations,
        *keys,
        *(path for pattern in (*patterns, *rules, *facts) for path in root.glob(pattern)),
    ]


def once(stamp, sources, work):
    """Does `work` unless it was done for exactly these files."""
    state = fingerprint(sources)
    if stamp.exists() and stamp.read_text() == state:
        return
    work()
    stamp.write_text(state)


def fingerprint(sources):
    files = (
        file for source in sources for file in ([source] if source.is_file() else source.rglob("*"))
    )
    kept = sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts)
    whole = hashlib.sha256()
    for file in kept:
        whole.update(f"{file}\0{file.stat().st_size}\0{file.stat().st_mtime_ns}\0".encode())
    return whole.hexdigest()


def seed_demo():
    """On the first start only, and never where real people are."""
    if not settings.DESK_DEMO or "seed_demo" not in get_commands():
        return
    if not apps.get_model("accounts", "Organisation").objects.exists():
        environment = {**os.environ, "DATABASE_ROLE": "trm_app", "DATABASE_PATIENCE": "command"}
        manage = [sys.executable, settings.BASE_DIR / "manage.py", "seed_demo"]
        subprocess.run(manage, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["files", "database"])
