from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from referral.forms.assign import Filter
from reports.figures import Period, Slice, corridors, organisations
from shell.formats import country_name


class DeskFilter(Filter):
    """A period, and one part of the figures: everything, an organisation, or a corridor. Never two at once."""

    period = forms.ChoiceField(label=_("Period"), choices=Period.choices, required=False)
    part = forms.ChoiceField(label=_("Organisation or corridor"), required=False)

    def __init__(self, *args, country, **kwargs):
        super().__init__(*args, **kwargs)
        names = Organisation.objects.filter(pk__in=organisations(country)).order_by("name")
        ours = [(f"org:{pk}", name) for pk, name in names.values_list("pk", "name")]
        ways = [(f"way:{a}-{b}", way_name(a, b)) for a, b in corridors(country)]
        self.fields["part"].choices = [
            ("", pgettext_lazy("filter", "Everything")),
            *grouped(_("Organisations"), ours),
            *grouped(_("Corridors"), ways),
        ]

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
