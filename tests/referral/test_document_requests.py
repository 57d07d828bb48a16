"""A request for a document: whoever reads it at the consulate learns of no journey (rules of practice 13)."""

import re
from collections import Counter

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.roles import Role
from audit.models import AuditEntry
from library.person_text import LANGUAGES, person_text
from referral.actions.answers import accept
from referral.actions.asylum import keep_from_origin
from referral.actions.feedback import answer_request
from referral.actions.referrals import named_for, take_back
from referral.models import Case, MoveNotAllowed, Referral
from referral.models.referral import new_number
from referral.stages import CaseStatus, ReferralStatus, Stage
from tests import world
from tests.referral import alerts, sharing

pytestmark = pytest.mark.django_db(transaction=True)

LINK = re.compile(r'(?:href|action|hx-get)="(/[^"#?]*)')
TOKENS = re.compile(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]*"')
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
# What would tell. In the words of the product, as it stands in English.
WORDS = re.compile(
    r"journey|traffick|exploit|victim|shelter|gate\b|case\b|consent|risk|asylum|TRM|reintegrat|recover",
    re.IGNORECASE,
)
# Ends the session, or belongs to no request: the directory speaks of all countries and organisations.
NOT_WALKED = re.compile(
    r"^/(leave|session|sign-out|account/logout|countries|tools|static|language)"
)
ENOUGH = 2  # pages of one kind that belong to no request: a document of the library, a lesson


@pytest.fixture
def worker():
    return world.member(world.organisation("Casa Verde", "IT", city="Canary town"))


@pytest.fixture
def consul():
    return alerts.consul()


@pytest.fixture
def office():
    return sharing.return_office()


@pytest.fixture
def case(worker):
    return sharing.filled(worker)


def requested(worker, case, consul, **ask):
    sharing.agree(worker, case, consul.organisation, ["identity"])
    return sharing.sent(worker, case, consul.organisation, ["identity"], "travel_document", **ask)


@pytest.fixture
def asked(worker, case, consul, office):
    return requested(worker, case, consul)


def taken_on(consul, asked):
    with world.acting(consul):
        accept(referral=Referral.objects.get(pk=asked.pk), contact_name="Consul")


def answered(consul, asked):
    with world.acting(consul):
        found = Referral.objects.get(pk=asked.pk)
        answer_request(referral=found, reply="yes", on="2026-11-21")


def walk(client):
    """Every page that links lead to, from where the consul begins: address → the whole answer."""
    found, waiting, kinds = {}, ["/", reverse("consular_desk"), reverse("request_list")], Counter()
    while waiting:
        address = waiting.pop()
        if address in found or NOT_WALKED.match(address):
            continue
        kinds[kind := resolve(address).url_name] += 1
        if kinds[kind] > ENOUGH and not address.startswith("/requests/"):
            continue
        response = client.get(address, follow=True)
        found[address] = response
        if response.status_code == 200 and "html" in response.headers.get("Content-Type", ""):
            waiting += LINK.findall(response.text)
    return found


def secrets_of(case, asked, worker):
    journey = case.journey
    return [
        journey.reference,
        journey.reference.replace("-", ""),
        str(journey.pk),
        journey.pk.hex,
        str(case.pk),
        str(worker.organisation_id),
        worker.organisation.name,
        worker.user.name,
        worker.organisation.city,
        "canary goal",
        "canary wish",
        "canary red line",
        "+39 canary",
    ]


STEPS = [
    pytest.param([], id="sent", marks=pytest.mark.in_test_all),
    pytest.param([taken_on], id="accepted", marks=pytest.mark.in_test_all),
    pytest.param([taken_on, answered], id="completed"),
]


@pytest.mark.parametrize("steps", STEPS)
def test_no_page_tells_of_the_journey(client, worker, consul, case, asked, steps):
    for step in steps:
        step(consul, asked)
    pages = walk(world.sign_in(client, consul))

    assert reverse("request_detail", args=[asked.pk]) in pages
    assert len(pages) > 10
    for address, response in pages.items():
        said = f"{address} {response.headers} {response.content.decode(errors='replace')}"
        told = [word for word in secrets_of(case, asked, worker) if word in said]
        assert told == [], address
    tell_nothing({a: r for a, r in pages.items() if a.startswith("/requests/")})


def tell_nothing(of_requests):
    """A request is written in words that tell nothing either."""
    assert len(of_requests) >= 2
    for address, response in of_requests.items():
        title = re.search(r"<title>(.*?)</title>", response.text, re.DOTALL).group(1)
        assert WORDS.findall(title + MAIN.search(response.text).group()) == [], address
        assert WORDS.findall(address) == []


def test_it_goes_in_the_name_of_the_return_organiser(client, worker, consul, asked, office):
    world.sign_in(client, consul)
    for address in (reverse("request_list"), reverse("request_detail", args=[asked.pk])):
        page = client.get(address).text
        assert office.name in page
        assert worker.organisation.name not in page


def test_the_name_is_of_who_organises_the_return_and_its_own_for_itself(worker, case, office):
    other = world.organisation("A return office", "IT", "return", services=["documents"])
    assert named_in(worker, case) == other  # by name, before anybody was asked

    sharing.agree(worker, case, office)
    sent = sharing.sent(worker, case, office, kind="return")
    organiser = world.member(office, Role.RETURN_ORGANISER)
    with world.acting(organiser):
        accept(referral=Referral.objects.get(pk=sent.pk), contact_name="Ann")
        own = Case.objects.select_related("organisation").get()
        assert named_for(own) == office
    assert named_in(worker, case) == office


def named_in(worker, case):
    with world.acting(worker):
        return named_for(case)


def test_without_a_return_organiser_the_person_applies_alone(worker, consul, case):
    world.organisation("Far office", "FR", "return", services=["documents"])
    world.organisation("Bus company", "IT", "return", services=["travel"])

    with pytest.raises(MoveNotAllowed, match="applies alone"):
        requested(worker, case, consul)


def test_without_the_consent_for_it_nothing_is_asked(worker, consul, case, office):
    with pytest.raises(MoveNotAllowed, match="did not agree"):
        sharing.sent(worker, case, consul.organisation, ["identity"], "travel_document")


def test_the_name_stays_once_it_was_sent(worker, asked):
    with (
        world.acting(worker),
        pytest.raises(DatabaseError, match="keeps its parties"),
        transaction.atomic(),
    ):
        Referral.objects.filter(pk=asked.pk).update(in_name_of=worker.organisation_id)


# The same page for every purpose


def pages_of(consul, asked):
    client = world.sign_in(Client(), consul)
    found = [client.get(reverse(n)).text for n in ("request_list", "consular_desk")]
    found.append(client.get(reverse("request_detail", args=[asked.pk])).text)
    plain = [TOKENS.sub("", page) for page in found]
    return [p.replace(asked.number, "NUMBER").replace(str(asked.pk), "ID") for p in plain]


def alike():
    """A consul whose pages differ from another’s by nothing but what is asked of them."""
    consul = alerts.consul()
    consul.user.name = "Consul"
    consul.user.save()
    return consul


def adult_who_stays(worker):
    return sharing.filled(worker)


def adult_who_returns(worker):
    case = sharing.filled(worker)
    with world.acting(worker):
        Case.objects.filter(pk=case.pk).update(
            stage=Stage.RETURN, status=CaseStatus.RETURN_REQUESTED
        )
        return Case.objects.select_related("journey", "organisation").get(pk=case.pk)


def somebody_else(worker):
    return sharing.filled(worker, age_band="48+", gender="Masculine", languages=["it"])


def test_requests_look_alike_for_any_purpose(worker, office):
    seen = []
    more = {"starts_on": timezone.localdate(), "services": ["housing"]}
    for make, ask in [(adult_who_stays, {}), (adult_who_returns, more), (somebody_else, {})]:
        consul = alike()
        asked = requested(worker, make(worker), consul, **ask)
        before = pages_of(consul, asked)
        taken_on(consul, asked)
        seen.append([before, pages_of(consul, asked)])

    assert seen[0] == seen[1] == seen[2]


@pytest.mark.rule(9)
def test_every_end_by_the_sender_looks_the_same(worker, office):
    seen = []
    for end in ("asylum", "withdrawn"):
        consul, case = alike(), sharing.filled(worker)
        asked = requested(worker, case, consul)
        with world.acting(worker):
            if end == "asylum":
                keep_from_origin(case)
            else:
                take_back(case=case, referral=Referral.objects.get(pk=asked.pk))
            assert Referral.objects.get(pk=asked.pk).status == ReferralStatus.WITHDRAWN
        seen.append(pages_of(consul, asked))

    assert seen[0] == seen[1]


# Numbers, addresses, mail, log


def test_the_number_is_chance_and_nothing_else():
    numbers = [new_number() for _n in range(4000)]

    assert len(set(numbers)) == len(numbers)
    for place in range(2, 10):
        digits = Counter(number[place] for number in numbers)
        assert len(digits) == 16
        assert min(digits.values()) > 150  # 250 expected; each place is as even as the others


@pytest.mark.rule(13)
def test_the_address_of_a_request_is_neither_the_case_nor_the_journey(case, asked):
    address = reverse("request_detail", args=[asked.pk])

    assert str(case.pk) not in address
    assert str(case.journey_id) not in address
    assert asked.pk.version == 4


def test_no_mail_goes_anywhere(worker, consul, asked):
    taken_on(consul, asked)
    answered(consul, asked)

    assert mail.outbox == []


def test_the_log_of_the_consulate_names_no_journey(client, worker, consul, case, asked):
    taken_on(consul, asked)
    answered(consul, asked)
    world.sign_in(client, consul).get(reverse("request_detail", args=[asked.pk]))

    with world.acting(world.member(consul.organisation, Role.DATA_PROTECTION)):
        log = [f"{e.action} {e.target} {e.detail}" for e in AuditEntry.objects.all()]
    assert len(log) > 2
    told = secrets_of(case, asked, worker)
    assert [line for line in log if any(word in line for word in told)] == []


# First: is there a document already? Then: alone, with a letter.


def form_of(worker, case, consul, **answers):
    client = world.sign_in(Client(), worker)
    sent = {
        "do": "send",
        "receiver": str(consul.organisation_id),
        "shown_for": str(consul.organisation_id),
        "country": "IT",
        "kind": "travel_document",
        "urgency": "normal",
        "classes": ["identity"],
        **answers,
    }
    return client.post(reverse("refer", args=[case.journey.reference]), sent)


@pytest.mark.rule(13)
@pytest.mark.parametrize(
    ("answer", "status", "sent"), [("yes", 422, 0), ("", 422, 0), ("no", 302, 1)]
)
def test_the_form_asks_first_whether_there_is_a_document(
    worker, consul, case, office, answer, status, sent
):
    sharing.agree(worker, case, consul.organisation, ["identity"])
    more = {"has_document": answer} if answer else {}

    assert form_of(worker, case, consul, **more).status_code == status
    with world.acting(worker):
        assert Referral.objects.count() == sent


def test_the_gate_offers_the_letter_before_the_request(client, worker, case):
    address = reverse("gate_detail", args=[case.journey.reference, "G6"])
    page = world.sign_in(client, worker).get(f"{address}?document=no").text

    letter, request = reverse("document_letter"), reverse("refer", args=[case.journey.reference])
    assert page.index(letter) < page.index(f'{request}"')


@pytest.mark.rule(13)
def test_the_letter_is_the_same_for_everybody_and_names_nothing(client, worker, case):
    nurse = world.member(worker.organisation, Role.HEALTH)
    pages = []
    for membership in (worker, nurse):
        page = world.sign_in(client, membership).get(reverse("document_letter")).text
        pages.append(re.search(r"<article.*?</article>", page, re.DOTALL).group())

    assert pages[0] == pages[1]
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL).group(1)
    for text in (pages[0], title, reverse("document_letter")):
        assert WORDS.findall(text) == []
        assert "Referral" not in text
        assert worker.organisation.name not in text
    assert "printmark" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_is_printed_in_the_language_of_the_person(client, worker, language):
    page = (
        world.sign_in(client, worker).get(f"{reverse('document_letter')}?language={language}").text
    )

    said = person_text("request").said[language]
    assert f'<article class="card letter" lang="{language}" dir="{said.direction}"' in page
    assert all(escape(line) in page for line in (said.title, *said.lines))
    assert "Not reviewed in this language" in page


def test_a_letter_in_a_language_that_nobody_knows_is_the_english_one(client, worker):
    page = world.sign_in(client, worker).get(f"{reverse('document_letter')}?language=xx")

    assert '<article class="card letter" lang="en"' in page.text
