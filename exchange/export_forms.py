from django import forms
from django.conf import settings
from django.core.validators import MinLengthValidator
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from exchange.export_models import FORMATS, STATISTICAL, Kind
from exchange.outgoing.case_file import NOTES
from exchange.outgoing.still_open import agreed_to
from referral.consent import in_force
from referral.forms.emergency import password_again
from shell.formats import language_name
from shell.forms import DeskForm

SHORTEST_REASON = 10
COLLEAGUE = "colleague"


class OrderForm(DeskForm):
    """The reason, and what the kind asks besides. Where two people are needed the reason is what the second one reads."""

    safe = forms.ChoiceField(
        label=_("Is it safe for this person to have the file?"),
        help_text=_("On paper or on a telephone it can be found by somebody else. Ask the person."),
        choices=[("no", _("No, or not sure")), ("yes", _("Yes, the person said so"))],
        initial="no",
        widget=forms.RadioSelect,
    )
    receiver = forms.ChoiceField(
        label=_("For whom"),
        help_text=_(
            "Organisations of this country to which the person agreed. Across a border nothing goes on paper: send a referral."
        ),
    )
    notes = forms.BooleanField(
        label=_("With the notes: I read them, and none of them endangers somebody else"),
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the file"))
    format = forms.ChoiceField(label=_("As"))
    reason = forms.CharField(
        label=_("What it is for"),
        help_text=_("At least 10 characters. Kept locked: you read it, and the second person where one is needed."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        validators=[MinLengthValidator(SHORTEST_REASON)],
    )  # fmt: skip

    def __init__(self, *args, kind, asks_password, case=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.keep_fields(kind)
        if "receiver" in self.fields:
            self.fields["receiver"].choices = [
                (COLLEAGUE, _("A colleague of this organisation")),
                *((str(one.pk), one.name) for one in receivers(case)),
            ]
        if "format" in self.fields:
            self.fields["format"].choices = [(one.value, one.label) for one in FORMATS[kind]]
        if "language" in self.fields:
            self.choose_language(kind, case)
        if asks_password:
            self.fields["password"] = password_again()

    def keep_fields(self, kind):
        if kind != Kind.PERSON:
            del self.fields["safe"], self.fields["notes"]
        if kind != Kind.HANDOVER:
            del self.fields["receiver"]
        if len(FORMATS[kind]) == 1:
            del self.fields["format"]
        if kind in {Kind.HTCDS, *STATISTICAL}:
            del self.fields["language"]

    def choose_language(self, kind, case):
        field = self.fields["language"]
        field.choices = [(code, language_name(code)) for code in settings.COMPLETE_LANGUAGES]
        field.initial = translation.get_language()
        if kind != Kind.PERSON:
            return
        summary = getattr(case, "summary", None)
        spoken = summary.languages if summary else []
        known = [code for code in spoken if code in settings.COMPLETE_LANGUAGES]
        if known:
            field.initial = known[0]
        else:
            field.help_text = _(
                "The desk has no texts in the person’s language (%(languages)s). Read the file together with an interpreter."
            ) % {"languages": ", ".join(language_name(code) for code in spoken) or "–"}

    def clean_safe(self):
        if self.cleaned_data["safe"] != "yes":
            raise forms.ValidationError(
                _(
                    "Then no file is made. Read the record together on the screen, as often as the person wishes, or keep the file for the person here."
                )
            )
        return "yes"

    def order(self) -> dict:
        """What `order_export` takes."""
        given = self.cleaned_data
        receiver = given.get("receiver", "")
        return {
            "reason": given["reason"],
            "language": given.get("language") or "en",
            "form": given.get("format") or "",
            "receiver": Organisation.objects.get(pk=receiver)
            if receiver not in ("", COLLEAGUE)
            else None,
            "options": [NOTES] if given.get("notes") else [],
        }


def receivers(case) -> list[Organisation]:
    found = {item.receiver_id: item.receiver for item in in_force(case) if item.receiver}
    return sorted((one for one in found.values() if agreed_to(case, one)), key=lambda one: one.name)
