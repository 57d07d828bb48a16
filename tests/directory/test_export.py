import csv
import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from audit.models import AuditEntry
from directory.cells import COLUMNS
from directory.export import is_ours
from directory.import_file import read
from directory.imports import plan
from directory.models import Contact, Fact
from shell.file_faults import Broken
from shell.spreadsheets import guarded, unguarded
from tests import world
from tests.accessibility import sideways, violations
from tests.directory.rows import contact, fact, source

pytestmark = pytest.mark.django_db
URL = "/countries/export/"


def whole(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def table(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def download(reader, what, country="BV"):
    return whole(reader.get(URL, {"what": what, "country": country}))


def test_facts_with_their_sources(reader):
    origin = source(
        title="Gazette", publisher="Ministry", address="https://example.org/g", dated="2019"
    )
    fact("BV", "reflection_days", number=45, unit="days", source=origin, as_of="2019-03")
    fact("BV", "agreement", partner="HM", text="Draft", state="draft")
    fact("HM", "law", text="Another country")

    (row,) = table(download(reader, "facts"))

    assert tuple(row) == COLUMNS[Fact]
    assert (row["number"], row["unit"], row["as_of"]) == ("45", "days", "2019-03")
    assert (row["source_title"], row["source_publisher"]) == ("Gazette", "Ministry")
    assert row["checked_on"] == "2026-11-01"


@pytest.mark.parametrize("text", ["=1+1", "+355 4 123", "-5", "@cmd", "\tx", "'=x", "''+1", "＝1"])
def test_a_formula_is_guarded_and_comes_back(text):
    assert guarded(text).startswith("'")
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["'quoted'", "plain", "", "116 000", "a=b"])
def test_other_cells_stay(text):
    assert guarded(text) == text
    assert unguarded(text) == text


def test_cells_that_a_spreadsheet_would_run(reader):
    contact("BV", "focal_point", name='=HYPERLINK("https://example.org")', note="@SUM(A1)")
    contact("BV", "trafficking", phone_international="+355 4 222 2222")

    rows = table(download(reader, "contacts"))

    assert not any(text.startswith(tuple("=+-@")) for row in rows for text in row.values())
    assert "'+355 4 222 2222" in [row["phone_international"] for row in rows]


def everything(iso2="BV"):
    fact(iso2, "agreement", partner="HM", text="Протокол, «2019»\nзміни", language="uk")
    fact(iso2, "detected_citizenship", year=2022, figures={"AL": 12, "IT": "<5"})
    fact(iso2, "treaty", subject="PALERMO", yes=False, codes=["signature"], on="2001-12")
    fact(iso2, "nrm", yes=None, text="= not plain")
    fact(iso2, "reflection_days", number="7.50", unit="weeks")
    contact(iso2, "focal_point", name="الخط", phone_international="+355 4 222 2222", is_deputy=True)
    contact(iso2, "mission", name="Embassy", represents="AL", languages=["sq", "en"])


@pytest.mark.parametrize(
    ("what", "name", "rows"),
    [("facts", "x.csv", 5), ("contacts", "x.csv", 2), ("all", "x.json", 7)],
)
def test_what_was_exported_reads_as_unchanged(reader, what, name, rows):
    everything()

    lines, is_signed = read(name, download(reader, what).encode())
    found = plan(lines)

    assert (found.unchanged, found.changes, found.waiting) == (rows, [], 0)
    assert is_signed == (what == "all")


def test_without_ids_they_are_found_again_by_what_they_say(reader):
    everything()
    rows = table(download(reader, "facts"))
    out = io.StringIO()
    names = [name for name in rows[0] if name not in ("id", "key")]
    writer = csv.DictWriter(out, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)

    found = plan(read("x.csv", out.getvalue().encode())[0])

    assert (found.unchanged, found.changes) == (5, [])


def test_the_signature_covers_everything(reader):
    everything()
    document = json.loads(download(reader, "all"))
    signature = document.pop("signature")
    assert is_ours(document, signature)

    for spoil in (
        lambda: document["facts"][0].update(text="Another"),
        lambda: document["contacts"].pop(),
        lambda: document.update(made_on="2020-01-01"),
    ):
        spoil()
        assert not is_ours(document, signature)


def test_another_installation_signs_otherwise(reader, settings):
    everything()
    text = download(reader, "all")
    settings.SECRET_KEY = "another installation" * 3

    with pytest.raises(Broken) as problem:
        read("x.json", text.encode())
    assert "comes from another installation" in problem.value.faults[0].why


def test_contacts_for_partners_are_in_it_for_who_is_signed_in(reader):
    contact("BV", "focal_point", name="Partners", for_partners_only=True)

    assert "Partners" in download(reader, "contacts")
    assert Client().get(URL, {"what": "contacts"}).status_code == 302


def test_the_whole_directory_streams_in_few_queries(reader):
    everything()
    download(reader, "all")  # the first page of a session writes it
    with CaptureQueriesContext(connection) as few:
        download(reader, "all")
    with CaptureQueriesContext(connection) as queries:
        document = json.loads(whole(reader.get(URL, {"what": "all"})))

    assert len(queries) == len(few)
    assert len(document["facts"]) == Fact.objects.published().count()
    assert len(document["contacts"]) == Contact.objects.published().count()


def test_the_export_stands_in_the_audit(client):
    house = world.organisation()
    download(world.sign_in(client, world.member(house)), "facts")

    with world.acting(world.member(house, Role.DATA_PROTECTION)):
        entry = AuditEntry.objects.get(action="directory.exported")
    assert entry.detail == {"what": "facts", "country": "BV"}


def test_a_strange_country_gives_the_page(reader):
    answer = reader.get(URL, {"what": "facts", "country": "ZZ"})

    assert not answer.streaming


def test_the_command_writes_the_same(tmp_path):
    everything()
    call_command("export_directory", tmp_path / "x.json", country="BV", verbosity=0)

    lines, is_signed = read("x.json", (tmp_path / "x.json").read_bytes())

    assert is_signed
    assert len(lines) == 7


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_and_for_axe(browser, sign_in, language):
    everything("AL")
    person = world.member(world.organisation()).user
    person.language = language
    person.save()
    page = browser(script=True, width=360, locale=language)
    sign_in(page, person)
    page.goto(URL)
    assert sideways(page) <= 0
    assert violations(page) == []
    page.select_option("#id_country", "AL")
    with page.expect_download() as got:
        page.click("main .btn-primary")
    assert got.value.suggested_filename.startswith("directory-facts-al-")
