"""Consent: per purpose, receiver and class; replaced or withdrawn, never edited."""

import re
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from library.actions.review_text import review_text
from library.person_text import LANGUAGES, person_text
from referral.actions.consents import Cell, record_consent, withdraw_consent
from referral.actions.referrals import Ask, send
from referral.consent import basis
from referral.consent_record import record_of, spoken
from referral.models import Consent, ConsentItem, MoveNotAllowed
from shell.pdf import can_make_pdf, lay_out
from tests import world
from tests.referral import guardians, sharing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def partner():
    return world.organisation("Qendra Drita", "AL")


def answers(partner, **more):
    return {
        "given_by": "person",
        "how": "spoken",
        "language": "sq",
        "interpreter": "present",
        "explained": ["told_purpose", "told_withdraw"],
        "understood": "yes",
        "copy_given": "no",
        "for-B9": "no",
        f"share-{partner.pk}-summary": "yes",
        f"share-{partner.pk}-services": "yes",
        f"share-{partner.pk}-health": "no",
        **more,
    }


def url(case, partner):
    return reverse("consent_new", args=[case.journey.reference]) + f"?receiver={partner.pk}"


def items(worker, **which):
    with world.acting(worker):
        return list(ConsentItem.objects.filter(**which))


def test_each_answer_is_recorded_apart(client, worker, partner):
    case = sharing.opened(worker)
    world.sign_in(client, worker)

    page = client.get(url(case, partner))
    answer = client.post(url(case, partner), answers(partner))

    assert re.findall(rb'<input[^>]*name="(?:share|for)-[^>]*checked', page.content) == []
    assert answer.status_code == 302
    said = {(i.purpose, i.data_class): i.agreed for i in items(worker)}
    assert said == {
        ("B9", ""): False,
        ("B3", "summary"): True,
        ("B3", "services"): True,
        ("B3", "health"): False,
    }


def test_nothing_that_was_not_understood_is_agreed_to(client, worker, partner):
    case = sharing.opened(worker)
    world.sign_in(client, worker)

    answer = client.post(url(case, partner), answers(partner, understood="no"))

    assert answer.status_code == 422
    assert items(worker) == []


def test_the_no_of_a_child_stops(client, worker, partner):
    case = sharing.opened(worker, child=True, age_band="9-17")
    world.sign_in(client, worker)

    answer = client.post(url(case, partner), answers(partner, given_by="public_body", assent="no"))

    assert answer.status_code == 302
    assert items(worker)
    assert not any(item.agreed for item in items(worker))
    with world.acting(worker):
        assert Consent.objects.get().assent == "no"


@pytest.mark.rule(20)
def test_a_child_does_not_consent_alone(client, worker, partner):
    case = sharing.opened(worker, child=True, age_band="9-17")
    world.sign_in(client, worker)

    assert client.post(url(case, partner), answers(partner)).status_code == 422


@pytest.mark.rule(20)
@pytest.mark.rule(21)
def test_sharing_abroad_waits_for_the_guardian_of_a_child(client, worker, partner):
    case = sharing.opened(worker, child=True, age_band="9-17")
    near = world.organisation("Near by", "IT")
    world.sign_in(client, worker)

    said = answers(partner, given_by="public_body", assent="yes")
    refused = client.post(url(case, partner), said)
    here = client.post(url(case, near), answers(near, given_by="public_body", assent="yes"))
    home = client.post(
        url(case, near), answers(near, given_by="public_body", assent="yes") | {"for-B8": "yes"}
    )
    assert home.status_code == 422
    relative = client.post(url(case, partner), said | {"given_by": "guardian"})
    guardians.appointed(worker, case)
    guardian = client.post(url(case, partner), said | {"given_by": "guardian"})

    answers_ = [refused, here, relative, guardian]
    assert [one.status_code for one in answers_] == [422, 302, 422, 302]
    with world.acting(worker):
        assert basis(case, near, "B2").agreed == {"summary", "services"}
        assert basis(case, partner, "B3").agreed == {"summary", "services"}


def test_the_same_form_sent_twice_is_one_conversation(client, worker, partner):
    case = sharing.opened(worker)
    world.sign_in(client, worker)
    sent = answers(partner, idempotency_key="6b2f2b0e-7f0f-4a5c-8a1f-3a2b9f1f0c11")

    client.post(url(case, partner), sent)
    client.post(url(case, partner), sent)

    with world.acting(worker):
        assert Consent.objects.count() == 1


def test_a_consent_is_withdrawn_class_by_class(client, worker, partner):
    case = sharing.opened(worker)
    world.sign_in(client, worker)
    client.post(url(case, partner), answers(partner))
    with world.acting(worker):
        consent = Consent.objects.get()

    page = reverse("consent_withdraw", args=[case.journey.reference, consent.pk])
    assert client.get(page).status_code == 200
    client.post(page, {"what": f"B3|{partner.pk}|services"})

    ended = {item.data_class for item in items(worker, withdrawn_at__isnull=False)}
    assert ended == {"services"}
    assert (
        b"Withdrawn" in client.get(reverse("case_consent", args=[case.journey.reference])).content
    )


@pytest.mark.parametrize("page", ["case_consent", "consent_new"])
def test_others_find_nothing(client, worker, partner, page):
    case = sharing.opened(worker)
    address = reverse(page, args=[case.journey.reference])

    for stranger in [
        world.member(worker.organisation),
        world.member(partner),
    ]:
        assert world.sign_in(client, stranger).get(address).status_code == 404
    operator = world.member(worker.organisation, Role.ORGANISATION_ADMIN)
    assert world.sign_in(client, operator).get(address).status_code == 403


def said_in(client, worker, partner, language):
    """A conversation in this language: (what its addresses need, the page that is printed of it)."""
    case = sharing.opened(worker)
    world.sign_in(client, worker)
    client.post(url(case, partner), answers(partner, language=language))
    with world.acting(worker):
        at = [case.journey.reference, Consent.objects.get(case=case).pk]
    return at, client.get(reverse("consent_print", args=at))


def test_a_print_in_a_language_not_reviewed_is_for_an_interpreter(client, worker, partner):
    at, shown = said_in(client, worker, partner, "sq")
    assert "For an interpreter" in shown.text
    assert 'lang="sq"' in shown.text
    assert "For an interpreter" not in client.get(reverse("consent_detail", args=at)).text

    office = world.organisation("Coordination", "IT", "coordination")
    with world.acting(world.member(office, Role.NATIONAL_COORDINATOR)):
        review_text(person_text("agreed"), "sq")
    read = client.get(reverse("consent_print", args=at))
    assert "For an interpreter" not in read.text
    assert "Words reviewed by: National coordinator, Coordination" in read.text


ALBANIA = {"en": "Albania", "fr": "Albanie", "es": "Albania", "it": "Albania", "el": "Αλβανία"}
ALBANIA |= {"pl": "Albania", "sq": "Shqipëri", "ar": "ألبانيا", "uk": "Албанія"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_is_in_the_language_of_the_person(client, worker, partner, language):
    _at, shown = said_in(client, worker, partner, language)
    article = re.search(r"<article[^>]*>.*?</article>", shown.text, re.DOTALL)[0]
    words = person_text("agreed").said[language].words

    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in article
    expected = [
        *(words["heading"][code] for code in ("receiver", "purpose", "part", "answer", "until")),
        words["purpose"]["B3"],
        words["purpose"]["B9"],
        *(words["part"][code] for code in ("summary", "services", "health")),
        f"{words['kind']['ngo']} – {ALBANIA[language]}",
        words["given_by"]["person"],
        words["how"]["spoken"],
        words["interpreter"]["present"],
        words["explained"]["told_withdraw"],
        *(words["answer"][code] for code in ("yes", "no")),
    ]
    assert [each for each in expected if escape(each) not in article] == []
    ours = person_text("agreed").said["en"].words if language != "en" else {}
    alike = {"No", "Interprete", "Police"}
    left = {each for group in ours.values() for each in group.values()} - alike
    assert [each for each in left if f">{each}<" in article] == []


def test_a_language_without_words_is_read_in_ours_with_an_interpreter(client, worker, partner):
    _at, shown = said_in(client, worker, partner, "ro")

    assert '<article class="card" lang="en" dir="ltr">' in shown.text
    assert "For an interpreter" in shown.text


def test_what_was_taken_back_says_so_on_the_record(client, worker, partner):
    at, _shown = said_in(client, worker, partner, "uk")
    client.post(reverse("consent_withdraw", args=at), {"what": f"B3|{partner.pk}|services"})

    article = client.get(reverse("consent_print", args=at)).text
    assert article.count("Відкликано") == 1


@pytest.mark.skipif(not can_make_pdf(), reason="this system makes no PDF")
def test_the_record_as_a_file_is_logged_and_runs_from_the_right(client, worker, partner):
    at, _shown = said_in(client, worker, partner, "ar")
    out = client.get(reverse("consent_pdf", args=at))

    assert re.fullmatch(r'attachment; filename="record-[\d-]+\.pdf"', out["Content-Disposition"])
    assert at[0].encode() not in out.content
    with world.acting(worker):
        consent = Consent.objects.get()
        record = record_of(consent, list(consent.items.all()), spoken("ar"))
        context = {"record": record, "consent": consent, "reviewed": None}
        document = lay_out("referral/consent_pdf.html", context)
    assert b"arabic" in document.write_pdf(uncompressed_pdf=True)
    boxes = [box for page in document.pages for box in page._page_box.descendants()]
    ways = {box.style["direction"] for box in boxes if box.element_tag in ("html", "table")}
    assert ways == {"rtl"}
    with world.acting(worker):
        assert AuditEntry.objects.filter(action="consent.printed").count() == 1
    stranger = world.member(world.organisation(country="IT"))
    again = world.sign_in(client, stranger).get(reverse("consent_pdf", args=at))
    assert again.status_code == 404


def test_a_new_conversation_replaces_the_old_one(client, worker, partner):
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner, ["summary", "identity", "services"])
    referral = sharing.sent(worker, case, partner, ["summary", "identity", "services"])
    world.sign_in(client, worker)

    said = answers(partner, **{f"share-{partner.pk}-identity": "no"})
    assert client.post(url(case, partner), said).status_code == 302

    with world.acting(worker):
        agreed = basis(case, partner, "B3").agreed
        recalled = referral.parts.filter(recalled_at__isnull=False)
        assert agreed == {"summary", "services"}
        assert {part.data_class for part in recalled} == {"identity"}


def test_the_end_reaches_what_rests_on_an_earlier_conversation(worker, partner):
    case = sharing.filled(worker)
    sharing.agree(worker, case, partner, ["summary", "identity"])
    referral = sharing.sent(worker, case, partner, ["summary", "identity"])
    newer = sharing.agree(worker, case, partner, ["summary", "identity"])

    with world.acting(worker):
        withdraw_consent(case=case, consent=newer, purpose="B3", receiver=partner)
        assert not referral.parts.filter(recalled_at=None).exists()


def test_a_consent_not_recorded_allows_nothing(worker, partner):
    case = sharing.filled(worker)
    with world.acting(worker):
        record_consent(
            case=case,
            cells=[Cell("B3", True, partner, "summary")],
            given_by="not_recorded",
            how="imported",
            language="",
            text_version="",
        )
        assert basis(case, partner, "B3").agreed == set()
        with pytest.raises(MoveNotAllowed):
            send(case=case, receiver=partner, ask=Ask("transfer"), classes={"summary"})


def test_the_page_asks_as_often_for_one_as_for_many(client, worker, partner):
    case = sharing.opened(worker)
    sharing.agree(worker, case, partner)
    world.sign_in(client, worker)
    page = reverse("case_consent", args=[case.journey.reference])
    client.get(page)
    one = queries(client, page)
    for country in ["FR", "GR"]:
        sharing.agree(worker, case, world.organisation("More", country))

    assert queries(client, page) == one


def queries(client, page):
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)
