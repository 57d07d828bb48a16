from django import forms
from django.utils.translation import gettext_lazy as _

from directory.codes import ServiceKind
from referral.access import DataClass
from referral.stages import ReferralKind, Urgency
from shell.forms import DeskForm

MAY_KNOW = [("no", _("No")), ("yes", _("Yes"))]


def first_sender_field():
    # The label is filled with the name of who sent the person here.
    return forms.ChoiceField(choices=MAY_KNOW, initial="no", widget=forms.RadioSelect)


def ask_of_first_sender(form, brought_by):
    if brought_by is None:
        del form.fields["first_sender"]
        return
    words = {"organisation": brought_by.name}
    form.fields["first_sender"].label = _("May %(organisation)s know of this referral?") % words
    form.fields["first_sender"].help_text = (
        _(
            "Ask the person. Without a yes, %(organisation)s reads nothing of it: not who is asked, not the answer."
        )
        % words
    )


class ReferForm(DeskForm):
    """What is asked of whom. Codes and a day: a story has no place here."""

    receiver = forms.ChoiceField(label=_("Organisation"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What you ask"), widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label=_("Services"),
        choices=ServiceKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    starts_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date", "class": "w-s"})
    )
    urgency = forms.ChoiceField(
        label=_("Answer needed"),
        choices=Urgency.choices,
        initial=Urgency.NORMAL,
        widget=forms.RadioSelect,
    )
    classes = forms.MultipleChoiceField(
        label=_("What they may see"), choices=DataClass.choices, required=False
    )
    along = forms.MultipleChoiceField(
        label=_("Ask for these of the household, too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_sender = first_sender_field()
    second = forms.ChoiceField(label=_("Second person"), required=False)
    has_document = forms.ChoiceField(
        label=_("Does a valid document exist?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args, organisations, kinds, colleagues=(), household=(), brought_by=None, **kwargs
    ):
        super().__init__(*args, **kwargs)
        ask_of_first_sender(self, brought_by)
        self.fields["receiver"].choices = [(str(one.pk), one.name) for one in organisations]
        self.fields["kind"].choices = [(kind, ReferralKind(kind).label) for kind in kinds]
        self.fields["along"].choices = list(household)
        if not household:
            del self.fields["along"]
        if ReferralKind.TRAVEL_DOCUMENT not in kinds:
            del self.fields["has_document"]
        if colleagues:
            self.fields["second"].required = True
            self.fields["second"].help_text = _(
                "The risk is high: a second person reads what will be sent, and signs."
            )
            self.fields["second"].choices = [("", "…")] + [
                (str(m.user_id), f"{m.user.short_name}, {m.get_role_display()}") for m in colleagues
            ]
        else:
            del self.fields["second"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == ReferralKind.SERVICE and not cleaned.get("services"):
            self.add_error("services", _("Choose at least one service."))
        if cleaned.get("has_document") == "yes":
            self.add_error(
                "has_document",
                _("Then no consulate is asked. Sign the gate for the travel document with it."),
            )
        return cleaned


class FirstSenderForm(DeskForm):
    """The person was asked again whether who sent the person here may know of a referral."""

    first_sender = first_sender_field()

    def __init__(self, *args, brought_by, **kwargs):
        super().__init__(*args, **kwargs)
        ask_of_first_sender(self, brought_by)


class SecondForm(DeskForm):
    """The colleague who signs a correction beside the one who sends it."""

    second = forms.ChoiceField(
        label=_("Second person"),
        help_text=_("The risk is high: a second person reads what will be sent, and signs."),
    )

    def __init__(self, *args, needed, people, **kwargs):
        super().__init__(*args, **kwargs)
        if needed:
            self.fields["second"].choices = [("", "…")] + [
                (str(m.user_id), f"{m.user.short_name}, {m.get_role_display()}") for m in people
            ]
        else:
            del self.fields["second"]
