"""A tool that ships, as the content that the export writes: in English and in every language that is complete."""

from django.conf import settings
from django.utils import translation

from instruments.definition import Condition, Definition, Kind, Question

SELECTED = {Kind.CHOICES: "selected(${{{code}}}, '{value}')"}
COMPARED = "${{{code}}} = '{value}'"
HEADINGS = {"en": "English (en)", "fr": "French (fr)"}


def content_of(definition: Definition) -> dict:
    """The questions under their full codes; an item becomes a group of its own."""
    lists: dict[str, list] = {}
    groups: dict[str, dict] = {}
    sections = []
    for section in definition.sections:
        groups[f"s_{section.code}"] = {"kind": "group", "title": said(section.title)}
        for row in section.rows:
            path = [f"s_{section.code}"]
            if row.code:
                path.append(f"i_{row.code}")
                groups[path[-1]] = {"kind": "group", "title": said(row.title)}
            questions = [raw_of(each, path, lists, definition) for each in row.questions]
            sections.append({"code": section.code, "title": "", "questions": questions})
    return {
        "code": definition.code,
        "title": str(definition.title),
        "languages": {code: HEADINGS[code] for code in settings.COMPLETE_LANGUAGES},
        "settings": {
            "columns": {
                "form_title": str(definition.title),
                "version": str(definition.version),
                "default_language": HEADINGS["en"],
            }
        },
        "groups": groups,
        "lists": lists,
        "sections": sections,
    }


def said(text) -> dict:
    found = {}
    for code in settings.COMPLETE_LANGUAGES:
        with translation.override(code):
            found[code] = str(text)
    return found if found["en"] else ""


def raw_of(question: Question, path, lists, definition) -> dict:
    made = {
        "code": question.code,
        "text": said(question.text),
        "help": said(question.help),
        "required": question.required,
        "relevant": " and ".join(words_of(each, definition) for each in question.relevant),
        "path": path,
        **kind_of(question, lists),
    }
    if question.kind == Kind.NUMBER:
        made["constraint"] = f". >= {question.low} and . <= {question.high}"
    return made


def kind_of(question: Question, lists) -> dict:
    if question.options:
        kind = Kind.CHOICES if question.kind == Kind.CHOICES else Kind.CHOICE
        return {"kind": kind, "options": list_of(question, lists)}
    if question.kind == Kind.PARTIAL_DATE:
        return {"kind": Kind.TEXT}
    if question.kind == Kind.SCALE:
        return {"kind": Kind.SCALE, "low": question.low, "high": question.high}
    return {"kind": question.kind, "long": question.long}


def list_of(question: Question, lists) -> str:
    """Equal lists are one."""
    options = [{"code": each.code, "text": said(each.text)} for each in question.options]
    for name, known in lists.items():
        if known == options:
            return name
    name = f"list_{len(lists) + 1}"
    lists[name] = options
    return name


def words_of(rule, definition: Definition) -> str:
    if not isinstance(rule, Condition):
        return f"({rule.expression.source})"
    pattern = SELECTED.get(definition.questions[rule.question].kind, COMPARED)
    each = [pattern.format(code=rule.question, value=value) for value in sorted(rule.among)]
    found = " or ".join(each)
    return f"not({found})" if rule.negated else f"({found})" if len(each) > 1 else found
