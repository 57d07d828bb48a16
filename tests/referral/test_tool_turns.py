"""Tools in a case: the order for a child, and what a decided tool sets in motion."""

import pytest
from django.urls import reverse

from referral.models import Assessment, Need, Task
from tests import world
from tests.referral.placed import contact

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker():
    return world.member(world.organisation())


def tool(client, case, code):
    return reverse("case_tool", args=[case.journey.reference, code])


def fill(client, case, code, **answers):
    """The tool is answered and decided as proposed."""
    done = client.post(tool(client, case, code), answers | {"version": "0"})
    assert done.status_code == 302, done.context["form"].errors
    return client.post(done.url, {"decision": "agree", "reasons": "Because."})


@pytest.mark.rule(22)
def test_the_forms_of_a_child_open_in_their_order(client, worker):
    case = contact(worker, child=True)
    world.sign_in(client, worker)

    assert client.get(tool(client, case, "bia")).status_code == 200
    for code in ("family", "bid"):
        page = client.get(tool(client, case, code), follow=True)
        assert page.redirect_chain[-1][0] == reverse("case_child", args=[case.journey.reference])
        assert "First comes the best-interests assessment" in page.text
        assert client.post(tool(client, case, code), {"heard": "yes"}).status_code == 302
    with world.acting(worker):
        assert not Assessment.objects.exists()


@pytest.mark.rule(22)
def test_the_step_is_recorded_from_its_form(client, worker):
    case = contact(worker, child=True)
    world.sign_in(client, worker)
    safe = {"safe": "yes", "exploiters_near": "no", "carer": "yes", "suicidality": "no"}
    way = reverse("case_child", args=[case.journey.reference])
    assert "Fill in the best-interests assessment" in client.get(way).text
    fill(client, case, "bia", heard="yes", guardian="yes", **safe)

    assert "Fill in the best-interests assessment" not in client.get(way).text
    step = client.get(reverse("child_step_new", args=[case.journey.reference, "assessment"]))

    form = step.context["form"]
    assert (form["result"].value(), form["heard"].value()) == ("go_on", "yes")
    assert form["text"].value() == "Because."


def test_an_adult_has_no_forms_of_a_child_and_decides_about_the_family(client, worker):
    case = contact(worker)
    world.sign_in(client, worker)

    for code in ("bia", "bid"):
        assert client.get(tool(client, case, code)).status_code == 404
    page = client.get(tool(client, case, "family"), follow=True)
    assert "First the person agrees that the family is contacted" in page.text


def test_the_needs_assessment_writes_the_needs_and_the_tasks(client, worker):
    case = contact(worker)
    world.sign_in(client, worker)
    fill(
        client,
        case,
        "needs",
        food="no",
        call="yes",
        housing_level="medium",
        housing_wish="With a door",
        work_level="low",
        work_wants="no",
        digital_level="urgent",
    )

    with world.acting(worker):
        needs = {one.service: (one.level, one.wish) for one in Need.objects.filter(case=case)}
        tasks = {one.text for one in Task.objects.filter(case=case, kind="urgent_need")}
    assert needs == {"housing": ("soon", "With a door"), "material_aid": ("now", "")}
    assert "Telephone and accounts" in tasks
    assert len(tasks) == 3
    page = client.get(reverse("case_plan", args=[case.journey.reference]))
    assert [one["code"] for one in page.context["suggested"]] == ["housing"]
    goal = client.get(reverse("goal_new", args=[case.journey.reference]) + "?suggest=housing")
    assert goal.context["form"]["goal"].value() == "With a door"


def test_what_is_no_longer_needed_ends_as_met(client, worker):
    case = contact(worker)
    world.sign_in(client, worker)
    fill(client, case, "needs", housing_level="medium", housing_wish="With a door")
    fill(client, case, "needs", housing_level="none")

    with world.acting(worker):
        need = Need.objects.get(case=case)
        assert (need.level, need.wish) == ("met", "With a door")
