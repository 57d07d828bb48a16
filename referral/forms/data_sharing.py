from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation
from directory.personal import LABELS, find_personal
from referral.access import CROSSING
from referral.forms.answer import day_field
from referral.models import KEEPS_AGREEMENTS, Abroad, AgreementPurpose, LegalBasis
from shell.formats import country_choices
from shell.forms import DeskForm, Section

LONGEST_YEARS = 10


def ticks(label, choices, **more):
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more
    )


class AgreementForm(DeskForm):
    other = forms.ChoiceField(label=_("Organisation"), required=False)
    body = forms.CharField(
        label=_("Or a body that is not in the list"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    body_country = forms.ChoiceField(label=_("Its country"), required=False)
    classes = ticks(_("Which data"), [(one.value, one.label) for one in CROSSING])
    purposes = ticks(_("For what"), AgreementPurpose.choices)
    basis = forms.ChoiceField(
        label=_("Legal basis"), choices=LegalBasis.choices, widget=forms.RadioSelect
    )
    abroad = forms.ChoiceField(
        label=_("If data leave the European Economic Area: what it rests on"),
        choices=Abroad.choices,
        widget=forms.RadioSelect,
        initial=Abroad.NOT_NEEDED,
    )
    from_on = day_field(_("In force from"))
    until = day_field(
        _("Until"), help_text=_("60 days before, who keeps it and data protection get a notice.")
    )
    document = forms.CharField(
        label=_("Number and date of the document"),
        max_length=120,
        widget=forms.TextInput({"dir": "auto"}),
    )
    kept_at = forms.CharField(
        label=_("Where the signed paper lies"),
        help_text=_("An office or a register. Name nobody."),
        max_length=120,
        widget=forms.TextInput({"dir": "auto"}),
    )
    keeper = forms.ChoiceField(label=_("Who keeps it"))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.filter(is_active=True).exclude(pk=actor.organisation)
        self.fields["other"].choices = [
            ("", "…"),
            *((str(pk), name) for pk, name in others.order_by("name").values_list("pk", "name")),
        ]
        self.fields["body_country"].choices = [("", "…"), *country_choices()]
        people = Membership.objects.active().filter(
            organisation=actor.organisation, role__in=KEEPS_AGREEMENTS
        )
        people = people.order_by("user__name").values_list("user_id", "user__name")
        self.fields["keeper"].choices = [(str(pk), name) for pk, name in dict(people).items()]
        self.initial.setdefault("keeper", str(actor.user))

    def build_layout(self):
        return Layout(
            Section(1, _("With whom"), "other", "body", "body_country"),
            Section(2, _("What is shared, and why"), "classes", "purposes", "basis", "abroad"),
            Section(3, _("How long, and where it is written"), "from_on", "until", "document", "kept_at", "keeper"),
        )  # fmt: skip

    def clean_kept_at(self):
        found = find_personal(self.cleaned_data["kept_at"])
        if found:
            raise forms.ValidationError(
                _("This may tell who somebody is: %(what)s. Write it without.")
                % {"what": LABELS[found[0].kind]}
            )
        return self.cleaned_data["kept_at"]

    def clean(self):
        given = super().clean()
        if bool(given.get("other")) == bool(given.get("body")):
            self.add_error("other", _("Choose an organisation, or write the name of another body."))
        elif given.get("body") and not given.get("body_country"):
            self.add_error("body_country", _("Say in which country it is."))
        self.check_days(given.get("from_on"), given.get("until"))
        return given

    def check_days(self, from_on, until):
        if not (from_on and until):
            return
        if until <= from_on:
            self.add_error("until", _("It ends before it begins."))
        elif until < timezone.localdate():
            self.add_error("until", _("It is over already. The register is for what is in force."))
        elif until.year - from_on.year > LONGEST_YEARS:
            self.add_error("until", _("That is more than ten years. Look at the paper again."))

    def agreement(self) -> dict:
        """What `enter_agreement` takes."""
        given = {name: self.cleaned_data[name] for name in self.fields if name != "idempotency_key"}
        other, keeper = given.pop("other"), given.pop("keeper")
        if other:
            given |= {"body": "", "body_country": ""}
        return given | {"other_id": other or None, "keeper_id": keeper}
