"""A tool as a workbook of the format again: every question, rule and translation, and what only the format itself uses."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from instruments.definition import Kind
from instruments.xlsform.read import ACCEPTED, OWN_TEXT

TYPES = {
    Kind.TEXT: "text",
    Kind.NUMBER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.MOMENT: "dateTime",
    Kind.STATEMENT: "note",
    Kind.CALCULATED: "calculate",
    Kind.SCALE: "range",
}
TEXTS = ("label", "hint", "constraint_message")
PLAIN = ("required", "relevant", "constraint", "calculation", "repeat_count")


def workbook_of(content: dict) -> bytes:
    rows = [*meta_rows(content), *survey_rows(content)]
    book = Workbook(write_only=True)
    add_sheet(book, "survey", ["type", "name"], rows, content)
    choices = [
        {"list_name": name, "name": each["code"], "label": each["text"]}
        for name, options in content["lists"].items()
        if name != ACCEPTED
        for each in options
    ]
    if choices:
        add_sheet(book, "choices", ["list_name", "name"], choices, content)
    add_sheet(book, "settings", [], [settings_row(content)], content)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def meta_rows(content):
    return [{"type": kind, "name": name} for kind, name in content["settings"].get("meta", [])]


def settings_row(content) -> dict:
    kept = dict(content["settings"].get("columns", {}))
    title = content["title"]
    kept["form_title"] = title if isinstance(title, str) else next(iter(title.values()))
    kept["form_id"] = kept.get("form_id") or content["code"]
    return kept


def survey_rows(content):
    """Begins and ends groups where the path of the next question says so."""
    path: list[str] = []
    for section in content["sections"]:
        for question in section["questions"]:
            wanted = question.get("path", [])
            shared = 0
            while shared < min(len(path), len(wanted)) and path[shared] == wanted[shared]:
                shared += 1
            yield from (end_of(content, name) for name in reversed(path[shared:]))
            yield from (begin_of(content, name) for name in wanted[shared:])
            path = list(wanted)
            yield question_row(question)
    yield from (end_of(content, name) for name in reversed(path))


def kind_of(content, name) -> str:
    return "repeat" if content["groups"][name]["kind"].startswith("repeat") else "group"


def begin_of(content, name) -> dict:
    group = content["groups"][name]
    return {
        "type": f"begin_{kind_of(content, name)}",
        "name": name,
        "label": group["title"],
        "relevant": group.get("relevant", ""),
        "repeat_count": group.get("repeat_count", ""),
        **group.get("row", {}),
    }


def end_of(content, name) -> dict:
    return {"type": f"end_{kind_of(content, name)}"}


def question_row(question) -> dict:
    return {
        "type": type_of(question),
        "name": question["code"],
        "label": question["text"],
        "hint": question.get("help", ""),
        "required": "yes" if question.get("required") else "",
        "relevant": question.get("relevant", ""),
        "constraint": question.get("constraint", ""),
        "constraint_message": question.get("constraint_text", ""),
        "calculation": question.get("calculation", ""),
        **parameters(question),
        **question.get("row", {}),
    }


def type_of(question) -> str:
    kind, options = question["kind"], question.get("options")
    if options == ACCEPTED:
        return "acknowledge"
    if kind in (Kind.CHOICE, Kind.CHOICES):
        return f"{'select_one' if kind == Kind.CHOICE else 'select_multiple'} {options}"
    return TYPES[kind]


def parameters(question) -> dict:
    if question["kind"] == Kind.SCALE:
        return {"parameters": f"start={question['low']} end={question['high']} step=1"}
    return {"appearance": "multiline"} if question.get("long") else {}


def add_sheet(book, name, first, rows, content) -> None:
    """Every text becomes a column for each language that it comes in."""
    flat = [spread(row, content) for row in rows]
    used = {column for row in flat for column, value in row.items() if value}
    # A language that a sheet names is named for every text of it, also where a cell is empty.
    columns = [*first, *(each for each in ordered(flat) if each in used and each not in first)]
    sheet = book.create_sheet(name)
    sheet.append([words(sheet, each) for each in columns])
    for row in flat:
        sheet.append([words(sheet, row.get(each, "")) for each in columns])


def ordered(rows) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def spread(row: dict, content) -> dict:
    found = {}
    for column, value in row.items():
        if not isinstance(value, dict):
            found[column] = value
            continue
        for key, text in value.items():
            heading = content.get("languages", {}).get(key, key)
            found[f"{column}::{heading}" if key != OWN_TEXT else column] = text
    return found


def words(sheet, value):
    """A text stays a text, also where it begins like a formula."""
    cell = WriteOnlyCell(sheet, value=str(value) or None)
    if cell.value is not None:
        cell.data_type = "s"
    return cell
