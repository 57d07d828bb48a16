"""Tools on paper: blank ones for everybody, in English, French and Arabic."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from instruments.paper import LANGUAGES, blank, filled, is_unread
from instruments.reading import Reader
from instruments.shelf import tools
from shell.pdf import can_make_pdf, lay_out
from tests import world
from tests.instruments.own_tool import OWN_TOOL

needs_pango = pytest.mark.skipif(not can_make_pdf(), reason="this system makes no PDF")
ARABIC = {"stays": {"English": "Stays?", "ar": "هل يبقى الليلة؟"}}


def own():
    content = {**OWN_TOOL, "title": {"English": "Intake", "ar": "استقبال"}}
    first, second = OWN_TOOL["sections"]
    asked = [
        {**each, "text": ARABIC.get(each["code"], each["text"])} for each in first["questions"]
    ]
    content["sections"] = [{**first, "questions": asked}, second]
    return Reader(content, is_ours=False).definition()


@pytest.mark.parametrize("tool", tools(), ids=lambda tool: tool.code)
def test_every_question_has_room_for_its_answer(tool):
    asked = [e for s in blank(tool)["sections"] for _name, row in s["rows"] for e in row]

    assert len(asked) == sum(
        1 for s in tool.sections for q in s.questions if q.kind != "calculated"
    )
    assert all(each.boxes or each.lines or each.is_statement for each in asked)
    assert not any(ticked for each in asked for ticked, _text in each.boxes)


def test_a_filled_sheet_shows_what_applies():
    sheet = filled(own(), {"stays": "yes", "Room": "12", "nights": 3, "cost": "37.5"})
    asked = {str(e.text): e for s in sheet["sections"] for _name, row in s["rows"] for e in row}

    assert asked["Stays?"].boxes == ((True, "Yes"), (False, "No"))
    assert (asked["Room"].answer, asked["Nights"].answer, asked["Cost"].answer) == (
        "12",
        "3",
        "37.5",
    )
    other = filled(own(), {"stays": "no"})
    assert [s["title"] for s in other["sections"]] == ["Questions"]


@needs_pango
def test_arabic_runs_from_the_right_in_its_own_letters():
    with translation.override("ar"):
        document = lay_out("instruments/tool_pdf.html", blank(own()))
    body = document.write_pdf(uncompressed_pdf=True)

    assert b"arabic" in body
    boxes = [box for page in document.pages for box in page._page_box.descendants()]
    assert {box.style["direction"] for box in boxes if box.element_tag == "html"} == {"rtl"}


@pytest.mark.parametrize("tool", tools(), ids=lambda tool: tool.code)
def test_an_arabic_sheet_is_arabic_throughout(tool):
    """Blank and filled: no question, no answer, no heading is left in another language. The source of a tool is a title."""
    answers = {each: "yes" for each, question in tool.questions.items() if question.options}
    head = {
        "place": "office",
        "interpreter": "present",
        "present": ["guardian"],
        "incomplete": ["time"],
    }
    with translation.override("ar"):
        for sheet in (blank(tool), filled(tool, answers, head)):
            page = render_to_string(
                "instruments/tool_pdf.html", sheet | {"is_unread": is_unread(tool, "ar")}
            )
            body = re.sub(r'<span lang="en">.*?</span>', "", page.partition("<body")[2])
            words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", " ", body.partition(">")[2]))
            assert words == []
            assert "مع مترجم" in page


@needs_pango
@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_blank_file_in_each_language(client, language):
    world.sign_in(client, world.member(world.organisation()))
    out = client.get("/tools/quick_card/pdf/", {"in": language})

    assert out["Content-Disposition"] == f'attachment; filename="quick_card-{language}.pdf"'
    with pikepdf.open(BytesIO(out.content)) as file:
        assert len(file.pages) >= 1
    assert "tools/quick_card/pdf/?in=ar" in client.get("/tools/quick_card/").text


@pytest.mark.django_db
def test_no_other_language_and_no_other_tool(client):
    world.sign_in(client, world.member(world.organisation()))

    assert client.get("/tools/quick_card/pdf/", {"in": "xx"}).status_code == 404
    assert client.get("/tools/none/pdf/").status_code == 404
