from datetime import date

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.personal import LABELS, find_personal
from referral.forms.part import day
from reports.justice.measures import MEASURES, PARTINGS
from reports.justice_models import FIRST_YEAR
from shell.forms import DeskForm, Section

MOST = 10_000_000
HELD_BACK = _(
    "If not, small numbers are held back in the tables that everybody reads, as in all others."
)


def count(**options):
    return forms.IntegerField(
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "form-control w-s", "inputmode": "numeric"}),
        **options,
    )


class EntryForm(DeskForm):
    """One measure of one year: the whole, its parts where they are known, and where it stands written."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    total = count(label=_("The whole number"))
    source = forms.CharField(
        label=_("Source"),
        help_text=_("The body that counted, and its report. Name nobody."),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
    )
    source_on = day(label=_("Date of the source"))
    published = forms.ChoiceField(
        label=_("Has the source published these numbers?"),
        choices=[("yes", _("Yes, anybody can read them there")), ("no", _("No, or not these ones"))],
        help_text=HELD_BACK,
        widget=forms.RadioSelect,
        initial="no",
    )  # fmt: skip
    source_url = forms.URLField(
        label=_("Address of the source"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"dir": "ltr"}),
    )

    def __init__(self, *args, measure, **kwargs):
        self.measure = MEASURES[measure]
        super().__init__(*args, **kwargs)
        last = timezone.localdate().year - 1
        self.fields["year"].choices = [(y, str(y)) for y in range(last, FIRST_YEAR - 1, -1)]
        self.fields["total"].label = self.measure.title
        if not self.measure.people:
            self.fields["published"].help_text = ""
        for parting in self.measure.parts:
            for category, words in PARTINGS[parting].categories.items():
                self.fields[f"{parting}__{category}"] = count(label=words, required=False)

    def build_layout(self):
        parts = [
            Section(
                number,
                PARTINGS[parting].title,
                Div(*(f"{parting}__{c}" for c in PARTINGS[parting].categories), css_class="filters"),
                hint=_("If it is known. The parts add up to the whole; write the rest under “Not known”."),
            )
            for number, parting in enumerate(self.measure.parts, 3)
        ]  # fmt: skip
        return Layout(
            Section(1, _("The number"), "year", "total"),
            Section(2, _("Where it stands"), "source", "source_on", "published", "source_url"),
            *parts,
        )

    def clean_source(self):
        found = find_personal(self.cleaned_data["source"])
        if found:
            raise forms.ValidationError(
                _("This may tell who somebody is: %(what)s. Everybody reads it. Write it without.")
                % {"what": LABELS[found[0].kind]}
            )
        return self.cleaned_data["source"]

    def clean_source_on(self):
        on = self.cleaned_data["source_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return on

    def clean(self):
        values = super().clean()
        year, on = values.get("year"), values.get("source_on")
        if year and on and on < date(year, 1, 1):
            self.add_error("source_on", _("The source is older than the year that it counts."))
        if values.get("published") == "yes" and not values.get("source_url"):
            self.add_error("source_url", _("Say where everybody can read it."))
        for parting in self.measure.parts:
            self.check_parts(parting, values)
        return values

    def check_parts(self, parting, values):
        given = [values.get(f"{parting}__{category}") for category in PARTINGS[parting].categories]
        total, parts = values.get("total"), sum(n or 0 for n in given)
        if total is None or all(n is None for n in given) or parts == total:
            return
        self.add_error(
            f"{parting}__unknown",
            _("%(parting)s: the parts add up to %(parts)s, the whole is %(total)s.")
            % {"parting": PARTINGS[parting].title, "parts": parts, "total": total},
        )

    def entry(self) -> dict:
        """What `enter` takes."""
        given = self.cleaned_data
        numbers = {("", ""): given["total"]}
        for parting in self.measure.parts:
            cells = {c: given[f"{parting}__{c}"] for c in PARTINGS[parting].categories}
            if any(number is not None for number in cells.values()):
                numbers |= {(parting, c): number or 0 for c, number in cells.items()}
        return {
            "year": given["year"],
            "measure": self.measure.code,
            "numbers": numbers,
            "source": given["source"],
            "source_on": given["source_on"],
            "source_url": given["source_url"],
            "is_public": given["published"] == "yes",
        }


class FileForm(DeskForm):
    file = forms.FileField(
        label=_("The table (.csv), at most 1 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
    )
