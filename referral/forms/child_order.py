"""The steps for a child: few questions each, and what stands behind it. The full forms of the tools come beside them."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.evidence_kinds import EvidenceKind
from referral.forms.gate import EVIDENCE_FIELDS
from referral.models import ChildStep, ContactCheck, ContactWish, Known
from shell.forms import DeskForm, Section

R = ChildStep.Result
K = EvidenceKind
RESULTS = {
    ChildStep.Kind.ASSESSMENT: [R.GO_ON, R.NOT_NOW],
    ChildStep.Kind.DECISION: [R.GOES_AHEAD, R.WITHOUT],
    ChildStep.Kind.FAMILY: [R.SUITABLE, R.CONDITIONS, R.UNSUITABLE, R.MORE],
    ChildStep.Kind.URGENT: [R.RETURN_NOW],
}
BEHIND = {
    ChildStep.Kind.ASSESSMENT: [K.ASSESSMENT, K.CONVERSATION, K.OTHER],
    ChildStep.Kind.DECISION: [K.AUTHORITY, K.COURT_ORDER, K.DETERMINATION],
    ChildStep.Kind.FAMILY: [K.FAMILY_VISIT, K.LETTER],
    ChildStep.Kind.URGENT: [K.AUTHORITY, K.COURT_ORDER],
}


def not_in_the_future(day):
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet. Check it."))


def day(label, **more):
    return forms.DateField(
        label=label,
        widget=forms.DateInput({"type": "date"}),
        validators=[not_in_the_future],
        **more,
    )


def words(label, **more):
    return forms.CharField(
        label=label, widget=forms.Textarea({"rows": 3, "dir": "auto"}), max_length=4000, **more
    )


class WithEvidence(DeskForm):
    """What stands behind it, without a file: kind, number, issuer, date, who saw the original, where it lies."""

    kind = forms.ChoiceField(label=_("What stands behind it"))
    number = forms.CharField(label=_("Number"), max_length=80, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    dated_on = day(_("Date"), initial=timezone.localdate)
    seen_by = forms.CharField(label=_("Who saw the original"), max_length=120)
    lies_at = forms.CharField(label=_("Where it lies"), max_length=120, required=False)

    def evidence(self) -> dict:
        names = [name for name in EVIDENCE_FIELDS if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names}

    def behind(self, number):
        return Section(
            number,
            _("What stands behind it"),
            "kind",
            Div("number", "dated_on", css_class="half"),
            Div("issuer", "seen_by", css_class="half"),
            "lies_at",
            hint=_("No file is kept here."),
        )


class ChildStepForm(WithEvidence):
    result = forms.ChoiceField(label=_("What was found"), widget=forms.RadioSelect)
    heard = forms.ChoiceField(
        label=_("The child’s view"), choices=ChildStep.Heard.choices, widget=forms.RadioSelect
    )
    text = words(_("Reasons, in short"))
    confirmer = forms.ChoiceField(
        label=_("Who compares it and confirms"),
        help_text=_(
            "A colleague, who sees this document, the risks and the summary for seven days. Until then it does not count."
        ),
    )

    def __init__(self, *args, step, colleagues=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step
        results = RESULTS[step]
        self.fields["result"].choices = [(one.value, one.label) for one in results]
        self.fields["result"].initial = results[0] if len(results) == 1 else None
        self.fields["kind"].choices = [(one.value, one.label) for one in BEHIND[step]]
        if step == ChildStep.Kind.ASSESSMENT:
            del self.fields["confirmer"]
            self.fields["issuer"].label = _("Made by")
        else:
            people = [(str(one.user_id), one.user.name) for one in colleagues]
            self.fields["confirmer"].choices = [("", "…"), *people]
        if step == ChildStep.Kind.FAMILY:
            self.fields["issuer"].label = _("Which organisation visited the family")
            self.fields["seen_by"].label = _("The two workers who were there")

    def build_layout(self):
        sections = [
            Section(1, _("What was found"), "result", "heard", "text"),
            self.behind(2),
        ]
        if "confirmer" in self.fields:
            sections.append(Section(3, _("The second person"), "confirmer"))
        return Layout(*sections)

    def values(self) -> dict:
        return {
            "result": self.cleaned_data["result"],
            "heard": self.cleaned_data["heard"],
            "evidence": self.evidence(),
            "confirmer": self.cleaned_data.get("confirmer"),
        }


def five(label, **more):
    return forms.ChoiceField(label=label, choices=Known.choices, widget=forms.RadioSelect, **more)


class ContactCheckForm(WithEvidence):
    """Who paid and who knew are asked apart: one says nothing about the other."""

    who_learns = words(
        _("Who in the family or the area would learn of it?"),
        help_text=_("Neighbours, school, relatives, officials. Roles are enough. Encrypted."),
    )
    links = five(_("Does somebody of the family have links to those who exploited the child?"))
    links_note = words(_("What is known of these links"), required=False)
    paid = five(
        _("Did somebody of the family pay for the journey?"),
        help_text=_("Many families pay and believe in a good journey. It proves nothing else."),
    )
    knew = five(_("Did somebody of the family know what would happen, or profit from it?"))
    outcome = forms.ChoiceField(
        label=_("What follows"),
        choices=ContactCheck.Outcome.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Your decision. The answers above do not make it, and the panel sees all of them."
        ),
    )
    body = forms.CharField(
        label=_("Through which body"),
        max_length=200,
        required=False,
        help_text=_("Only for contact through a named body."),
    )
    reasons = words(_("Reasons"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [K.CONTACT_CHECK, K.CONVERSATION, K.LETTER, K.TELEPHONE, K.OTHER]
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]
        self.fields["issuer"].label = _("Made by")
        self.fields["seen_by"].required = False

    def build_layout(self):
        return Layout(
            Section(1, _("Who would learn of it"), "who_learns"),
            Section(
                2,
                _("The family and what happened"),
                "links",
                "links_note",
                "paid",
                "knew",
                hint=_("Three questions, each alone. Leave none to be guessed from another."),
            ),
            Section(3, _("What follows"), "outcome", "body", "reasons"),
            self.behind(4),
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == ContactCheck.Outcome.NAMED_BODY and not cleaned.get("body"):
            self.add_error("body", _("Name the body through which contact goes."))
        return cleaned

    def values(self) -> dict:
        names = ["who_learns", "links", "links_note", "paid", "knew", "outcome", "body", "reasons"]
        return {name: self.cleaned_data[name] for name in names}


class ContactWishForm(DeskForm):
    words = words(
        _("In the child’s own words"),
        help_text=_("As the child said it, in the child’s language if you can. Encrypted."),
    )
    said_on = day(_("The child said so on"), initial=timezone.localdate)
    panel = forms.ChoiceField(label=_("Who of the panel answers"))

    def __init__(self, *args, panel, **kwargs):
        super().__init__(*args, **kwargs)
        people = [(str(one.user_id), one.user.name) for one in panel]
        if people:
            self.fields["panel"].choices = [("", "…"), *people]
        else:
            del self.fields["panel"]


class WishAnswerForm(DeskForm):
    answer = forms.ChoiceField(
        label=_("Answer"), choices=ContactWish.Answer.choices, widget=forms.RadioSelect
    )
    told = words(
        _("What the child is told"),
        help_text=_("In words that a child understands, with the reason. Encrypted."),
    )
    panel = forms.CharField(
        label=_("Which panel decided, and when"),
        max_length=200,
        help_text=_("For a panel that does not work here: its name, the day, and its document."),
    )

    def __init__(self, *args, by_panel, **kwargs):
        super().__init__(*args, **kwargs)
        if by_panel:
            del self.fields["panel"]
