"""From a workbook to a draft: the content of a definition, and a report of every row that is not as it was written."""

import re
from dataclasses import dataclass, field

from instruments.definition import Kind
from instruments.reading import LONGEST_CODE, NAME, OF_THE_PAGE
from instruments.xlsform import rules
from instruments.xlsform.check import check_with_pyxform
from instruments.xlsform.kinds import (
    EXTERNAL,
    FILES,
    FIXED_CHOICE,
    KEPT,
    META,
    ONE_WORD,
    OTHERS,
    PLACES,
    PLAIN,
    READ,
    SELECTS,
)
from instruments.xlsform.report import Report
from instruments.xlsform.sheets import TRANSLATED, Book, Row, read_book
from shell.formats import country_name

ENTRIES, MOST_ENTRIES = 5, 20
WIDEST = 999_999_999
DEEPEST = 8
OWN_TEXT = ""  # a column without a language
YES = {"yes", "true", "true()", "1"}
NO = {"", "no", "false", "false()", "0"}
ACCEPTED = "__accepted"
SETTINGS_READ = {"form_title", "form_id", "default_language", "version"}


def read_form(file, country: str, name: str = "") -> tuple[dict, Report]:
    """
    The content of a draft and what there is to say about the file. With a broken report the content is of no use.

    `name` is what a form without a title or an id is called.

    Raises `NotAWorkbook`.
    """
    report = Report()
    book = read_book(file, report)
    if "type" not in book.headings.get("survey", {}) or "name" not in book.headings["survey"]:
        report.broken("survey", "no_survey")
        return {}, report
    content = Form(book, report, country, name).content()
    if not report.is_broken:
        check_with_pyxform(book, report)
    return content, report


@dataclass
class Open:
    """A group or repeat that has begun."""

    kind: str
    name: str
    row: Row


@dataclass
class Form:
    book: Book
    report: Report
    country: str
    name: str = ""
    stack: list[Open] = field(default_factory=list)
    groups: dict[str, dict] = field(default_factory=dict)
    lists: dict[str, list] = field(default_factory=dict)
    sections: list[dict] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    meta: list[list[str]] = field(default_factory=list)
    places: list[tuple] = field(default_factory=list)

    def content(self) -> dict:
        self.settings = self.book.rows.get("settings", [])[:1]
        self.read_choices()
        self.say_unread_columns()
        for row in self.book.rows.get("survey", []):
            self.read_row(row)
        for each in self.stack:
            self.report.broken(each.row, "no_end", about=each.name)
        made = self.whole()
        if not any(each["kind"] != Kind.STATEMENT for s in self.sections for each in s["questions"]):
            self.report.broken("survey", "no_questions")
        if not self.report.is_broken:
            rules.settle(made, self.rows, self.lost, self.report)
        return made

    def setting(self, name: str) -> str:
        return self.settings[0].get(name) if self.settings else ""

    @property
    def title(self) -> str:
        return self.setting("form_title") or self.setting("form_id") or self.name or "Form"

    def whole(self) -> dict:
        title = self.title
        return {
            "code": code_for(self.country, self.setting("form_id") or title),
            "version": 1,
            "title": title[:200],
            "language": self.first_language(),
            "languages": self.languages(),
            "minutes": 10,
            "moment": "plan",
            "purpose": title[:200],
            "who": country_name(self.country) or self.country,
            "source": title[:200],
            "data_class": "account",
            "result": "collected",
            "groups": self.groups,
            "lists": self.lists,
            "settings": {"columns": self.kept_settings(), "meta": self.meta},
            "sections": self.sections,
        }

    def kept_settings(self) -> dict:
        cells = self.settings[0].cells if self.settings else {}
        for column in cells:
            if column not in SETTINGS_READ:
                self.report.different(self.settings[0], "not_used", column)
        return cells

    # Languages

    def languages(self) -> dict[str, str]:
        """Our key of a language → as the heading writes it."""
        written = [
            found[2]
            for sheet in ("survey", "choices")
            for heading in self.book.headings.get(sheet, {})
            if (found := TRANSLATED.fullmatch(heading))
        ]
        return {key_of(each): each for each in written}

    def first_language(self) -> str:
        wanted, known = self.setting("default_language"), self.languages()
        if "label" in self.book.headings["survey"]:
            return OWN_TEXT
        return key_of(wanted) if key_of(wanted) in known else next(iter(known), OWN_TEXT)

    def text(self, row: Row, column: str):
        """Plain where no language is named, else `{language: text}`."""
        found = {OWN_TEXT: row.get(column)} if row.get(column) else {}
        for name, value in row.cells.items():
            translated = TRANSLATED.fullmatch(name)
            if translated and translated[1] == column:
                found[key_of(translated[2])] = value
        return found.get(OWN_TEXT, "") if found.keys() <= {OWN_TEXT} else found

    # Choices

    def read_choices(self) -> None:
        for row in self.book.rows.get("choices", []):
            name, code = row.get("list_name"), row.get("name")
            if not name:
                self.report.broken(row, "no_list", "list_name")
            elif not code or re.search(r"[\s,]", code) or len(code) > LONGEST_CODE:
                self.report.broken(row, "choice_name", "name", code)
            elif code in [each["code"] for each in self.lists.get(name, [])]:
                self.report.broken(row, "choice_twice", "name", code)
            else:
                label = self.text(row, "label") or code
                self.lists.setdefault(name, []).append({"code": code, "text": label})

    def say_unread_columns(self) -> None:
        known = {"survey": READ | KEPT, "choices": {"list_name", "name", "label"}}
        for sheet, names in known.items():
            for heading, theirs in self.book.headings.get(sheet, {}).items():
                plain = TRANSLATED.fullmatch(heading)
                if heading not in names and not (plain and plain[1] in names):
                    self.report.left_out(sheet, "column", about=theirs)

    # Rows

    def read_row(self, row: Row) -> None:
        written = re.sub(r"\s+", " ", row.get("type"))
        kind = ONE_WORD.get(written) or ONE_WORD.get(written.lower(), written)
        lower = kind.lower()
        if lower.startswith(("begin_", "end_")):
            self.read_bracket(row, lower)
        elif lower in META:
            self.meta.append([written, row.get("name")])
            self.lose(row, "meta")
        elif lower in PLACES:
            self.lose(row, "place")
        elif lower in FILES:
            self.lose(row, "file")
        elif lower in OTHERS or lower.split(" ")[0] == "rank":
            self.lose(row, "other_type")
        elif lower.startswith(EXTERNAL):
            self.lose(row, "external")
        elif lower in PLAIN:
            self.read_plain(row, lower)
        elif select := self.select_of(kind):
            self.read_select(row, *select)
        else:
            self.report.broken(row, "type", "type", written)

    def lose(self, row: Row, code: str) -> None:
        self.lost.add(row.get("name"))
        self.report.left_out(row, code, "type", f"{row.get('type')} {row.get('name')}".strip())

    def select_of(self, kind: str):
        for words, made in sorted(SELECTS.items(), key=lambda each: -len(each[0])):
            if kind.lower().startswith(words + " "):
                rest = kind[len(words) :].strip()
                name = re.sub(r" or[_ ](specify[_ ])?other$", "", rest)
                return made, name, name != rest
        return None

    def read_bracket(self, row: Row, kind: str) -> None:
        what = kind.partition("_")[2]
        if kind.startswith("end_"):
            if not self.stack:
                self.report.broken(row, "end_alone", "type")
            elif self.stack[-1].kind != what:
                self.report.broken(row, "end_crossed", "type", self.stack[-1].name)
                self.stack.pop()
            else:
                self.stack.pop()
            return
        name = row.get("name")
        if what not in ("group", "repeat"):
            self.report.broken(row, "type", "type", row.get("type"))
        if not self.is_free(row, name):
            name = name or f"group_{row.number}"
        if len(self.stack) >= DEEPEST:
            self.report.broken(row, "too_deep")
        if what == "repeat" and any(each.kind == "repeat" for each in self.stack):
            self.report.different(row, "repeat_in_repeat", "type", name)
            what = "repeat_inside"
        self.stack.append(Open(what.removesuffix("_inside"), name, row))
        self.rows[name] = row
        self.groups[name] = {
            "kind": what,
            "title": self.text(row, "label"),
            "relevant": row.get("relevant"),
            "repeat_count": row.get("repeat_count"),
            "row": self.kept(row),
        }

    def is_free(self, row: Row, name: str) -> bool:
        """Says what is wrong with a name, or takes it."""
        inside = next((each.name for each in self.stack if each.kind == "repeat"), "")
        longest = LONGEST_CODE - (len(inside) + 5 if inside else 0)
        problem = ""
        if not name:
            problem = "no_name"
        elif not NAME.fullmatch(name):
            problem = "name"
        elif name in OF_THE_PAGE:
            problem = "name_taken"
        elif len(name) > longest:
            problem = "name_long"
        elif name in self.rows:
            problem = "name_twice"
        if problem:
            self.report.broken(row, problem, "name", name)
        return not problem

    def read_plain(self, row: Row, kind: str) -> None:
        made = {"kind": PLAIN[kind].value}
        if kind == "integer":
            made |= {"low": -WIDEST, "high": WIDEST}
        elif kind == "range":
            made |= self.range_of(row)
        elif kind == "acknowledge":
            self.lists.setdefault(ACCEPTED, [{"code": FIXED_CHOICE, "text": FIXED_CHOICE}])
            made |= {"options": ACCEPTED}
        elif kind == "calculate" and not row.get("calculation"):
            self.report.broken(row, "no_calculation", "calculation", row.get("name"))
        elif kind == "text" and "multiline" in row.get("appearance"):
            made |= {"long": True}
        self.keep(row, made)

    def range_of(self, row: Row) -> dict:
        given = dict(re.findall(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)", row.get("parameters")))
        start, end, step = (given.get(n, d) for n, d in (("start", "0"), ("end", "10"), ("step", "1")))
        whole = all(re.fullmatch(r"-?\d+", each) for each in (start, end, step)) and step == "1"
        if whole and 0 < int(end) - int(start) <= 100:
            return {"low": int(start), "high": int(end)}
        self.report.different(row, "range", "parameters")
        return {"kind": Kind.DECIMAL.value, "row": {"type": "range"}}

    def read_select(self, row: Row, kind: Kind, name: str, has_other: bool) -> None:
        if name not in self.lists:
            self.report.broken(row, "no_list", "type", name)
            return
        if row.get("choice_filter"):
            self.report.different(row, "choice_filter", "choice_filter")
        self.keep(row, {"kind": kind.value, "options": name})
        if has_other:
            self.add_other(row, name)

    def add_other(self, row: Row, name: str) -> None:
        """The format itself makes a further choice and a question for the words of it."""
        if "other" not in [each["code"] for each in self.lists[name]]:
            self.lists[name].append({"code": "other", "text": "Other"})
        code = row.get("name")
        cells = {"name": f"{code}_other", "label": "Specify other.", "type": "text"}
        cells["relevant"] = f"selected(${{{code}}}, 'other')"
        self.keep(Row(row.sheet, row.number, cells), {"kind": Kind.TEXT.value})

    def kept(self, row: Row) -> dict[str, str]:
        """Cells that nobody reads here, for the export."""
        found = {}
        for column, value in row.cells.items():
            plain = TRANSLATED.fullmatch(column)
            if column in KEPT or (plain and plain[1] in KEPT):
                found[column] = value
                if column not in ("appearance", "parameters", "read_only"):
                    code = "default" if column == "default" else "not_used"
                    self.report.different(row, code, column)
        return found

    def keep(self, row: Row, made: dict) -> None:
        name, kind = row.get("name"), made["kind"]
        if not self.is_free(row, name):
            return
        label = self.text(row, "label")
        if not label and kind != Kind.CALCULATED:
            self.report.broken(row, "no_label", "label", name)
        if row.get("calculation") and kind != Kind.CALCULATED:
            self.report.different(row, "not_used", "calculation")
        required = row.get("required").lower().replace(" ", "")
        if required not in YES | NO:
            self.report.different(row, "required_rule", "required", name)
        question = {
            "code": name,
            "text": label,
            "help": self.text(row, "hint"),
            "required": required in YES and kind not in (Kind.STATEMENT, Kind.CALCULATED),
            "relevant": row.get("relevant"),
            "constraint": row.get("constraint"),
            "constraint_text": self.text(row, "constraint_message"),
            "calculation": row.get("calculation") if kind == Kind.CALCULATED else "",
            "path": [each.name for each in self.stack],
            "row": self.kept(row) | made.pop("row", {}),
            **made,
        }
        self.rows[name] = row
        said = {k: v for k, v in question.items() if v is not False and v not in ("", [], {})}
        self.section()["questions"].append(said | {"text": label})

    # Sections

    def section(self) -> dict:
        """The one that goes on, or the next one."""
        around = next((each for each in self.stack if each.kind == "repeat"), None)
        inner = around or (self.stack[-1] if self.stack else None)
        place = (inner.kind, inner.name) if inner else ("top", "top")
        if self.places and self.places[-1] == place:
            return self.sections[-1]
        self.places.append(place)
        made = {"code": f"part_{len(self.sections) + 1}", "title": self.title_of(inner), "questions": []}
        if around:
            made |= {"repeat": self.entries(around), "item": {"code": around.name, "title": made["title"]}}
        self.sections.append(made)
        return made

    def title_of(self, inner: Open | None):
        named = [self.groups[each.name]["title"] for each in reversed(self.stack)] if inner else []
        return next(filter(None, named), None) or self.title

    def entries(self, around: Open) -> int:
        given = self.groups[around.name]["repeat_count"]
        count = int(given) if re.fullmatch(r"\d{1,4}", given) else ENTRIES if not given else MOST_ENTRIES
        count = max(1, min(count, MOST_ENTRIES))
        self.report.different(around.row, "repeat", "repeat_count", str(count))
        return count


def key_of(heading: str) -> str:
    """`French (fr)` → `fr`; a heading without a code stays as it is."""
    found = re.search(r"\(([A-Za-z]{2,3})(?:[-_]\w+)?\)\s*$", heading)
    return found[1].lower() if found else heading.strip().lower()[:40]


def code_for(country: str, name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    plain = plain.removeprefix(f"{country.lower()}_")  # as we wrote it ourselves
    return f"{country.lower()}_{plain or 'form'}"[:40].strip("_")
