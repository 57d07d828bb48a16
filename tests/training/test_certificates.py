"""The certificate, and the public page that refuses a forged one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from shell.pdf import can_make_pdf
from tests import world
from tests.training import learners
from training.actions.certificates import RevokeRefused, genuine, plain_name, revoke
from training.models import Certificate, new_code
from training.models.certificate import ALPHABET

pytestmark = pytest.mark.django_db
CHECK = "/training/certificate/"
REFUSED = "No valid certificate has this code in this name"


@pytest.fixture
def certificate():
    learner = world.member(world.organisation(), cleared_until=None)
    with world.acting(learner):
        learners.passes(learner.user)
    return Certificate.objects.get()


def ask(client, code, name):
    return client.post(CHECK, {"code": code, "name": name})


def test_a_real_one_is_found_however_it_is_typed(client, certificate):
    page = ask(
        client, certificate.shown_code.lower(), f" {certificate.name.upper()} "
    ).content.decode()

    assert "Real, and valid until" in page
    assert "Data protection and using this system" in page


def test_a_forged_code_and_another_name_have_the_same_answer(client, certificate):
    forged = ("B" if certificate.code[0] != "B" else "C") + certificate.code[1:]

    pages = [ask(client, forged, certificate.name), ask(client, certificate.code, "Somebody Else")]

    for page in pages:
        assert REFUSED in page.content.decode()
        assert "Data protection" not in page.content.decode()


@pytest.fixture
def lead(certificate):
    return world.member(certificate.user.memberships.get().organisation, Role.SUPERVISOR)


def withdraw(client, certificate, why="mistake"):
    return client.post(reverse("certificate_revoke", args=[certificate.pk]), {"why": why})


def test_a_withdrawn_one_says_so_to_whoever_holds_it(client, certificate, lead):
    page = world.sign_in(client, lead).get(
        reverse("clearance_extend", args=[certificate.user.memberships.get().pk])
    )
    assert reverse("certificate_revoke", args=[certificate.pk]) in page.content.decode()
    assert withdraw(client, certificate, why="").status_code == 422
    assert withdraw(client, certificate).status_code == 302

    said = ask(client, certificate.code, certificate.name).content.decode()
    assert "Withdrawn on" in said
    assert "Real" not in said
    assert REFUSED in ask(client, certificate.code, "Somebody Else").content.decode()
    assert withdraw(client, certificate).status_code == 404


def test_withdrawn_it_opens_no_new_case_and_prints_no_paper(client, certificate, lead):
    member = certificate.user.memberships.get()
    with world.acting(lead):
        revoke(certificate, why="not_there")

    member.refresh_from_db()
    assert member.cleared_until < timezone.localdate()
    owner = world.sign_in(client, member)
    assert owner.get(reverse("certificate_pdf", args=[certificate.pk])).status_code == 404
    page = owner.get(reverse("certificate_detail", args=[certificate.pk])).content.decode()
    assert "This certificate was withdrawn" in page
    assert "somebody else took the test" in page


def test_a_supervisors_word_outlasts_it(certificate, lead):
    member = certificate.user.memberships.get()
    later = certificate.expires_on + timedelta(days=5)
    type(member).objects.filter(pk=member.pk).update(cleared_until=later)
    with world.acting(lead):
        revoke(certificate, why="name")

    member.refresh_from_db()
    assert member.cleared_until == later


def test_nobody_withdraws_their_own_or_elsewhere(client, certificate):
    owner = certificate.user.memberships.get()
    own = world.member(owner.organisation, Role.SUPERVISOR, user=owner.user)
    far = world.member(world.organisation("Far"), Role.SUPERVISOR)
    colleague = world.member(owner.organisation)

    with world.acting(own), pytest.raises(RevokeRefused):
        revoke(certificate, why="mistake")
    for actor, status in ((own, 404), (far, 404), (colleague, 403)):
        assert withdraw(world.sign_in(client, actor), certificate).status_code == status
    assert Certificate.objects.get().revoked_at is None


def test_one_that_is_over_says_so(client, certificate):
    Certificate.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    assert (
        "Real, but over since" in ask(client, certificate.code, certificate.name).content.decode()
    )


def test_guessing_is_slowed_down(client, certificate):
    answers = [ask(client, new_code(), "Anybody").status_code for _each in range(22)]

    assert answers[:20] == [200] * 20
    assert 429 in answers
    assert ask(client, certificate.code, certificate.name).status_code == 429


def test_an_empty_form_keeps_what_was_typed(client):
    answer = ask(client, "", "Somebody")

    assert answer.status_code == 422
    assert "Somebody" in answer.content.decode()


def test_no_code_repeats_and_none_holds_a_letter_that_is_misread():
    codes = {new_code() for _each in range(200)}

    assert len(codes) == 200
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set("01OILAEU") & set(ALPHABET)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Elena Marino", "MARINO, Elena"), ("Łucja Żak", "Lucja Zak"), ("O’Brien Ann", "Ann O'Brien")],
)
def test_a_name_is_compared_in_any_order_and_script(one, other):
    assert plain_name(one) == plain_name(other)


def test_no_name_opens_nothing(certificate):
    assert genuine(certificate.code, "") is None
    assert genuine("", certificate.name) is None
    assert genuine("", "") is None


def test_it_is_seen_by_its_owner_only(client, certificate):
    owner = world.sign_in(client, certificate.user.memberships.get())
    assert (
        certificate.shown_code
        in owner.get(reverse("certificate_detail", args=[certificate.pk])).content.decode()
    )

    stranger = world.sign_in(client, world.member(world.organisation()))
    for name in ("certificate_detail", "certificate_pdf"):
        assert stranger.get(reverse(name, args=[certificate.pk])).status_code == 404


@pytest.mark.skipif(not can_make_pdf(), reason="Pango is missing")
def test_as_pdf_without_a_name_in_the_file_name(client, certificate):
    owner = world.sign_in(client, certificate.user.memberships.get())

    answer = owner.get(reverse("certificate_pdf", args=[certificate.pk]))

    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="certificate.pdf"'


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (31, None),
        (30, "certificate ends on"),
        (0, "certificate ends on"),
        (-1, "certificate over since"),
    ],
)
def test_thirty_days_before_its_end_the_course_asks_for_the_test(client, certificate, days, said):
    Certificate.objects.update(expires_on=timezone.localdate() + timedelta(days=days))
    owner = world.sign_in(client, certificate.user.memberships.get())

    for address in ("/training/", "/training/data-protection/"):
        page = owner.get(address).content.decode()
        assert (said in page) if said else ("certificate ends" not in page), address
