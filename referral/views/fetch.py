"""Fetching is the check: a stranger gets the 404 of what does not exist, and the attempt is written down."""

import hashlib
import hmac

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone

from accounts.kept import Kept
from audit.models import record
from referral.models import Absence, Case, Journey, Merge, Protection, read_reference


def keyed(text: str) -> str:
    return hmac.new(settings.ROW_SECURITY_KEY, text.encode(), hashlib.sha256).hexdigest()[:32]


def deny(what: str):
    """Record a denied look (keyed hash of what was asked for) and answer 404."""
    record("deny.object", target="", asked=keyed(what))
    raise Http404


# What goes on in a record that is read under another: consents are taken back, what was sent is answered, withdrawn and spoken of with
# the receiver, and the merge is undone.
WRITES_UNDER_ANOTHER = (
    "case_merge",
    "consent_withdraw",
    "case_names",
    "referral_",
    "link_",
    "partner_",
)


@Kept
def case_of(actor, reference, now):
    return (
        Case.objects.visible_to(actor, now)
        .with_main()
        .annotate(
            has_under=Exists(Merge.objects.live().filter(main=OuterRef("pk"))),
            is_protected=Exists(
                Protection.objects.filter(
                    case=OuterRef("pk"), confirmed_at__isnull=False, lifted_at=None
                )
            ),
            is_missing=Exists(Absence.objects.open().filter(case=OuterRef("pk"))),
        )
        .filter(journey__reference=reference)
        .select_related("journey", "organisation", "lead")
    )


def get_case(request, reference: str) -> Case:
    """
    My organisation's case on this journey, if it is open to me. Else 404.

    Raises `ReadUnderAnother` where something would be written into a record that is part of another file.
    """
    read = read_reference(reference) or ""
    case = case_of.first(actor=request.actor, reference=read, now=timezone.now())
    if case is None:
        deny(reference)
    case.main_reference = references_of(request.actor, [case]).get(case.merged_into)
    if case.merged_into and request.method == "POST":
        match = request.resolver_match
        if match is None or not match.url_name.startswith(WRITES_UNDER_ANOTHER):
            raise ReadUnderAnother(case.main_reference)
    return case


def references_of(actor, cases) -> dict:
    """The references of the records under which some of these are read, by their id, where they are open."""
    under = {case.merged_into for case in cases if case.merged_into}
    if not under:
        return {}
    found = Case.objects.visible_to(actor).filter(pk__in=under)
    return dict(found.values_list("pk", "journey__reference"))


class ReadUnderAnother(Exception):
    """This record is part of another file; what is new is written there."""

    def __init__(self, reference):
        self.reference = reference
        super().__init__()


def get_journey(request, reference: str) -> Journey:
    journey = (
        Journey.objects.visible_to(request.actor)
        .filter(reference=read_reference(reference) or "")
        .first()
    )
    return journey or deny(reference)
