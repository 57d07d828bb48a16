import pytest
from django.urls import reverse

from accounts.roles import Role
from referral.actions.gates.standing import gates_of
from referral.models import Case, CaseUserGrant, Evidence, Identity, Notice, Risk, Task
from tests import world
from tests.referral import returning

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    two = returning.both_sides()
    returning.sign(two.milan, two.reference, "G3", level="high")
    returning.sign(two.tirana, two.reference, "G3", level="medium")
    return two


def ask(client, two):
    world.sign_in(client, two.milan)
    url = reverse("signature_ask", args=[two.reference, "G3"])
    return client.post(url, {"user": str(two.boss.user_id)})


def task_of(two):
    with world.acting(two.boss):
        return Task.objects.get(kind="second_signature", done_at=None)


def gate(two):
    with world.acting(two.milan):
        return gates_of(two.journey)["G3"].state


def test_the_second_signature_passes_a_high_risk_and_ends_the_look(client, two):
    assert gate(two) == "second"
    ask(client, two)
    world.sign_in(client, two.boss)
    sheet = client.get(reverse("signature_sign", args=[task_of(two).pk]))
    client.post(reverse("signature_sign", args=[task_of(two).pk]), {"decision": "sign"})

    assert "canary evidence" in sheet.content.decode()
    assert returning.CANARY not in sheet.content.decode()
    assert gate(two) == "passed"
    with world.acting(two.boss) as actor:
        assert not Case.objects.visible_to(actor).exists()
        assert not CaseUserGrant.objects.filter(user=two.boss.user).exists()


@pytest.mark.rule(27)
def test_the_look_opens_named_classes_only(client, two):
    ask(client, two)

    with world.acting(two.boss):
        case = Case.objects.get(journey__reference=two.reference)
        assert Risk.objects.filter(case=case).exists()
        assert not Identity.objects.filter(case=case).exists()
        assert set(CaseUserGrant.objects.get(user=two.boss.user).classes) == {
            "summary",
            "risk",
            "evidence",
        }


def test_given_back_with_a_reason_the_lead_is_told(client, two):
    ask(client, two)
    world.sign_in(client, two.boss)
    url = reverse("signature_sign", args=[task_of(two).pk])

    without_reason = client.post(url, {"decision": "back"})
    client.post(url, {"decision": "back", "reason": "back_measures"})

    assert without_reason.status_code == 422
    assert gate(two) == "second"
    with world.acting(two.milan):
        assert Evidence.objects.filter(kind="back_measures").exists()
        assert Notice.objects.filter(kind="signature_returned", user=two.milan.user).exists()


def test_nobody_asks_twice_or_without_need(client, two):
    assert ask(client, two).status_code == 302
    assert ask(client, two).status_code == 409
    returning.sign(two.milan, two.reference, "G3", level="medium")
    assert ask(client, two).status_code == 409


def test_the_asker_is_not_offered(client, two):
    world.sign_in(client, two.milan)
    form = client.get(reverse("signature_ask", args=[two.reference, "G3"])).context["form"]

    assert [value for value, _label in form.fields["user"].choices] == ["", str(two.boss.user_id)]


@pytest.mark.rule(27)
def test_another_supervisor_does_not_see_the_sheet(client, two):
    ask(client, two)
    pk = task_of(two).pk
    other = world.member(two.milan.organisation, Role.SUPERVISOR)
    world.sign_in(client, other)

    assert client.get(reverse("signature_sign", args=[pk])).status_code == 404
    assert client.get(reverse("signature_list")).context["rows"] == []


def test_the_list_leads_to_sheet_approval_and_closing(client, two):
    ask(client, two)
    returning.ask_to_return(two)
    returning.asked_for_approval(two)
    world.sign_in(client, two.boss)

    rows = client.get(reverse("signature_list")).context["rows"]

    assert {row["url"] for row in rows} == {
        reverse("signature_sign", args=[gated(two).pk]),
        reverse("return_approve", args=[two.reference]),
    }


def gated(two):
    with world.acting(two.boss):
        return Task.objects.get(kind="second_signature", gate="G3")


def test_approval_through_the_pages(client):
    two = returning.both_sides()
    world.sign_in(client, two.milan)
    told = ["stay", "asylum", "reflection", "third", "return"]
    wish = {"told": told, "wished_on": "2026-11-01", "kind": "return_request"}
    url = reverse("return_request", args=[two.reference])
    assert client.post(url, wish | {"told": told[:2]}).status_code == 422
    assert client.post(url, wish).status_code == 302
    returning.plan(two)
    returning.pass_gates(two)
    client.post(reverse("return_ask", args=[two.reference]), {"user": str(two.boss.user_id)})
    world.sign_in(client, two.boss)
    approve = reverse("return_approve", args=[two.reference])

    assert client.get(approve).context["open"] == []
    assert client.post(approve, {"looked": "on"}).status_code == 302
    assert two.case.status == "return_approved"


def test_an_approval_can_be_given_back(client):
    two = returning.both_sides()
    returning.ask_to_return(two)
    returning.asked_for_approval(two)
    world.sign_in(client, two.boss)
    url = reverse("return_approve", args=[two.reference])

    neither = client.post(url, {})
    both = client.post(url, {"looked": "on", "reason": "back_person"})
    back = client.post(url, {"reason": "back_person"})

    assert [neither.status_code, both.status_code, back.status_code] == [422, 422, 302]
    assert two.case.status == "return_requested"
    assert client.get(url).status_code == 404
    with world.acting(two.milan):
        assert Evidence.objects.filter(kind="back_person", gate="").exists()
