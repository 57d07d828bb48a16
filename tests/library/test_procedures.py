"""The procedures that ship, what the reader says of a broken one, and their pages."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from instruments.shelf import load
from library import texts
from library.person_text import person_texts, texts_of_stage
from library.procedure import FOLDER, People, ProcedureError, procedure, procedures, read
from library.views.procedures import context_for
from referral.stages import GateKind
from shell.pdf import can_make_pdf, lay_out
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(world.member(world.organisation(country="FR")).user)
    return client


def test_five_stages_and_proceedings_for_whom():
    assert [(each.code, [*each.people]) for each in procedures()] == [
        ("identification", ["adult", "child", "foreign"]),
        ("first_help", ["adult", "child", "foreign"]),
        ("assistance", ["adult", "child", "foreign"]),
        ("return", ["adult", "child", "foreign"]),
        ("reintegration", ["adult", "child", "foreign"]),
        ("proceedings", ["adult", "child"]),
    ]


def test_every_tool_and_gate_that_a_measure_names_exists():
    for each in procedures():
        for measure in each.measures:
            assert [load(code).code for code in measure.tools] == list(measure.tools)
            assert {GateKind(code) for code in measure.gates} == set(measure.gates)


def test_the_texts_for_translation_are_up_to_date():
    assert texts.MODULE.read_text(encoding="utf-8") == texts.module()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('who = ["frontline", "consular"]', 'who = ["wizard"]'), "nobody is called"),
        (('code = "danger"', 'code = "notice"'), "twice"),
        (("minutes = 3\n", ""), "is missing"),
        (("minutes = 3\n", "minutes = 3\ncolour = 1\n"), "nobody reads"),
        (('people = ["adult", "child", "foreign"]', 'people = ["all"]'), "all"),
        (
            ('  "One sign is enough to look closer. None excludes anything.",\n', ""),
            None,  # three points are left: enough
        ),
        (("how = [", "how = ["), None),
        (("version = 1", "version = "), "identification"),
    ],
)
def test_a_broken_procedure_is_named(tmp_path, change, said):
    path = tmp_path / "identification.toml"
    path.write_text((FOLDER / "identification.toml").read_text().replace(*change, 1))
    if said is None:
        assert read(path).code == "identification"
        return
    with pytest.raises(ProcedureError, match=said) as caught:
        read(path)
    assert "identification.toml" in str(caught.value)


def test_a_measure_has_three_to_five_points(tmp_path):
    path = tmp_path / "return.toml"
    text = (FOLDER / "return.toml").read_text()
    path.write_text(re.sub(r"how = \[\n(  .*\n)+\]", 'how = ["One"]', text, count=1))

    with pytest.raises(ProcedureError, match="3 to 5 points, not 1"):
        read(path)


def test_what_was_done_is_shown_under_the_version_of_that_day(tmp_path, monkeypatch):
    now = procedure("return")
    day = timedelta(days=1)
    newer = tmp_path / "return.toml"
    newer.write_text(
        (FOLDER / "return.toml")
        .read_text()
        .replace("version = 1", "version = 2")
        .replace(f"dated = {now.dated}", f"dated = {now.dated + 10 * day}")
    )
    monkeypatch.setattr("library.procedure._shelf", lambda: (now, read(newer)))

    assert procedure("return").version == 2
    assert procedure("return", now.dated + 9 * day).version == 1
    assert procedure("return", now.dated + 10 * day).version == 2
    assert procedure("return", date(2020, 1, 1)).version == 1


def test_a_child_has_measures_of_its_own(reader):
    address = reverse("procedure_detail", args=["return"])

    assert "interests, in this order" in reader.get(address, {"for": "child"}).text
    assert "interests, in this order" not in reader.get(address, {"for": "adult"}).text


def test_a_foreign_national_is_told_more(reader):
    address = reverse("procedure_detail", args=["first_help"])
    more = procedure("first_help").measure("reflection").foreign[0]

    assert str(more) in reader.get(address, {"for": "foreign"}).text
    assert str(more) not in reader.get(address, {"for": "adult"}).text


@pytest.mark.parametrize("asked", ["", "nobody", "foreign", "<script>"])
def test_what_is_no_such_person_is_the_first(reader, asked):
    page = reader.get(reverse("procedure_detail", args=["proceedings"]), {"for": asked})

    assert page.status_code == 200
    assert page.context["people"] == People.ADULT


@pytest.mark.parametrize("at", ["/procedures/none/", "/procedures/return/none/"])
def test_what_does_not_exist_is_not_found(reader, at):
    assert reader.get(at).status_code == 404


def test_a_measure_alone(reader):
    page = reader.get(reverse("measure_detail", args=["identification", "screening"]))

    assert "Screening interview" in page.text
    assert reverse("tool_detail", args=["screening_adult"]) in page.text


EVERY_STAGE = [(each.code, people) for each in procedures() for people in each.people]


@pytest.mark.skipif(not can_make_pdf(), reason="this system makes no PDF")
@pytest.mark.parametrize(("code", "people"), EVERY_STAGE)
def test_each_stage_as_pdf_holds_each_measure(rf, code, people):
    """Read from the page that was laid out: title, who, when, points, sentence, gate and source of every measure."""
    request = rf.get("/", {"for": people})
    request.actor = None
    context = context_for(request, code)
    document = lay_out("library/procedure_pdf.html", context | {"today": date(2026, 1, 1)})
    read = squeezed("".join(text_in(page._page_box) for page in document.pages))

    assert context["people"] == people
    measures = procedure(code).measures_for(people)
    assert measures
    for measure in measures:
        wanted = [measure.title, measure.when, *measure.points(people), measure.say, measure.source]
        wanted += [*measure.who_names, *measure.gates]
        assert [each for each in wanted if squeezed(str(each)) not in read] == []


def text_in(box) -> str:
    return "".join(
        getattr(each, "text", "") or "" for each in box.descendants() if hasattr(each, "text")
    )


def squeezed(text: str) -> str:
    """A line that is broken loses its space, and a long word is given a hyphen."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


@pytest.mark.skipif(not can_make_pdf(), reason="this system makes no PDF")
def test_a_stage_comes_as_a_file(reader):
    page = reader.get(reverse("procedure_pdf", args=["return"]), {"for": "child"})

    assert page["Content-Disposition"] == 'attachment; filename="procedure-return.pdf"'
    assert b"".join(page).startswith(b"%PDF")


def test_each_stage_has_something_to_read_with_the_person(reader):
    for each in procedures():
        texts = texts_of_stage(each.code)
        page = reader.get(reverse("procedure_detail", args=[each.code])).text

        assert texts, each.code
        for text in texts:
            assert reverse("person_text_detail", args=[text.code, "en"]) in page
    assert {text.stage for text in person_texts()} == {each.code for each in procedures()}
