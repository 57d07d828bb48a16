import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from directory.actions.questions import answer, ask, close
from directory.forms.question import QuestionForm
from directory.models import Answer, Fact, Question, State
from directory.personal import Kind, find_personal
from directory.questions import ANSWERERS, addressees, questions_for, waiting_for
from tests import world
from tests.accessibility import sideways, violations

pytestmark = pytest.mark.django_db
NEW = "/questions/new/?country=AL"
PLAIN = "Who appoints a guardian, and how long does it take?"


class People:
    """The organisation that asks in Italy, the offices of Albania, and others."""

    def __init__(self):
        self.casa = world.organisation("Casa Verde", "IT")
        self.asker = world.member(self.casa)
        self.colleague = world.member(self.casa, Role.LAWYER)
        self.office = world.organisation("Coordination there", "AL", "coordination")
        self.coordinator = world.member(self.office, Role.NATIONAL_COORDINATOR)
        self.focal_point = world.member(world.organisation("Desk", "AL"), Role.FOCAL_POINT)
        self.caseworker = world.member(world.organisation("Qendra", "AL"))
        self.elsewhere = world.member(
            world.organisation("Office elsewhere", "FR", "coordination"), Role.NATIONAL_COORDINATOR
        )
        consulate = world.organisation("Consulate", "AL", "consulate", represents="IT")
        self.consulate = world.member(consulate, Role.FOCAL_POINT)


@pytest.fixture
def people():
    return People()


def asked(membership, country="AL", text=PLAIN):
    with world.acting(membership):
        return ask(country=country, text=text, key=key())


def answered(membership, question, text="A court, within ten days."):
    with world.acting(membership):
        return answer(question, text=text, key=key())


def key():
    return QuestionForm().fields["idempotency_key"].initial()


def signed_in(membership):
    return world.sign_in(Client(), membership)


@pytest.mark.parametrize(
    ("someone", "sees_it"),
    [
        ("asker", True),
        ("colleague", True),
        ("coordinator", True),
        ("focal_point", True),
        ("caseworker", False),
        ("elsewhere", False),
        ("consulate", False),
    ],
)
def test_a_question_is_read_by(people, someone, sees_it):
    question = asked(people.asker)
    client = signed_in(getattr(people, someone))

    answer = client.get(f"/questions/{question.pk}/")

    assert answer.status_code == (200 if sees_it else 404)
    assert (PLAIN in client.get("/questions/").content.decode()) == sees_it


def test_where_nobody_answers_all_coordinators_do(people):
    question = asked(people.asker, "HM")

    for someone in (people.coordinator, people.elsewhere):
        assert signed_in(someone).get(f"/questions/{question.pk}/").status_code == 200
    for someone in (people.focal_point, people.caseworker):
        assert signed_in(someone).get(f"/questions/{question.pk}/").status_code == 404


def test_who_has_left_answers_no_more(people):
    people.focal_point.ended_at = people.focal_point.began_at
    people.focal_point.save()

    assert people.focal_point not in addressees("AL")


def test_the_form_says_who_will_read_it(people):
    page = signed_in(people.asker).get(NEW).content.decode()

    assert "Coordination there" in page
    assert "Desk" in page
    assert "Office elsewhere" not in page
    assert "Office elsewhere" in signed_in(people.asker).get("/questions/new/?country=HM").text


def test_from_question_to_guidance_by_two_people(people):
    asker, there = signed_in(people.asker), signed_in(people.coordinator)
    detail = asker.post(NEW, {"text": PLAIN}).url
    question = Question.objects.get()
    there.post(detail, {"text": "A court, within ten days."})
    given = Answer.objects.get()
    kept = {"text": "Guardians", "detail": "A court appoints them.", "language": "en"}
    assert there.post(f"/answers/{given.pk}/guidance/", kept).url == detail

    draft = Fact.objects.get(topic="guidance", country="AL", state=State.DRAFT)
    assert draft.source.title.startswith("Answer of Coordination there, 20")
    assert draft.source.publisher == "Coordination there"
    assert str(draft.drafted_by_id) == str(people.coordinator.user_id)
    assert "waits for a second person" in there.get(detail).content.decode()
    asker.post(f"/questions/{question.pk}/close/")
    question.refresh_from_db()
    assert question.closed_at


def test_the_draft_of_guidance_is_published_by_another_person_only(people):
    given = answered(people.coordinator, asked(people.asker))
    signed_in(people.coordinator).post(
        f"/answers/{given.pk}/guidance/", {"text": "One", "detail": "Two", "language": "en"}
    )
    draft = Fact.objects.get(topic="guidance", state=State.DRAFT)

    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(pk=draft.pk).update(
            state=State.PUBLISHED, published_by=people.coordinator.user
        )


def test_who_may_make_an_answer_guidance(people):
    given = answered(people.focal_point, asked(people.asker))
    address = f"/answers/{given.pk}/guidance/"

    for someone in (people.focal_point, people.coordinator):
        assert signed_in(someone).get(address).status_code == 200
    for someone in (people.asker, people.caseworker, people.elsewhere):
        assert signed_in(someone).get(address).status_code == 404


def test_only_those_asked_answer(people):
    question = asked(people.asker)

    assert (
        signed_in(people.colleague).post(f"/questions/{question.pk}/", {"text": "x"}).status_code
        == 403
    )
    assert (
        signed_in(people.caseworker).post(f"/questions/{question.pk}/", {"text": "x"}).status_code
        == 404
    )
    assert not Answer.objects.exists()


def test_only_the_asker_closes(people):
    question = asked(people.asker)
    for someone in (people.colleague, people.coordinator, people.elsewhere):
        assert signed_in(someone).post(f"/questions/{question.pk}/close/").status_code == 404
    question.refresh_from_db()
    assert question.closed_at is None


def test_a_closed_question_takes_no_answer(people):
    question = asked(people.asker)
    with world.acting(people.asker):
        close(question)

    client = signed_in(people.coordinator)
    assert client.post(f"/questions/{question.pk}/", {"text": "Late"}).status_code == 403
    assert "Send the answer" not in client.get(f"/questions/{question.pk}/").content.decode()


def test_sent_twice_is_one_question(people):
    client = signed_in(people.asker)
    sent = {"text": PLAIN, "idempotency_key": str(key())}
    client.post(NEW, sent)
    client.post(NEW, sent)

    assert Question.objects.count() == 1


def test_what_waits_ends_with_the_answer_of_the_office(people):
    question = asked(people.asker)
    actor = people.coordinator.actor()
    assert list(waiting_for(actor)) == [question]
    assert list(waiting_for(people.asker.actor())) == []

    answered(people.coordinator, question)

    assert list(waiting_for(actor)) == []
    assert list(waiting_for(people.focal_point.actor())) == [question]


def test_the_navigation_counts_what_waits(people):
    asked(people.asker)

    def counted(someone):
        return signed_in(someone).get("/questions/").context["desk"]["counts"].get("question_list")

    assert counted(people.coordinator) == 1
    assert counted(people.elsewhere) is None
    assert counted(people.asker) is None


def test_an_office_keeps_what_it_answered(people):
    """Where an office is found later, the coordinators who helped still read what they said."""
    question = asked(people.asker, "HM")
    answered(people.elsewhere, question)
    world.member(world.organisation("New office", "HM", "coordination"), Role.NATIONAL_COORDINATOR)

    assert question in questions_for(people.elsewhere.actor())
    assert question not in questions_for(people.coordinator.actor())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to ana.k@example.org today", Kind.EMAIL),
        ("Write to ana.k (at) example.org", Kind.EMAIL),
        ("It is TRM-7K4-Q9M-2 again", Kind.REFERENCE),
        ("It is TRM‑7K4‑Q9M‑2 again", Kind.REFERENCE),
        ("It is ＴＲＭ-7K4\u200b-Q9M-2 again", Kind.REFERENCE),
        ("It is trm 7k4 q9m 2 again", Kind.REFERENCE),
        ("Her number is +355 69 123 4567", Kind.PHONE),
        ("Number (0)69-1234567", Kind.PHONE),
        ("رقمها ٠٦٩١٢٣٤٥٦٧", Kind.PHONE),
        ("born 4.3.2009", Kind.DATE),
        ("born 2009-03-04", Kind.DATE),
        ("born 04/03/09", Kind.DATE),
        ("born on 4 March 2009", Kind.DATE),
        ("née le 4 mars 2009", Kind.DATE),
        ("nata il 4 marzo 2009", Kind.DATE),
        ("nacida el 4 de marzo de 2009", Kind.DATE),
        ("народилася 4 березня 2009", Kind.DATE),
        ("passport AB1234567", Kind.DOCUMENT),
        ("a woman named Ana Kola", Kind.NAME),
        ("elle s'appelle Élodie", Kind.NAME),
        ("si chiama Ana", Kind.NAME),
        ("اسمها فاطمة", Kind.NAME),
        ("її звати Олена", Kind.NAME),
    ],
)
def test_what_may_identify_a_person_is_found(text, kind):
    assert kind in [found.kind for found in find_personal(text)]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "Law 10/2019, article 110 of the Criminal Code, since March 2019",
        "Between 2019-2023 there were 1,250 people",
        "The line 116 000 and 112 in 2026",
        "a body called the coalition",
        "Directive 2011/36/EU",
    ],
)
def test_a_plain_question_is_left_alone(text):
    assert find_personal(text) == []


def test_a_text_of_any_length_is_read_at_once():
    began = time.perf_counter()
    for letter in ("a", "1", "a.", "TRM ", "named A"):
        find_personal(letter * 1_000_000)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("text", ["Write to ana@example.org", "It is about TRM-7K4-Q9M-2"])
def test_addresses_and_references_are_refused_even_when_kept(people, text):
    answer = signed_in(people.asker).post(NEW, {"text": text, "keep": "on"})

    assert answer.status_code == 422
    assert "Take it out" in answer.content.decode()
    assert not Question.objects.exists()


def test_a_number_is_asked_about_and_stays_when_it_leads_to_nobody(people):
    client = signed_in(people.asker)
    text = "Is 069 123 4567 still the number of the office?"

    answer = client.post(NEW, {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Your text holds what may be a telephone number (069 123 4567)" in page
    assert text in page
    assert 'name="keep"' in page
    assert client.post(NEW, {"text": text, "keep": "on"}).status_code == 302


def test_the_tick_is_not_there_before_it_is_needed(people):
    assert 'name="keep"' not in signed_in(people.asker).get(NEW).content.decode()


def test_operators_and_visitors_ask_nothing(people):
    operator = world.member(world.organisation("Operation", "IT", "operator"), Role.OPERATOR)

    assert signed_in(operator).get("/questions/").status_code == 403
    assert Client().get("/questions/").status_code == 302


def test_no_person_is_named(people):
    question = asked(people.asker)
    answered(people.coordinator, question)
    page = signed_in(people.focal_point).get(f"/questions/{question.pk}/").content.decode()

    assert people.asker.user.name not in page
    assert people.coordinator.user.name not in page


@pytest.mark.parametrize("url", ["/questions/", "detail", NEW])
def test_queries_do_not_grow(people, url):
    question = asked(people.asker)
    url = f"/questions/{question.pk}/" if url == "detail" else url
    client = signed_in(people.coordinator)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    answered(people.focal_point, question)
    count()
    few = count()
    for _number in range(3):
        asked(people.asker)
        answered(people.focal_point, question)
        world.member(world.organisation("Further", "AL"), Role.FOCAL_POINT)
    assert count() == few


def test_answerers_are_two_roles():
    assert set(ANSWERERS) == {Role.FOCAL_POINT, Role.NATIONAL_COORDINATOR}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_on_a_phone_without_script(browser, sign_in, people, language):
    question = asked(people.asker, text="Długie pytanie " * 20)
    given = answered(people.coordinator, question)
    for user in (people.asker.user, people.coordinator.user):
        user.language = language
        user.save()
    page = browser(script=False, width=360, locale=language)
    sign_in(page, people.asker.user)
    for url in ("/questions/", "/questions/new/", NEW, f"/questions/{question.pk}/"):
        page.goto(url)
        assert sideways(page) <= 0, url
    page.goto(NEW)
    page.fill("#id_text", "Is +355 69 123 4567 right?")
    page.click("form.card button.btn-primary")
    assert sideways(page) <= 0
    page.check("#id_keep")
    page.click("form.card button.btn-primary")
    assert "/questions/new" not in page.url
    page.context.clear_cookies()
    sign_in(page, people.coordinator.user)
    page.goto(f"/answers/{given.pk}/guidance/")
    assert sideways(page) <= 0


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(browser, sign_in, people):
    question = asked(people.asker)
    given = answered(people.coordinator, question)
    page = browser()
    sign_in(page, people.coordinator.user)
    for url in (
        "/questions/",
        "/questions/new/",
        NEW,
        f"/questions/{question.pk}/",
        f"/answers/{given.pk}/guidance/",
    ):
        page.goto(url)
        assert violations(page) == [], url
    page.goto(NEW)
    page.fill("#id_text", "Is +355 69 123 4567 right?")
    page.click("form.card button.btn-primary")
    assert violations(page) == []
