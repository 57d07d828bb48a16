"""What every file for a spreadsheet needs: no cell of ours is run as a formula, letters with accents are read rightly."""

import re

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets read letters with accents wrongly
FORMULA = re.compile(r"^'*[=+\-@\t\r＝＋－＠]")  # a cell that begins so is run


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run; telephone numbers with + are among it."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Takes away one apostrophe that `guarded` put there."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
