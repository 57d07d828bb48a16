from datetime import timedelta

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from directory.personal import LABELS, find_personal
from referral.forms.assign import Filter
from referral.forms.part import day
from reports.exploring import Code
from reports.figures import Period, Slice, corridors, near, organisations
from reports.models import MeetingAnswer
from shell.formats import country_choices, country_name
from shell.forms import DeskForm

YEARS = 10
YEAR = timedelta(days=366)
JUST_HELD, MOST_BACK = timedelta(days=31), 3 * YEAR  # of a meeting


class DeskFilter(Filter):
    """A period, and one part of the figures: everything, an organisation, or a corridor. Never two at once."""

    period = forms.ChoiceField(label=_("Period"), choices=Period.choices, required=False)
    part = forms.ChoiceField(label=_("Organisation or corridor"), required=False)

    def __init__(self, *args, country, parts=None, **kwargs):
        """`parts`: from `parts_of`, where the page has asked for them already."""
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = parts or parts_of(country)

    @property
    def parts(self):
        return self.fields["part"].choices

    @property
    def chosen_period(self):
        return Period(self.chosen().get("period", Period.YEAR))

    @property
    def part_label(self):
        known = dict(flat(self.fields["part"].choices))
        return str(known.get(self.chosen().get("part", ""), ""))

    def slice(self) -> Slice:
        kind, _mark, value = self.chosen().get("part", "").partition(":")
        if kind == "org":
            return Slice(organisation=value)
        if kind == "way":
            found_in, _mark, goes_to = value.partition("-")
            return Slice(found_in=found_in, goes_to=goes_to)
        return Slice()

    def label_of(self, name):
        if name == "part":
            return self.part_label
        return super().label_of(name)


def parts_of(country):
    names = Organisation.objects.filter(pk__in=organisations(country)).order_by("name")
    ours = [(f"org:{pk}", name) for pk, name in names.values_list("pk", "name")]
    ways = [(f"way:{a}-{b}", way_name(a, b)) for a, b in corridors(country)]
    return [
        ("", pgettext_lazy("filter", "Everything")),
        *grouped(_("Organisations"), ours),
        *grouped(_("Corridors"), ways),
    ]


def grouped(label, choices):
    return [(label, choices)] if choices else []


def flat(choices):
    for value, label in choices:
        if isinstance(label, list):
            yield from label
        else:
            yield value, label


def way_name(found_in, goes_to):
    if not goes_to:
        return gettext("%(country)s, no other country yet") % {"country": country_name(found_in)}
    return gettext("%(one)s to %(other)s") % {
        "one": country_name(found_in),
        "other": country_name(goes_to),
    }


def coming(years):
    """From today on. What lies further away is a slip of the pen, and two countries would keep it."""

    def check(found):
        today = timezone.localdate()
        if not today <= found <= today + years * YEAR:
            raise forms.ValidationError(
                ngettext(
                    "Choose a day from today on, within %(n)d year.",
                    "Choose a day from today on, within %(n)d years.",
                    years,
                )
                % {"n": years}
            )

    return check


class MeetingForm(DeskForm):
    other = forms.ChoiceField(label=_("With the coordination of"))
    since = day(label=_("Look back to"))
    held_on = day(label=_("Day of the meeting"))

    def __init__(self, *args, country, **kwargs):
        super().__init__(*args, **kwargs)
        known = near(country)
        choices = [one for one in country_choices() if one[0] != country]
        self.fields["other"].choices = [
            ("", "…"),
            *grouped(_("With journeys between you"), [one for one in choices if one[0] in known]),
            *grouped(_("All countries"), [one for one in choices if one[0] not in known]),
        ]

    def clean_held_on(self):
        held_on, today = self.cleaned_data["held_on"], timezone.localdate()
        if not today - JUST_HELD <= held_on <= today + YEAR:
            raise forms.ValidationError(_("Choose a day from a month ago to a year ahead."))
        return held_on

    def clean(self):
        values = super().clean()
        since, held_on = values.get("since"), values.get("held_on")
        if since and held_on and since >= held_on:
            self.add_error("since", _("Look back to a day before the meeting."))
        elif since and held_on and since < held_on - MOST_BACK:
            self.add_error("since", _("Look back three years at most."))
        return values


class MeetingAnswerForm(DeskForm):
    answer = forms.ChoiceField(
        label=_("Your answer"), choices=MeetingAnswer.choices, widget=forms.RadioSelect
    )
    answer_on = day(label=_("The other day"), required=False, validators=[coming(years=1)])

    def clean(self):
        values = super().clean()
        if values.get("answer") != MeetingAnswer.OTHER_DAY:
            values["answer_on"] = None
        elif not values.get("answer_on") and "answer_on" not in self.errors:
            self.add_error("answer_on", _("Say which day."))
        return values


class DecisionForm(DeskForm):
    text = forms.CharField(
        label=_("What was decided"),
        help_text=_("Bodies and days only. Name nobody, and no reference."),
        max_length=240,
        widget=forms.TextInput({"dir": "auto"}),
    )
    owner = forms.ChoiceField(label=_("Who does it"))
    due_on = day(label=_("By"), required=False, validators=[coming(years=3)])

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(code, country_name(code)) for code in pair]

    def clean_text(self):
        found = find_personal(self.cleaned_data["text"])
        if found:
            raise forms.ValidationError(
                _(
                    "This may tell who somebody is: %(what)s. Both countries keep this text. Write it without."
                )
                % {"what": LABELS[found[0].kind]}
            )
        return self.cleaned_data["text"]


class ExploreForm(DeskForm):
    """Two different codes and a year; what is missing or odd becomes what stands first."""

    one = forms.ChoiceField(label=_("Rows"), choices=Code.choices)
    two = forms.ChoiceField(label=_("Columns"), choices=Code.choices)
    year = forms.ChoiceField(label=_("Opened in"))

    def build_layout(self):
        return Layout(Div("one", "two", "year", css_class="filters"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = timezone.localdate().year
        self.fields["year"].choices = [(str(y), str(y)) for y in range(last, last - YEARS, -1)]

    def chosen(self):
        self.is_valid()
        given = self.cleaned_data
        one = given.get("one") or Code.AGE
        two = given.get("two") or Code.OUTLOOK
        if one == two:
            two = next(code for code in Code if code != one)
        return str(one), str(two), int(given.get("year") or timezone.localdate().year)


class TableFilter(Filter):
    """Of the ready tables: a country and a year of which there are some."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    inside = forms.BooleanField(label=_("The table of my country’s coordination"), required=False)

    def __init__(self, *args, told, home, inside, **kwargs):
        super().__init__(*args, **kwargs)
        names = sorted((country_name(code), code) for code in {*told, home})
        self.fields["country"].choices = [(code, name) for name, code in names]
        years = sorted({year for some in told.values() for year in some}, reverse=True)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]
        if not inside:
            del self.fields["inside"]
