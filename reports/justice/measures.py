"""
What a country is asked each year about investigations, courts and rights, and what no record of this desk can count. A measure is data:
its words, whether it counts people, and by what its number may be parted. Parts are codes of the cubes wherever there are such.

`glotip`: its indicator in the columns of the global report.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.statistics.codes import AGE, CITIZENSHIP, FORM, SEX, UNKNOWN


@dataclass(frozen=True, slots=True)
class Measure:
    code: str
    title: str
    people: bool = True  # small numbers are held back unless the source has published them
    parts: tuple = ()
    glotip: str = ""


@dataclass(frozen=True, slots=True)
class Parting:
    code: str
    title: str
    categories: dict


PARTINGS = {
    one.code: one
    for one in (
        Parting("sex", _("By sex"), SEX),
        Parting("age", _("By age"), AGE),
        Parting("citizenship", _("By citizenship"), CITIZENSHIP),
        Parting("form", _("By form of exploitation"), FORM),
        Parting(
            "ground",
            _("By ground"),
            dict(
                [
                    ("situation", _("The person’s situation")),
                    ("cooperation", _("Cooperation with the authorities")),
                    ("other", pgettext_lazy("ground", "Another ground")),
                    UNKNOWN,
                ]
            ),
        ),
    )
}
OF_PEOPLE = ("sex", "age", "citizenship", "form")
MEASURES = {
    one.code: one
    for one in (
        Measure("offences", _("Offences recorded"), False, glotip="Offences"),
        Measure("investigations", _("Investigations opened"), False),
        Measure("suspects", _("Persons suspected"), parts=OF_PEOPLE, glotip="Persons brought into formal contact"),
        Measure("prosecuted", _("Persons prosecuted"), parts=OF_PEOPLE, glotip="Persons prosecuted"),
        Measure("convicted", _("Persons convicted"), parts=OF_PEOPLE, glotip="Persons convicted"),
        Measure("prison", _("Persons sentenced to prison, not suspended")),
        Measure("decisions", _("Final court decisions"), False),
        Measure("confiscations", _("Confiscations ordered"), False),
        Measure("unpunished", _("Victims not punished for what they were made to do")),
        Measure("assisted", _("Victims who used support services"), parts=("sex", "age")),
        Measure("permits", _("Residence permits given to victims"), parts=("ground", "sex", "age")),
        Measure("asylum_asked", _("Victims who asked for international protection")),
        Measure("asylum_given", _("Victims given international protection")),
        Measure("claimed", _("Victims who claimed compensation")),
        Measure("compensated", _("Victims who received compensation")),
    )
}  # fmt: skip
