"""The free question inside one's own organisation: counted as the rows are, small numbers held back, and never of anybody else."""

from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.models import Case, Protection
from reports.exploring import Code, house_table, words
from tests import testing_database, world
from tests.referral.test_row_attempts import refused
from tests.reports import frozen

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2026


@pytest.fixture
def casa():
    """40 people of Casa Verde and some of a house next door, and who leads at both."""
    houses = frozen.houses()
    people = [one for one in frozen.invent(houses, 60) if one["body_status"][0] == "ngo"]
    return people, *(world.member(house, Role.SUPERVISOR) for house in houses)


def test_it_counts_as_the_rows_do_and_says_no_small_number(client, casa):
    people, boss, _other = casa
    ages = Counter(one["sex_age"][1] for one in people)
    outlooks = Counter(one["outlook"][0] for one in people)
    cells = Counter((one["sex_age"][1], one["outlook"][0]) for one in people)
    with world.acting(boss):
        columns, rows = house_table(Code.AGE, Code.OUTLOOK, YEAR)
    names = {str(label): value for code in (Code.AGE, Code.OUTLOOK) for value, label in words(code).items()}  # fmt: skip
    told = {}
    for label, numbers in rows:
        for column, number in zip(columns, numbers, strict=True):
            told[names.get(str(label)), names.get(str(column))] = number
    assert told[None, None] == len(people)
    for (age, outlook), number in told.items():
        true = cells[age, outlook] if age and outlook else (ages if age else outlooks)[age or outlook] if age or outlook else len(people)  # fmt: skip
        assert number is None or (number == true and not 0 < number < 5)
    small = [key for key, number in cells.items() if number < 5]
    assert small  # and each is held back with others of its line
    for age, _outlook in small:
        assert sum(told[age, o] is None for o in outlooks) != 1

    page = world.sign_in(client, boss).get(reverse("house_explore"), {"one": "age", "two": "outlook", "year": YEAR})  # fmt: skip
    assert page.status_code == 200
    assert page.text.count(">not said<") == sum(number is None for number in told.values())
    for odd in ({"one": "age", "two": "age"}, {"one": "name_said", "year": "1"}, {"year": "x"}):
        assert client.get(reverse("house_explore"), odd).status_code == 200


def test_nobody_counts_another_house(casa):
    people, boss, other = casa
    for who in (boss, other):
        with world.acting(who):
            _columns, rows = house_table(Code.STATUS, Code.SIDE, YEAR)
            assert rows[-1][1][-1] == (len(people) if who == boss else 60 - len(people))
            assert house_table(Code.STATUS, Code.SIDE, YEAR - 1)[1] == []
    for role in (Role.ANALYST, Role.ORGANISATION_ADMIN):
        with world.acting(world.member(boss.organisation, role)):
            assert "not asked by" in refused("SELECT * FROM house_counts('age', 'side', 2026)")
    with world.acting(boss):
        assert house_table("display_name", Code.SIDE, YEAR)[1] == []


def test_what_is_kept_apart_is_not_counted(casa):
    """Of a case that only others know of no number tells."""
    people, boss, _other = casa
    named = world.member(boss.organisation)
    with testing_database.acting_as_owner():
        case = Case.objects.filter(organisation=boss.organisation).select_related("journey").first()
        Protection.objects.create(case=case, journey=case.journey, reference=case.journey.reference, organisation=boss.organisation, reason="threat", names=[case.lead_id, named.user_id], lead_id=case.lead_id, proposed_by_id=case.lead_id, proposed_at=timezone.now(), confirmed_by_id=boss.user_id, confirmed_at=timezone.now())  # fmt: skip
    with world.acting(boss):
        assert house_table(Code.AGE, Code.SIDE, YEAR)[1][-1][1][-1] == len(people) - 1
