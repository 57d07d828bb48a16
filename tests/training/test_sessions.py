"""A session from the plan to the certificate by link, for people without an account; and what came of it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from shell.pdf import can_make_pdf
from tests import world
from training import content
from training.actions import sessions as actions
from training.actions.followups import send_followups
from training.figures import of_participants
from training.models import Certificate, FollowUp, Participant, TrainingSession
from training.people_list import read_people
from training.views.sessions import PAGE as PAGE_SIZE

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TOKEN = re.compile(r'value="[\w-]{30,}"')
ATTEND, PAGE = "/training/attend/", "/training/mine/"


@pytest.fixture
def trainer():
    return world.member(world.organisation(), Role.FOCAL_POINT)


def planned(trainer, **fields):
    today = timezone.localdate()
    given = {
        "course": "introduction", "language": "fr", "begins_on": today, "ends_on": today, "place": "room",
        "where": "Milan", "country": "IT", "trainers": "A. Trainer", **fields,
    }  # fmt: skip
    with world.acting(trainer):
        return actions.plan_session(**given)


@pytest.fixture
def session(trainer):
    return planned(trainer)


def listed(trainer, session, *names, **more):
    with world.acting(trainer):
        people = [{"name": name, **more} for name in names]
        actions.add_participants(session, people)


def closed(trainer, session):
    with world.acting(trainer):
        return actions.close_session(session)


def test_a_session_is_planned_on_its_page(client, trainer):
    world.sign_in(client, trainer)
    day = timezone.localdate().isoformat()
    sent = {
        "course": "consular", "language": "en", "begins_on": day, "ends_on": day, "place": "online",
        "country": "FR", "trainers": "Two trainers", "accredited_by": "A body",
    }  # fmt: skip

    page = client.post(reverse("training_session_new"), sent, follow=True).content.decode()

    assert "Consular staff: before, during and after" in page
    assert TrainingSession.objects.get().code in page


def test_an_old_session_is_on_a_later_page(client, trainer):
    today = timezone.localdate()
    sessions = [
        planned(trainer, begins_on=today - n * DAY, ends_on=today - n * DAY)
        for n in range(PAGE_SIZE + 1)
    ]
    world.sign_in(client, trainer)
    first = client.get(reverse("training_session_list")).text
    second = client.get(reverse("training_session_list"), {"page": 2}).text

    oldest = reverse("training_session_detail", args=[sessions[-1].pk])
    assert oldest not in first
    assert "?page=2" in first
    assert oldest in second


@pytest.mark.parametrize("wrong", ["x", "----" + "x" * 32, "0" * 36, "\0"])
def test_a_link_for_somebody_who_is_nobody_is_no_error(client, trainer, session, wrong):
    answer = world.sign_in(client, trainer).post(
        reverse("participant_links", args=[session.pk]), {"person": wrong}
    )

    assert answer.status_code in (200, 404)


def test_the_last_day_is_not_before_the_first(client, trainer):
    world.sign_in(client, trainer)
    today = timezone.localdate()
    sent = {"begins_on": today.isoformat(), "ends_on": (today - DAY).isoformat()}

    answer = client.post(reverse("training_session_new"), sent)

    assert answer.status_code == 422
    assert "The last day is before the first." in answer.content.decode()


def test_another_organisation_finds_nothing(client, trainer, session):
    listed(trainer, session, "Ann Other")
    world.sign_in(client, world.member(world.organisation(), Role.FOCAL_POINT))

    for name in ("training_session_detail", "training_session_change", "participant_import"):
        assert client.get(reverse(name, args=[session.pk])).status_code == 404
    person = session.participants.get()
    assert client.get(reverse("participant_detail", args=[person.pk])).status_code == 404
    for name in ("training_session_close", "participant_links", "followup_ask"):
        assert client.post(reverse(name, args=[session.pk])).status_code == 404


def test_a_list_is_read_with_its_mistakes_line_by_line():
    found = read_people(
        "Ann Lee;Casa;nurse;health;IT;ann@example.org;woman;yes\n"
        "Bo;;;wizard\n"
        ";;;police\n"
        "Cy;;;police;ZZ\n"
        "Di\tHouse\t\tPolice\tItaly\n"
        "Ed;;;;;no-mail\n"
        "Fy;1;2;;;;;;9\n"
        "Gi,House,nurse,health,IT\n"
        "Lee, Ann"
    )

    assert [person["name"] for person in found.people] == ["Ann Lee", "Di", "Lee, Ann"]
    assert (found.people[0]["may_write"], found.people[1]["country"]) == (True, "IT")
    assert [text.split(":")[0] for text in found.problems] == ["Line 2", "Line 3", "Line 4", "Line 6", "Line 7", "Line 8"]  # fmt: skip


def test_mistakes_keep_what_was_typed(client, trainer, session):
    world.sign_in(client, trainer)

    answer = client.post(
        reverse("participant_import", args=[session.pk]), {"people": "Bo;;;wizard"}
    )

    assert answer.status_code == 422
    assert "Line 1" in answer.content.decode()
    assert "Bo;;;wizard" in answer.content.decode()


def test_a_person_is_on_the_list_once(client, trainer, session):
    world.sign_in(client, trainer)
    for text in ("Ann Lee", "LEE Ann;Casa;;police"):
        client.post(reverse("participant_import", args=[session.pk]), {"people": text})

    person = session.participants.get()

    assert (person.sector, person.works_at) == ("police", "Casa")


def say(client, session, name, code=None):
    return client.post(ATTEND, {"code": code or session.code, "name": name})


def test_by_code_the_answer_is_the_same_for_the_listed_and_the_unlisted(client, trainer, session):
    listed(trainer, session, "Ann Lee")

    known, unknown = say(client, session, "lee ann"), say(client, session, "Some One")

    assert TOKEN.sub("", known.content.decode()) == TOKEN.sub("", unknown.content.decode())
    assert closed(trainer, session) == 1
    assert Certificate.objects.get().name == "Ann Lee"


@pytest.mark.parametrize("shift", [-2, 2])
def test_a_code_of_another_day_or_none_is_refused(client, trainer, shift):
    day = timezone.localdate() + shift * DAY
    other = planned(trainer, begins_on=day, ends_on=day)

    for code in (other.code, "22222222"):
        answer = say(client, other, "Ann Lee", code)
        assert answer.status_code == 422
        assert "No session has this code today." in answer.content.decode()
    assert not Participant.objects.exists()


def test_guessing_codes_is_slowed_down(client, session):
    answers = {say(client, session, "Ann", f"2345678{letter}").status_code for letter in "BCDFGHJKMNPQRSTVWXYZ23456789" * 2}  # fmt: skip

    assert 429 in answers


def test_the_trainer_confirms_and_notes(client, trainer, session):
    say(client, session, "Some One")
    person = session.participants.get()
    world.sign_in(client, trainer)
    assert "not on the list" in client.get(reverse("training_session_detail", args=[session.pk])).content.decode()  # fmt: skip
    modules = content.course("introduction").modules
    sent = {"name": "Some One", "sector": "police", "sex": "man", "country": "IT", "right_before": 40, "right_after": 90}  # fmt: skip

    client.post(reverse("participant_detail", args=[person.pk]), {**sent, "modules": modules[:-1]})

    person.refresh_from_db()
    assert person.confirmed_at
    assert person.attended.count() == len(modules) - 1


def test_a_corrected_name_is_found_again_by_code(client, trainer, session):
    listed(trainer, session, "Ana Bianci", "Bo Li")
    one, other = session.participants.order_by("name")
    with world.acting(trainer):
        actions.keep_participant(one, modules=[], name="Anna Bianchi")
        actions.keep_participant(other, modules=[], name="Bianchi Anna")
    say(client, session, "Anna Bianchi")

    assert session.participants.count() == 2
    assert one.attended.exists()
    assert not other.attended.exists()


def test_who_is_on_the_list_by_mistake_is_taken_off_it(client, trainer, session):
    say(client, session, "Some One")
    person = session.participants.get()
    at = reverse("participant_detail", args=[person.pk])
    stranger = world.member(world.organisation("Elsewhere"), Role.FOCAL_POINT)

    assert world.sign_in(client, stranger).post(at, {"take_off": "1"}).status_code == 404
    page = world.sign_in(client, trainer).post(at, {"take_off": "1"}, follow=True)
    assert "off the list" in page.text
    assert not Participant.objects.filter(session=session).exists()


def test_a_closed_session_stays_as_it_was(client, trainer, session):
    listed(trainer, session, "Ann Lee")
    person = session.participants.get()
    with world.acting(trainer):
        actions.keep_participant(person, modules=actions.modules_of(session), name="Ann Lee")
    say(client, session, "Some One")
    closed(trainer, session)
    world.sign_in(client, trainer)
    there = reverse("training_session_detail", args=[session.pk])
    day = timezone.localdate().isoformat()
    changed = {"course": "consular", "language": "en", "begins_on": day, "ends_on": day, "place": "room", "country": "IT", "trainers": "B", "accredited_by": "Somebody", "version": session.version}  # fmt: skip

    assert client.post(reverse("participant_import", args=[session.pk]), {"people": "Bo Li"}).url == there  # fmt: skip
    assert client.post(reverse("training_session_change", args=[session.pk]), changed).url == there
    assert client.post(reverse("participant_detail", args=[person.pk]), {"take_off": "1"}).url == there  # fmt: skip
    page = client.get(there).text
    session.refresh_from_db()
    assert (session.course, session.accredited_by) == ("introduction", "")
    assert set(session.participants.values_list("name", flat=True)) == {"Ann Lee", "Some One"}
    assert "Without that no certificate" not in page
    assert "not confirmed" in page


def test_too_little_attendance_gives_no_certificate_and_closing_is_once(trainer, session):
    listed(trainer, session, "Ann Lee", "Bo Li")
    modules = content.course("introduction").modules
    for name, number in (("Ann Lee", len(modules)), ("Bo Li", len(modules) // 2)):
        person = session.participants.get(name=name)
        with world.acting(trainer):
            actions.keep_participant(person, modules=modules[:number], name=name)

    assert closed(trainer, session) == 1
    with pytest.raises(actions.SessionClosed):
        closed(trainer, session)
    person = Participant.objects.select_related("session").get(name="Bo Li")
    with pytest.raises(actions.SessionClosed), world.acting(trainer):
        actions.keep_participant(person, modules=modules, name="Bo Li")


@pytest.fixture
def held(client, trainer, session):
    """A closed session with one certificate, and the link to it."""
    listed(trainer, session, "Ann Lee", sector="police", country="IT")
    say(client, session, "Ann Lee")
    closed(trainer, session)
    session.refresh_from_db()
    with world.acting(trainer):
        links = actions.make_links(session, can_send=False)
    return links.to_show[0][1]


def door(client, token):
    return client.get(f"{PAGE}{token}/")


def test_the_link_opens_the_certificate_and_leaves_the_address(client, held):
    answer = door(client, held)
    assert answer.url == PAGE

    page = client.get(PAGE).content.decode()
    assert Certificate.objects.get().shown_code in page
    assert "What came of it?" not in page


@pytest.mark.skipif(not can_make_pdf(), reason="Pango is missing")
def test_the_paper_of_a_participant(client, held):
    door(client, held)

    assert client.get(f"{PAGE}pdf/").content.startswith(b"%PDF")


def test_wrong_and_replaced_links_look_the_same(client, trainer, session, held):
    person = session.participants.get()
    with world.acting(trainer):
        actions.make_links(session, can_send=False, only=person)

    for token in (held, "nothing-at-all"):
        door(client, token)
        assert client.get(PAGE).status_code == 404


def test_links_are_made_once_on_the_page(client, trainer, session, held):
    world.sign_in(client, trainer)
    person = session.participants.get()

    again = client.post(reverse("participant_links", args=[session.pk])).content.decode()
    new = client.post(reverse("participant_links", args=[session.pk]), {"person": str(person.pk)})

    assert PAGE not in again
    assert PAGE in new.content.decode()


@pytest.mark.parametrize(
    ("days", "asked"), [(80, False), (91, True), (150, True), (182, True), (260, False)]
)
def test_what_came_of_it_is_asked_in_its_time(client, held, days, asked):
    Certificate.objects.update(issued_on=timezone.localdate() - days * DAY)
    door(client, held)

    assert ("What came of it?" in client.get(PAGE).content.decode()) is asked


def test_the_answer_is_kept_once(client, held):
    Certificate.objects.update(issued_on=timezone.localdate() - 92 * DAY)
    door(client, held)

    client.post(PAGE, {"has_referred": "yes", "helped": "signs"})

    assert FollowUp.objects.get(months=3).has_referred is True
    assert "What came of it?" not in client.get(PAGE).content.decode()


def test_an_empty_answer_is_asked_again(client, held):
    Certificate.objects.update(issued_on=timezone.localdate() - 92 * DAY)
    door(client, held)

    assert client.post(PAGE, {"helped": "signs"}).status_code == 422


def test_mail_goes_to_those_who_agreed_and_says_nothing(
    trainer, session, held, settings, mailoutbox
):
    settings.EMAIL_HOST = "localhost"
    Certificate.objects.update(issued_on=timezone.localdate() - 92 * DAY)
    assert send_followups() == 0
    assert not FollowUp.objects.filter(asked_at__isnull=False).exists()
    Participant.objects.update(email="ann@example.org", may_write=True)

    assert (send_followups(), send_followups()) == (1, 0)

    assert FollowUp.objects.filter(asked_at__isnull=False).count() == 1


def test_few_people_are_never_told_alone(trainer, session):
    listed(trainer, session, *[f"P {n}" for n in range("abcdef".__len__())], sector="police", country="IT")  # fmt: skip
    names = ["Q a", "Q b"]
    listed(trainer, session, *names, sector="health", country="FR")
    Participant.objects.filter(sector="police").update(right_before=40, right_after=70)

    rows = of_participants()["sector"]

    assert [row.label for row in rows] == [""]
    assert rows[0].number == 8


def test_the_page_of_figures_tells_gains(client, trainer, session):
    names = [f"P {letter}" for letter in "abcdef"]
    listed(trainer, session, *names, sector="police", country="IT")
    Participant.objects.update(right_before=40, right_after=70)
    world.sign_in(client, world.member(world.organisation(), Role.NATIONAL_COORDINATOR))

    page = client.get(reverse("training_statistics")).content.decode()

    assert "Italy" in page
    assert ">30<" in page
