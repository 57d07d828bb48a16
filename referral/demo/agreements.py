"""The register of Casa Verde: an agreement in force, one that ends soon, one that waits for its second person."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as
from referral.actions.data_sharing import answer_agreement, enter_agreement

OFFICER, SECOND = "dpo@casa-verde", "supervisor@casa-verde"
SERVICES = {"classes": ["summary", "services", "risk"], "purposes": ["assistance", "return"]}
STATISTICS = {"classes": ["summary"], "purposes": ["statistics"]}
# With whom, how many days ago it began, days until its end, what, what a transfer rests on, its number, whether it is confirmed.
ROWS = [
    ("qendra-drita", 200, 530, SERVICES, "safeguards", "CV 14/2026", True),
    ("maison-claire", 690, 40, SERVICES, "not_needed", "CV 3/2025", True),
    ("dar-amal", 2, 728, STATISTICS, "safeguards", "CV 31/2026", False),
]


def add_agreements(scene) -> None:
    today = timezone.localdate()
    for other, ago, left, what, abroad, number, confirmed in ROWS:
        with transaction.atomic(), acting_as(scene.actor(OFFICER)):
            agreement = enter_agreement(
                other=scene.organisations[other],
                basis="consent",
                abroad=abroad,
                from_on=today - timedelta(days=ago),
                until=today + timedelta(days=left),
                document=number,
                kept_at="Legal office, register of agreements",
                keeper=scene.user(OFFICER),
                **what,
            )
        if confirmed:
            with transaction.atomic(), acting_as(scene.actor(SECOND)):
                answer_agreement(agreement, yes=True)
