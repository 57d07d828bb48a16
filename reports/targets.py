"""What a country's coordination wants of bodies, as data (`targets.toml`)."""

import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "targets.toml"


@cache
def tables() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


def answer_days(country: str) -> int:
    """By a country's own table, else by the common one."""
    found = tables()
    return found.get(country, {}).get("answer_days") or found["default"]["answer_days"]
