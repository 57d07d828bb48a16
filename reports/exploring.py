"""
Two codes of one's own organisation's cases against each other, of a year: the only free question, and of nobody else's cases.

Years do not overlap; numbers from 1 to 4 are held back, and what they could be worked out from within the table. Two tables that share a
code are not guarded against each other, nor today's against yesterday's: who asks leads these cases, and each question is in the log
(docs/adr/0048).
"""

from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from referral.models import Case, Summary
from referral.stages import Outlook, Side, Stage
from reports.statistics.protect import TOTAL, hide, with_sums
from reports.suppress import INSIDE


class Code(TextChoices):
    AGE = "age", _("Child or adult")
    GENDER = "gender", _("Gender")
    STAGE = "stage", _("Stage")
    STATUS = "status", _("Status")
    SIDE = "side", _("Side")
    OUTLOOK = "outlook", _("What the person wants next")


AGES = {"child": _("Child"), "adult": _("Adult"), "unknown": _("Not known")}


def words(code) -> dict:
    """{value: label} in a fixed order, so that a table says nothing by its order."""
    if code == Code.AGE:
        return dict(AGES)
    if code == Code.STAGE:
        return {str(stage.value): stage.label for stage in Stage}
    fields = {
        Code.GENDER: Summary._meta.get_field("gender"),
        Code.STATUS: Case._meta.get_field("status"),
    }
    if code in fields:
        return {str(value): label for value, label in fields[code].flatchoices if value}
    return dict((Side if code == Code.SIDE else Outlook).choices)


def house_table(one, two, year):
    """(columns, rows): each row its label and its cells, sums last; None where a number is held back. Rows and columns of nobody are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM house_counts(%s, %s, %s)", [one, two, year])
        numbers = {(row, column): number for row, column, number in cursor.fetchall()}
    found = [
        {value: label for value, label in words(code).items() if any(key[place] == value for key in numbers)}
        for place, code in enumerate((one, two))
    ]  # fmt: skip
    table = with_sums(numbers, list(found[0]), list(found[1]))
    held = hide(table, least=INSIDE)
    sums = _("Together")
    rows = [
        (label, [None if (row, column) in held else table[row, column] for column in [*found[1], TOTAL]])
        for row, label in [*found[0].items(), (TOTAL, sums)]
    ]  # fmt: skip
    return [*found[1].values(), sums], rows if numbers else []
