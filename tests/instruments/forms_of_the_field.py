"""Ten forms as the field writes them, and a way to write others."""

from io import BytesIO

from openpyxl import Workbook

YES_NO = [("yn", "yes", "Yes"), ("yn", "no", "No")]


def workbook(survey, choices=(), settings=None, extra=None) -> BytesIO:
    """`survey` and `choices`: rows of dicts, or of texts under a first row of headings."""
    book = Workbook()
    fill(book.active, "survey", survey)
    if choices:
        heads = ["list_name", "name", "label"]
        rows = (
            choices
            if isinstance(choices[0], dict)
            else [dict(zip(heads, c, strict=True)) for c in choices]
        )
        fill(book.create_sheet("choices"), "choices", rows)
    if settings:
        fill(book.create_sheet("settings"), "settings", [settings])
    for name, rows in (extra or {}).items():
        fill(book.create_sheet(name), name, rows)
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def fill(sheet, name, rows):
    sheet.title = name
    heads = list(dict.fromkeys(column for row in rows for column in row))
    sheet.append(heads)
    for row in rows:
        sheet.append([row.get(head) for head in heads])


def q(kind, name, label="", **more):
    return {"type": kind, "name": name, "label": label or name, **more}


def begin(what, name, label="", **more):
    return {"type": f"begin_{what}", "name": name, "label": label or name, **more}


def end(what):
    return {"type": f"end_{what}"}


PLAIN = {
    "survey": [
        q("text", "first_name"),
        q("text", "story", appearance="multiline"),
        q("integer", "age", hint="In years"),
        q("decimal", "weight"),
        q("date", "seen_on"),
        q("time", "seen_at"),
        q("dateTime", "noted_at"),
        q("note", "thanks", "Thank you."),
        q("acknowledge", "read_it", "I have read it"),
        q("range", "pain", "Pain", parameters="start=0 end=10 step=1"),
    ],
    "settings": {"form_title": "Plain kinds", "form_id": "plain", "version": "3"},
}
CHOICES = {
    "survey": [
        q("select_one yn", "safe", "Safe?", required="yes"),
        q("select_multiple needs", "needs", "Needs", required="true"),
        q("select_one yn or_other", "place"),
    ],
    "choices": [*YES_NO, ("needs", "food", "Food"), ("needs", "sleep", "Sleep")],
}
RELEVANT = {
    "survey": [
        q("select_one yn", "child"),
        q("integer", "age", relevant="${child} = 'yes'"),
        q("select_multiple needs", "needs", relevant="${age} < 18 or not(${child} = 'yes')"),
        q("text", "other", relevant="selected(${needs}, 'other') and string-length(${age}) > 0"),
    ],
    "choices": [*YES_NO, ("needs", "food", "Food"), ("needs", "other", "Other")],
}
CONSTRAINT = {
    "survey": [
        q("integer", "age", constraint=". >= 0 and . < 120", constraint_message="Not an age."),
        q(
            "text",
            "phone",
            constraint=r"regex(., '^\+?[1-9]\d{1,14}$')",
            constraint_message="E.164",
        ),
        q("date", "born", constraint=". <= today()"),
        q("date", "left", constraint=". > ${born}"),
    ]
}
CALCULATE = {
    "survey": [
        q("date", "born"),
        q("date", "asked"),
        {
            "type": "calculate",
            "name": "years",
            "calculation": "int((${asked} - ${born}) div 365.25)",
        },
        q("decimal", "a"),
        q("decimal", "b"),
        {
            "type": "calculate",
            "name": "total",
            "label": "Total",
            "calculation": "round(${a} + ${b}, 2)",
        },
        {
            "type": "calculate",
            "name": "band",
            "label": "Band",
            "calculation": "if(${total} >= 10, 'high', coalesce(${missing}, concat('low', ' ', ${years})))",
        },
        q("text", "missing"),
    ]
}
GROUPS = {
    "survey": [
        q("select_one yn", "has_family"),
        begin("group", "family", "Family", relevant="${has_family} = 'yes'"),
        q("text", "mother"),
        begin("group", "far", "Far away", appearance="field-list"),
        q("text", "country", relevant="${mother} != ''"),
        end("group"),
        q("text", "father"),
        end("group"),
        q("text", "last"),
    ],
    "choices": YES_NO,
}
REPEATS = {
    "survey": [
        begin("repeat", "child", "Child", repeat_count="3"),
        q("text", "name_of", "Name"),
        q("integer", "age"),
        begin("group", "school", "School", relevant="${age} >= 6"),
        q("text", "class_of", "Class", relevant="${name_of} != ''"),
        end("group"),
        end("repeat"),
        {"type": "calculate", "name": "all", "label": "Sum", "calculation": "sum(${age})"},
        {
            "type": "calculate",
            "name": "how_many",
            "label": "Count",
            "calculation": "count(${child})",
        },
        {"type": "calculate", "name": "oldest", "label": "Oldest", "calculation": "max(${age})"},
    ]
}
LANGUAGES = {
    "survey": [
        {
            "type": "select_one yn",
            "name": "safe",
            "label::English (en)": "Are you safe?",
            "label::French (fr)": "Êtes-vous en sécurité ?",
            "label::Arabic (ar)": "هل أنت بأمان؟",
            "hint::French (fr)": "Demander seul à seul",
            "constraint_message::Arabic (ar)": "لا",
            "constraint": "true()",
        },
    ],
    "choices": [
        {
            "list_name": "yn",
            "name": "yes",
            "label::English (en)": "Yes",
            "label::French (fr)": "Oui",
            "label::Arabic (ar)": "نعم",
        },
        {
            "list_name": "yn",
            "name": "no",
            "label::English (en)": "No",
            "label::French (fr)": "Non",
            "label::Arabic (ar)": "لا",
        },
    ],
    "settings": {"form_title": "Safety", "default_language": "French (fr)"},
}
KEPT = {
    "survey": [
        {"type": "start", "name": "start"},
        {"type": "today", "name": "today"},
        q(
            "select_one yn",
            "safe",
            appearance="horizontal",
            required_message="Please",
            default="no",
        ),
        q("text", "code", read_only="yes"),
        q("range", "dose", parameters="start=0 end=1 step=0.25"),
    ],
    "choices": YES_NO,
    "settings": {"form_id": "kept", "style": "pages", "instance_name": "${code}"},
}
OLD_WORDS = {
    "survey": [
        {"type": "begin group", "name": "g", "label": "G"},
        {"type": "select one yn", "name": "safe", "label": "Safe"},
        {"type": "select all that apply from yn", "name": "both", "label": "Both"},
        {"type": "int", "name": "n", "label": "N", "relevant": "selected(${safe}, \"yes\")"},
        {"type": "string", "name": "w", "label": "W"},
        {"type": "end group", "name": None, "label": None},
    ],
    "choices": [{"list name": c[0], "name": c[1], "label": c[2]} for c in YES_NO],
}  # fmt: skip
TEN = {
    "plain": PLAIN,
    "choices": CHOICES,
    "relevant": RELEVANT,
    "constraint": CONSTRAINT,
    "calculate": CALCULATE,
    "groups": GROUPS,
    "repeats": REPEATS,
    "languages": LANGUAGES,
    "kept": KEPT,
    "old_words": OLD_WORDS,
}
