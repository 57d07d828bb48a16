"""How full the directory is, in figures that can be counted again."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from directory import coverage
from directory.models import ContactKind, Fact
from tests.directory import rows

pytestmark = pytest.mark.django_db


def test_countries_are_counted_once_and_only_states():
    before = coverage.by_topic()["do_not"]
    assert before.rows == 0
    for country in ("AL", "AL", "GR", "XK"):
        rows.fact(country, "do_not", as_of="2024")
    rows.fact("FR", "do_not", as_of="")
    filled = coverage.by_topic()["do_not"]
    assert (len(filled.countries), filled.rows, filled.undated) == (3, 5, 1)
    assert len(filled.sources) == 5


def test_ages_are_of_what_has_a_date():
    for as_of in ("2019", "2022-05", "2024-01-02", ""):
        rows.fact("AL", "do_not", as_of=as_of)
    assert coverage.by_topic()["do_not"].ages == ("2019", "2022-05", "2024-01-02")


def test_drafts_do_not_count():
    draft = rows.fact("AL", "do_not", state="draft")
    assert Fact.objects.filter(pk=draft.pk).exists()
    assert coverage.by_topic()["do_not"].rows == 0


def test_contacts_count_by_how_far_they_can_be_trusted():
    today = timezone.localdate()
    for more in ({}, {"verified_on": today}, {"is_wrong": True}):
        rows.contact("AL", ContactKind.GUARDIANSHIP, **more)
    filled, standings = coverage.by_kind()[ContactKind.GUARDIANSHIP]
    assert filled.rows == 3
    assert (standings["unverified"], standings["verified"], standings["wrong"]) == (1, 1, 1)


def test_the_table_is_aligned_and_says_how_many_have_a_profile():
    out = StringIO()
    call_command("directory_coverage", stdout=out)
    topics, kinds, last = out.getvalue().split("\n\n")
    for part in (topics, kinds):
        assert len({len(line) for line in part.splitlines()}) == 1
    assert topics.splitlines()[1].split()[:2] == ["role", "82"]
    assert last == "195 of 195 members and observers of the United Nations have a profile.\n"
