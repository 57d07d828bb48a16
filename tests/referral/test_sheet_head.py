"""The common head of a sheet: who sat there, how it was spoken, where answers come from, why it has gaps."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from instruments.head import LABELS
from instruments.paper import blank, filled
from instruments.shelf import load
from referral.actions.assessments import save_answers
from referral.models import Answer, Assessment
from tests import world

pytestmark = pytest.mark.django_db
CARD = {"debt": "yes", "fear": "no", "concern": "yes", "version": "0"}
HEAD = {
    "head-held_on": "2026-01-05",
    "head-place": "shelter",
    "head-language": "sq",
    "head-interpreter": "remote",
    "head-interpreter_checked": "yes",
    "head-present": ["trusted", "children"],
    "head-with_body": "Canary office",
    "head-source": "document",
}


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def case(worker, client):
    world.sign_in(client, worker)
    case = world.contact(worker)
    with world.acting(worker):
        assert case.journey  # read once, for the addresses
    return case


def card(case):
    return reverse("case_tool", args=[case.journey.reference, "quick_card"])


def kept(worker):
    with world.acting(worker):
        sheet = Assessment.objects.get()
        return sheet, sheet.head


def test_the_card_is_sent_without_a_word_on_its_head(client, worker, case):
    """Ten taps stay ten taps: the day, and what the last talk was like, are there already."""
    shown = client.get(card(case))
    answer = client.post(card(case), CARD)

    assert "About this talk" in shown.text
    assert answer.status_code == 302
    sheet, head = kept(worker)
    assert head["held_on"] == timezone.localdate()
    assert (head["place"], head["present"], head["incomplete"]) == ("", [], "")
    assert sheet.by_id == worker.user_id


def test_the_head_is_kept_and_read(client, worker, case):
    answer = client.post(card(case), CARD | HEAD)

    _sheet, head = kept(worker)
    assert head["present"] == ["trusted", "children"]
    assert (head["language"], head["interpreter"], head["place"]) == ("sq", "remote", "shelter")
    page = client.get(answer.url).text
    for words in ("5 January 2026", "Albanian", "A shelter", "Canary office", "no tie to those"):
        assert words in page, words
    assert page.count("(A document)") == 3
    with world.acting(worker):
        assert b"Canary" not in bytes(Assessment.objects.get().__dict__["with_body"])


def test_answers_that_stand_keep_their_source(client, worker, case):
    client.post(card(case), CARD | HEAD)
    form = client.get(card(case)).context["form"]
    assert form["head-source"].value() == ""

    given = CARD | {"fear": "unknown", "version": form["version"].value(), "head-place": "shelter"}
    client.post(card(case), given)

    with world.acting(worker):
        found = dict(Answer.objects.values_list("question", "source"))
    assert found == {"debt": "document", "fear": "", "concern": "document"}


def test_a_page_without_the_head_leaves_it_as_it_stands(client, worker, case):
    client.post(card(case), CARD | HEAD)
    version = client.get(card(case)).context["form"]["version"].value()

    client.post(card(case), CARD | {"version": version})

    _sheet, head = kept(worker)
    assert (head["language"], head["with_body"]) == ("sq", "Canary office")


def test_the_next_sheet_begins_with_how_the_last_was_spoken(client, worker, case):
    client.post(card(case), CARD | HEAD)

    at = reverse("case_tool", args=[case.journey.reference, "risk_short"])
    form = client.get(at).context["form"]

    assert form["head-language"].value() == "sq"
    assert form["head-interpreter"].value() == "remote"
    assert form["head-held_on"].value() == timezone.localdate()
    assert (form["head-present"].value(), form["head-with_body"].value()) == ("", "")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"head-present": ["nobody", "lawyer"]}, "head-present"),
        ({"head-held_on": (timezone.localdate() + timedelta(2)).isoformat()}, "head-held_on"),
        ({"head-place": "Via Canary 4"}, "head-place"),
    ],
)
def test_what_cannot_be_is_asked_about_and_the_fold_opens(client, case, wrong, field):
    answer = client.post(card(case), CARD | HEAD | wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert '<details class="card fold mb-3" open>' in answer.text


def test_an_interpreter_who_was_not_there_was_not_checked(client, worker, case):
    client.post(card(case), CARD | HEAD | {"head-interpreter": "not_needed"})

    assert kept(worker)[1]["interpreter_checked"] == ""


@pytest.mark.parametrize(("given", "reason"), [({}, "enough"), ({"incomplete": "tired"}, "tired")])
def test_a_sheet_that_is_closed_with_gaps_says_why(client, worker, case, given, reason):
    answer = client.post(card(case), CARD)

    client.post(answer.url, {"decision": "agree"} | given)

    assert kept(worker)[1]["incomplete"] == reason


def test_a_sheet_without_gaps_has_no_reason_for_them(client, worker, case):
    everything = dict.fromkeys(load("quick_card").questions, "no")
    answer = client.post(card(case), everything | {"version": "0"})
    page = client.get(answer.url)

    client.post(answer.url, {"decision": "agree", "incomplete": "tired"})

    assert "incomplete" not in page.context["form"].fields
    assert kept(worker)[1]["incomplete"] == ""


def test_two_people_changing_the_head_see_both(client, worker, case):
    client.post(card(case), CARD)
    version = client.get(card(case)).context["form"]["version"].value()
    client.post(card(case), CARD | HEAD | {"version": version})

    answer = client.post(card(case), CARD | HEAD | {"version": version, "head-place": "home"})

    assert answer.status_code == 409
    assert [row["name"] for row in answer.context["rows"]] == ["head-place", "head-source"]


def test_single_answers_have_sources_of_their_own_while_the_sheet_is_open(client, worker, case):
    read = client.post(card(case), CARD | HEAD | {"head-source": ""}).url
    with world.acting(worker):
        sheet = Assessment.objects.get()
    at = reverse("assessment_sources", args=[case.journey.reference, sheet.pk])
    assert at in client.get(read).text
    form = client.get(at).context["form"]
    version = form["version"].value()

    wrong = client.post(at, {"version": version, "of-debt": "gossip"})
    late = client.post(at, {"version": "1", "of-debt": "document"})
    kept_there = client.post(at, {"version": version, "of-debt": "document", "of-fear": "seen"})

    assert (wrong.status_code, late.status_code, kept_there.status_code) == (422, 409, 302)
    with world.acting(worker):
        found = dict(Answer.objects.values_list("question", "source"))
    assert found == {"debt": "document", "fear": "seen", "concern": ""}
    stranger = world.member(world.organisation(country="IT"))
    assert world.sign_in(client, stranger).get(at).status_code == 404
    world.sign_in(client, worker)
    client.post(read, {"decision": "agree"})
    assert client.get(at).status_code == 404


def test_on_paper_the_head_is_there_to_be_filled_in_or_read(worker, case):
    tool = load("quick_card")
    with world.acting(worker):
        answers = {"debt": "yes"}
        head = {"language": "sq", "present": ["lawyer"]}
        sheet = save_answers(case=case, definition=tool, answers=answers, head=head, source="seen")
        paper = filled(tool, answers, sheet.head, {"debt": "seen"})

    assert [each.answer for each in paper["head"]] == ["Albanian", "A lawyer"]
    sources = [
        each.source for part in paper["sections"] for _n, row in part["rows"] for each in row
    ]
    assert [each for each in sources if each] == ["We saw it ourselves"]
    assert len(blank(tool)["head"]) == len(LABELS)
    assert all(each.boxes or each.lines for each in blank(tool)["head"])
