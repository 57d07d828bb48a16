"""A record of evidence first; a file, where there is one, afterwards."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from referral.evidence_kinds import EvidenceKind
from referral.files.kinds import ENDINGS, MOST_BYTES, TOO_LARGE, FileRefused, recognise
from referral.forms.part import day, not_in_the_future, words
from referral.models import Evidence, EvidenceFile
from referral.stages import GateKind
from shell.forms import DeskForm, Section

GATE, CONSENT = "gate", "consent"
KINDS = sorted(EvidenceKind.choices, key=lambda choice: choice[0] == EvidenceKind.OTHER)


class EvidenceForm(DeskForm):
    kind = forms.ChoiceField(label=_("Kind of evidence"), choices=[("", "…"), *KINDS])
    serves = forms.ChoiceField(
        label=_("What it serves"),
        required=False,
        help_text=_("A gate or a consent that rests on it."),
    )
    number = words(label=_("Number"), limit=80, required=False)
    issuer = words(label=_("Issued by"), limit=120, required=False)
    dated_on = day(label=_("Date"), required=False, validators=[not_in_the_future])
    seen_by = words(
        label=_("Who saw the original"),
        limit=120,
        help_text=_("If nobody has seen it yet, write that."),
    )
    lies_at = words(
        label=_("Where it lies"),
        limit=120,
        help_text=_("Where the original is now: with the person, in a cabinet, with a court."),
    )
    text = words(label=_("What was done"), long=True, required=False)

    def __init__(self, *args, consents=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.consents = {str(one.pk): one for one in consents}
        gates = [(f"{GATE}:{one.value}", f"{one.value} {one.label}") for one in GateKind]
        talks = [
            (f"{CONSENT}:{key}", _("Conversation of %(day)s") % {"day": date_format(one.given_at)})
            for key, one in self.consents.items()
        ]
        groups = [(_("Gates"), gates), *([(_("Consent"), talks)] if talks else [])]
        self.fields["serves"].choices = [("", _("Nothing in particular")), *groups]

    def build_layout(self):
        return Layout(
            Section(
                1, _("The document"), "kind", Div("number", "dated_on", css_class="half"), "issuer"
            ),
            Section(2, _("The original"), "seen_by", "lies_at"),
            Section(3, _("What it is for"), "serves", "text"),
        )

    def facts(self) -> dict:
        """The fields of `Evidence`."""
        names = ["kind", "number", "issuer", "dated_on", "seen_by", "lies_at", "text"]
        what, _colon, which = self.cleaned_data["serves"].partition(":")
        return {name: self.cleaned_data[name] for name in names} | {
            "gate": which if what == GATE else "",
            "consent": self.consents[which] if what == CONSENT else None,
        }

    @staticmethod
    def initial_of(evidence: Evidence) -> dict:
        names = ["kind", "number", "issuer", "dated_on", "seen_by", "lies_at"]
        return {name: getattr(evidence, name) for name in names} | {"serves": served(evidence)}


def served(evidence: Evidence) -> str:
    if evidence.consent_id:
        return f"{CONSENT}:{evidence.consent_id}"
    return f"{GATE}:{evidence.gate}" if evidence.gate else ""


class WithdrawEvidenceForm(DeskForm):
    why = forms.ChoiceField(
        label=_("Why it no longer counts"),
        choices=[one for one in Evidence.Why.choices if one[0] != Evidence.Why.REPLACED],
        widget=forms.RadioSelect,
    )


class EvidenceFileForm(DeskForm):
    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "PDF, JPEG, PNG, WebP, .txt, .docx, .xlsx or .odt, at most 10 MB. Its name is not kept."
        ),
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{one}" for found in ENDINGS.values() for one in found)}
        ),
        error_messages={
            "empty": _("The file is empty. Choose another one."),
            "required": _("Choose the file."),
            "missing": _("Choose the file."),
            "invalid": _("Choose the file."),
        },
    )
    shows = forms.ChoiceField(
        label=_("What it shows"),
        choices=EvidenceFile.Shows.choices,
        initial=EvidenceFile.Shows.WHOLE,
        widget=forms.RadioSelect,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        self.data_of_file = file.read()
        try:
            self.kind = recognise(file.name, self.data_of_file)
        except FileRefused as problem:
            raise forms.ValidationError(str(problem)) from None
        return file

    def content(self) -> dict:
        """What `add_file` takes."""
        return {
            "kind": self.kind,
            "data": self.data_of_file,
            "shows": self.cleaned_data["shows"],
        }
