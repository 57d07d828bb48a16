"""
The texts of all definitions as a Python module, where the translation tools find them.

`manage.py write_tool_texts` writes `instruments/messages.py`; a test tells when it is out of date.
"""

import json
import tomllib
from pathlib import Path

from instruments.reading import texts
from instruments.shelf import FOLDER

MODULE = Path(__file__).parent / "messages.py"
HEAD = '''"""Made by `manage.py write_tool_texts` from the definitions of the tools. Do not edit."""

from django.utils.translation import gettext_noop

TEXTS = [
'''


def all_texts() -> list[str]:
    found: set[str] = set()
    for path in FOLDER.glob("*.toml"):
        found |= texts(tomllib.loads(path.read_text(encoding="utf-8")))
    return sorted(found)


def module() -> str:
    lines = [f"    gettext_noop({json.dumps(text, ensure_ascii=False)}),\n" for text in all_texts()]
    return HEAD + "".join(lines) + "]\n"
