"""Loading the seed: all of it or nothing, the same again, and never over what a person did."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg2.errors import LockNotAvailable

from directory.load import load
from directory.models import Contact, Fact, Source, State
from tests import testing_database, world
from tests.directory.seed_folder import CONTACTS, FACTS, KEYS, SOURCES, write_seed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def no_facts(django_db_setup):
    """Without the seed of the product, which every test database has."""
    with testing_database.server_cursor() as cursor:
        testing_database.take_away(cursor, ["directory_fact", "directory_contact"])
    yield
    with testing_database.server_cursor() as cursor:
        testing_database.put_back(cursor)


@pytest.fixture
def seed(tmp_path, db):
    folder = write_seed(tmp_path / "seed")
    load(folder)
    return folder


@pytest.fixture
def two_people():
    organisation = world.organisation()
    return world.member(organisation).user, world.member(organisation).user


def current(key, model=Fact):
    return model.objects.published().get(seed_key=key)


def edit(key, people, model=Fact, **values):
    """As two people do it: one drafts, the other publishes."""
    drafted = draft(key, people[0], model, **values)
    model.objects.filter(pk=drafted.supersedes_id).update(state=State.SUPERSEDED)
    drafted.state, drafted.published_by = State.PUBLISHED, people[1]
    drafted.published_at = timezone.now()
    drafted.save()
    return drafted


def draft(key, person, model=Fact, **values):
    old = current(key, model)
    new = model.objects.get(pk=old.pk)
    new._state.adding, new.pk = True, model().pk
    new.supersedes, new.state, new.drafted_by = old, State.DRAFT, person
    new.published_at = None
    for name, value in values.items():
        setattr(new, name, value)
    new.save()
    return new


def said(folder, **options):
    out = StringIO()
    call_command("load_country_facts", folder, stdout=out, **options)
    return out.getvalue()


def test_values_arrive_with_their_types(seed):
    assert current("x:days").number == Decimal(45)
    assert current("x:law").text == 'Act 4, with "quotes" and a \\ stroke'
    assert current("x:law").number is None
    assert current("x:routes").codes == ["NE", "ML"]
    assert current("x:count").figures == {"total": 9, "women": "<5"}
    treaty = current("x:treaty")
    assert (treaty.yes, treaty.on, treaty.subject) == (True, "2013-12-13", "PALERMO")
    line = current("x:line", Contact)
    assert (line.is_all_day, line.languages, line.verified_on) == (True, ["en", "sn"], None)
    assert current("x:mission", Contact).represents == "AL"
    assert current("x:tier").source.address == "https://example.org/report"
    assert current("x:tier").checked_on == date(2026, 11, 21)
    assert current("x:tier").published_at is not None


def test_loading_again_changes_nothing(seed):
    before = set(Fact.objects.values_list("pk", "state"))
    report = load(seed)
    assert report.added == report.changed == report.withdrawn == []
    assert len(report.unchanged) == 8
    assert set(Fact.objects.values_list("pk", "state")) == before
    assert Source.objects.filter(title="Invented report").count() == 1


def test_a_changed_row_supersedes_the_old_one(seed, tmp_path):
    old = current("x:days")
    report = load(write_seed(tmp_path / "new", facts=FACTS.replace("45", "60")))
    assert report.changed == ["x:days"]
    new = current("x:days")
    assert (new.number, new.supersedes, new.drafted_by) == (Decimal(60), old, None)
    old.refresh_from_db()
    assert (old.state, old.number) == (State.SUPERSEDED, Decimal(45))


def test_a_row_that_is_gone_from_a_whole_seed_is_withdrawn_and_can_come_back(seed, tmp_path):
    without = "".join(line for line in FACTS.splitlines(True) if "x:law" not in line)
    assert load(write_seed(tmp_path / "new", facts=without)).withdrawn == ["x:law"]
    assert not Fact.objects.published().filter(seed_key="x:law").exists()
    assert load(seed).added == ["x:law"]


def test_a_folder_without_manifest_takes_nothing_away(seed, tmp_path):
    header, first, *_others = FACTS.splitlines(True)
    later = header + first.replace("2026-11-21", "2027-07-01").replace("2WL", "2")
    report = load(write_seed(tmp_path / "year", whole=False, facts=later))
    assert (report.changed, report.withdrawn) == (["x:tier"], [])
    assert sorted(Fact.objects.published().values_list("seed_key", flat=True)) == KEYS


def test_an_older_seed_does_not_undo_a_newer_table(seed, tmp_path):
    header, first, *_others = FACTS.splitlines(True)
    later = first.replace("2026-11-21", "2027-07-01")
    added = later.replace("x:tier", "x:tier:2027").replace("1999", "2027")
    load(write_seed(tmp_path / "y", whole=False, facts=header + later.replace("2WL", "2") + added))
    report = load(seed)
    assert sorted(report.newer) == ["x:tier", "x:tier:2027"]
    assert current("x:tier").subject == "2"
    assert current("x:tier:2027")


def test_what_a_person_edited_stays(seed, tmp_path, two_people):
    edited = edit("x:days", two_people, number=30, text="30 days")
    report = load(write_seed(tmp_path / "new", facts=FACTS.replace("45", "60")))
    assert (report.edited, report.changed) == (["x:days"], [])
    assert current("x:days") == edited


def test_an_edit_that_lost_the_key_stays_alone(seed, two_people):
    edit("x:days", two_people, number=30, seed_key="")
    assert load(seed).edited == ["x:days"]
    assert not Fact.objects.published().filter(seed_key="x:days").exists()


def test_what_people_withdrew_does_not_come_back(seed, two_people):
    removal = edit("x:days", two_people, removes=True)
    Fact.objects.filter(pk=removal.pk).update(state=State.WITHDRAWN)
    assert load(seed).edited == ["x:days"]
    assert not Fact.objects.published().filter(seed_key="x:days").exists()


def test_a_row_with_an_open_draft_waits(seed, tmp_path, two_people):
    waiting = draft("x:days", two_people[0], number=30)
    without = "".join(line for line in FACTS.splitlines(True) if "x:days" not in line)
    for facts in (FACTS.replace("45", "60"), without):
        report = load(write_seed(tmp_path / "new", facts=facts))
        assert (report.open_drafts, report.changed, report.withdrawn) == (["x:days"], [], [])
    waiting.refresh_from_db()
    assert waiting.supersedes == current("x:days")


def test_a_refused_draft_does_not_hold_the_row(seed, tmp_path, two_people):
    refused = draft("x:days", two_people[0], number=30)
    Fact.objects.filter(pk=refused.pk).update(state=State.REFUSED)
    assert load(write_seed(tmp_path / "new", facts=FACTS.replace("45", "60"))).changed == ["x:days"]


def test_a_verified_number_stays_and_a_note_beside_it_changes(seed, tmp_path, two_people):
    verified = {"verified_on": date(2026, 11, 20), "verified_by": two_people[0]}
    Contact.objects.filter(seed_key="x:line").update(**verified)
    noted = CONTACTS.replace("en sn,,", "en sn,Free,")
    assert load(write_seed(tmp_path / "noted", contacts=noted)).changed == ["x:line"]
    line = current("x:line", Contact)
    assert (line.note, line.verified_on) == ("Free", date(2026, 11, 20))
    other = noted.replace(",116,", ",117,")
    assert load(write_seed(tmp_path / "other", contacts=other)).verified == ["x:line"]
    without = "".join(line for line in CONTACTS.splitlines(True) if "x:line" not in line)
    assert load(write_seed(tmp_path / "gone", contacts=without)).verified == ["x:line"]
    assert current("x:line", Contact).phone_local == "116"


def test_two_people_are_still_needed(seed, two_people):
    """What the loader wrote is no way round the rule: a row of a person needs another one."""
    drafted = draft("x:days", two_people[0], number=30)
    Fact.objects.filter(pk=drafted.supersedes_id).update(state=State.SUPERSEDED)
    drafted.state, drafted.published_by = State.PUBLISHED, two_people[0]
    with pytest.raises(IntegrityError, match="needs_two_people"), transaction.atomic():
        drafted.save()


def test_the_report_is_printed(seed, tmp_path):
    printed = said(write_seed(tmp_path / "new", facts=FACTS.replace("45", "60")))
    assert "       0  added\n       1  changed: the new row supersedes the old one\n" in printed
    assert "       7  unchanged\n" in printed
    assert "changed  x:days" in said(write_seed(tmp_path / "n"), verbosity=2)


def test_nobody_publishes_while_it_loads(seed):
    with (
        testing_database.owner_cursor() as cursor,
        pytest.raises(LockNotAvailable),
    ):
        cursor.execute("BEGIN; LOCK TABLE directory_fact IN ROW EXCLUSIVE MODE NOWAIT")


BROKEN = {
    "truncated": ({"facts": FACTS[:-10]}, "facts_x.csv:7: the last line has no end"),
    "cut off in a quoted value": (
        {"facts": FACTS[: FACTS.index("quotes")] + "\n"},
        "facts_x.csv:4: no table of values",
    ),
    "doubled": (
        {"facts": FACTS + FACTS.splitlines(True)[2]},
        "facts_x.csv:8: x:days stands in line 3 already",
    ),
    "wrongly encoded": (
        {"facts": FACTS.replace("Act 4", "Gesetz über").encode("latin-1")},
        "facts_x.csv:4: not UTF-8",
    ),
    "encoded in two bytes": ({"facts": FACTS.encode("utf-16")}, "facts_x.csv:1: not UTF-8"),
    "a column missing": (
        {"facts": FACTS.replace("checked_on", "seen_on", 1)},
        "facts_x.csv:1: columns missing: checked_on",
    ),
    "a column twice": (
        {"facts": FACTS.replace("subject", "topic", 1)},
        "facts_x.csv:1: columns named twice: topic",
    ),
    "a value too few": (
        {"facts": FACTS.replace("Tier 2 Watch List,", "", 1)},
        "facts_x.csv:2: 16 values, the first line names 17",
    ),
    "neither facts nor contacts": (
        {"facts": FACTS.replace("topic", "theme", 1)},
        "facts_x.csv:1: neither facts (topic) nor contacts (kind)",
    ),
    "empty": ({"contacts": ""}, "contacts.csv: the file is empty"),
    "only a first line": (
        {"contacts": CONTACTS.splitlines(True)[0]},
        "contacts.csv: the table has no rows",
    ),
    "no such country": (
        {"facts": FACTS.replace("ZW,tier", "ZZ,tier")},
        "facts_x.csv:2: no such country",
    ),
    "no such topic": (
        {"facts": FACTS.replace("ZW,law", "ZW,laws")},
        "facts_x.csv:4: no such topic: laws",
    ),
    "no such source": (
        {"facts": FACTS.replace("s1,1999", "s9,1999")},
        "facts_x.csv:2: no such source: s9",
    ),
    "no source": (
        {"facts": FACTS.replace("s1,1999", ",1999")},
        "facts_x.csv:2: no such source: none",
    ),
    "no day of looking": (
        {"facts": FACTS.replace("s1,1999,2026-11-21", "s1,1999,")},
        "facts_x.csv:2: not a date: none",
    ),
    "no such day": (
        {"facts": FACTS.replace("2013-12-13", "2013-13-12")},
        "facts_x.csv:7: not a date",
    ),
    "no such treaty": (
        {"facts": FACTS.replace("PALERMO", "PALERMA")},
        "facts_x.csv:7: no such treaty",
    ),
    "a sum of few": ({"facts": FACTS.replace("<5", "<9")}, "facts_x.csv:6: not a figure: women:<9"),
    "no number": (
        {"facts": FACTS.replace("45,days", "4 5,days")},
        "facts_x.csv:3: not a number: 4 5",
    ),
    "too long": (
        {"facts": FACTS.replace("45 days", "4" * 301)},
        "facts_x.csv:3: text has 301 characters, 300 fit",
    ),
    "hidden characters": (
        {"contacts": CONTACTS.replace("Invented line", "Inv\u202eented line")},
        "contacts.csv:2: hidden characters",
    ),
    "a mission of nobody": (
        {"contacts": CONTACTS.replace(",AL,", ",,")},
        "contacts.csv:3: a mission represents a country",
    ),
    "a source without a title": (
        {"sources": SOURCES.replace("Invented report", "")},
        "sources.csv:2: no id or no title",
    ),
}


@pytest.mark.parametrize("whole", [True, False], ids=["with manifest", "without"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_table_is_named_and_nothing_is_loaded(broken, whole, tmp_path, seed):
    changed, complaint = BROKEN[broken]
    new = {"sources": SOURCES + "s2,Another report,,,,facts\n", **changed}
    folder = write_seed(tmp_path / "broken", whole=whole, **new)
    before = [sorted(model.objects.values_list("pk", "state")) for model in (Fact, Contact)]
    sources = Source.objects.count()
    with pytest.raises(CommandError) as refused:
        said(folder)
    assert "Nothing was loaded." in str(refused.value)
    assert complaint in str(refused.value)
    assert [sorted(model.objects.values_list("pk", "state")) for model in (Fact, Contact)] == before
    assert Source.objects.count() == sources


def test_a_byte_order_mark_and_other_ends_of_lines_are_no_fault(seed, tmp_path):
    foreign = b"\xef\xbb\xbf" + FACTS.replace("\n", "\r\n").encode()
    assert len(load(write_seed(tmp_path / "new", facts=foreign)).unchanged) == 8


def test_columns_in_another_order_are_the_same(seed, tmp_path):
    plain = [line for line in FACTS.splitlines() if "quotes" not in line]
    turned = "\n".join(",".join(reversed(line.split(","))) for line in plain) + "\n"
    report = load(write_seed(tmp_path / "new", whole=False, facts=turned))
    assert (len(report.unchanged), report.changed, report.added) == (7, [], [])


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda seed: (seed / "contacts.csv").unlink(), "contacts.csv: the file is missing"),
        (
            lambda seed: (seed / "facts_x.csv").write_text("".join(FACTS.splitlines(True)[:4])),
            "facts_x.csv:4: not the file that MANIFEST names: 3 rows, there 6",
        ),
        (
            lambda seed: (seed / "facts_y.csv").write_text(FACTS),
            "facts_y.csv: not named in MANIFEST",
        ),
        (
            lambda seed: (seed / "MANIFEST").write_text("nothing\n"),
            "MANIFEST:1: not a line of sha256",
        ),
        (lambda seed: (seed / "MANIFEST").write_bytes(b"\xff\n"), "MANIFEST:1: not UTF-8"),
    ],
)
def test_a_seed_that_is_not_what_its_manifest_says_is_not_loaded(seed, spoil, complaint):
    spoil(seed)
    with pytest.raises(CommandError) as refused:
        said(seed)
    assert complaint in str(refused.value)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="no tables there"):
        said(tmp_path / "nowhere")


def test_all_refused_rows_are_named_at_once(tmp_path, seed):
    facts = FACTS.replace("ZW,tier", "ZZ,tier").replace("ZW,law", "ZW,laws")
    with pytest.raises(CommandError) as refused:
        said(write_seed(tmp_path / "new", facts=facts))
    assert "facts_x.csv:2:" in str(refused.value)
    assert "facts_x.csv:4:" in str(refused.value)


def test_the_others_can_be_loaded_without_the_refused_rows(tmp_path):
    folder = write_seed(tmp_path / "new", whole=False, facts=FACTS.replace("ZW,tier", "ZZ,tier"))
    printed = said(folder, without_refused=True)
    assert "       7  added\n" in printed
    assert "refused  facts_x.csv:2: no such country: ZZ" in printed


def test_a_refused_row_of_a_whole_seed_does_not_withdraw_what_it_was(tmp_path, seed):
    folder = write_seed(tmp_path / "new", facts=FACTS.replace("ZW,tier", "ZZ,tier"))
    load(folder, without_refused=True)
    assert current("x:tier")


def test_the_same_key_in_two_tables(tmp_path):
    folder = write_seed(tmp_path / "new", whole=False)
    (folder / "facts_y.csv").write_text(FACTS)
    with pytest.raises(CommandError, match="facts_y.csv:2: the key x:tier stands in facts_x.csv:2"):
        said(folder)
