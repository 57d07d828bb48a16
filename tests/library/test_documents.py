"""The documents that ship, and the pages on which they are found, read and shown beside the work."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import training
from instruments.shelf import load as tool
from library.actions.keep import shelf_changed
from library.load import load
from library.models import Collection, Document, State
from library.procedure import procedure
from library.taxonomy import AUDIENCES, FORMS, KINDS, LICENCES, THEMES
from tests import world
from training import content

pytestmark = pytest.mark.django_db
NARROW = "\u202f"
LESSONS = Path(training.__file__).parent / "content" / "lessons"


@pytest.fixture
def reader(client):
    return world.sign_in(client, world.member(world.organisation(country="FR")))


def documents(client, **asked):
    return client.get(reverse("document_list"), asked)


def slugs(page):
    return [each.slug for each in page.context["rows"]]


def counts(page, facet):
    found = next(each for each in page.context["facets"] if each["name"] == facet)
    return {row["label"]: row["count"] for row in found["first"] + found["more"]}


def shipped():
    return list(Document.objects.published())


def test_what_ships_is_whole():
    """At least 110, each with its own words in both languages, and with codes that have a label."""
    found = shipped()

    assert len(found) >= 110
    for each in found:
        assert 60 <= len(each.summary_en) <= 400, each.slug
        assert 60 <= len(each.summary_fr) <= 450, each.slug
        assert each.summary_en != each.summary_fr
        assert each.languages, each.slug
        assert each.themes, each.slug
        for codes, table in [
            (each.themes, THEMES),
            (each.audiences, AUDIENCES),
            (each.forms, FORMS),
            ([each.kind], KINDS),
            ([each.licence], LICENCES),
        ]:
            assert set(codes) <= set(table), each.slug


def test_french_summaries_are_set_as_french():
    for each in shipped():
        text = f"{each.title_fr} {each.summary_fr}"
        assert "'" not in text, each.slug
        assert not re.search(rf"(?<![{NARROW}\d])[;:!?»]", text), each.slug
        assert "renvoi" not in text.lower(), each.slug


def test_what_a_record_names_exists():
    known = {each.slug for each in shipped()}
    exists = {
        "tool": tool,
        "measure": lambda code: procedure(code.split(".")[0]).measure(code.split(".")[1]),
        "lesson": lambda code: (LESSONS / f"{code}.toml").exists(),
    }
    for each in shipped():
        assert {each.replaced_by, each.translation_of, *each.related} - {""} <= known, each.slug
        for key in each.beside:
            kind, _colon, code = key.partition(":")
            assert exists[kind](code), key


def test_an_address_that_nobody_saw_says_so(client):
    """None is called verified without an address, and the mirrors of the list are no official address."""
    assert not [each.slug for each in shipped() if each.is_verified and not each.address]
    unseen = client.get(reverse("document_detail", args=["gdpr"]))
    seen = client.get(reverse("document_detail", args=["eu-directive-2024-1712"]))
    lost = client.get(reverse("document_detail", args=["unicef-guidelines"]))

    assert "Address not verified" in unseen.text
    assert "The address was seen with this title." in seen.text
    assert "The official address was not found" in lost.text


def test_loading_again_changes_nothing_and_mends_what_differs():
    assert load()["unchanged"] == len(shipped()) + 5 + Collection.objects.published().count()
    Document.objects.filter(slug="gdpr").update(publisher="Somebody")
    Document.objects.create(slug="gone", title="x", publisher="x", kind="law", state="published")

    done = load()

    assert (done["changed"], done["withdrawn"]) == (1, 1)
    assert Document.objects.get(slug="gdpr").publisher == "European Union"
    assert Document.objects.get(slug="gone").state == State.WITHDRAWN


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("consular handbook", "cbss-consular-handbook"),
        ("best interests procedure", "unhcr-best-interests"),
        ("delai de retablissement", "greta-reflection"),
        ("RETABLISSEMENT réflexion", "greta-reflection"),
        ("datact", "datact"),
        ("King Baudouin", "nexus-monitoring-manual"),
    ],
)
def test_words_are_found_in_every_language(client, text, first):
    assert slugs(documents(client, q=text))[0] == first


def test_facets_count_what_they_would_give(client):
    handbooks = documents(client, kind="handbook", theme="children")
    wanted = [each for each in shipped() if each.kind == "handbook" and "children" in each.themes]

    assert handbooks.context["total"] == len(wanted)
    themes = counts(handbooks, "theme")
    assert themes["Return"] == sum(
        each.kind == "handbook" and "return" in each.themes for each in shipped()
    )
    for row in handbooks.context["facets"][0]["first"]:
        again = client.get(reverse("document_list") + row["url"])
        assert row["is_on"] or again.context["total"] == row["count"]


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\x00'\"%_\\"},
        {"q": "zzzz qqqq"},
        {"page": "99999"},
        {"page": "-1"},
        {"page": "²"},
        {"kind": "nothing"},
        {"years": "x"},
        {"country": "ZZ", "theme": "<i>"},
        {"q": "a " * 300},
    ],
)
def test_nothing_asked_for_breaks_the_page(client, asked):
    page = documents(client, **asked)

    assert page.status_code == 200
    assert "<i>" not in page.text


def test_a_record_for_members_is_not_there_for_visitors(client):
    Document.objects.filter(slug="htcds").update(is_public=False)
    shelf_changed()
    at = reverse("document_detail", args=["htcds"])

    assert "htcds" not in slugs(documents(client, q="HTCDS"))
    assert client.get(at).status_code == 404
    assert "htcds" not in "".join(
        part.decode() for part in client.get("/documents/export/?as=csv").streaming_content
    )
    world.sign_in(client, world.member(world.organisation()))
    assert slugs(documents(client, q="HTCDS"))[0] == "htcds"
    assert client.get(at).status_code == 200


def test_a_search_asks_the_database_twice_however_many_there_are(client):
    documents(client, q="child")
    with CaptureQueriesContext(connection) as queries:
        documents(client, q="child")
    asked = [each["sql"] for each in queries if "library_" in each["sql"]]

    assert len(asked) == 2


def test_what_a_lesson_or_a_case_cites_leads_to_its_record(reader):
    known = {each.slug for each in shipped()}
    named = {source.document for each in [*content.shelf().lessons.values(), *content.shelf().cases.values()] for source in each.sources}  # fmt: skip
    assert named - {""} <= known

    lesson = reader.get(reverse("lesson_detail", args=["introduction", "m3_rights"])).text
    case = reader.get(reverse("case_study_detail", args=["introduction", "car_wash"])).text
    assert reverse("document_detail", args=["coe-convention"]) in lesson
    assert "address not verified" in lesson
    assert "Article numbers that nobody has compared with the text" in lesson
    assert "/documents/" in case[case.index("Sources") :]


def test_documents_stand_beside_the_work(reader):
    measure = reader.get(reverse("measure_detail", args=["return", "joint_risk"]))
    consent = reader.get(reverse("tool_detail", args=["consent"]))
    albania = reader.get(reverse("country_detail", args=["al"]))
    lesson = reader.get(reverse("lesson_detail", args=["data-protection", "dp_consent"]))

    assert reverse("document_detail", args=["iom-care-tact"]) in measure.text
    assert reverse("document_detail", args=["datact"]) in consent.text
    assert reverse("document_detail", args=["albania-strategy-2014"]) in albania.text
    assert reverse("document_detail", args=["datact"]) in lesson.text


def test_a_record_leads_to_where_it_is_used_and_to_what_is_near(client):
    page = client.get(reverse("document_detail", args=["icmpd-trm-see"]))

    assert [each.slug for each in page.context["related"]][0] == "icmpd-trm-eu"
    assert "There is a newer one" in page.text
    used = client.get(reverse("document_detail", args=["iom-care-tact"]))
    assert reverse("measure_detail", args=["return", "joint_risk"]) in used.text
    lesson = client.get(reverse("document_detail", args=["datact"]))
    assert reverse("lesson_detail", args=["data-protection", "dp_consent"]) in lesson.text


def export(client, suffix, **asked):
    answer = client.get(reverse("document_export"), {"as": suffix, **asked})
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_list_is_taken_along_in_three_forms(client):
    Document.objects.filter(slug="gdpr").update(title="=cmd()")
    shelf_changed()
    rows = list(csv.DictReader(io.StringIO(export(client, "csv", theme="data"))))
    found = json.loads(export(client, "json", theme="data"))["documents"]
    ris = export(client, "ris", theme="data")
    total = documents(client, theme="data").context["total"]

    assert len(rows) == len(found) == ris.count("TY  - ") == ris.count("ER  - ") == total
    assert {row["slug"] for row in rows} == {each["slug"] for each in found}
    assert next(row for row in rows if row["slug"] == "gdpr")["title"] == "'=cmd()"
    assert "PB  - European Union\r\n" in ris
    assert client.get(reverse("document_export"), {"as": "exe"}).status_code == 404


def test_the_script_that_measures_leaves_nothing_behind(capsys):
    before = Document.objects.count()
    call_command("measure_document_search", records=200, times=1)

    out = capsys.readouterr().out
    assert "median of all" in out
    assert "facets ms" in out
    assert Document.objects.count() == before
