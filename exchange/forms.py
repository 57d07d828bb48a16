from django import forms
from django.utils.translation import gettext_lazy as _

from exchange.htcds.fields import FIELDS
from exchange.htcds.workbook import Column
from exchange.models import RowChoice
from shell.forms import DeskForm

GROUPS = {
    "x_pe": _("Person"),
    "prs_": _("Person"),
    "vic_": _("What happened"),
    "per_": _("Perpetrators"),
    "cas_": _("Case"),
    "cco_": _("Comment"),
    "hte_": _("Event"),
    "spl_": _("Support plan"),
    "con_": _("Consent"),
}


class FileForm(DeskForm):
    file = forms.FileField(
        label=_("The workbook (.xlsx) or CSV table, at most 20 MB and 10,000 people"),
        help_text=_("Its first row holds the field names of HTCDS 2.0, like prs_FirstName."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class MappingForm(DeskForm):
    """One question a column: which field it holds."""

    def __init__(self, *args, brought, **kwargs):
        super().__init__(*args, version=brought.version, **kwargs)
        self.columns = [Column(**stored) for stored in brought.columns]
        for column in self.columns:
            self.fields[f"column_{column.place}"] = forms.ChoiceField(
                label=_("Column %(letter)s") % {"letter": column.letter},
                choices=fields_to_choose,
                required=False,
                widget=forms.Select(attrs={"class": "form-select"}),
                initial=brought.mapping.get(str(column.place), ""),
            )

    def lines(self):
        """(column, its bound field), for the table of the page."""
        return [(column, self[f"column_{column.place}"]) for column in self.columns]

    @property
    def mapping(self) -> dict[int, str]:
        return {
            column.place: self.cleaned_data.get(f"column_{column.place}", "")
            for column in self.columns
        }


class KnownForm(DeskForm):
    """One choice a row; linking is offered only where the person who asks may read the case that is known."""

    def __init__(self, *args, brought, rows, **kwargs):
        super().__init__(*args, version=brought.version, **kwargs)
        self.rows = rows
        for each in rows:
            self.fields[f"row_{each.row}"] = forms.ChoiceField(
                label=_("Row %(number)s") % {"number": each.row},
                choices=[
                    one for one in RowChoice.choices if each.cases or one[0] != RowChoice.LINK
                ],
                widget=forms.Select(attrs={"class": "form-select"}),
                initial=each.choice,
            )

    def lines(self):
        """(row, its bound field), for the table of the page."""
        return [(each, self[f"row_{each.row}"]) for each in self.rows]

    @property
    def choices(self) -> dict[int, str]:
        return {each.row: self.cleaned_data[f"row_{each.row}"] for each in self.rows}


class ConfirmForm(DeskForm):
    def __init__(self, *args, brought, **kwargs):
        super().__init__(*args, version=brought.version, **kwargs)


def fields_to_choose():
    groups = {label: [] for label in GROUPS.values()}
    for name in FIELDS:
        groups[GROUPS[name[:4]]].append((name, name))
    return [("", _("Do not read")), *((label, names) for label, names in groups.items())]
