"""The register of data-sharing agreements: two people, who reads it, the reminder before the end, the word beside what goes elsewhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEntry
from referral.actions.data_sharing import answer_agreement, end_agreement, enter_agreement
from referral.due import run_due
from referral.models import MoveNotAllowed, Notice, SharingAgreement
from referral.models.sharing_agreement import lacks_agreement
from tests import testing_database, world
from tests.referral import sharing
from tests.referral.test_row_attempts import refused
from tests.referral.test_worker import as_worker

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
PAPER = {
    "classes": ["summary", "services"],
    "purposes": ["assistance"],
    "basis": "consent",
    "abroad": "safeguards",
    "document": "12/2026, 3 March 2026",
    "kept_at": "Legal office, register 4",
}


class House:
    def __init__(self):
        self.worker, self.partner = sharing.two_sides()
        casa = self.worker.organisation
        self.officer = world.member(casa, Role.DATA_PROTECTION)
        self.boss = world.member(casa, Role.SUPERVISOR)
        self.today = timezone.localdate()

    def enter(self, by=None, *, since=-10, until=400, **given):
        by = by or self.officer
        given = PAPER | {"other": self.partner.organisation, "keeper_id": by.user_id} | given
        with world.acting(by):
            return enter_agreement(
                from_on=self.today + since * DAY, until=self.today + until * DAY, **given
            )

    def confirmed(self, **given):
        agreement = self.enter(**given)
        with world.acting(self.boss):
            answer_agreement(SharingAgreement.objects.get(pk=agreement.pk), yes=True)
        return agreement


@pytest.fixture
def house():
    return House()


def lacks(member, receiver):
    with world.acting(member):
        return lacks_agreement(member.organisation_id, receiver.organisation)


def told(member, kind):
    with world.acting(member):
        return Notice.objects.filter(kind=kind, user=member.user).count()


def test_from_the_paper_to_the_register_in_the_pages(client, house):
    """Entered by data protection, confirmed by a supervisor; each is told that it waits for them, never with whom."""
    form = PAPER | {
        "other": str(house.partner.organisation_id),
        "from_on": str(house.today),
        "until": str(house.today + 400 * DAY),
        "keeper": str(house.officer.user_id),
    }
    world.sign_in(client, house.officer)
    wrong = client.post(
        reverse("data_sharing_new"), form | {"until": str(house.today), "body": "Y"}
    )
    assert wrong.status_code == 422
    assert {"other", "until"} <= set(wrong.context["form"].errors)
    assert "Legal office, register 4" in wrong.text
    assert client.post(reverse("data_sharing_new"), form).status_code == 302
    with world.acting(house.officer):
        agreement = SharingAgreement.objects.get()
        with pytest.raises(MoveNotAllowed, match="second person"):
            answer_agreement(agreement, yes=True)
    assert (told(house.boss, "agreement_asked"), told(house.officer, "agreement_asked")) == (1, 0)
    assert lacks(house.worker, house.partner)

    world.sign_in(client, house.boss)
    assert "Qendra Drita" in client.get(reverse("data_sharing_list")).text
    client.post(reverse("data_sharing_answer", args=[agreement.pk]), {"answer": "yes"})
    assert "In force" in client.get(reverse("data_sharing_detail", args=[agreement.pk])).text
    assert told(house.officer, "agreement_answered") == 1
    assert not lacks(house.worker, house.partner)
    with world.acting(house.officer):
        actions = AuditEntry.objects.filter(target=agreement.pk).values_list("action", flat=True)
        assert set(actions) == {"agreement.entered", "agreement.confirmed"}


def test_what_is_over_ended_or_refused_covers_nothing(house):
    for when in ({"since": 1}, {"since": -20, "until": -1}):
        house.confirmed(**when)
    refused_one = house.enter()
    with world.acting(house.boss):
        answer_agreement(SharingAgreement.objects.get(pk=refused_one.pk), yes=False)
    assert lacks(house.worker, house.partner)

    agreement = house.confirmed(since=0, until=0 + 1)
    assert not lacks(house.worker, house.partner)
    with world.acting(house.officer):
        end_agreement(agreement)
        with pytest.raises(MoveNotAllowed, match="not in force"):
            end_agreement(agreement)
    assert lacks(house.worker, house.partner)


def test_who_reads_the_register(client, house):
    """Those who keep it; the country's coordinator what is confirmed; nobody elsewhere, and who works with people only on the pages."""
    agreement, waiting = house.confirmed(), house.enter(body="Zyra", body_country="AL", other=None)
    here = world.member(world.organisation("Office", "IT"), Role.NATIONAL_COORDINATOR)
    there = world.member(world.organisation("Zyra", "AL"), Role.NATIONAL_COORDINATOR)
    partner = world.member(house.partner.organisation, Role.DATA_PROTECTION)
    seen = {}
    for name, who in {"officer": house.officer, "here": here, "there": there, "partner": partner, "worker": house.worker}.items():  # fmt: skip
        world.sign_in(client, who)
        seen[name] = [client.get(reverse("data_sharing_detail", args=[one.pk])).status_code for one in (agreement, waiting)]  # fmt: skip
    assert seen == {"officer": [200, 200], "here": [200, 404], "there": [404, 404], "partner": [404, 404], "worker": [403, 403]}  # fmt: skip
    world.sign_in(client, here)
    address = reverse("data_sharing_answer", args=[agreement.pk])
    assert client.post(address, {"answer": "no"}).status_code == 404
    with world.acting(house.worker):
        assert list(SharingAgreement.objects.values_list("pk", flat=True)) == [agreement.pk]


def test_the_database_keeps_two_people_apart(house):
    agreement = house.enter()
    change = f"UPDATE referral_sharingagreement SET state = 'confirmed', answered_at = now(), answered_by_id = '{{}}' WHERE id = '{agreement.pk}'"
    attempts = [
        (house.officer, change.format(house.officer.user_id), "second person"),
        (house.officer, change.format(house.boss.user_id), "second person"),  # in somebody else's name
        (house.boss, "UPDATE referral_sharingagreement SET until = until + 300", "permission denied"),
        (house.boss, "DELETE FROM referral_sharingagreement", "permission denied"),
        (house.boss, "SELECT remind_of_agreements(now())", "permission denied"),
    ]  # fmt: skip
    for who, statement, answer in attempts:
        with world.acting(who):
            assert answer in refused(statement)
    with world.acting(house.worker), pytest.raises(Exception, match="row-level security"):
        enter_agreement(**PAPER, from_on=house.today, until=house.today + DAY, body="X", body_country="AL", keeper_id=house.worker.user_id)  # fmt: skip


def test_a_reminder_60_days_before_the_end_once(house):
    """To who keeps it and to data protection; not where the next paper is confirmed already."""
    second = world.member(house.worker.organisation, Role.DATA_PROTECTION)
    soon, later = house.confirmed(until=60), house.confirmed(until=61, other=None, body="Y", body_country="AL")  # fmt: skip
    followed = world.organisation("Followed", "FR")
    house.confirmed(until=30, other=followed)
    house.confirmed(since=31, until=300, other=followed)

    noon = timezone.localtime().replace(hour=12)  # the worker counts in days of UTC
    for _look in range(2):
        with as_worker():
            done = run_due(noon)
    assert done["agreements that end"] == 0
    assert (told(house.officer, "agreement_ends"), told(second, "agreement_ends")) == (1, 1)
    assert (told(house.boss, "agreement_ends"), told(house.worker, "agreement_ends")) == (0, 0)
    with testing_database.acting_as_owner():
        assert SharingAgreement.objects.get(pk=soon.pk).reminded_at
        assert not SharingAgreement.objects.get(pk=later.pk).reminded_at


def test_a_referral_without_an_agreement_says_so_and_goes(client, house):
    case = sharing.filled(house.worker)
    partner = house.partner.organisation
    sharing.agree(house.worker, case, partner)
    world.sign_in(client, house.worker)
    page = reverse("refer", args=[case.journey.reference])
    words = "No agreement on sharing data"
    there = f"{page}?country=AL&receiver={partner.pk}"

    assert words in client.get(there).text
    assert words not in client.get(page).text
    referral = sharing.sent(house.worker, case, partner)
    assert words in client.get(reverse("referral_sent", args=[case.journey.reference, referral.pk])).text  # fmt: skip
    house.confirmed()
    assert words not in client.get(there).text
