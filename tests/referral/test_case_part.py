from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from referral.forms.part import written_date
from referral.models import (
    Account,
    Identity,
    Journey,
    Legal,
    Message,
    Referral,
    Summary,
    TraffickingEvent,
    Whereabouts,
)
from referral.stages import Stage
from shell.forms import PartialDate
from tests import world
from tests.referral import sharing
from tests.referral.placed import assigned, at_stage, contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker, client):
    world.sign_in(client, worker)
    return contact(worker)


def url(case, data_class):
    return reverse("case_part", args=[case.journey.reference, data_class])


NAME = {"name_said": "Ada Canary", "born_2": "1999", "born_3": "on", "version": "0"}


def test_writing_a_class_for_the_first_time(client, worker, case):
    answer = client.post(url(case, "identity"), NAME)

    assert answer.status_code == 302
    with world.acting(worker):
        identity = Identity.objects.get(case=case)
        assert (identity.name_said, identity.born, identity.version) == ("Ada Canary", "1999~", 1)
        assert AuditEntry.objects.filter(action="part.changed").count() == 1


def test_a_written_class_comes_back_in_its_form(client, case):
    client.post(url(case, "identity"), NAME)

    page = client.get(url(case, "identity")).content.decode()

    assert "Ada Canary" in page
    assert '<input type="text" name="born_2" value="1999"' in page
    assert "False" not in page


@pytest.mark.asvs("14.2.1")
def test_the_title_and_the_address_name_nobody(client, case):
    client.post(url(case, "identity"), NAME)

    page = client.get(url(case, "identity")).content.decode()

    assert "Ada" not in page[page.index("<title>") : page.index("</title>")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("born_2", "99"), ("born_1", "13"), ("name_said", "A\u202eda"), ("education", "Wizardry")],
)
@pytest.mark.asvs("2.2.1", "2.2.2")
def test_what_cannot_be_taken_is_kept_and_said(client, worker, case, field, value):
    answer = client.post(url(case, "identity"), NAME | {field: value, "birth_place": "Kept here"})

    assert answer.status_code == 422
    assert "Kept here" in answer.content.decode()
    with world.acting(worker):
        assert not Identity.objects.exists()


def test_what_is_not_in_the_form_is_never_written(client, worker, case):
    other = contact(worker)
    extra = {
        "case": str(other.pk),
        "case_id": str(other.pk),
        "phone": "123",
        "level_staying": "low",
    }

    client.post(url(case, "identity"), NAME | extra)

    with world.acting(worker):
        assert Identity.objects.get().case_id == case.pk
        assert not Whereabouts.objects.exists()


def test_the_summary_form_leaves_the_risk_level_alone(client, worker, case):
    data = {
        "age_band": "30-38",
        "gender": "Feminine",
        "citizenships": ["AL", "", "XK"],
        "languages": ["sq"],
        "interpreter": "needed",
        "safety_flags": ["no_phone"],
        "fit_to_travel": "not_asked",
        "risk_level": "low",
        "version": "1",
    }

    assert client.post(url(case, "summary"), data).status_code == 302

    with world.acting(worker):
        summary = Summary.objects.get(case=case)
    assert summary.citizenships == ["AL", "XK"]
    assert (summary.safety_flags, summary.risk_level) == (["no_phone"], "")


def test_a_code_that_no_country_has_is_refused(client, case):
    data = {"exploitation_countries": ["QQ"], "version": "0"}

    assert client.post(url(case, "account"), data).status_code == 422


def test_the_codes_of_the_standard_are_stored(client, worker, case):
    data = {
        "exploitation": ["ForcedLabour"],
        "exploitation_countries": ["IT", "GR"],
        "control": ["PsychologicalAbuse"],
        "met_on_2": "2026",
        "version": "0",
    }

    answer = client.post(url(case, "account"), data)

    assert answer.status_code == 302, answer.context["form"].errors
    with world.acting(worker):
        account = Account.objects.get(case=case)
    assert account.exploitation == ["ForcedLabour"]
    assert account.exploitation_countries == ["IT", "GR"]
    assert account.met_on == "2026"


def test_the_same_form_twice_acts_once(client, worker, case):
    key = {"idempotency_key": "6b1f7a52-9d2c-4ab1-9f2e-7d8cf1b7b2a1"}
    client.post(url(case, "identity"), NAME | key)

    answer = client.post(url(case, "identity"), NAME | key | {"version": "1"})

    assert answer.status_code == 302
    with world.acting(worker):
        assert Identity.objects.get().version == 1


# Two people at once


def stale(client, case, **answers):
    client.post(url(case, "identity"), NAME | {"birth_place": "Theirs"})
    return client.post(url(case, "identity"), NAME | {"birth_place": "Yours"} | answers)


def test_a_stale_version_shows_both_and_changes_nothing(client, worker, case):
    answer = stale(client, case)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Yours" in page
    assert 'name="choice-name_said"' not in page  # the same on both sides
    assert f"{worker.user.short_name} saved at" in page
    with world.acting(worker):
        assert Identity.objects.get().birth_place == "Theirs"


@pytest.mark.parametrize(("choice", "stored"), [("theirs", "Theirs"), ("yours", "Yours")])
def test_the_choice_of_a_conflict_is_saved(client, worker, case, choice, stored):
    stale(client, case)
    data = NAME | {"birth_place": "Yours", "choice-birth_place": choice, "version": "1"}

    answer = client.post(url(case, "identity"), data)

    assert answer.status_code == 302
    with world.acting(worker):
        identity = Identity.objects.get()
        assert (identity.birth_place, identity.version) == (stored, 2)
        assert identity.born == "1999~"


# Rights


def test_a_class_that_is_closed_is_not_found(client, case):
    assert client.get(url(case, "travel")).status_code == 404
    assert client.get(url(case, "nonsense")).status_code == 404
    assert client.get(url(case, "consent")).status_code == 404


def test_writing_with_a_right_to_read_is_not_found(client, worker, case):
    client.post(url(case, "account"), {"own_words": "Said so", "version": "0"})
    at_stage(worker, case, Stage.ASSISTANCE)  # a case manager reads the account from here on

    page = client.get(url(case, "account"))
    answer = client.post(url(case, "account"), {"own_words": "Changed", "version": "1"})

    assert "Said so" in page.content.decode()
    assert answer.status_code == 404
    with world.acting(worker):
        assert Account.objects.get().own_words == "Said so"


def test_an_add_only_class_is_not_written_here(client, worker, case):
    assert client.get(url(case, "health")).status_code == 302
    assert client.post(url(case, "health"), {"conditions": "x", "version": "0"}).status_code == 404


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_get_404(client, worker, case, who):
    of = worker.organisation if who == "colleague" else world.organisation("Elsewhere")
    world.sign_in(client, world.member(of))

    assert client.get(url(case, "identity")).status_code == 404


@pytest.mark.asvs("8.2.3")
def test_a_grant_for_some_classes_opens_no_other(client, worker, case):
    client.post(url(case, "identity"), NAME)
    colleague = assigned(case, worker, Role.CASE_MANAGER, classes=["summary", "risk"])
    world.sign_in(client, colleague)

    assert client.get(url(case, "identity")).status_code == 404
    assert client.get(url(case, "risk")).status_code == 200


@pytest.mark.asvs("8.2.3")
def test_a_grant_for_some_classes_writes_no_other(client, worker, case):
    """In the application alone, too: each of these answers before it asks the database for a row of the class."""
    at_stage(worker, case, Stage.REINTEGRATION)
    reference, nothing = case.journey.reference, uuid4()
    pages = [
        ("plan_talk", [reference]),
        ("visit_plan", [reference, 9]),
        ("visit_record", [reference, nothing]),
        ("worksite_leave", [reference, nothing]),
    ]
    world.sign_in(client, assigned(case, worker, Role.CASE_MANAGER, classes=["summary", "risk"]))

    answers = [client.post(reverse(name, args=args)).status_code for name, args in pages]
    assert answers == [404] * 4

    world.sign_in(client, worker)
    assert client.get(reverse("plan_talk", args=[reference])).status_code == 200


def test_an_asylum_claim_warns_on_the_page(client, worker, case):
    at_stage(worker, case, Stage.ASSISTANCE)
    lawyer = assigned(case, worker, Role.LAWYER)
    world.sign_in(client, lawyer)

    client.post(url(case, "legal"), {"asylum": "claimed", "version": "0"})

    assert (
        "Nothing goes to the country of origin" in client.get(url(case, "legal")).content.decode()
    )
    with world.acting(lawyer):
        assert Legal.objects.get().asylum == "claimed"


@pytest.mark.parametrize(
    ("asylum", "status", "seen"),
    [("claimed", "withdrawn", 0), ("temporary", "sent", 1), ("none", "sent", 1)],
)
def test_with_an_asylum_claim_the_journey_leaves_the_origins_lists(client, asylum, status, seen):
    worker, partner = sharing.two_sides()
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner.organisation, sharing.ORDINARY)
    sharing.sent(worker, case, partner.organisation)
    lawyer = assigned(case, worker, Role.LAWYER)
    at_stage(worker, case, Stage.ASSISTANCE)
    world.sign_in(client, lawyer)

    answer = client.post(url(case, "legal"), {"asylum": asylum, "version": "0"})

    assert answer.status_code == 302
    with world.acting(worker):
        assert Referral.objects.get().status == status
    office = world.member(world.organisation("Office", "AL"), Role.NATIONAL_COORDINATOR)
    with world.acting(office):
        assert Journey.objects.count() == seen
    with world.acting(partner):
        # The words of any withdrawal: of what could be read there, and without a reason.
        asked = set(Message.objects.filter(kind="recall").values_list("data_class", flat=True))
        assert asked == ({"summary", "services", "risk"} if status == "withdrawn" else set())


def test_places_and_times_are_rows(client, worker, case):
    data = {"kind": "Recruitment", "country": "AL", "happened_on_2": "2024", "text": "A fair job"}

    answer = client.post(reverse("case_event_new", args=[case.journey.reference]), data)

    assert answer.status_code == 302, answer.context["form"].errors
    with world.acting(worker):
        event = TraffickingEvent.objects.get()
        assert (event.country, event.happened_on, event.text) == ("AL", "2024", "A fair job")
    assert "Albania" in client.get(url(case, "account")).content.decode()


@pytest.mark.parametrize(
    ("date", "room", "text"),
    [
        (PartialDate("2019-03-04", True), None, "2019-03-04~"),
        (PartialDate("2019-03-04", True), 10, "2019-03~"),
        (PartialDate("2019-03-04"), 10, "2019-03-04"),
        (PartialDate(), 10, ""),
    ],
)
def test_an_approximate_date_loses_the_day_before_the_word_about(date, room, text):
    assert written_date(date, room) == text
