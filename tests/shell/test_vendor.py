import gzip
import hashlib
import re
import tomllib
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "static"
VENDOR = STATIC / "vendor"
FILES = tomllib.loads((VENDOR / "MANIFEST.toml").read_text())["file"]
FIRST_VISIT = [
    "css/desk.css",
    "js/app.js",
    "icon.svg",
    "vendor/bootstrap-icons/icons.svg",
    "vendor/inter/inter-latin.woff2",
]
LIMIT = 100_000
TEMPLATES = STATIC.parent / "templates"
CODE = r"{%.*?%}|{{.*?}}"  # of a template: what it puts into a class is not looked at
HTML = 20_000


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["path"])
def test_a_file_of_others_is_what_the_manifest_says(entry):
    assert hashlib.sha256((VENDOR / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["licence"]
    assert entry["version"]


def test_every_file_of_others_is_in_the_manifest():
    recipes = {"MANIFEST.toml", "bootstrap/subset.scss"}
    found = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}

    assert found - recipes == {entry["path"] for entry in FILES}


@pytest.mark.parametrize("bootstrap", ["bootstrap.subset.css", "bootstrap.subset.rtl.css"])
def test_the_frame_leaves_room_for_the_page(bootstrap):
    paths = [*FIRST_VISIT, f"vendor/bootstrap/{bootstrap}"]
    weight = sum(compressed(STATIC / path) for path in paths)

    assert weight + HTML <= LIMIT


def compressed(path):
    raw = path.read_bytes()
    return len(raw) if path.suffix == ".woff2" else len(gzip.compress(raw))


def test_a_page_names_no_class_that_no_style_and_no_script_knows():
    """What it was meant to do, it does not: a gap is not there, a button is printed."""
    styles = " ".join(path.read_text() for path in STATIC.rglob("*.css"))
    scripts = " ".join(path.read_text() for path in (STATIC / "js").rglob("*.js"))
    known = {*re.findall(r"\.([a-z][\w-]*)", styles), *re.findall(r"[a-z][\w-]*", scripts)}
    named = {
        (name, path.name)
        for path in TEMPLATES.rglob("*.html")
        for classes in re.findall(r'class="([^"]*)"', re.sub(CODE, "§", path.read_text()))
        for name in classes.split()
        if "§" not in name
    }

    assert {(name, path) for name, path in named if name not in known} == set()
