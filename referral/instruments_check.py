"""
Whether the tools and texts can be used as they are: definitions, versions, truth tables, translations, texts for persons.

Tools and texts do not know each other; here, above both, one look sees all.
"""

import tomllib
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from instruments import messages, texts, truth
from instruments.actions.ship import changed_without_a_new_version
from instruments.definition import Definition, DefinitionError
from instruments.folder import paths
from instruments.forms import form_for
from instruments.reading import read
from instruments.scoring import score
from library import person_text
from referral import consent_record


@dataclass(frozen=True, slots=True)
class Check:
    """`count`: how much was looked at."""

    what: str
    count: int
    faults: list[str]


def checks() -> list[Check]:
    found = [definitions(), versions(), truth_tables(), texts_to_translate()]
    found += [translated(code) for code in settings.COMPLETE_LANGUAGES if code != "en"]
    return [*found, on_paper_in_arabic(), texts_for_persons(), words_of_a_record()]


def definitions() -> Check:
    faults = []
    for path in paths():
        try:
            used(read(path))
        except (DefinitionError, LookupError) as problem:
            faults.append(str(problem))
    return Check("definitions", len(paths()), faults)


def used(tool: Definition) -> None:
    """Drawn once and scored once, without an answer."""
    form = form_for(tool, {})
    form.is_valid()
    if not score(tool, {}).label:
        raise DefinitionError(f"{tool.code}: an empty form has no result")


def versions() -> Check:
    faults = [
        f"{each} was changed without a new version" for each in changed_without_a_new_version()
    ]
    return Check("versions in use", len(paths()), faults)


def truth_tables() -> Check:
    """Of the scoring functions. They lie with the tests, which an installed system does not have."""
    if not truth.FOLDER.is_dir():
        return Check("truth tables (not installed here)", 0, [])
    rows = [row for table in truth.tables()[0] for row in table.rows]
    return Check("rows of truth tables", len(rows), truth.faults())


def texts_to_translate() -> Check:
    out_of_date = texts.all_texts() != messages.TEXTS
    return Check(
        "texts of tools",
        len(messages.TEXTS),
        ["run manage.py write_tool_texts"] if out_of_date else [],
    )


def translated(language: str) -> Check:
    """A text that is the same in both languages is translated when the catalogue says so."""
    catalogue = translation.trans_real.translation(language)
    known = catalogue._catalog
    missing = [each for each in texts.all_texts() if not known.get(each)]
    return Check(
        f"texts of tools in {language}",
        len(messages.TEXTS),
        [f"no {language}: {each}" for each in missing],
    )


def on_paper_in_arabic() -> Check:
    """Every sheet can be had in Arabic. What stands around its questions, a test looks at."""
    known = translation.trans_real.translation("ar")._catalog
    wanted = texts.all_texts()
    return Check(
        "texts of sheets in Arabic",
        len(wanted),
        [f"no ar: {each}" for each in wanted if not known.get(each)],
    )


def texts_for_persons() -> Check:
    """Each in nine languages, with as many lines in each."""
    files = sorted(person_text.FOLDER.glob("*.toml"))
    faults = []
    for path in files:
        try:
            person_text.read(path)
        except (person_text.PersonTextError, tomllib.TOMLDecodeError) as problem:
            faults.append(str(problem))
    return Check(
        "texts for persons in nine languages", len(files) * len(person_text.LANGUAGES), faults
    )


def words_of_a_record() -> Check:
    """What a record of consent is put together from has a word in each of the nine."""
    codes = sum(len(each) for each in consent_record.codes_of_a_record().values())
    return Check(
        "words of the record in nine languages",
        codes * len(person_text.LANGUAGES),
        consent_record.words_missing(),
    )
