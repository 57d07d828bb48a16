"""The filters of the list of countries. Names of regions are CLDR's, so that they need no translation here."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.countries import countries
from directory.models import Fact
from directory.names import active_locale, plain
from directory.overview import Mechanism
from directory.topics import Treaty
from directory.values import TIERS

ANY = ("", pgettext_lazy("filter", "Any"))
HOTLINE = [
    ANY,
    ("any", _("Any number")),
    ("verified", _("Verified in the last six months")),
    ("all_day", _("Day and night")),
    ("none", _("None found")),
]
CHECKED = [ANY, ("year", _("In the last 12 months")), ("older", _("Longer ago, or never"))]
PARTNER = [ANY, ("yes", _("An organisation here takes referrals"))]
A_YEAR = timedelta(days=365)


def region_name(code: str) -> str:
    return active_locale().territories[code]


def regions():
    """Each continent, then its parts."""
    parts = {}
    for each in countries():
        if each.region:
            parts.setdefault(each.region, set()).add(each.subregion)
    by_name = sorted(parts, key=lambda code: plain(region_name(code)))
    return [ANY, *((region_name(code), _with_parts(code, parts[code])) for code in by_name)]


def _with_parts(region, parts):
    named = sorted(((code, region_name(code)) for code in parts - {region}), key=lambda row: row[1])
    return [(region, region_name(region)), *named]


class CountryFilter(forms.Form):
    """A filter that nobody can get wrong: what it does not know, it leaves out."""

    region = forms.ChoiceField(label=_("Region"), choices=regions, required=False)
    mechanism = forms.ChoiceField(
        label=_("Referral mechanism"), choices=[ANY, *Mechanism.choices], required=False
    )
    treaty = forms.ChoiceField(label=_("Party to"), choices=[ANY, *Treaty.choices], required=False)
    hotline = forms.ChoiceField(label=_("Hotline"), choices=HOTLINE, required=False)
    tier = forms.ChoiceField(
        label=_("Tier, latest year"), choices=[ANY, *TIERS.items()], required=False
    )
    checked = forms.ChoiceField(label=_("Checked here"), choices=CHECKED, required=False)
    partner = forms.ChoiceField(label=_("Partner"), choices=PARTNER, required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def label_of(self, name):
        """`Region: Europe`."""
        return f"{self.fields[name].label}: {dict(_flat(self.fields[name].choices))[self.cleaned_data[name]]}"


def _flat(choices):
    for value, label in choices:
        yield from label if isinstance(label, list) else [(str(value), label)]


def matching(chosen: dict[str, str], places, overviews) -> list:
    """Those of `places` that fit every filter; `overviews` by code."""
    tests = [TESTS[name](value) for name, value in chosen.items()]
    return [each for each in places if all(fits(each, overviews[each.iso2]) for fits in tests)]


def _in_region(code):
    return lambda each, _overview: code in (each.region, each.subregion)


def _with_hotline(value):
    fits = {
        "any": lambda overview: bool(overview.lines),
        "verified": lambda overview: overview.has_verified_line,
        "all_day": lambda overview: overview.has_line_all_day,
        "none": lambda overview: not overview.lines,
    }[value]
    return lambda _each, overview: fits(overview)


def _in_tier(tier):
    facts = Fact.objects.published().filter(topic="tier", year__isnull=False)
    latest = facts.order_by("country", "-year").distinct("country")
    codes = {iso2 for iso2, subject in latest.values_list("country", "subject") if subject == tier}
    return lambda each, _overview: each.iso2 in codes


def _checked(value):
    limit = timezone.localdate() - A_YEAR

    def fits(_each, overview):
        is_fresh = bool(overview.checked_on and overview.checked_on >= limit)
        return is_fresh == (value == "year")

    return fits


TESTS = {
    "region": _in_region,
    "mechanism": lambda value: lambda _each, overview: overview.mechanism == value,
    "treaty": lambda code: lambda _each, overview: code in (overview.treaties or ()),
    "hotline": _with_hotline,
    "tier": _in_tier,
    "checked": _checked,
    "partner": lambda _value: lambda _each, overview: overview.organisations > 0,
}
