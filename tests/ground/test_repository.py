"""What the repository promises about itself."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

import config

ROOT = Path(config.__file__).parent.parent
TOOLS = Path(sys.executable).parent
LOCKS = ("requirements.lock", "requirements-privacy.lock", "requirements-dev.lock")


def run(tool, *arguments):
    return subprocess.run(
        [TOOLS / tool, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


def committed(*patterns):
    listed = subprocess.run(
        ["git", "ls-files", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [ROOT / name for name in listed.stdout.split("\n") if name and (ROOT / name).is_file()]


def test_the_driver_is_psycopg2():
    assert importlib.util.find_spec("psycopg") is None


def test_imports_only_go_down():
    checked = run("lint-imports", "--no-cache")

    assert checked.returncode == 0, checked.stdout


def test_the_import_rule_knows_every_app():
    known = pyproject()["tool"]["importlinter"]["root_packages"]

    assert set(settings.OUR_APPS) <= set(known)


def test_every_dependency_has_a_reason():
    text = (ROOT / "pyproject.toml").read_text()
    project = pyproject()["project"]
    wanted = project["dependencies"] + sum(project["optional-dependencies"].values(), [])

    assert [name for name in wanted if not re.search(rf'"{re.escape(name)}", +# \w', text)] == []


def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_python_is_clean():
    checked = run("ruff", "check", "--no-cache", ".")

    assert checked.returncode == 0, checked.stdout


def test_templates_are_clean():
    checked = run("djlint", "--quiet", "--lint", "templates")

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_everything_by_hash_and_names_no_host(name):
    text = (ROOT / name).read_text()
    entries = re.split(r"\n(?=\S)", text.strip())

    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "index-url" not in text


def test_the_locks_pin_the_same_versions():
    run_pins, privacy_pins, dev_pins = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.M)) for name in LOCKS
    )

    assert run_pins < privacy_pins < dev_pins
    assert not any("opendp" in pin for pin in run_pins)


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("drawer", ["utils", "helpers", "common"])
def test_no_file_is_named_by_what_it_is_not(drawer):
    assert [
        path for path in committed("*.py") if path.stem == drawer or path.parent.name == drawer
    ] == []


def test_no_views_inherit():
    inheriting = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in committed("*views*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
        and any("View" in ast.unparse(base) for base in node.bases)
    ]

    assert inheriting == []


def test_compiled_catalogues_and_secrets_are_not_committed():
    assert committed("*.mo", ".data/*", "*.pem", "*.key") == []


def test_the_database_speaks_utc(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW timezone")
        assert cursor.fetchone() == ("UTC",)
