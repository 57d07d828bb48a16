"""A list of people pasted from a sheet: one a line, parts set apart by tabs or semicolons. Says what is wrong, line by line."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from shell.formats import country_choices
from training.models import Sector, Sex

PARTS = ("name", "works_at", "function", "sector", "country", "email", "sex", "may_write")
LONGEST = {"name": 120, "works_at": 160, "function": 120, "email": 254}
MOST = 200
YES = {"yes", "y", "oui", "o", "1", "x"}


@dataclass(frozen=True)
class PeopleList:
    people: list[dict]
    problems: list[str]


def read_people(text: str) -> PeopleList:
    people, problems = [], []
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip(" \t;")]
    if len(lines) > MOST:
        return PeopleList([], [_("At most %(most)d people at once.") % {"most": MOST}])
    for number, line in lines:
        try:
            people.append(person_of(line))
        except ValidationError as problem:
            problems += [
                _("Line %(number)d: %(problem)s") % {"number": number, "problem": said}
                for said in problem.messages
            ]
    return PeopleList(people, problems)


def person_of(line: str) -> dict:
    apart = "\t" if "\t" in line else ";"
    if apart not in line and line.count(",") > 1:
        raise ValidationError(_("Set the parts apart by tabs or semicolons, not by commas."))
    cells = [cell.strip().strip('"') for cell in line.split(apart)]
    if len(cells) > len(PARTS):
        raise ValidationError(_("There are more than %(most)d parts.") % {"most": len(PARTS)})
    given = dict(zip(PARTS, [*cells, *[""] * (len(PARTS) - len(cells))], strict=True))
    for part, most in LONGEST.items():
        if len(given[part]) > most:
            raise ValidationError(_("A part is longer than %(most)d letters.") % {"most": most})
    if not any(letter.isalpha() for letter in given["name"]):
        raise ValidationError(_("The name is missing."))
    if given["email"]:
        validate_email(given["email"])
    return {
        **given,
        "sector": chosen(given["sector"], Sector.choices, Sector.OTHER),
        "sex": chosen(given["sex"], Sex.choices, Sex.NOT_SAID),
        "country": chosen(given["country"], country_choices(), ""),
        "may_write": given["may_write"].casefold() in YES,
    }


def chosen(text: str, choices, empty: str) -> str:
    """The code of a choice, by its code or by its name in the language of the page."""
    if not text:
        return empty
    for code, name in choices:
        if text.casefold() in (str(code).casefold(), str(name).casefold()):
            return code
    raise ValidationError(_("“%(text)s” is not known here.") % {"text": text[:40]})
