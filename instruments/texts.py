"""The texts of all tools, for the translation tools: `manage.py write_tool_texts` writes `instruments/messages.py`."""

from pathlib import Path

from instruments.folder import FOLDER
from instruments.reading import TEXTS
from shell import definition_texts

MODULE = Path(__file__).parent / "messages.py"


def all_texts() -> list[str]:
    return definition_texts.texts_of(FOLDER, TEXTS)


def module() -> str:
    return definition_texts.module(all_texts(), "write_tool_texts")
