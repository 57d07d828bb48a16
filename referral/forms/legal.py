from django.db import models
from django.utils.translation import gettext_lazy as _

from referral.forms.part import PartForm, line
from referral.models import Legal


class Residence(models.TextChoices):
    CITIZEN = "citizen", _("Citizen of this country")
    PERMIT = "permit", _("Residence permit")
    REFLECTION = "reflection", _("Reflection period")
    VISA = "visa", _("Visa")
    APPLIED = "applied", _("Applied for a permit")
    NONE = "none", _("No permit")
    UNKNOWN = "unknown", _("Not known")


class Asylum(models.TextChoices):
    NONE = "none", _("No claim")
    CLAIMED = "claimed", _("Claimed")
    GRANTED = "granted", _("Protection given")
    TEMPORARY = "temporary", _("Temporary protection")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Claim withdrawn")
    UNKNOWN = "unknown", _("Not known")


class ReflectionReason(models.TextChoices):
    """Why a reflection period ends on another day than the one that follows from the profile."""

    AUTHORITY = "authority", _("An authority named this day")
    COURT = "court", _("A court named this day")
    EXTENDED = "extended", _("It was extended")
    CHILD = "child", _("Another period for a child")
    CHILD_ENDED = "child_ended", _("Guardian and authority ended it for a child")
    ENDED = "ended", _("The person asked to end it")
    PROFILE = "profile", _("The profile of the country is not right")


# From these on nothing goes to the country of origin, until a lawyer confirms otherwise (rules of practice 9).
PROTECTED = {Asylum.CLAIMED, Asylum.GRANTED, Asylum.TEMPORARY}
# Only with one of these answers is a contact of the country of origin shown: not answered is no answer.
NOT_PROTECTED = {Asylum.NONE, Asylum.WITHDRAWN}


class Lift(models.TextChoices):
    """The two grounds on which a lawyer confirms that the country of origin may be asked again."""

    ENDED = "ended", _("The claim is closed or withdrawn")
    ASKED = "asked", _("The person asks for contact; the protection goes on")


class OriginWish(models.TextChoices):
    """The person's own word. With temporary protection it decides; with a claim nothing is asked there anyway."""

    NONE = "none", _("No contact with anybody there")
    ANONYMOUS = (
        "anonymous",
        _("No contact; a non-state organisation there may be asked without a name"),
    )


def closes_origin(legal: Legal | None) -> bool:
    """Whether nobody of the country of origin is asked, state body or not."""
    if not is_kept(legal):
        return False
    return legal.asylum != Asylum.TEMPORARY or legal.origin_wish != ""


def is_kept(legal: Legal | None) -> bool:
    """Whether the claim keeps everything from the country of origin now."""
    return legal is not None and legal.asylum in PROTECTED and not legal.asylum_lift


def may_be_shown(legal: Legal | None) -> bool:
    """Whether contacts of the country of origin may be shown."""
    return legal is not None and (legal.asylum in NOT_PROTECTED or legal.asylum_lift == Lift.ASKED)


def only_a_lawyer() -> str:
    return _(
        "Only the lawyer’s confirmation lifts this. Ask the lawyer of the person to confirm it"
        " beside the legal matters of this case."
    )


class LegalForm(PartForm):
    model = Legal
    coded = (
        "residence",
        "permit_until",
        "asylum",
        "origin_wish",
        "reflection_from",
        "reflection_to",
        "reflection_reason",
    )

    residence = line(Legal, "residence", choices=Residence.choices)
    permit_until = line(Legal, "permit_until")
    asylum = line(
        Legal,
        "asylum",
        choices=Asylum.choices,
        help_text=_(
            "From a claim on, nothing goes to the country of origin. Only a lawyer’s confirmation"
            " lifts this. Its contacts are shown only after “No claim” or “Claim withdrawn”."
        ),
    )
    origin_wish = line(
        Legal,
        "origin_wish",
        choices=OriginWish.choices,
        help_text=_(
            "What the person wants during a claim or temporary protection. With temporary protection, this answer closes what was sent there."
            " Only a lawyer changes it later."
        ),
    )
    reflection_from = line(Legal, "reflection_from")
    reflection_to = line(
        Legal,
        "reflection_to",
        label=_("Another end of the reflection period"),
        help_text=_(
            "Leave it empty: the end follows from the profile of the country, and changes with it."
            " Enter a day only where another one holds, with the reason."
        ),
    )
    reflection_reason = line(
        Legal,
        "reflection_reason",
        label=_("Why it ends on another day"),
        choices=ReflectionReason.choices,
    )
    proceedings = line(Legal, "proceedings", text=True)
    compensation = line(Legal, "compensation", text=True)
    advice = line(Legal, "advice", text=True)

    @classmethod
    def initial_of(cls, row) -> dict:
        return super().initial_of(row) | {"kept": is_kept(row)}

    def clean(self):
        cleaned = super().clean()
        asylum = cleaned.get("asylum")
        if self.initial.get("kept") and asylum is not None and asylum not in PROTECTED:
            self.add_error("asylum", only_a_lawyer())
        begins, ends = cleaned.get("reflection_from"), cleaned.get("reflection_to")
        if begins and ends and ends < begins:
            self.add_error("reflection_to", _("Enter a day after the reflection period began."))
        self.check_reason(ends, cleaned.get("reflection_reason"))
        return cleaned

    def check_reason(self, ends, reason):
        """An end without a reason stays as it was written; a new one needs its reason."""
        if ends and not reason and ends != self.initial.get("reflection_to"):
            self.add_error("reflection_reason", _("Choose why it ends on another day."))
        if reason and not ends:
            self.add_error("reflection_to", _("Enter the day, or take the reason away."))
