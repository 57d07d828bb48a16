import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from directory.countries import countries
from directory.models import Contact, ContactKind, Fact, State
from directory.profile_page import page_of, revision_of
from tests import world
from tests.directory import rows
from tests.pages.weight import LIMIT, weight

pytestmark = pytest.mark.django_db

URL = "/countries/tv/"  # of a country about which little is known
PLACE = re.compile(r' id="f-([0-9a-f-]{36})"')
WHENCE = re.compile(r"<summary><bdi[^>]*>[^<]+</bdi>, [^<]*(\d{4}|read on)")
TOPIC = "legal_aid"
REPORT, ASK = "Report something wrong", "Ask a colleague"
VERIFY, ADD = "Verify this contact", "Add a fact"


@pytest.fixture(autouse=True)
def fresh():
    page_of.cache_clear()


def text_of(reader, url=URL):
    page = reader.get(url).content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    return re.sub(r" (?=[,;])", "", html.unescape(words))


def take_away(country, *topics):
    Fact.objects.filter(country=country, topic__in=topics).update(state=State.WITHDRAWN)


def rendered(iso2):
    today = timezone.localdate()
    return page_of(iso2, "en", today, revision_of(iso2), (), frozenset()).main


def test_every_fact_of_every_country_has_a_place_a_source_and_a_date():
    published = {}
    for pk, code in Fact.objects.published().values_list("pk", "country"):
        published.setdefault(code, set()).add(str(pk))
    wrong = []
    for country in countries():
        _head, *parts = PLACE.split(rendered(country.iso2))
        shown, texts = parts[::2], parts[1::2]
        if sorted(shown) != sorted(published.get(country.iso2, ())):
            wrong.append((country.iso2, "not every fact stands once"))
        wrong += [
            (country.iso2, pk)
            for pk, text in zip(shown, texts, strict=True)
            if not WHENCE.search(text)
        ]

    assert wrong == []
    assert len(published) >= 195


def test_nothing_found_is_said(reader):
    take_away("TV", *Fact.objects.filter(country="TV").values_list("topic", flat=True))
    Contact.objects.filter(country="TV").update(state=State.WITHDRAWN)

    page = text_of(reader)

    for said in (
        "Hotline Not found",
        "Who identifies Not found",
        "Recovery period Not found; No clock runs.",
        "National referral mechanism: not found",
        "Action plan: not found",
        "We have nothing checked on this.",
        "Party to 0 of 7",
    ):
        assert said in page
    assert page.count("We have nothing checked on this.") >= 5


@pytest.mark.parametrize(
    ("period", "party", "said"),
    [
        ({"number": 3, "unit": "months", "text": "3 months"}, True, "Recovery period 3 months"),
        (
            None,
            True,
            "Recovery period at least 30 days; national period not found, ask the coordinator",
        ),
        (None, False, "Recovery period Not found; Not a party to the European convention"),
        (
            {"yes": False, "text": "none"},
            True,
            "Recovery period None in law; Residence permit: 1 year, renewable",
        ),
    ],
)
def test_the_recovery_period_is_what_the_law_says(reader, period, party, said):
    take_away("TV", "reflection_days", "treaty", "residence_permit")
    rows.fact("TV", "treaty", subject="CETS197", yes=party)
    rows.fact("TV", "residence_permit", text="1 year, renewable")
    if period:
        rows.fact("TV", "reflection_days", **period)

    assert said in text_of(reader)


def test_two_sources_that_differ_both_stand(reader):
    take_away("TV", "nrm")
    rows.fact("TV", "nrm", yes=True, text="yes", as_of="2024")
    rows.fact("TV", "nrm", yes=False, text="no", as_of="2020")

    page = text_of(reader)

    assert "National referral mechanism: sources differ" in page
    assert "Sources differ Yes" in page
    assert "Office of Examples, 2020" in page


def test_a_number_nobody_rang_is_marked(reader):
    Contact.objects.filter(country="TV").update(state=State.WITHDRAWN)
    line = rows.contact("TV", ContactKind.TRAFFICKING, phone_local="100 200")
    assert "100 200 Ring first" in text_of(reader)
    assert "Ring before you give one of these numbers to anyone." in text_of(reader)

    Contact.objects.filter(pk=line.pk).update(verified_on=timezone.localdate() - timedelta(days=10))
    assert "100 200 Verified" in text_of(reader)
    assert "Ring before you give" not in text_of(reader)

    Contact.objects.filter(pk=line.pk).update(is_wrong=True)
    assert "Found wrong: do not give it to anyone" in text_of(reader)


def test_gaps_in_the_tiers_are_gaps(reader):
    take_away("TV", "tier")
    rows.fact("TV", "tier", subject="automatic", year=2014, text="Automatic downgrade")
    for year, tier in ((2015, "2"), (2016, "2WL"), (2020, "2"), (2021, "2")):
        rows.fact("TV", "tier", subject=tier, year=year, as_of=str(year))

    page = reader.get(URL).content.decode()

    assert "Not known: 2017 to 2019." in page
    assert "Automatic, 2014" in page
    assert 'aria-label="Tier 2: 2015; Tier 2 Watch List: 2016; Tier 2: 2020 to 2021"' in page
    assert page.count('class="ln"') == 2
    assert "A rating by the government of the United States." in page


def test_small_counts_and_the_caution(reader):
    take_away("TV", "detected")
    figures = {"total": 12, "women": 9, "boys": "<5", "sexual": 8, "labour": "<5"}
    rows.fact("TV", "detected", year=2022, figures=figures)

    page = text_of(reader)

    assert "Boys fewer than 5" in page
    assert "Detection is not prevalence" in page
    assert "By form of exploitation, 2022 People" not in page


@pytest.mark.parametrize("by", ["a person", "the seed"])
def test_a_published_change_shows_at_once(reader, by):
    take_away("TV", TOPIC)
    old = rows.fact("TV", TOPIC, text="At the bar association", published_at=timezone.now())
    assert "At the bar association" in text_of(reader)

    Fact.objects.filter(pk=old.pk).update(state=State.SUPERSEDED)
    # A person's draft may be older than what it replaces; the seed publishes without an hour.
    times = {
        "a person": {"published_at": timezone.now(), "drafted_at": old.drafted_at},
        "the seed": {"published_at": old.published_at},
    }
    rows.fact("TV", TOPIC, text="At the legal aid office", supersedes=old, **times[by])

    page = text_of(reader)
    assert "At the legal aid office" in page
    assert "At the bar association" not in page


def test_a_topic_without_a_fact_is_named(reader):
    take_away("TV", TOPIC, "health")
    rows.fact("TV", TOPIC, text="At the bar association")

    assert re.search(r"Not found: [^.]*Health care", text_of(reader))


def test_words_in_another_language_say_so(reader):
    take_away("TV", TOPIC)
    rows.fact("TV", TOPIC, text="Solo nelle cause penali", language="it")

    page = reader.get(URL).content.decode()

    assert '<p lang="it" dir="auto">Solo nelle cause penali</p>' in page
    assert "2025 · Italian</summary>" in page


def test_what_a_source_says_is_escaped(reader):
    take_away("TV", TOPIC)
    odd = rows.source(title="<b>T</b>", publisher="<i>P</i>", address="javascript:alert(1)")
    rows.fact("TV", TOPIC, text="<script>x", detail="<script>y", source=odd)

    page = reader.get(URL).content.decode()

    assert not any(bad in page for bad in ("<script>x", "<script>y", "<i>P", "<b>T", "javascript:"))


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.OPERATOR, {REPORT}),
        (Role.CASE_MANAGER, {REPORT, ASK}),
        (Role.CONSULAR, {REPORT, ASK, VERIFY}),
        (Role.NATIONAL_COORDINATOR, {REPORT, ASK, VERIFY, ADD}),
    ],
)
def test_who_is_offered_what(client, role, sees):
    rows.contact("TV", ContactKind.TRAFFICKING, phone_local="100 200")
    client.force_login(world.member(world.organisation(country="FR"), role).user)

    page = text_of(client)

    assert {text for text in (REPORT, ASK, VERIFY, ADD) if text in page} == sees


def test_queries_do_not_grow_with_what_is_known(reader):
    def count(url):
        page_of.cache_clear()
        with CaptureQueriesContext(connection) as queries:
            reader.get(url)
        return len(queries)

    count(URL)  # the first page of a session writes it
    few = count(URL)
    for number in range(30):
        rows.fact("TV", TOPIC, text=f"Statement {number}")
        rows.contact("TV", ContactKind.SERVICE, phone_local=str(number))

    assert count(URL) == few


def test_made_once_for_a_state_of_the_directory(reader):
    reader.get(URL)
    reader.get(URL)

    assert page_of.cache_info().misses == 1


@pytest.mark.parametrize("url", ["/countries/fr/", "/countries/ng/", "/countries/fr/missions/"])
def test_the_heaviest_fit_a_bad_line(client, url):
    client.force_login(world.member(world.organisation(country="IT"), Role.CONSULAR).user)
    first, _later = weight(client.get(url).text, {})

    assert first <= LIMIT
