"""Yearly figures of courts and authorities: entered with their source, confirmed by another, told in the ready tables without small numbers."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.models import MoveNotAllowed, Notice
from reports.justice import shown
from reports.justice.enter import answer, enter, take_back
from reports.justice.file import COLUMNS, template
from reports.justice.measures import MEASURES, PARTINGS
from reports.models import JusticeEntry, JusticeNumber, JusticeSaid
from reports.statistics.ready import TABLES
from tests import world
from tests.reports.test_figures import coordinator

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = timezone.localdate().year - 1
SOURCE = {"source": "Ministero della Giustizia", "source_on": date(YEAR + 1, 1, 1)}
GIVEN = {"year": YEAR, "total": 31, "source": "Ministero della Giustizia", "source_on": f"{YEAR + 1}-01-01"}  # fmt: skip


@pytest.fixture
def office():
    """(who enters, the second person) of the same coordination."""
    one = coordinator("IT")
    return one, world.member(one.organisation, Role.ANALYST)


def entered(who, measure="convicted", women=9, men=22, **more):
    numbers = {("", ""): women + men}
    if "sex" in MEASURES[measure].parts:
        numbers |= {("sex", one): 0 for one in PARTINGS["sex"].categories}
        numbers |= {("sex", "female"): women, ("sex", "male"): men}
    with world.acting(who):
        return enter(year=YEAR, measure=measure, numbers=numbers, **SOURCE | more)


def confirmed(office, *args, **more):
    entry = entered(office[0], *args, **more)
    with world.acting(office[1]):
        answer(entry=entry, yes=True)
    return entry


def said(who, measure="convicted", inside=False):
    with world.acting(who):
        [told] = shown.told((measure,), "IT", YEAR, inside)
        return told.cells


def test_from_the_form_to_the_tables_and_their_files(client, office):
    world.sign_in(client, office[0])
    page = reverse("justice_new", args=["convicted"])
    wrong = client.post(page, GIVEN | {"published": "yes", "sex__female": 9})
    assert wrong.status_code == 422
    assert "add up to 9" in wrong.text
    assert "Say where everybody can read it" in wrong.text
    good = GIVEN | {
        "published": "yes",
        "source_url": "https://example.org/report",
        "sex__female": 9,
        "sex__male": 22,
    }
    entry = client.post(page, good).url
    assert "Take back" in client.get(entry).text
    assert client.post(f"{entry}answer/", {"answer": "yes"}).status_code == 409
    assert client.post(page, good).status_code == 409
    table = reverse("statistics_table", args=["greta"]) + f"?country=IT&year={YEAR}"
    assert "Persons convicted" not in client.get(table).text

    world.sign_in(client, office[1])
    assert client.post(f"{entry}answer/", {"answer": "yes"}).status_code == 302
    world.sign_in(client, world.member(world.organisation("Elsewhere", "FR")))
    seen = client.get(table).text
    for words in (
        "Persons convicted",
        "Ministero della Giustizia",
        "https://example.org/report",
        "compared with it by a second person",
        ">9<",
    ):
        assert words in seen
    assert client.get(entry).status_code == 403

    address = reverse("statistics_file", args=["glotip", "csv"]) + f"?country=IT&year={YEAR}"
    names, tags, *rows = csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig")))
    rows = [dict(zip(names, row, strict=True)) for row in rows]
    assert tags[names.index("txtVALUE")] == "#affected+victims+ind"
    women = [row for row in rows if row["Sex"] == "Female"]
    assert [(row["Indicator"], row["txtVALUE"], row["Age"]) for row in women] == [
        ("Persons convicted", "9", "Total")
    ]
    assert women[0]["Source"].startswith("Ministero della Giustizia, ")
    names, tags, *rows = json.loads(client.get(address.replace("glotip", "greta").replace("csv", "json")).content)  # fmt: skip
    assert ["ITA", 31] in [[row[0], row[names.index("value")]] for row in rows]
    assert all(tag.startswith("#") for tag in tags)


def test_the_second_person_is_told_once_that_figures_wait(client, office):
    """A table of many rows is one thing that waits; who entered hears of the answer; nobody abroad hears anything."""
    one, two = office
    far = coordinator("FR")
    entry = entered(one)
    entered(one, "prosecuted")
    assert [kinds_told(who) for who in (one, two, far)] == [[], ["justice_asked"], []]
    with world.acting(two):
        answer(entry=entry, yes=True)
    assert [kinds_told(who) for who in (one, two)] == [["justice_answered"], ["justice_asked"]]
    world.sign_in(client, two)
    assert f'href="{reverse("justice_list")}"' in client.get(reverse("notice_list")).text


def kinds_told(who):
    with world.acting(who):
        return list(Notice.objects.filter(user=who.user).values_list("kind", flat=True))


def test_what_no_source_has_published_is_told_without_small_numbers(office):
    """The nine women, and the men from whom they could be worked out; inside from five on."""
    confirmed(office)
    other = world.member(world.organisation("Elsewhere", "FR"))
    outside = said(other)
    assert outside["", ""] == 31
    assert (outside["sex", "female"], outside["sex", "male"]) == (None, None)
    inside = said(office[0], inside=True)
    assert (inside["sex", "female"], inside["sex", "male"]) == (9, 22)
    with world.acting(other):
        assert shown.told(("convicted",), "IT", YEAR, True) == []
        assert not JusticeNumber.objects.exists()

    confirmed(office, "investigations", women=3, men=0)
    assert said(other, "investigations") == {("", ""): 3}  # no people


def test_a_correction_does_not_tell_the_difference(office):
    """31 and then 33: two people. Only what has changed by enough is told anew."""
    confirmed(office, women=15, men=16)
    confirmed(office, women=17, men=16)
    outside = said(office[1])
    assert (outside["", ""], outside["sex", "female"]) == (None, None)
    confirmed(office, women=40, men=16)
    assert said(office[1])["sex", "female"] == 40


def test_nobody_is_the_second_person_to_oneself_nor_abroad(office):
    entry = entered(office[0])
    same_hat = world.member(office[0].organisation, Role.ANALYST, user=office[0].user)
    for who in (office[0], same_hat):
        with world.acting(who), pytest.raises(MoveNotAllowed):
            answer(entry=entry, yes=True)
        with pytest.raises(DatabaseError), world.acting(who):
            JusticeEntry.objects.update(
                state="confirmed", answered_by=who.user, answered_at=timezone.now()
            )
    for who in (coordinator("AL"), world.member(world.organisation("Casa", "IT"), Role.SUPERVISOR)):
        with world.acting(who):
            assert not JusticeEntry.objects.exists()
            assert JusticeEntry.objects.update(state="confirmed") == 0
        with pytest.raises(DatabaseError), world.acting(who):
            JusticeSaid.objects.create(of=entry, inside=False, number=1)
    with pytest.raises(DatabaseError), world.acting(office[1]):
        enter(year=YEAR, measure="prison", numbers={("", ""): 3}, **SOURCE)
    with pytest.raises(IntegrityError), world.acting(office[0]):
        enter(year=YEAR, measure="prison", numbers={("", ""): 3}, is_public=True, **SOURCE)
    with world.acting(office[0]), connection.cursor() as cursor:
        for change in (
            "UPDATE reports_justicenumber SET number = 1",
            "DELETE FROM reports_justicesaid",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(change)


def test_taken_back_and_not_confirmed_are_told_nowhere(office):
    entry = entered(office[0])
    with world.acting(office[1]), pytest.raises(MoveNotAllowed):
        take_back(entry=entry)
    with world.acting(office[0]):
        take_back(entry=entry)
    entry = entered(office[0])
    with world.acting(office[1]):
        answer(entry=entry, yes=False)
        with pytest.raises(MoveNotAllowed):
            answer(entry=entry, yes=True)
        assert shown.told(tuple(MEASURES), "IT", YEAR) == []
        assert shown.years() == {}


def table(*rows):
    lines = [",".join(COLUMNS), ",".join(COLUMNS.values()), *rows]
    return SimpleUploadedFile("figures.csv", "\n".join(lines).encode(), content_type="text/csv")


def test_a_table_is_taken_whole_or_not_at_all(client, office):
    world.sign_in(client, office[0])
    page, about = reverse("justice_import"), f"Ministero,{YEAR + 1}-01-01,,no"
    good = [f"{YEAR},convicted,,,31,{about}", f"{YEAR},convicted,sex,female,9,{about}", f"{YEAR},convicted,sex,male,22,{about}"]  # fmt: skip
    bad = {
        "row 5: there is no such measure": f"{YEAR},nothing,,,1,{about}",
        "not parted so": f"{YEAR},prison,sex,male,1,{about}",
        "no such category": f"{YEAR},convicted,sex,both,1,{about}",
        "no whole number": f"{YEAR},prison,,,=1+1,{about}",
        "in an earlier row already": f"{YEAR},convicted,,,32,{about}",
        "another source": f"{YEAR},convicted,sex,other,0,Somebody,{YEAR + 1}-01-01,,no",
        "Answer “Persons sentenced": f"{YEAR},prison,,,,{about}\n{YEAR - 1},prison,,,1,,,,no",
    }
    for words, row in list(bad.items())[:-1]:
        answer = client.post(page, {"file": table(*good[:2], row)})
        assert answer.status_code == 409
        assert words.lower() in answer.text.lower()
    for file in (b"\xff\xfe\x00", b"", b"a;b\n1;2", b'"'):
        assert client.post(page, {"file": SimpleUploadedFile("x.csv", file)}).status_code in (
            409,
            422,
        )
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"file": table(*good[:2])}).status_code == 409  # does not add up
    with world.acting(office[0]):
        assert not JusticeEntry.objects.exists()

    assert client.post(page, {"file": table(*good, f"{YEAR},prison,,,,{about}")}).status_code == 302
    with world.acting(office[0]):
        entry = JusticeEntry.objects.get()
        assert (entry.measure, entry.from_file, entry.numbers.count()) == ("convicted", True, 5)


def test_the_empty_table_names_every_number(client, office):
    names, tags, *rows = csv.reader(io.StringIO(template(YEAR).decode("utf-8-sig")))
    assert (names, tags) == (list(COLUMNS), list(COLUMNS.values()))
    assert {row[1] for row in rows} == set(MEASURES)
    world.sign_in(client, office[0])
    assert client.get(reverse("justice_template")).content == template(YEAR)


def test_every_measure_stands_in_a_ready_table():
    assert {code for one in TABLES.values() for code in one.justice} == set(MEASURES)
    assert all(MEASURES[code].glotip for code in TABLES["glotip"].justice)
