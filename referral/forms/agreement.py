from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.languages import language_choices
from referral.forms.part import day, not_in_the_future, words
from referral.models import Known, PlanAgreement, PlanGoal
from shell.forms import DeskForm

Said = PlanAgreement.Said


class PlanTalkForm(DeskForm):
    """The plan was read to the person, in the person's language."""

    said = forms.ChoiceField(
        label=_("What the person says"), choices=Said.choices, widget=forms.RadioSelect
    )
    agreed = forms.MultipleChoiceField(
        label=_("If in part: to which goals"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    differs = words(
        long=True, label=_("What the person does not agree to, or wants changed"), required=False
    )
    language = forms.ChoiceField(label=_("Language of the talk"), choices=language_choices)
    interpreter = forms.ChoiceField(
        label=_("With an interpreter"), choices=Known.choices, widget=forms.RadioSelect
    )
    safety_plan = forms.ChoiceField(
        label=_("A safety plan is agreed"), choices=Known.choices, widget=forms.RadioSelect
    )
    copy = forms.ChoiceField(
        label=_("A copy for the person"),
        help_text=_("If you are not sure that paper is safe: it is not."),
        choices=PlanAgreement.Copy.choices,
        widget=forms.RadioSelect,
    )
    talked_on = day(
        label=_("Day of the talk"), initial=timezone.localdate, validators=[not_in_the_future]
    )
    review_on = day(
        label=_("We look at it again on"), help_text=_("Our task, not a day for the person.")
    )

    def __init__(self, *args, goals, days, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agreed"].choices = [(str(one.pk), one.goal[:120]) for one in goals]
        if not goals:
            del self.fields["agreed"]
        self.fields["review_on"].initial = timezone.localdate() + timedelta(days=days)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("said") == Said.PARTLY and not cleaned.get("differs"):
            self.add_error("differs", _("Write down what the person does not agree to."))
        talked, review = cleaned.get("talked_on"), cleaned.get("review_on")
        if talked and review and review <= talked:
            self.add_error("review_on", _("Enter a day after the talk."))
        return cleaned


class PlanCopyForm(forms.Form):
    """Which copy to show. Nothing is kept, and the address says nothing about anybody."""

    language = forms.ChoiceField(label=_("Language"))
    phase = forms.ChoiceField(label=_("Part of the plan"), choices=PlanGoal.Phase.choices)
    paper = forms.ChoiceField(
        label=_("Is it safe for this person to carry paper?"),
        choices=[("no", _("No, or not sure: we read it aloud")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        initial="no",
    )

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages
