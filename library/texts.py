"""The texts of all procedures, for the translation tools: `manage.py write_procedure_texts` writes `library/messages.py`."""

from pathlib import Path

from library.procedure import FOLDER, TEXTS
from shell import definition_texts

MODULE = Path(__file__).parent / "messages.py"


def module() -> str:
    return definition_texts.module(
        definition_texts.texts_of(FOLDER, TEXTS), "write_procedure_texts"
    )
