from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.validators import MinLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.signing_in import password_field
from directory.countries import country_choices
from referral.access import DataClass
from referral.actions.disclosures import goes_to_origin, why_not
from referral.disclosures import SHORTEST_REASON, Ground, How, OutsideKind, Told, Verdict
from referral.forms.answer import day_field
from referral.origin_names import leaves_its_state_open, names_a_state
from shell.formats import country_name
from shell.forms import DeskForm, Section

ALONE = [
    ("no", _("A colleague decides with me")),
    ("yes", _("Minutes count: I decide alone, and a colleague reviews it")),
]
OUTSIDE = ("outside_kind", "outside_name", "outside_country")
ORDER = ("order_number", "order_issuer", "order_on", "order_seen_by", "order_lies_at")


def line(label, **options):
    return forms.CharField(label=label, required=False, max_length=120, **options)


class DisclosureForm(DeskForm):
    """What goes is chosen piece by piece, from parts that are opened for choosing. Nothing is chosen beforehand."""

    ground = forms.ChoiceField(
        label=_("What allows it?"), choices=Ground.choices, widget=forms.RadioSelect
    )
    alone = forms.ChoiceField(
        label=_("Who decides?"),
        choices=ALONE,
        initial="no",
        widget=forms.RadioSelect,
        help_text=_("Not alone for an order of a court: courts give time."),
    )
    reason = forms.CharField(
        label=_("Why is it necessary, and why without consent?"),
        help_text=_(
            "At least 20 characters. Kept locked; who decides and who reviews reads it, the receiver does not."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        validators=[MinLengthValidator(SHORTEST_REASON)],
    )
    order_number = line(_("Number of the order"))
    order_issuer = line(_("Which court"))
    order_on = day_field(_("Date of the order"), required=False)
    order_seen_by = line(_("Who saw the original"))
    order_lies_at = line(_("Where the original lies"))
    receiver = forms.ChoiceField(label=_("Organisation of this desk"), required=False)
    outside_kind = forms.ChoiceField(
        label=_("Or somebody outside: what kind"),
        choices=[("", "…"), *OutsideKind.choices],
        required=False,
    )
    outside_name = line(_("Name of the body"))
    outside_country = forms.ChoiceField(label=_("In which country"), required=False)
    outside_represents = forms.ChoiceField(
        label=_("Does it act for another state?"),
        help_text=_("An embassy, a consulate, a liaison officer. Else leave it."),
        required=False,
    )
    person_name = forms.CharField(
        label=_("Name of the person who gets it"),
        max_length=120,
        error_messages={"required": _("Name the person who gets it. Ask on the telephone.")},
    )
    person_role = forms.CharField(label=_("Role of this person"), max_length=120)
    classes = forms.MultipleChoiceField(
        label=_("From which parts do you choose?"),
        help_text=_("Each part that you show is written down as read. Nothing is chosen yet."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    picked = forms.MultipleChoiceField(label=_("Pieces"), required=False)  # drawn by its own part
    words = forms.CharField(
        label=_("What you tell them in your own words"),
        help_text=_("Only what they need to act. They see it as you write it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, case, receivers, classes, pieces=(), asks_password, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.receivers = case, receivers
        self.fields["receiver"].choices = [
            ("", _("Somebody outside")),
            *((str(one.pk), f"{one.name}, {country_name(one.country)}") for one in receivers),
        ]
        countries = country_choices()
        self.fields["outside_country"].choices = [("", "…"), *countries]
        self.fields["outside_country"].initial = case.organisation.country
        self.fields["outside_represents"].choices = [("", _("No")), *countries]
        self.fields["classes"].choices = [(one.value, DataClass(one).label) for one in classes]
        self.fields["picked"].choices = [(one.token, one.text) for one in pieces]
        self.fields["picked"].error_messages["invalid_choice"] = _(
            "A part of the case was changed meanwhile. Look at it again, and choose anew."
        )
        if asks_password:
            self.fields["password"] = password_field(
                _("Your password"),
                help_text=_("To be sure that it is you: you signed in a while ago."),
                required=False,
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("receiver"):
            for name in (*OUTSIDE, "outside_represents"):
                cleaned[name] = ""
                self.errors.pop(name, None)
        else:
            self.check_outside(cleaned)
        self.check_names(cleaned)
        self.check_state(cleaned)
        self.check_order(cleaned)
        if not cleaned.get("picked") and not cleaned.get("words") and "picked" not in self.errors:
            self.add_error(None, _("Choose at least one piece, or write what you tell them."))
        return cleaned

    def check_outside(self, cleaned):
        for name in OUTSIDE:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Choose an organisation of this desk, or fill this in."))
        states = [cleaned.get("outside_country"), cleaned.get("outside_represents")]
        if any(states) and goes_to_origin(
            self.case, country=states[0] or "", represents=states[1] or ""
        ):
            self.add_error(None, why_not("origin"))

    def check_names(self, cleaned):
        for name in ("outside_name", "person_role"):
            if names_a_state(cleaned.get(name, ""), self.case):
                self.add_error(
                    name,
                    _(
                        "This names the person’s country of origin. Nothing goes to an authority of that country. Where the body is another one, leave the country out of its name."
                    ),
                )

    def check_state(self, cleaned):
        """A foreign body written down without its state is refused: it may be one of the country of origin."""
        if cleaned.get("receiver") or cleaned.get("outside_represents"):
            return
        said = {cleaned.get("outside_country", "")}
        if leaves_its_state_open(cleaned.get("outside_name", ""), said):
            self.add_error(
                "outside_represents",
                _(
                    "This name is of a body that may act for another state. Say for which one, so that nothing goes to the country of origin. If it acts for none, write its name without a country."
                ),
            )

    def check_order(self, cleaned):
        if cleaned.get("ground") != Ground.COURT:
            for name in ORDER:
                cleaned[name] = None if name == "order_on" else ""
                self.errors.pop(name, None)
            return
        if cleaned.get("alone") == "yes":
            self.add_error("alone", _("With an order of a court, a colleague decides with you."))
        for name in ("order_number", "order_issuer", "order_on", "order_seen_by"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Needed for an order of a court."))
        if cleaned.get("order_on") and cleaned["order_on"] > timezone.localdate():
            self.add_error("order_on", _("This day has not come yet."))

    def frame(self) -> dict:
        """The columns of the disclosure."""
        given = self.cleaned_data
        names = ("ground", "reason", *ORDER, *OUTSIDE, "outside_represents")
        names += ("person_name", "person_role")
        whom = next((one for one in self.receivers if str(one.pk) == given["receiver"]), None)
        return {
            **{name: given[name] for name in names},
            "alone": given["alone"] == "yes",
            "receiver": whom,
        }

    def build_layout(self):
        fields = [
            Section(1, _("Why"), "ground", "reason", Div("alone")),
            Section(
                2,
                _("Order of a court"),
                Div("order_number", "order_issuer", css_class="half"),
                Div("order_on", "order_seen_by", css_class="half"),
                "order_lies_at",
                hint=_("Only for an order of a court. The paper itself is not needed here."),
            ),
            Section(
                3,
                _("To whom"),
                "receiver",
                Div("outside_kind", "outside_name", css_class="half"),
                Div("outside_country", "outside_represents", css_class="half"),
                Div("person_name", "person_role", css_class="half"),
            ),
            Section(
                4,
                _("What goes"),
                "classes",
                HTML("{% include 'referral/_disclosure_pick.html' %}"),
                "words",
                hint=_("As little as possible. Each piece that you tick goes, and nothing else."),
            ),
            "idempotency_key",
        ]
        if "password" in self.fields:
            fields.append("password")
        return Layout(*fields)


class GiveForm(DeskForm):
    how = forms.ChoiceField(
        label=_("How did you give it?"),
        choices=[(one.value, one.label) for one in How if one != How.PAGE],
        widget=forms.RadioSelect,
    )


class VerdictForm(DeskForm):
    outcome = forms.ChoiceField(
        label=_("What you found"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("Kept locked."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class ToldForm(DeskForm):
    told = forms.ChoiceField(
        label=_("How it ended"), choices=Told.choices, widget=forms.RadioSelect
    )
    on = day_field(_("On which day"), initial=timezone.localdate)
    by = forms.ChoiceField(label=_("By whom"))
    text = forms.CharField(
        label=_("How the person took it, or why not told"),
        help_text=_("Kept locked."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [(str(pk), name) for pk, name in colleagues]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("on") and cleaned["on"] > timezone.localdate():
            self.add_error("on", _("This day has not come yet."))
        if cleaned.get("told") and cleaned["told"] != Told.TOLD and not cleaned.get("text"):
            self.add_error("text", _("Write why the person is not told."))
        return cleaned
