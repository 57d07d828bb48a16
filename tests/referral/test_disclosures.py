"""Disclosure without consent: two people, a named receiver, least data, told when safe, never to authorities of origin."""

import re
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import AuditEntry
from referral.access import AGREES_TO_DISCLOSURE, DISCLOSES
from referral.actions.disclosures import answer_disclosure, ask_disclosure
from referral.keys import NoKey
from referral.models import (
    Case,
    DisclosedPart,
    Disclosure,
    Identity,
    Journey,
    MoveNotAllowed,
    Notice,
    Risk,
    Summary,
    Task,
    Whereabouts,
)
from tests import testing_database, world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rule(12)]
WHY = "She collapsed at our door and cannot answer."
NAME, PLACE = "Kanarname", "Kanarplace"
FIRST, SECOND = "Kanarfirst never open the door.", "Kanarsecond his brother drives a van."


@pytest.fixture
def casa():
    house = world.organisation()
    people = SimpleNamespace(
        house=house,
        lead=world.member(house),
        second=world.member(house, Role.SUPERVISOR),
        colleague=world.member(house),
        officer=world.member(house, Role.DATA_PROTECTION),
        hospital=world.member(world.organisation("Ospedale", "IT", "health"), Role.HEALTH),
        police=world.member(world.organisation("Questura", "IT", "police"), Role.POLICE),
        there=world.member(world.organisation("Policia", "AL", "police"), Role.POLICE),
        stranger=world.member(world.organisation("Other")),
    )
    case = world.contact(people.lead)
    with world.acting(people.lead):
        people.case = Case.objects.select_related("journey", "organisation").get(pk=case.pk)
        people.reference = people.case.journey.reference
        Identity(case=case, name_said=NAME, born="1994-03").save(force_insert=True)
        Whereabouts(case=case, address=PLACE).save(force_insert=True)
        Risk(case=case, safety_plan=f"{FIRST} {SECOND}").save(force_insert=True)
    return people


def answers(casa, **changed):
    return {
        "ground": "vital",
        "alone": "no",
        "reason": WHY,
        "receiver": str(casa.hospital.organisation_id),
        "person_name": "Dr Rossi",
        "person_role": "Doctor on duty",
        "classes": ["identity", "risk"],
        "picked": [],
        "words": "Unconscious since two o’clock.",
        **changed,
    }


def outside(**changed):
    return {
        "receiver": "",
        "outside_kind": "rescue",
        "outside_name": "Pronto soccorso",
        "outside_country": "IT",
        **changed,
    }


def page_of(casa):
    return reverse("disclosure_new", args=[casa.reference])


def tokens(client, casa, text):
    """The pieces that the opened parts offer, by what they say."""
    shown = client.post(page_of(casa), {"do": "open", "classes": ["identity", "risk"]}).text
    found = re.findall(r'name="picked" value="([^"]+)".*?<bdi>(.*?)</bdi>', shown)
    return [token for token, said in found if said in text]


def ask(client, casa, by=None, pick=(NAME,), **changed):
    """As somebody does it: open, choose, look, send what was shown."""
    world.sign_in(client, by or casa.lead)
    given = answers(casa, **{"picked": tokens(client, casa, pick), **changed})
    shown = client.post(page_of(casa), given | {"do": "preview"})
    if shown.status_code != 200:
        return shown
    seal = re.search(r'name="shown" value="(\w+)"', shown.text)
    return client.post(page_of(casa), given | {"do": "send", "shown": seal[1]})


def newest():
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT id FROM referral_disclosure ORDER BY asked_at DESC LIMIT 1")
        row = cursor.fetchone()
    return row and row[0]


def state_of(column):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM referral_disclosure WHERE id = %s", [newest()])
        return cursor.fetchone()[0]


def shift(interval, columns=("asked_at",)):
    """Time passes, by the database's clock."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute("ALTER TABLE referral_disclosure DISABLE TRIGGER stays")
        for column in columns:
            cursor.execute(
                f"UPDATE referral_disclosure SET {column} = {column} - %s::interval", [interval]
            )
        cursor.execute("ALTER TABLE referral_disclosure ENABLE ALWAYS TRIGGER stays")


def post(client, page, actor, **given):
    world.sign_in(client, actor)
    return client.post(reverse(page, args=[newest()]), given)


def look(client, by, page="disclosure_detail"):
    world.sign_in(client, by)
    return client.get(reverse(page, args=[newest()]))


def put(casa, **frame):
    with world.acting(casa.lead):
        return asked(casa, **frame)


def asked(casa, **frame):
    """Past the pages: what the action writes."""
    given = {
        "ground": "vital",
        "reason": WHY,
        "receiver": casa.hospital.organisation,
        "person_name": "Dr Rossi",
        "person_role": "Doctor",
        **frame,
    }
    return ask_disclosure(
        case=casa.case,
        frame=given,
        letter={"to": "Dr Rossi", "words": "Unconscious since two."},
        contents={"identity": {"name_said": NAME}, "risk": {"safety_plan": SECOND}},
    )


OUTSIDE = {
    "receiver": None,
    "outside_name": "Pronto soccorso",
    "outside_kind": "rescue",
    "outside_country": "IT",
}


def test_the_way_from_asking_to_telling(client, casa):
    assert ask(client, casa).status_code == 302
    assert look(client, casa.hospital, "disclosed_detail").status_code == 404
    waiting = look(client, casa.second)
    assert NAME in waiting.text
    assert WHY in waiting.text
    assert reverse("disclosure_detail", args=[newest()]) in client.get(reverse("home")).text

    assert post(client, "disclosure_answer", casa.second, answer="yes").status_code == 302
    got = look(client, casa.hospital, "disclosed_detail")
    assert NAME in got.text
    assert "Unconscious since two" in got.text
    for hidden in (PLACE, "1994", "Kanarfirst", WHY, casa.reference, str(casa.case.pk)):
        assert hidden not in got.text
    assert reverse("disclosed_detail", args=[newest()]) in client.get(reverse("inbox")).text
    assert reverse("disclosed_detail", args=[newest()]) in client.get(reverse("home")).text
    post(client, "disclosed_acknowledge", casa.hospital)
    assert state_of("acknowledged_at")

    told = {"told": "told", "on": timezone.localdate(), "by": str(casa.lead.user_id)}
    assert post(client, "disclosure_told", casa.lead, **told).status_code == 302
    page = look(client, casa.lead).text
    assert "The person was told" in page
    history = client.get(reverse("case_history", args=[casa.reference])).text
    for line in ("without consent asked for", "agreed to", "Passed on without", "was told what"):
        assert line in history


def test_only_what_was_picked_goes_down_to_the_sentence(client, casa):
    ask(client, casa, pick=(SECOND,), words="")
    post(client, "disclosure_answer", casa.second, answer="yes")
    got = look(client, casa.hospital, "disclosed_detail").text
    assert "Kanarsecond" in got
    assert "Kanarfirst" not in got
    assert NAME not in got
    with world.acting(casa.hospital):
        assert {part.data_class for part in DisclosedPart.objects.all()} == {"letter", "risk"}


def test_nothing_is_chosen_beforehand_and_nothing_is_opened(client, casa):
    world.sign_in(client, casa.lead)
    page = client.get(page_of(casa)).text
    assert (
        "checked"
        not in page.replace('value="no" id="id_alone_0" checked', "")
        .replace("checked disabled", "")
        .split("From which parts")[1]
        .split("</fieldset>")[0]
    )
    with world.acting(casa.officer):
        assert not AuditEntry.objects.filter(action="read.risk").exists()
    opened = client.post(page_of(casa), {"do": "open", "classes": ["risk"]}).text
    assert not re.findall(r'name="picked"[^>]*checked', opened)
    with world.acting(casa.officer):
        assert AuditEntry.objects.filter(action="read.risk").exists()
        assert not AuditEntry.objects.filter(action="read.identity").exists()
    assert ask(client, casa, pick=(), words="").status_code == 422


def test_what_was_not_shown_is_not_sent(client, casa):
    """Another piece than in the preview, or a text that changed since, is shown first."""
    world.sign_in(client, casa.lead)
    given = answers(casa, picked=tokens(client, casa, (FIRST,)))
    shown = client.post(page_of(casa), given | {"do": "preview"}).text
    seal = re.search(r'name="shown" value="(\w+)"', shown)[1]
    more = given | {"picked": tokens(client, casa, (FIRST, NAME))}
    assert client.post(page_of(casa), more | {"do": "send", "shown": seal}).status_code == 200
    with world.acting(casa.lead):
        row = Risk.objects.get()
        row.safety_plan = "Something else."
        row.save()
    changed = client.post(page_of(casa), given | {"do": "send", "shown": seal})
    assert changed.status_code == 422
    assert "changed meanwhile" in changed.text
    assert WHY in changed.text
    assert newest() is None


def test_sent_twice_it_is_one(client, casa):
    key = "9b0d0c2e-5d44-4a6c-9d5e-111111111111"
    for _time in range(2):
        assert ask(client, casa, idempotency_key=key).status_code == 302
    with world.acting(casa.lead):
        assert Disclosure.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role not in DISCLOSES])
def test_no_other_role_asks(client, casa, role):
    other = world.member(casa.house, role)
    give(casa, other)
    assert client.get(page_of(casa)).status_code == 302
    world.sign_in(client, other)
    assert client.get(page_of(casa)).status_code == 403
    with world.acting(other), pytest.raises((DatabaseError, NoKey)):
        asked(casa)


def give(casa, other, classes=None):
    with world.acting(casa.lead), connection.cursor() as cursor:
        until = timezone.now() + timedelta(days=1) if classes else None
        cursor.execute(
            "SELECT assign(%s, %s, NULL, %s, %s, %s)",
            [casa.case.pk, other.user_id, classes, until, "signature" if classes else "assigned"],
        )


def test_nobody_asks_in_a_case_that_is_not_open(client, casa):
    for other in (casa.colleague, casa.stranger):
        world.sign_in(client, other)
        for page in ("case_disclosures", "disclosure_new"):
            assert client.get(reverse(page, args=[casa.reference])).status_code == 404
        with world.acting(other), pytest.raises(DatabaseError, match="not yours to disclose"):
            asked(casa)
    give(casa, casa.colleague, classes=["summary", "risk", "referral"])
    with world.acting(casa.colleague), pytest.raises(DatabaseError, match="not yours"):
        asked(casa)


def test_a_part_closed_to_the_asker_does_not_go(casa):
    with world.acting(casa.lead), pytest.raises(DatabaseError, match="row-level security"):
        ask_disclosure(
            case=casa.case,
            frame={
                "ground": "vital",
                "reason": WHY,
                "receiver": casa.hospital.organisation,
                "person_name": "Dr Rossi",
                "person_role": "Doctor",
            },
            letter={},
            contents={"health": {"conditions": "x"}},
        )


# The second person


def test_nobody_agrees_with_the_own_request(client, casa):
    put(casa)
    twin = world.member(casa.house, Role.SUPERVISOR, user=casa.lead.user)
    for same in (casa.lead, twin):
        assert post(client, "disclosure_answer", same, answer="yes").status_code == 404
        with world.acting(same), pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT answer_disclosure(%s, true)", [newest()])
    assert state_of("given_at") is None


@pytest.mark.parametrize("role", [Role.SERVICE_WORKER, Role.DATA_PROTECTION, Role.HEALTH])
def test_who_may_not_be_the_second(client, casa, role):
    assert role not in AGREES_TO_DISCLOSURE
    put(casa)
    other = world.member(casa.house, role)
    assert post(client, "disclosure_answer", other, answer="yes").status_code == 404
    with world.acting(other), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT answer_disclosure(%s, true)", [newest()])


def test_a_no_an_end_and_a_day_are_final(client, casa):
    put(casa)
    post(client, "disclosure_answer", casa.second, answer="no")
    assert post(client, "disclosure_answer", casa.colleague, answer="yes").status_code == 404
    put(casa)
    post(client, "disclosure_take_back", casa.lead)
    assert post(client, "disclosure_answer", casa.second, answer="yes").status_code == 409
    put(casa)
    shift("25 hours")
    assert post(client, "disclosure_answer", casa.second, answer="yes").status_code == 409
    with world.acting(casa.hospital):
        assert not DisclosedPart.objects.exists()


def test_two_at_once_give_once(casa):
    with world.acting(casa.lead):
        row = asked(casa)
    third = world.member(casa.house, Role.FOCAL_POINT)
    results, start = [], threading.Barrier(2)

    def answer(who):
        start.wait(10)
        try:
            with world.acting(who):
                answer_disclosure(Disclosure.objects.get(pk=row.pk), yes=True)
            results.append("done")
        except (MoveNotAllowed, Disclosure.DoesNotExist):
            results.append("late")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=answer, args=[who], daemon=True) for who in (casa.second, third)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(results) == ["done", "late"]
    with world.acting(casa.lead):
        assert Task.objects.filter(kind="tell").count() == 1
    with world.acting(casa.hospital):
        assert Notice.objects.filter(kind="disclosure_came").count() == 1


# Alone, where minutes count


def test_alone_it_goes_at_once_and_is_reviewed(client, casa):
    assert ask(client, casa, alone="yes").status_code == 302
    assert NAME in look(client, casa.hospital, "disclosed_detail").text
    for who in (casa.second, casa.officer):
        with world.acting(who):
            assert Notice.objects.filter(kind="disclosure_review").count() == 1
        world.sign_in(client, who)
        assert "Your review" in client.get(reverse("home")).text
    again = ask(client, casa, alone="yes")
    assert again.status_code == 409
    assert "not been reviewed" in again.text
    assert WHY in again.text
    verdict = {"outcome": "too_much", "text": "The name was not needed."}
    assert post(client, "disclosure_review", casa.lead, **verdict).status_code == 404
    with world.acting(casa.lead), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT review_disclosure(%s, 'needed', 'x')", [newest()])
    assert post(client, "disclosure_review", casa.second, **verdict).status_code == 302
    assert "less would have been enough" in look(client, casa.lead).text
    assert ask(client, casa, alone="yes").status_code == 302


def test_an_overdue_review_is_seen_by_the_supervisor(client, casa):
    put(casa, alone=True)
    shift("5 days", ("asked_at", "review_due_at"))
    world.sign_in(client, casa.second)
    assert "Review overdue" in client.get(reverse("disclosure_list")).text
    assert "Overdue" in client.get(reverse("home")).text


def test_twice_in_thirty_days(client, casa):
    for _number in range(2):
        put(casa, alone=True)
        post(client, "disclosure_review", casa.officer, outcome="needed", text="Fine.")
    with pytest.raises(MoveNotAllowed, match="twice in thirty days"):
        put(casa, alone=True)
    with world.acting(casa.lead), pytest.raises(DatabaseError, match="second person is needed"):
        Disclosure(
            case=casa.case,
            alone=True,
            ground="vital",
            receiver=casa.hospital.organisation,
            organisation=casa.house,
            reason=WHY,
            person_name="x",
            person_role="y",
        ).save(force_insert=True)
    assert put(casa).pk


def test_two_alone_at_once_are_one(casa):
    results, start = [], threading.Barrier(2)

    def alone():
        start.wait(10)
        try:
            with world.acting(casa.lead):
                asked(casa, alone=True)
            results.append("done")
        except MoveNotAllowed:
            results.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, daemon=True) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(results) == ["done", "late"]


def test_a_court_order_has_its_evidence_and_two_people(client, casa):
    bare = ask(client, casa, ground="court", alone="yes")
    assert bare.status_code == 422
    assert bare.text.count("Needed for an order of a court.") >= 4
    assert "a colleague decides with you" in bare.text
    order = {
        "order_number": "R.G. 12/2026",
        "order_issuer": "Tribunale di Milano",
        "order_on": timezone.localdate(),
        "order_seen_by": "Person One",
    }
    assert ask(client, casa, ground="court", **order).status_code == 302
    assert "R.G. 12/2026" in look(client, casa.second).text
    for missing in ("order_number", "order_on"):
        frame = {"ground": "court", **order, missing: None if missing == "order_on" else ""}
        with world.acting(casa.lead), pytest.raises(DatabaseError, match="by_order"):
            asked(casa, **frame)


# Never to authorities of origin


def origin(casa):
    """(what, frame): every way in which the person's own state could be the receiver."""
    mission = world.organisation("Consulate in Milan", "IT", "consulate", represents="AL")
    third = world.organisation("Consulate of another", "IT", "consulate", represents="FR")
    social = world.organisation("Social service", "AL", "social_service")
    guardians = world.organisation("Guardians", "AL", "guardianship")
    office = world.organisation("Office", "AL", "coordination")
    named = {"receiver": None, "outside_kind": "other", "outside_name": "x"}
    yield from (
        {"receiver": one} for one in (casa.there.organisation, mission, third, social, guardians)
    )
    yield {"receiver": office}
    yield named | {"outside_country": "AL"}
    yield named | {"outside_country": "IT", "outside_represents": "AL"}
    yield named | {"outside_country": "FR", "outside_represents": "AL", "outside_kind": "rescue"}


def test_never_to_an_authority_of_origin(casa):
    for frame in origin(casa):
        with world.acting(casa.lead), pytest.raises(MoveNotAllowed, match="country of origin"):
            asked(casa, **frame)
        with world.acting(casa.lead), pytest.raises(DatabaseError, match="never to authorities"):
            straight(casa, **frame)
    assert newest() is None


def straight(casa, **frame):
    given = {
        "ground": "vital",
        "reason": WHY,
        "person_name": "x",
        "person_role": "y",
        "organisation": casa.house,
        **frame,
    }
    Disclosure(case=casa.case, **given).save(force_insert=True)


def test_the_form_offers_and_takes_none_of_them(client, casa):
    list(origin(casa))
    world.sign_in(client, casa.lead)
    offered = client.get(page_of(casa)).text
    assert "Ospedale, Italy" in offered
    for name in ("Policia", "Consulate in Milan", "Consulate of another", "Guardians"):
        assert name not in offered
    assert ask(client, casa, receiver=str(casa.there.organisation_id)).status_code == 422
    for wrong in (
        outside(outside_country="AL"),
        outside(outside_represents="AL"),
        outside(outside_name="Embassy of Albania"),
        outside(person_role="Liaison officer, Albania"),
    ):
        answer = ask(client, casa, **wrong)
        assert answer.status_code == 422, wrong
        assert "country of origin" in answer.text
        assert WHY in answer.text
    for name in ("Consolato generale", "Botschaft", "سفارة", "Polizia di frontiera, Francia"):
        answer = ask(client, casa, **outside(outside_name=name))
        assert answer.status_code == 422, name
        assert "Say for which one" in answer.text
    assert newest() is None
    assert (
        ask(client, casa, **outside(outside_name="Consolato", outside_represents="FR")).status_code
        == 302
    )
    assert (
        ask(client, casa, **outside(outside_name="Ospedale Malinverni, Italia")).status_code == 302
    )
    assert ask(client, casa, **outside()).status_code == 302


def test_where_no_citizenship_is_known_every_other_state_may_be_it(casa):
    with world.acting(casa.lead):
        Summary.objects.update(citizenships=[])
    for frame in ({"receiver": casa.there.organisation}, OUTSIDE | {"outside_country": "FR"}):
        with world.acting(casa.lead), pytest.raises(MoveNotAllowed, match="country of origin"):
            asked(casa, **frame)
    with world.acting(casa.lead):
        asked(casa, receiver=casa.police.organisation)


def test_from_a_claim_on_nobody_there_gets_anything(casa):
    """Also no organisation that is no authority, and the own state's bodies where the person fled from it."""
    friend = world.organisation("Friends", "AL", "ngo")
    with world.acting(casa.lead):
        asked(casa, receiver=friend)
        Summary.objects.update(citizenships=["AL", "IT"], safety_flags=["no_authority_of_origin"])
    for whom in (friend, casa.police.organisation, casa.hospital.organisation):
        with world.acting(casa.lead), pytest.raises(MoveNotAllowed, match="country of origin"):
            asked(casa, receiver=whom)


def test_what_comes_to_light_meanwhile_stops_it(client, casa):
    """Agreed to before, of the origin now: it is not given, and what was given is not read any more."""
    with world.acting(casa.lead):
        Summary.objects.update(citizenships=["FR"])
    with world.acting(casa.lead):
        asked(casa, receiver=casa.there.organisation)
    with world.acting(casa.lead):
        Summary.objects.update(citizenships=["FR", "AL"])
    assert post(client, "disclosure_answer", casa.second, answer="yes").status_code == 409
    assert state_of("given_at") is None
    with world.acting(casa.lead):
        Summary.objects.update(citizenships=["FR"])
    post(client, "disclosure_answer", casa.second, answer="yes")
    assert look(client, casa.there, "disclosed_detail").status_code == 200
    with world.acting(casa.lead):
        Summary.objects.update(citizenships=["FR", "AL"])
    assert look(client, casa.there, "disclosed_detail").status_code == 404
    with world.acting(casa.there):
        assert not DisclosedPart.objects.exists()


# What was asked for stays


CHANGES = (
    "approved = true",
    "given_at = now()",
    "ground = 'child'",
    "receiver_id = gen_random_uuid()",
    "alone = true",
)


def test_the_rows_are_changed_through_the_doors_only(client, casa):
    put(casa)
    for change in CHANGES:
        for who in (casa.lead, casa.second):
            with (
                world.acting(who),
                pytest.raises(DatabaseError, match="permission denied"),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE referral_disclosure SET {change}")
    for model in (DisclosedPart, Disclosure):
        with world.acting(casa.lead), pytest.raises(DatabaseError, match="permission denied"):
            model.objects.all()._raw_delete("default")
    with world.acting(casa.lead), pytest.raises(DatabaseError, match="permission denied"):
        DisclosedPart.objects.update(data_class="health")


def test_nothing_is_added_once_it_was_asked_for(client, casa):
    put(casa)
    for decided in (False, True):
        if decided:
            post(client, "disclosure_answer", casa.second, answer="yes")
        with world.acting(casa.lead), pytest.raises(DatabaseError, match="row-level security"):
            DisclosedPart(
                disclosure=Disclosure.objects.get(), data_class="whereabouts", content="{}"
            ).save(force_insert=True)


def test_even_the_owner_does_not_rewrite_it(client, casa):
    put(casa)
    post(client, "disclosure_answer", casa.second, answer="yes")
    for change in (
        "ground = 'child'",
        f"receiver_id = '{casa.there.organisation_id}'",
        "approved = false",
        "given_at = now() - interval '1 hour'",
    ):
        with (
            pytest.raises(Exception, match="stays as it is"),
            testing_database.owner_cursor() as cursor,
        ):
            cursor.execute(f"UPDATE referral_disclosure SET {change}")


def test_what_the_asker_writes_beforehand_does_not_count(casa):
    """Straight in SQL: approved by another, given, told, under another's name. The database says it anew."""
    with world.acting(casa.lead):
        straight(
            casa,
            receiver=casa.hospital.organisation,
            approved=True,
            answered_by=casa.second.user,
            given_at=timezone.now(),
            asked_by=casa.colleague.user,
            told="told",
            told_on=timezone.localdate(),
            told_by=casa.second.user,
        )
    with world.acting(casa.lead):
        row = Disclosure.objects.get()
        found = (row.approved, row.answered_by, row.given_at, row.told, row.asked_by)
        assert found == (None, None, None, "", casa.lead.user)


def test_the_words_are_locked(client, casa):
    put(casa)
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT * FROM referral_disclosure, referral_disclosedpart")
        kept = "".join(str(bytes(x) if isinstance(x, memoryview) else x) for x in cursor.fetchone())
    for word in (NAME, WHY, "Rossi", "Unconscious"):
        assert word not in kept


# The receiver


def test_the_receiver_sees_nothing_else_and_passes_nothing_on(client, casa):
    put(casa)
    post(client, "disclosure_answer", casa.second, answer="yes")
    with world.acting(casa.hospital):
        assert not Disclosure.objects.exists()
        assert not Journey.objects.exists()
        assert not Case.objects.exists()
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT take_back_disclosure(%s)", [newest()])
    with world.acting(casa.hospital), pytest.raises(DatabaseError, match="not yours to disclose"):
        asked(casa, receiver=casa.police.organisation)
    page = look(client, casa.hospital, "disclosed_detail").text
    main = page.split("<main")[1].split("</main")[0]
    assert re.findall(r'<form[^>]*action="([^"]+)"', main) == [
        reverse("disclosed_acknowledge", args=[newest()])
    ]
    assert "data-print" not in page
    for page in ("disclosure_detail", "disclosure_sheet", "disclosure_told"):
        assert look(client, casa.hospital, page).status_code in (403, 404)


def test_another_organisation_and_an_administrator_know_nothing(client, casa):
    put(casa)
    post(client, "disclosure_answer", casa.second, answer="yes")
    admin = world.member(casa.hospital.organisation, Role.ORGANISATION_ADMIN)
    assert look(client, admin, "disclosed_detail").status_code == 403
    for other in (casa.stranger, casa.police):
        assert look(client, other, "disclosed_detail").status_code == 404
        assert post(client, "disclosed_acknowledge", other).status_code == 404
        with world.acting(other):
            assert not DisclosedPart.objects.exists()
            with pytest.raises(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT acknowledge_disclosure(%s)", [newest()])
    for page in ("disclosure_detail", "disclosure_sheet", "disclosure_review", "disclosure_told"):
        assert look(client, casa.stranger, page).status_code == 404


def test_each_look_stands_in_the_log_of_the_receiver(client, casa):
    put(casa)
    post(client, "disclosure_answer", casa.second, answer="yes")
    look(client, casa.hospital, "disclosed_detail")
    officer = world.member(casa.hospital.organisation, Role.DATA_PROTECTION)
    with world.acting(officer):
        assert AuditEntry.objects.filter(action="read.disclosed").count() == 3


# A receiver outside


def test_outside_it_is_given_by_hand_and_written_down(client, casa):
    put(casa, **OUTSIDE)
    assert look(client, casa.lead, "disclosure_sheet").status_code == 404
    assert post(client, "disclosure_give", casa.lead, how="telephone").status_code == 409
    post(client, "disclosure_answer", casa.second, answer="yes")
    sheet = look(client, casa.lead, "disclosure_sheet").text
    assert NAME in sheet
    assert "Pronto soccorso" in sheet
    assert casa.reference not in sheet
    assert post(client, "disclosure_give", casa.lead, how="page").status_code == 422
    assert post(client, "disclosure_give", casa.second, how="hand").status_code == 404
    assert post(client, "disclosure_give", casa.lead, how="telephone").status_code == 302
    assert state_of("how") == "telephone"
    assert post(client, "disclosure_give", casa.lead, how="hand").status_code == 409


# The person


def told(casa, **changed):
    return {
        "told": "told",
        "on": timezone.localdate(),
        "by": str(casa.lead.user_id),
        **changed,
    }


def test_telling_waits_without_a_day(client, casa):
    put(casa)
    post(client, "disclosure_answer", casa.second, answer="yes")
    with world.acting(casa.lead):
        task = Task.objects.get(kind="tell")
        assert (task.due_on, task.done_at, task.assigned_to) == (None, None, None)
    world.sign_in(client, casa.lead)
    home = client.get(reverse("home")).text
    assert "Tell the person, when it is safe" in home
    client.post(reverse("task_done", args=[task.pk]))
    with world.acting(casa.lead):
        assert Task.objects.get(kind="tell").done_at is None
    assert (
        post(client, "disclosure_told", casa.lead, **told(casa, told="danger")).status_code == 422
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert post(client, "disclosure_told", casa.lead, **told(casa, on=tomorrow)).status_code == 422
    why = {"told": "danger", "text": "He reads her telephone."}
    assert post(client, "disclosure_told", casa.lead, **told(casa, **why)).status_code == 302
    with world.acting(casa.lead):
        assert Task.objects.get(kind="tell").done_at
    assert post(client, "disclosure_told", casa.lead, **told(casa)).status_code == 302
    assert state_of("told") == "told"
    assert post(client, "disclosure_told", casa.second, **told(casa)).status_code == 404


def test_the_task_ends_with_the_last_one(client, casa):
    for _number in range(2):
        put(casa)
        post(client, "disclosure_answer", casa.second, answer="yes")
    post(client, "disclosure_told", casa.lead, **told(casa))
    with world.acting(casa.lead):
        assert Task.objects.get(kind="tell").done_at is None


# How often


def test_the_coordinator_counts_and_sees_nothing(client, casa):
    put(casa)
    post(client, "disclosure_answer", casa.second, answer="yes")
    office = world.member(world.organisation("Office", "IT"), Role.NATIONAL_COORDINATOR)
    far = world.member(world.organisation("Far", "FR"), Role.NATIONAL_COORDINATOR)

    def counted(who):
        with world.acting(who), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM disclosure_counts()")
            return cursor.fetchall(), Disclosure.objects.count()

    assert counted(office) == ([("vital", 1, 0)], 0)
    assert counted(casa.second) == ([("vital", 1, 0)], 1)
    assert counted(far) == ([], 0)
    assert counted(casa.hospital) == ([], 0)
    world.sign_in(client, office)
    page = client.get(reverse("journey_list")).text
    assert "Passed on without consent" in page
    assert casa.house.name not in page


def test_a_protected_case_is_decided_by_the_named(client, casa):
    put(casa)
    give(casa, casa.colleague)
    names = [casa.lead.user_id, casa.colleague.user_id]
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            "INSERT INTO referral_protection (id, case_id, journey_id, reference, organisation_id, reason, names, lead_id,"
            " proposed_by_id, proposed_at, confirmed_at, confirmed_by_id)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, 'threat', %s::uuid[], %s, %s, now(), now(), %s)",
            [
                str(casa.case.pk),
                str(casa.case.journey_id),
                casa.reference,
                str(casa.house.pk),
                [str(name) for name in names],
                *[str(casa.lead.user_id)] * 2,
                str(casa.second.user_id),
            ],
        )
    assert look(client, casa.second).status_code == 404
    assert post(client, "disclosure_answer", casa.second, answer="yes").status_code == 404
    with world.acting(casa.second), pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT answer_disclosure(%s, true)", [newest()])
    assert post(client, "disclosure_answer", casa.colleague, answer="yes").status_code == 302
