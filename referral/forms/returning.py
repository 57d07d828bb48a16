from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.actions.stops import Keeper, Where
from referral.actions.wishes import URGENT_KINDS, RequestKind
from referral.forms.part import day, not_in_the_future
from referral.stages import Outlook, PauseReason
from shell.forms import DeskForm


class ReturnRequestForm(DeskForm):
    told = forms.MultipleChoiceField(
        label=_("What was explained before"),
        help_text=_(
            "All five, in a language the person understands, with nobody from an authority in the room."
        ),
        choices=[
            ("stay", _("Staying, with a permit or support")),
            ("asylum", _("Asylum")),
            ("reflection", _("More time to recover")),
            ("third", _("A third country")),
            ("return", _("Return, and the help there")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    wished_on = day(
        label=_("The person said so on"),
        initial=timezone.localdate,
        validators=[not_in_the_future],
    )
    to = forms.ChoiceField(
        label=_("Where the person wishes to go"),
        help_text=_(
            "The same gates hold for both. In a third country an organisation there receives the person; the country of origin learns nothing of it."
        ),
        choices=[
            (Outlook.RETURN, _("Back to the own country, or to where the person lived")),
            (Outlook.THIRD, _("To a third country")),
        ],
        initial=Outlook.RETURN,
        widget=forms.RadioSelect,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("How much time is there"),
        choices=RequestKind.choices,
        initial=RequestKind.USUAL,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("In the person’s own words"),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        required=False,
    )

    def __init__(self, *args, urgent_way, **kwargs):
        super().__init__(*args, **kwargs)
        if not urgent_way:
            self.fields["kind"].choices = [RequestKind.choices[0]]

    def clean_told(self):
        told = self.cleaned_data["told"]
        missing = len(self.fields["told"].choices) - len(told)
        if missing:
            raise forms.ValidationError(
                _("Explain the other ways first: the person chooses between all of them.")
            )
        return told

    @property
    def is_urgent(self):
        return self.cleaned_data["kind"] in URGENT_KINDS


class PauseForm(DeskForm):
    reason = forms.ChoiceField(
        label=_("What is the reason"), choices=PauseReason.choices, widget=forms.RadioSelect
    )


class StopForm(DeskForm):
    where = forms.ChoiceField(
        label=_("Where was it said"), choices=Where.choices, widget=forms.RadioSelect
    )
    keeper = forms.ChoiceField(
        label=_("Who sees to it that the person is safe tonight"),
        choices=Keeper.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Who is with the person now, and where the person sleeps tonight"),
        help_text=_("Stays in your own case. The other side only reads that the travel stopped."),
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )


class AloneForm(DeskForm):
    safety = forms.BooleanField(
        label=_("A safety plan and a safe way of contact were agreed, as far as the person wished"),
        required=False,
    )


class ApproveForm(DeskForm):
    looked = forms.BooleanField(
        label=_("I looked at the gates and the plan, and I approve this return"), required=False
    )
    reason = forms.ChoiceField(
        label=_("Or give it back, with the reason"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("looked")) == bool(cleaned.get("reason")):
            self.add_error("looked", _("Either approve, or choose the reason for giving it back."))
        return cleaned


class AskForm(DeskForm):
    """Who is asked for the second signature."""

    user = forms.ChoiceField(label=_("Who signs"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", "…")] + [
            (str(one.user_id), f"{one.user.name}, {one.get_role_display()}") for one in people
        ]


class DecisionForm(DeskForm):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("sign", _("I sign")), ("back", _("I give it back"))],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("Reason for giving it back"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "back" and not cleaned.get("reason"):
            self.add_error("reason", _("Choose the reason."))
        return cleaned
