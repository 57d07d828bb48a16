"""Texts of definition files as a Python module, where the translation tools find them. Tests tell when one is out of date."""

import json
import tomllib
from pathlib import Path

HEAD = '''"""Made by `manage.py {command}`. Do not edit."""

from django.utils.translation import gettext_noop

TEXTS = [
'''


def shown(raw, keys) -> set[str]:
    """Every text under one of the keys, however deep."""
    if isinstance(raw, list):
        return {text for each in raw for text in shown(each, keys)}
    if not isinstance(raw, dict):
        return set()
    found = {text for key in keys for text in as_list(raw.get(key)) if text}
    return found | {text for value in raw.values() for text in shown(value, keys)}


def as_list(value) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return [each for each in several if isinstance(each, str)]


def texts_of(folder: Path, keys) -> list[str]:
    raw = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.toml")]
    return sorted(shown(raw, keys))


def module(texts: list[str], command: str) -> str:
    lines = [f"    gettext_noop({json.dumps(text, ensure_ascii=False)}),\n" for text in texts]
    return HEAD.format(command=command) + "".join(lines) + "]\n"
