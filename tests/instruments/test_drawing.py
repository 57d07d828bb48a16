"""A plain question is drawn in one piece, and looks exactly as the template of a question draws it."""

import re

import pytest
from crispy_forms.utils import render_field
from django.db import connection
from django.http import QueryDict
from django.template import Context
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from instruments import drawing
from instruments.actions import versions
from instruments.forms import form_for
from instruments.reading import Reader
from instruments.shelf import load, tools
from tests import world


def long_tool(count):
    questions = [
        {
            "code": f"q{n}",
            "text": f"Question {n}",
            "kind": "yes_no" if n % 3 else "text",
            "data_class": "account",
        }
        for n in range(count)
    ]
    return {
        "code": f"it_of_{count}",
        "version": 1,
        "title": "Long",
        "minutes": 1,
        "moment": "meet",
        "purpose": "P",
        "who": "W",
        "source": "S",
        "data_class": "account",
        "result": "collected",
        "sections": [{"code": "all", "title": "All", "questions": questions}],
    }


def by_the_template(form, code):
    context = Context({"form": form})
    return plain(render_field(code, form, context, "instruments/question.html"))


def plain(html):
    """Without the white space between tags, which nobody sees; of the options of a list, also without the last."""
    return re.sub(r"\s+", " ", re.sub(r">\s+|\s+<", lambda m: m[0].strip(), str(html))).strip()


def some_answer(question):
    if question.options:
        return question.options[0].code
    return {"scale": question.low, "number": question.low, "date": "2026-01-05"}.get(
        question.kind, "“A” & <b>"
    )


@pytest.mark.parametrize("filled", [False, True], ids=["blank", "filled"])
def test_every_question_that_ships_looks_as_its_template(filled):
    compared = 0
    for tool in tools():
        answers = {code: some_answer(each) for code, each in tool.questions.items()}
        form = form_for(tool, answers=answers if filled else None)
        kinds = set()
        for code, question in tool.questions.items():
            look = question.kind, bool(question.help), len(question.options)
            if code not in form.fields or look in kinds:
                continue
            kinds.add(look)
            html = drawing.drawn(form[code])
            if html is not None:
                assert plain(html) == by_the_template(form, code), (tool.code, code)
                compared += 1
    assert compared > 60


def test_what_was_typed_is_shown_again_and_escaped():
    form = form_for(load("plan"), QueryDict('goal_1_goal="><script>&goal_1_by=soon'))
    assert not form.is_valid()

    assert "<script>" not in drawing.drawn(form["goal_1_who"]) + by_the_template(form, "goal_1_by")
    assert drawing.drawn(form["goal_1_by"]) is None  # what is wrong with it is told by the template


def test_what_a_country_writes_is_text_and_never_markup():
    raw = long_tool(1) | {"code": "it_bold"}
    raw["sections"][0]["questions"] = [
        {"code": "q", "text": "<i>Sure</i>?", "kind": "yes_no", "help": "<form action=/>"}
    ]
    form = form_for(Reader(raw, is_ours=False).definition())

    for html in (drawing.drawn(form["q"]), by_the_template(form, "q")):
        assert "<form" not in html
        assert "<i>" not in html


@pytest.mark.django_db
def test_a_page_of_300_questions_asks_no_oftener_than_one_of_30(client):
    office = world.organisation("Office", "IT", "coordination")
    one, other = (world.member(office, Role.NATIONAL_COORDINATOR) for _n in range(2))
    worker = world.member(world.organisation(country="IT"))
    case = world.contact(worker)
    with world.acting(worker):
        reference = case.journey.reference
    counted = {}
    for count in (30, 300):
        with world.acting(one):
            draft = versions.draft(content=long_tool(count), report=[])
        with world.acting(other):
            versions.publish(draft, edition=draft.edition)
    world.sign_in(client, worker)
    for count in (30, 300):
        for at in (f"/tools/it_of_{count}/", f"/cases/{reference}/tools/it_of_{count}/"):
            client.get(at)
            with CaptureQueriesContext(connection) as queries:
                page = client.get(at)
            assert page.text.count('class="fld"') >= count
            counted[count, at.startswith("/tools")] = len(queries)

    assert counted[30, True] == counted[300, True]
    assert counted[30, False] == counted[300, False]
