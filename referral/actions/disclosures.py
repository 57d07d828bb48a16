"""Disclosure without consent. The database checks who may, and that it goes to no authority of origin; here are the sentences."""

import json
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation
from referral.actions.emergency import call, sealed
from referral.disclosures import LETTER, Ground
from referral.models import Case, DisclosedPart, Disclosure, MoveNotAllowed


def goes_to_origin(case: Case, *, receiver=None, country="", represents="") -> bool:
    """Whether this receiver is an authority of the person's origin. The database says it, and refuses it by itself too."""
    return call("goes_to_origin", case.pk, receiver and receiver.pk, country, represents)


def receivers_for(case: Case) -> list[Organisation]:
    """Who works with this desk and can get something: no consulate, and no authority of origin."""
    found = Organisation.objects.filter(is_active=True, has_account=True)
    found = found.exclude(kind__in=["consulate", "operator"]).exclude(pk=case.organisation_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT x FROM unnest(%s::uuid[]) x WHERE NOT goes_to_origin(%s, x, '', '')",
            [list(found.values_list("pk", flat=True)), case.pk],
        )
        fine = {pk for (pk,) in cursor.fetchall()}
    return [one for one in found.order_by("country", "name") if one.pk in fine]


@transaction.atomic
def ask_disclosure(*, case: Case, frame: dict, letter: dict, contents: dict) -> Disclosure:
    """
    Freeze what was chosen, and ask a second person; or give it alone where minutes count. Raises `MoveNotAllowed`.

    `frame`: columns of `Disclosure`. `contents`: data class → chosen values. The database fills in who, when and which case.
    """
    if frame.get("alone"):
        problem = call("disclose_alone")
        if problem:
            raise MoveNotAllowed(why_not(problem))
    row = Disclosure(case=case, organisation_id=case.organisation_id, **frame)
    if goes_to_origin(
        case,
        receiver=row.receiver,
        country=row.outside_country,
        represents=row.outside_represents,
    ):
        raise MoveNotAllowed(why_not("origin"))
    row.save(force_insert=True)
    for data_class, content in {LETTER: letter, **contents}.items():
        DisclosedPart(
            disclosure=row,
            data_class=data_class,
            content=json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        ).save(force_insert=True)
    call("ask_disclosure", row.pk)
    return row


@transaction.atomic
def answer_disclosure(row: Disclosure, *, yes: bool) -> None:
    done(call("answer_disclosure", row.pk, yes))


@transaction.atomic
def give_disclosure(row: Disclosure, *, how: str) -> None:
    done(call("give_disclosure", row.pk, how))


@transaction.atomic
def take_back_disclosure(row: Disclosure) -> None:
    done(call("take_back_disclosure", row.pk))


@transaction.atomic
def review_disclosure(row: Disclosure, *, outcome: str, text: str) -> None:
    done(call("review_disclosure", row.pk, outcome, sealed(row, "review_text", text)))


@transaction.atomic
def tell_disclosure(row: Disclosure, *, told: str, on: date, by, text: str) -> None:
    note = sealed(row, "told_text", text) if text else b""
    done(call("tell_disclosure", row.pk, told, on, by, note))


@transaction.atomic
def acknowledge_disclosure(pk) -> None:
    call("acknowledge_disclosure", pk)


def disclosure_counts() -> list[dict]:
    """How often in twelve months, by ground: of the organisation, or of a coordinator's country. Numbers only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ground, number, decided_alone FROM disclosure_counts()")
        return [
            {"ground": Ground(ground).label, "number": number, "alone": alone}
            for ground, number, alone in cursor.fetchall()
        ]


def done(problem: str) -> None:
    if problem:
        raise MoveNotAllowed(why_not(problem))


def why_not(problem: str) -> str:
    return {
        "review": _(
            "What you decided alone before has not been reviewed yet. Ask a second person now: it takes one tap."
        ),
        "limit": _(
            "You decided alone twice in thirty days, and that is the most. Ask a second person now: it takes one tap."
        ),
        "origin": _(
            "Nothing goes to an authority of the person’s country of origin, whatever the reason. Choose another receiver, or ring your supervisor."
        ),
        "answered": _("Somebody has decided already. Reload the page."),
        "lapsed": _("It was not given within a day. Ask again if the reason still holds."),
        "given": _("It was given or taken back already. Reload the page."),
        "reviewed": _("Somebody has reviewed it already."),
        "told": _("It is written down already that the person was told."),
    }[problem]
