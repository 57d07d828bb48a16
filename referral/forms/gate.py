"""A gate is signed with a record of what stands behind it. A file may be added to the record later."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referral.evidence_kinds import EvidenceKind
from referral.gates.outcomes import outcomes
from referral.gates.sentences import no_words
from referral.stages import ONLY_WITH_WORDS, GateKind, Outcome
from shell.forms import DeskForm

K = EvidenceKind
KINDS = {
    GateKind.G1: [K.COUNSELLING, K.CONVERSATION, K.WRITTEN, K.APPOINTMENT],
    GateKind.G2: [K.CONVERSATION, K.DATES, K.WRITTEN],
    GateKind.G4: [K.CONSENT, K.CONVERSATION, K.WRITTEN, K.APPOINTMENT],
    GateKind.G5: [K.LETTER, K.TELEPHONE, K.CONVERSATION],
    GateKind.G6: [K.PASSPORT, K.IDENTITY_CARD, K.EMERGENCY_DOCUMENT],
    GateKind.G7: [K.ADVICE, K.CONVERSATION, K.COURT_ORDER],
    GateKind.G8: [K.STATEMENT, K.CERTIFICATE, K.CARRIER],
    GateKind.G9: [K.PLAN, K.CONVERSATION],
    GateKind.G10: [K.DETERMINATION, K.WITH_PARENT, K.APPOINTMENT],
    GateKind.G11: [K.TRAVEL_PLAN],
}
EVIDENCE_FIELDS = ["kind", "number", "issuer", "dated_on", "seen_by", "lies_at", "text"]
TICKS = ["explained", "contacts_given", "has_capacity"]
REFUSED = {
    GateKind.G1: _("The person does not wish it now"),
    GateKind.G6: _("No document can be had now"),
    GateKind.G7: _("A court ordered that the person stays"),
    GateKind.G8: _("Not fit to travel now"),
    GateKind.G10: _("Return is not in the child’s best interests"),
    GateKind.G11: _("No safe way is known"),
}


def day_field(label, **more):
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}), **more)


class GateForm(DeskForm):
    has_document = forms.ChoiceField(
        label=_("Does a valid document exist?"),
        choices=[
            ("yes", _("Yes, somebody saw it")),
            ("issued", _("A new one was issued")),
            ("no", _("No")),
        ],
        widget=forms.RadioSelect,
    )
    valid_until = day_field(
        _("Valid until"),
        required=False,
        help_text=_(
            "The last day of the document. The gate asks for a new one when it ends before the travel."
        ),
    )
    outcome = forms.ChoiceField(label=_("What was found"), widget=forms.RadioSelect)
    explained = forms.BooleanField(
        label=_("What the refusal means was explained"),
        help_text=_("This and the next two only for a refusal."),
        required=False,
    )
    contacts_given = forms.BooleanField(
        label=_("The emergency contact and the hotline were given"), required=False
    )
    has_capacity = forms.BooleanField(
        label=_("The person is an adult who understood and decided alone"), required=False
    )
    kind = forms.ChoiceField(label=_("What stands behind it"))
    number = forms.CharField(label=_("Number"), max_length=80, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    dated_on = day_field(_("Date"), required=False, initial=timezone.localdate)
    seen_by = forms.CharField(label=_("Who saw the original"), max_length=120, required=False)
    lies_at = forms.CharField(label=_("Where it lies"), max_length=120, required=False)
    text = forms.CharField(
        label=_("What was done"), widget=forms.Textarea({"rows": 3}), required=False
    )

    def __init__(self, *args, kind, child, words=(), **kwargs):
        """`words`: what has to be typed for “passed”, see `referral.actions.proofs`."""
        super().__init__(*args, **kwargs)
        self.gate = GateKind(kind)
        self.words = words
        answers = outcomes(kind, child=child)
        self.fields["outcome"].choices = [(one, outcome_label(kind, one)) for one in answers]
        self.fields["outcome"].initial = Outcome.PASSED if len(answers) == 1 else None
        self.fields["kind"].choices = [(one.value, one.label) for one in KINDS[self.gate]]
        for one in words:
            for name in one.fields:
                self.fields[name].help_text = one.missing
        self.leave_out(answers)

    def leave_out(self, answers):
        """Only what belongs to this gate is asked."""
        left_out = []
        if self.gate != GateKind.G6:
            left_out += ["has_document", "valid_until"]
        if Outcome.INFORMED_REFUSAL not in answers:
            left_out += TICKS
        if ONLY_WITH_WORDS.intersection(answers):
            self.fields["text"].help_text = _(
                "Needed when a gate is given up or refused: the reason, as it was said."
            )
        if len(answers) == 1 or self.gate == GateKind.G6:
            self.fields["outcome"].required = False
            left_out += ["outcome"]
        for name in left_out:
            del self.fields[name]

    @property
    def needs_a_document(self):
        return self.cleaned_data.get("has_document") == "no"

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("outcome", Outcome.PASSED)
        if cleaned["outcome"] == Outcome.INFORMED_REFUSAL:
            for name in TICKS:
                if not cleaned.get(name):
                    self.add_error(
                        name, _("Tick this, or do it first: a refusal counts once it is explained.")
                    )
        if cleaned["outcome"] in ONLY_WITH_WORDS and not cleaned.get("text"):
            self.add_error("text", no_words(cleaned["outcome"]))
        if cleaned["outcome"] == Outcome.PASSED and not self.needs_a_document:
            self.check_words(cleaned)
        if self.gate == GateKind.G7 and cleaned["outcome"] == Outcome.BLOCKED:
            self.check_court_order(cleaned)
        return cleaned

    def check_words(self, cleaned):
        for one in self.words:
            for name in one.left(cleaned):
                self.add_error(name, one.missing)
        if "valid_until" in self.fields and not cleaned.get("valid_until"):
            self.add_error("valid_until", _("Write down until which day the document is valid."))

    def check_court_order(self, cleaned):
        if cleaned.get("kind") != EvidenceKind.COURT_ORDER:
            self.add_error(
                "kind", _("Only the order of a court stands in the way. An open case is noted.")
            )

    def signature(self):
        """What `sign_gate` takes."""
        data = self.cleaned_data
        evidence = {name: data[name] for name in EVIDENCE_FIELDS if name in data}
        return {
            "outcome": data["outcome"],
            "evidence": evidence,
            "until": data.get("valid_until"),
            "explained": all(data.get(name) for name in TICKS),
        }


def outcome_label(kind, outcome):
    if outcome == Outcome.BLOCKED and kind in REFUSED:
        return REFUSED[kind]
    return outcome.label
