import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.answers import accept
from referral.actions.open import open_contact, open_contacts
from referral.models import Journey, JourneyParty, Referral, new_reference
from tests import testing_database, world
from tests.referral import returning, sharing

pytestmark = pytest.mark.django_db(transaction=True)


def coordinator(country):
    ministry = world.organisation(f"Ministry {country}", country, kind="coordination")
    return world.member(ministry, Role.NATIONAL_COORDINATOR)


def references(client, who, query=""):
    page = world.sign_in(client, who).get(reverse("journey_list") + query)
    return {row["reference"] for row in page.context["rows"]}


def detail(client, who, reference):
    return world.sign_in(client, who).get(reverse("journey_detail", args=[reference]))


def drawn(monkeypatch, references):
    drawing = iter(references)
    field = Journey._meta.get_field("reference")
    monkeypatch.setattr(field, "_get_default", lambda: next(drawing, None) or new_reference())


def test_a_reference_that_is_taken_is_drawn_again(monkeypatch):
    """Also where it is of a journey that nobody here sees, and for all that came in one file."""
    milan, tirana = sharing.two_sides()
    taken = sharing.opened(milan).journey.reference
    with world.acting(tirana):
        drawn(monkeypatch, [taken])
        assert open_contact(summary=world.SUMMARY).journey.reference != taken
        drawn(monkeypatch, [new_reference(), taken, new_reference()])
        opened = open_contacts([(world.SUMMARY, False)] * 3)
        assert Journey.objects.filter(cases__in=opened).count() == 3
        assert taken not in {case.journey.reference for case in opened}


def test_a_fault_that_a_new_reference_does_not_mend_is_raised(monkeypatch):
    milan, tirana = sharing.two_sides()
    taken = sharing.opened(milan).journey.reference
    monkeypatch.setattr("referral.actions.open.new_reference", lambda: taken)
    with world.acting(tirana):
        drawn(monkeypatch, [taken])
        with pytest.raises(IntegrityError), transaction.atomic():
            open_contact(summary=world.SUMMARY)


def test_a_page_of_journeys_goes_from_the_newest_change_on(client):
    """In the order of an index beside who sees them; it follows each change, for every party."""
    milan, _tirana = sharing.two_sides()
    first, second, third = (sharing.opened(milan).journey for _each in range(3))
    with world.acting(milan):
        Journey.objects.filter(pk=first.pk).update(changed_at=timezone.now())
        parties = list(JourneyParty.objects.filter(journey=first))
        changed = Journey.objects.get(pk=first.pk).changed_at
    italy = coordinator("IT")

    with world.acting(italy) as actor:
        whole = [one.pk for one in Journey.objects.page_of_open(actor, None, 10)]
        begun = list(Journey.objects.page_of_open(actor, None, 2))
        place = (begun[-1].changed_at, begun[-1].pk)
        rest = [one.pk for one in Journey.objects.page_of_open(actor, place, 2)]

    assert {party.sort_at for party in parties} == {changed}
    assert whole == [first.pk, third.pk, second.pk]
    assert [one.pk for one in begun] + rest == whole
    supervisor = world.member(world.organisation(), Role.SUPERVISOR)
    with world.acting(supervisor) as actor:
        assert not Journey.objects.page_of_open(actor, None, 10)


@pytest.mark.rule(8)
def test_each_country_sees_its_journeys_and_the_country_of_origin_not_before_a_package(client):
    milan, tirana = sharing.two_sides()
    case = sharing.filled(milan)
    ref = case.journey.reference
    italy, albania, spain = coordinator("IT"), coordinator("AL"), coordinator("ES")

    assert references(client, italy) == {ref}
    assert references(client, albania) == set()
    assert detail(client, albania, ref).status_code == 404

    sharing.agree(milan, case, tirana.organisation)
    sharing.sent(milan, case, tirana.organisation)

    assert references(client, albania) == {ref}
    assert references(client, spain) == set()
    assert detail(client, albania, ref).status_code == 200
    assert detail(client, spain, ref).status_code == 404


def test_no_word_about_the_person_on_any_page(client):
    two = returning.travelling()
    for who in (coordinator("IT"), coordinator("AL"), two.boss):
        listed = world.sign_in(client, who).get(reverse("journey_list")).content.decode()
        shown = detail(client, who, two.reference).content.decode()
        assert two.reference in listed
        assert "anary" not in listed + shown
        assert not re.search("30-38|Feminine|conversation", listed + shown)


def test_a_coordinator_reads_open_or_passed_and_no_reason(client):
    two = returning.both_sides()
    returning.ask_to_return(two)
    returning.sign(two.milan, two.reference, "G8", outcome="blocked")
    returning.sign(two.milan, two.reference, "G6")
    page = detail(client, coordinator("IT"), two.reference)
    badges = {gate["label"][:3].strip(): gate["badge"] for gate in page.context["gates"]}

    assert (badges["G6"], badges["G8"], badges["G10"]) == ("Passed", "Open", "Not needed")
    assert badges["G1"] == badges["G2"] == "The person’s time"
    assert not [one for one in page.context["owed"] if "decision" in str(one["what"])]
    assert any(str(one["what"]) == "Risk looked at together" for one in page.context["owed"])


def test_a_service_has_no_name_here(client):
    two = returning.both_sides()
    shelter = world.member(world.organisation("Canary Shelter", "IT"))
    with world.acting(two.milan):
        case = two.case
    sharing.agree(two.milan, case, shelter.organisation)
    referral = sharing.sent(two.milan, case, shelter.organisation, kind="service")
    with world.acting(shelter):
        accept(referral=Referral.objects.get(pk=referral.pk), contact_name="Desk")

    shown = detail(client, coordinator("AL"), two.reference).content.decode()

    assert "Canary Shelter" not in shown
    assert "A service in Italy" in shown


@pytest.mark.rule(8)
def test_the_origin_sees_nothing_of_the_time_before(client):
    two = returning.both_sides()
    page = detail(client, coordinator("AL"), two.reference)

    assert "Contact recorded" not in [entry["title"] for entry in page.context["entries"]]
    page = detail(client, coordinator("IT"), two.reference)
    assert "Contact recorded" in [entry["title"] for entry in page.context["entries"]]


def test_what_waits_is_what_a_body_owes(client):
    milan, tirana = sharing.two_sides()
    case = sharing.filled(milan)
    sharing.agree(milan, case, tirana.organisation)
    sharing.sent(milan, case, tirana.organisation)
    quiet = sharing.opened(milan)
    italy = coordinator("IT")

    ref = case.journey.reference
    assert references(client, italy, "?waiting=answer") == {ref}
    assert references(client, italy, "?waiting=arrival") == set()
    assert references(client, italy) == {ref, quiet.journey.reference}
    assert references(client, italy, "?stage=1&country=IT") >= {ref}


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.ANALYST, Role.ORGANISATION_ADMIN])
def test_other_roles_have_no_such_page(client, role):
    who = world.member(world.organisation(), role)

    assert world.sign_in(client, who).get(reverse("journey_list")).status_code == 403


def test_a_supervisor_sees_the_journeys_of_the_own_organisation_only(client):
    two = returning.both_sides()
    elsewhere = world.member(world.organisation("Maison Claire", "FR"), Role.SUPERVISOR)

    assert references(client, two.boss) == {two.reference}
    assert references(client, elsewhere) == set()


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)


def test_queries_are_constant_in_journeys_and_events(client):
    milan = world.member(world.organisation())
    first = sharing.opened(milan).journey.reference
    italy = coordinator("IT")
    world.sign_in(client, italy)
    pages = [reverse("journey_list"), reverse("journey_detail", args=[first])]
    before = [queries(client, url) for url in pages]
    for _number in range(3):
        ref = sharing.opened(milan).journey.reference
        returning.sign(milan, ref, "G6")
        returning.sign(milan, first, "G6")

    assert [queries(client, url) for url in pages] == before


def test_children_before_a_return_are_asked_about_at_once(client):
    milan, italy = world.member(world.organisation()), coordinator("IT")
    world.sign_in(client, italy)

    def before_return(child):
        case = world.contact(milan, child=child)
        with testing_database.owner_cursor() as cursor:
            cursor.execute(
                "UPDATE referral_journey SET stage = 4, outlook = 'return' WHERE id = %s",
                [case.journey_id],
            )

    before_return(child=False)
    adult = queries(client, reverse("journey_list"))
    for _number in range(3):
        before_return(child=True)
    page = client.get(reverse("journey_list"))

    assert queries(client, reverse("journey_list")) == adult
    assert {bool(row["owed"]) for row in page.context["rows"]} == {True}


def test_older_pages_go_on_where_the_first_ended(client):
    milan = world.member(world.organisation())
    made = {sharing.opened(milan).journey.reference for _number in range(27)}
    italy = coordinator("IT")

    page = world.sign_in(client, italy).get(reverse("journey_list"))
    first = {row["reference"] for row in page.context["rows"]}
    rest = references(client, italy, page.context["older_url"])

    assert (len(first), len(rest)) == (25, 2)
    assert first | rest == made
