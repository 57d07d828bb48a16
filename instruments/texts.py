"""The texts of all tools, for the translation tools: `manage.py write_tool_texts` writes `instruments/messages.py`."""

import tomllib
from pathlib import Path

from instruments.folder import FOLDER
from instruments.reading import TEXTS
from shell import definition_texts

MODULE = Path(__file__).parent / "messages.py"


def all_texts() -> list[str]:
    return definition_texts.texts_of(FOLDER, TEXTS)


def texts_of(codes) -> list[str]:
    """Of some tools that ship, as they are now."""
    files = [(FOLDER / f"{code}.toml").read_text(encoding="utf-8") for code in codes]
    return sorted(definition_texts.shown([tomllib.loads(each) for each in files], TEXTS))


def module() -> str:
    return definition_texts.module(all_texts(), "write_tool_texts")
