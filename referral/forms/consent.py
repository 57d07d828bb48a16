from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from directory.languages import language_choices
from instruments import shelf
from referral.access import DataClass
from referral.actions.consents import WAITS_FOR_GUARDIAN, Cell
from referral.consent import ASKED_APART, classes_for, purpose_for
from referral.models import Consent, Purpose
from shell.formats import country_name
from shell.forms import DeskForm, Section

YES, NO = "yes", "no"
ANSWERS = [(YES, _("Yes")), (NO, _("No"))]
HOW = [choice for choice in Consent.How.choices if choice[0] != Consent.How.IMPORTED]
INTERPRETER = [
    ("not_needed", _("Not needed")),
    ("present", _("In the room")),
    ("remote", _("By telephone or video")),
    ("none", _("Needed, but there was none")),
]
COPY = [
    ("no", _("No")),
    ("yes", _("Yes, it is safe for this person to carry paper")),
]
TELLS = {
    DataClass.SUMMARY: _("Age group, gender, languages. Nobody can be asked without it."),
    DataClass.ACCOUNT: _("In codes only, never the story in own words."),
    DataClass.WHEREABOUTS: _("Abroad only a way to write back, never the place."),
}


def explained_points():
    section = shelf.load("consent").section("explained")
    return [(q.code, q.text) for row in section.rows for q in row.questions]


def languages():
    return [("", "…"), *language_choices()]


def text_version():
    definition = shelf.load("consent")
    return f"{definition.code}-{definition.version}"


class Pills(forms.RadioSelect):
    def use_required_attribute(self, initial):
        return False


class Asked(forms.ChoiceField):
    """May stay open, and is not called optional for it: what was not asked is not a question of form."""

    def validate(self, value):
        if value not in self.empty_values:
            super().validate(value)


class ConsentForm(DeskForm):
    """One conversation. Each purpose and each class apart, nothing ticked beforehand, a no as large as a yes."""

    given_by = forms.ChoiceField(label=_("Who decides"), widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("How it was given"), choices=HOW, widget=forms.RadioSelect)
    witness = forms.CharField(
        label=_("Witness"),
        required=False,
        help_text=_("Who else was there and heard it. Encrypted."),
    )
    language = forms.ChoiceField(label=_("Language in which it was explained"), choices=languages)
    interpreter = forms.ChoiceField(
        label=_("Interpreter"), choices=INTERPRETER, widget=forms.RadioSelect
    )
    explained = forms.MultipleChoiceField(
        label=_("What was explained"),
        choices=explained_points,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Mark only what was said in plain words."),
    )
    understood = forms.ChoiceField(
        label=_("Could the person say it back?"), choices=ANSWERS, widget=forms.RadioSelect
    )
    conditions = forms.CharField(
        label=_("Conditions in the person’s words"),
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("Such as “not to my brother”. Encrypted."),
    )
    copy_given = forms.ChoiceField(
        label=_("Copy given to the person?"),
        choices=COPY,
        initial="no",
        widget=forms.RadioSelect,
        help_text=_("Paper can betray. Ask first whether it is safe to carry."),
    )

    def __init__(
        self,
        *args,
        child,
        receivers,
        own_country,
        guardian=False,
        no_contact_yet="",
        ahead=False,
        parent=False,
        small=False,
        **kwargs,
    ):
        self.child, self.own_country, self.ahead = child and not ahead, own_country, ahead
        self.no_contact_yet = no_contact_yet
        self.receivers = list(receivers)
        super().__init__(*args, **kwargs)
        person, *others, _imported = Consent.GivenBy.choices
        absent = {Consent.GivenBy.GUARDIAN: not guardian, Consent.GivenBy.PARENT: not parent}
        others = [choice for choice in others if not absent.get(choice[0])]
        child = self.child
        self.fields["given_by"].choices = others if child else [person]
        if child and not (guardian or parent):
            self.fields["given_by"].help_text = _(
                "No appointed guardian is recorded here. The public body signs for what cannot wait."
            )
        if child:
            self.fields["assent"] = forms.ChoiceField(
                label=_("The child’s own view"),
                choices=[
                    choice
                    for choice in Consent.Assent.choices[1:]
                    if small or choice[0] != Consent.Assent.TOO_YOUNG
                ],
                widget=forms.RadioSelect,
                help_text=_(
                    "A no of the child stops all sharing. It is recorded and goes to the panel."
                ),
            )
        else:
            self.fields["given_by"].initial = Consent.GivenBy.PERSON
        self.add_questions()

    def add_questions(self):
        for purpose in ASKED_APART:
            waits = self.no_contact_yet if purpose == Purpose.FAMILY else ""
            self.fields[f"for-{purpose}"] = question(purpose.label, waits)
        for receiver in self.receivers:
            for data_class in classes_for(self.purpose(receiver)):
                self.fields[self.name(receiver, data_class)] = question(
                    DataClass(data_class).label, TELLS.get(data_class, "")
                )

    @staticmethod
    def name(receiver, data_class):
        return f"share-{receiver.pk}-{data_class}"

    def purpose(self, receiver):
        return purpose_for(receiver, self.own_country)

    def build_layout(self):
        who = ["given_by", "assent"] if self.child else ["given_by"]
        sections = [
            Section(1, _("The conversation"), *who, "language", "interpreter"),
            Section(2, _("What was explained"), "explained", "understood"),
            Section(
                3,
                _("What the person agrees to"),
                Div(*[f"for-{purpose}" for purpose in ASKED_APART], css_class="half"),
                hint=_(
                    "Ask each alone. A no is as good as a yes, and help goes on. Leave open what was not asked."
                ),
            ),
        ]
        for number, receiver in enumerate(self.receivers, 4):
            sections.append(self.sharing_section(number, receiver))
        last = len(sections) + 1
        sections.append(Section(last, _("Record"), "conditions", "how", "witness", "copy_given"))
        return Layout(*sections)

    def sharing_section(self, number, receiver):
        purpose = self.purpose(receiver)
        return Section(
            number,
            _("Share with %(organisation)s, %(country)s")
            % {"organisation": receiver.name, "country": country_name(receiver.country)},
            Div(
                *[self.name(receiver, data_class) for data_class in classes_for(purpose)],
                css_class="half",
            ),
            hint=_("Purpose: %(purpose)s. What is not answered is not shared.")
            % {"purpose": Purpose(purpose).label},
        )

    def cells(self) -> list[Cell]:
        given = self.cleaned_data
        found = [
            Cell(purpose=purpose, agreed=given[f"for-{purpose}"] == YES)
            for purpose in ASKED_APART
            if given.get(f"for-{purpose}")
        ]
        for receiver in self.receivers:
            for data_class in classes_for(self.purpose(receiver)):
                answer = given.get(self.name(receiver, data_class))
                if answer:
                    purpose = self.purpose(receiver)
                    found.append(Cell(purpose, answer == YES, receiver, data_class))
        return found

    def conversation(self) -> dict:
        given = self.cleaned_data
        names = ["given_by", "how", "language", "interpreter", "explained", "copy_given"]
        return {name: given[name] for name in names} | {
            "assent": given.get("assent") or Consent.Assent.NOT_NEEDED,
            "understood": given["understood"] == YES,
            "conditions": given["conditions"],
            "witness": given["witness"],
            "text_version": text_version(),
            "ahead": self.ahead,
        }

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.cells():
            raise forms.ValidationError(_("Record at least one answer: a yes or a no."))
        self.wait_for_guardian(cleaned)
        family = f"for-{Purpose.FAMILY}"
        if self.no_contact_yet and cleaned.get(family) == YES and cleaned.get("assent") != "no":
            self.add_error(family, self.no_contact_yet)
        if cleaned.get("understood") == NO and any(cell.agreed for cell in self.cells()):
            self.add_error(
                "understood",
                _(
                    "What was not understood cannot be agreed to. Explain again, or record only a no."
                ),
            )
        return cleaned

    def wait_for_guardian(self, cleaned):
        if cleaned.get("given_by") != Consent.GivenBy.PUBLIC_BODY or cleaned.get("assent") == "no":
            return
        waits = [c for c in self.cells() if c.agreed and c.purpose in WAITS_FOR_GUARDIAN]
        without_receiver = {cell.purpose for cell in waits if cell.receiver is None}
        if Purpose.FAMILY in without_receiver:
            self.add_error(
                f"for-{Purpose.FAMILY}",
                _("Contact with the family waits for the guardian. Leave it open."),
            )
        if Purpose.RETURN in without_receiver:
            self.add_error(
                f"for-{Purpose.RETURN}",
                _("A return waits for the guardian whom an authority appoints. Leave it open."),
            )
        if any(cell.receiver for cell in waits):
            self.add_error(
                "given_by",
                _(
                    "Sharing with this organisation waits for the guardian whom an authority appoints."
                ),
            )


def question(label, help_text=""):
    return Asked(label=label, choices=ANSWERS, widget=Pills, help_text=help_text)


class WithdrawForm(DeskForm):
    """What ends: a whole purpose with one receiver, or one class of it."""

    what = forms.ChoiceField(label=_("What ends"), widget=forms.RadioSelect)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices
