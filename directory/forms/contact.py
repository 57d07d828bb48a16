"""A contact: a number or a body. There is no field for an address: none of a shelter can be written here."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.addresses import plain_email, plain_link
from directory.countries import country_choices
from directory.forms.entry import WHERE, EntryForm
from directory.forms.fields import LanguagesField
from directory.languages import language_choices
from directory.models import ContactKind, Serves
from directory.phones import international_number, local_number
from shell.forms import Section

SERVES = [("", "–"), *Serves.choices]
WHO = ("kind", "name", "serves", "represents", "mission_type", "city", "partner", "is_deputy")
REACHED = ("phone_local", "phone_international", "email", "website")
WHEN = ("is_all_day", "hours", "languages", "note", "note_language")
SHOWN = ("for_partners_only", "asked_monthly")


def line(label, most, hint=""):
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint)


def tick(label, hint=""):
    return forms.BooleanField(label=label, required=False, help_text=hint)


class ContactForm(EntryForm):
    asked = (*WHO, *REACHED, *WHEN, *SHOWN)

    kind = forms.ChoiceField(label=_("What is it?"), choices=[("", "–"), *ContactKind.choices])
    name = line(_("Name of the line or body"), 200, _("Of the body, never of a person."))
    serves = forms.ChoiceField(
        label=_("An emergency number: for what?"), choices=SERVES, required=False
    )
    represents = forms.ChoiceField(
        label=_("An embassy or consulate: of which country?"), required=False
    )
    mission_type = line(_("An embassy or consulate: of what rank?"), 40)
    city = line(_("An embassy or consulate: in which city?"), 80)
    partner = forms.ChoiceField(
        label=_("A focal point for one country only: which?"), required=False
    )
    is_deputy = tick(_("Deputy"))
    phone_local = line(_("Number inside the country"), 60)
    phone_international = line(
        _("Number from abroad"), 60, _("With + and the code of the country.")
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    website = forms.URLField(
        label=_("Website"), max_length=300, required=False, assume_scheme="https"
    )
    is_all_day = tick(_("Day and night"))
    hours = line(_("Otherwise: hours"), 80)
    languages = LanguagesField(
        label=_("Languages spoken"),
        help_text=_("Names or codes, with commas between them."),
        required=False,
    )
    note = line(_("Note"), 300, _("What whoever rings should know. No address of a shelter."))
    note_language = forms.ChoiceField(label=_("Language of the note"), choices=language_choices)
    for_partners_only = tick(
        _("For partners only"), _("Not shown on the page without account, and not printed.")
    )
    asked_monthly = tick(
        _("Ask every month by e-mail whether it is still right"),
        _("The body answers in one tap, without an account."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = [pair for pair in country_choices() if pair[0] != self.country]
        for name in ("represents", "partner"):
            self.fields[name].choices = [("", "–"), *others]

    def initial_of(self, before):
        initial = super().initial_of(before) | {"note_language": get_language()}
        if before is None:
            return initial
        return initial | {name: getattr(before, name) for name in self.asked}

    def build_layout(self):
        return Layout(
            Section(1, _("Who it is"), *WHO),
            Section(2, _("How it is reached"), *REACHED),
            Section(3, _("When, and in which language"), *WHEN),
            Section(4, _("Who sees it"), *SHOWN),
            Section(5, _("Where you read it"), *WHERE),
            Section(6, _("For the second person"), "reason"),
            *[name for name in self.fields if self.fields[name].widget.is_hidden],
        )

    def unchanged(self, name):
        """What stands there already is not refused because somebody corrects something beside it."""
        return self.before is not None and self.cleaned_data[name] == getattr(self.before, name)

    def clean_phone_local(self):
        text = self.cleaned_data["phone_local"]
        return text if self.unchanged("phone_local") else local_number(text, self.country)

    def clean_phone_international(self):
        text = self.cleaned_data["phone_international"]
        return text if self.unchanged("phone_international") else international_number(text)

    def clean_email(self):
        return plain_email(self.cleaned_data["email"])

    def clean_website(self):
        return plain_link(self.cleaned_data["website"])

    def clean(self):
        given = super().clean()
        kind = given.get("kind")
        if kind == ContactKind.MISSION:
            self.need(given, "represents", _("Choose the country that it represents."))
        elif kind:
            given |= {"represents": "", "mission_type": ""}
            if given.get("city"):
                self.add_error("city", _("Only for an embassy or a consulate. Empty this field."))
        if kind == ContactKind.EMERGENCY:
            self.need(given, "serves", _("Choose what the number is for."))
        elif kind:
            given["serves"] = ""
            self.need(given, "name", _("Enter the name of the line or body."))
        if kind != ContactKind.FOCAL_POINT:
            given |= {"partner": "", "is_deputy": given.get("is_deputy", False)}
        self.clean_ways(given)
        return given

    def need(self, given, name, text):
        if not given.get(name) and name not in self.errors:
            self.add_error(name, text)

    def clean_ways(self, given):
        if not any(given.get(name) for name in REACHED) and not self.errors.keys() & set(REACHED):
            self.add_error(
                "phone_local", _("Enter at least one way to reach it: a number, an address.")
            )
        if given.get("asked_monthly") and not given.get("email") and "email" not in self.errors:
            self.add_error("email", ValidationError(_("Enter the address that is asked.")))

    def values(self):
        return super().values() | {name: self.cleaned_data[name] for name in self.asked}
