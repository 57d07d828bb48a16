"""
Brings a checkout up to date: catalogues, static files, tables, row security and, on first start, invented demo data.

    python -m config.prepare [files|database]

What is current is not done again, so that the next start is quick.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands


def main(parts):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DATABASE_ROLE"] = "trm_owner"
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
    once("static", [*settings.STATICFILES_DIRS, settings.BASE_DIR / "requirements.lock"], collect)


def collect():
    call_command("collectstatic", interactive=False, verbosity=0)


def migrate():
    sources = [path for name in apps.app_configs for path in migration_folders(name)]
    if settings.CLUSTER is None:
        secure()
        return
    once("database", [*sources, *settings.BASE_DIR.glob("*/*.sql"), *policies()], secure)


def secure():
    call_command("migrate", interactive=False, verbosity=0)
    if "secure_rows" in get_commands():
        call_command("secure_rows", verbosity=0)


def migration_folders(app):
    folder = Path(apps.get_app_config(app).path) / "migrations"
    return [folder] if folder.is_dir() else []


def policies():
    """What `secure_rows` writes into the database."""
    folders = [settings.BASE_DIR / "referral" / "row_security", settings.BASE_DIR / "deploy"]
    return [
        *folders,
        *settings.BASE_DIR.glob("*/access.py"),
        *settings.BASE_DIR.glob("*/stages.py"),
    ]


def once(name, sources, work):
    """Does `work` unless it was done for exactly these files."""
    stamp = settings.DATA_DIR / "stamps" / name
    state = fingerprint(sources)
    if stamp.exists() and stamp.read_text() == state:
        return
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
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
        environment = {**os.environ, "DATABASE_ROLE": "trm_app"}
        manage = [sys.executable, settings.BASE_DIR / "manage.py", "seed_demo"]
        subprocess.run(manage, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["files", "database"])
