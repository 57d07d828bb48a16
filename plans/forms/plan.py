from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from plans.words import Response, Status
from shell.forms import DeskForm

DAY = {"type": "date"}


def day(label, **more):
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **more
    )


def line(label, most, **more):
    return forms.CharField(label=label, max_length=most, **more)


def text(label, most, rows=4, **more):
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)  # fmt: skip


class ImportForm(DeskForm):
    file = forms.FileField(
        label=_("The log-frame as a spreadsheet, .xlsx, at most 2 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )
    reason = line(
        _("What is new in it?"), 300, required=False, help_text=_("The second person reads this.")
    )


class Reported(DeskForm):
    """About something up to today."""

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return on


class ProgressForm(Reported):
    on = day(_("As of"))
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)
    percent = forms.IntegerField(label=_("Done, per cent"), min_value=0, max_value=100)
    evidence = line(
        _("Evidence"),
        400,
        required=False,
        help_text=_("A document, a decision, a figure. No names of people."),  # fmt: skip
    )


class ValueForm(Reported):
    period = line(_("Period"), 20, help_text=_("For example 2027 or 2027-H1."))
    on = day(_("Last day of the period"))
    value = forms.DecimalField(label=_("Value"), max_digits=14, decimal_places=2)
    comment = line(_("Comment"), 300, required=False)


class ReviewForm(Reported):
    title = line(_("Which review?"), 200)
    on = day(_("Date"))
    finding = text(_("Findings"), 3000, rows=6, required=False)


class RecommendationForm(DeskForm):
    body = line(_("By whom?"), 100, help_text=_("For example GRETA or the European Commission."))
    reference = line(_("Reference"), 100, required=False)
    text = text(_("What is recommended?"), 2000)


class AnswerForm(DeskForm):
    response = forms.ChoiceField(label=_("Response"), choices=Response.choices)
    answer = text(_("Answer, in words"), 2000, required=False)
    activity = forms.ChoiceField(label=_("Which activity carries it?"), required=False)

    def __init__(self, *args, activities, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].widget.attrs["lang"] = language
        self.fields["activity"].choices = [("", _("None"))] + [
            (each.code, f"{each.code} {each.title}"[:120]) for each in activities
        ]


class MeetingForm(Reported):
    title = line(_("Which meeting?"), 200)
    on = day(_("Date"))
    bodies = line(_("Bodies present"), 400, required=False, help_text=_("Bodies, not people."))
    decisions = text(_("Decisions, one a line"), 4000, rows=6, required=False)

    def clean_decisions(self):
        return [each.strip()[:400] for each in self.cleaned_data["decisions"].splitlines() if each.strip()][:60]  # fmt: skip
