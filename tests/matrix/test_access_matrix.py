"""
Role by class by side by stage by relation by channel: who gets what, asked of the database alone and of the application alone.
"""

import pytest

from tests import testing_database
from tests.matrix.channels import WORD, Channels, number_of, parts_of, words
from tests.matrix.database import CELLS, Database, breaches
from tests.matrix.faults import IN_APPLICATION, IN_DATABASE
from tests.matrix.locks import row_security_off
from tests.matrix.table import CLASSES, GUARDED, PLACES, RELATIONS, ROLES
from tests.sample import is_drawn, sample


@pytest.fixture(scope="module")
def database(house):
    return Database(house)


@pytest.fixture(scope="module")
def channels(house):
    return Channels(house)


def few_of(faults, number):
    """All of them, of which `make test` plants so many."""
    drawn = sample([fault.name for fault in faults], number, of="faults")
    left = pytest.mark.in_test_all
    return [
        pytest.param(fault, marks=() if fault.name in drawn else left, id=fault.name)
        for fault in faults
    ]


# Of the states, one in so many: (in `make test`, in `make test-all`).
GIVEN, NOT_GIVEN = ["assigned", "team", "signer", "received"], 3
IN_SQL = (45, 1)
IN_PAGES = (900, 6)


def states(whole, relation, part):
    """(side, stage, role), in the order of places: moving the cases is what costs."""
    one_in = part[whole]
    if relation in GIVEN:
        one_in = max(1, one_in // NOT_GIVEN)
    return [
        (side, stage, role)
        for side, stage in PLACES
        for role in ROLES
        if is_drawn(f"{relation} {role} {side} {stage}", one_in=one_in)
    ]


@pytest.mark.rule(10, 11)
@pytest.mark.parametrize("relation", RELATIONS)
def test_the_database_alone_gives_what_the_table_says(house, database, whole, cells, relation):
    found, place = [], None
    for side, stage, role in states(whole, relation, IN_SQL):
        if (side, stage) != place:
            house.move(side, stage)
            place = side, stage
        seen = database.seen_by(house.who(relation, role))
        cells["in SQL"] += CELLS
        wrong = breaches(house, seen, relation, role, side, stage)
        found += [f"{role} {side} {stage} {what}" for what in wrong]
    assert found == []


@pytest.mark.rule(10, 11)
@pytest.mark.parametrize("relation", [one for one in RELATIONS if one != "leftover"])
def test_the_application_alone_shows_what_the_table_says(house, channels, whole, cells, relation):
    found = []
    with row_security_off():
        for side, stage, role in states(whole, relation, IN_PAGES):
            house.move(side, stage)
            found += strange(house, channels, cells, relation, role, side, stage)
    assert found == []


@pytest.mark.parametrize("fault", few_of(IN_DATABASE, 4))
def test_a_check_that_the_database_lacks_is_seen(house, database, cells, fault):
    house.move(*fault.place)
    with testing_database.owner_cursor() as cursor, fault.change(cursor):
        seen_by = next(
            (one for one in fault.roles if leaks_in_sql(house, database, fault, one)), ""
        )
    cells["faults planted"] += 1
    cells["faults seen"] += bool(seen_by)
    assert seen_by
    assert not leaks_in_sql(house, database, fault, seen_by), "it leaks without the fault, too"


def leaks_in_sql(house, database, fault, role):
    seen = database.seen_by(house.who(fault.relation, role))
    return any(breaches(house, seen, fault.relation, role, *fault.place))


@pytest.mark.parametrize("fault", few_of(IN_APPLICATION, 2))
def test_a_check_that_the_application_lacks_is_seen(house, channels, cells, fault):
    house.move(*fault.place)
    with row_security_off():
        with fault.change():
            seen_by = next((one for one in fault.roles if leaks(house, channels, fault, one)), "")
        cells["faults planted"] += 1
        cells["faults seen"] += bool(seen_by)
        assert seen_by
        assert not leaks(house, channels, fault, seen_by), "it leaks without the fault, too"


def leaks(house, channels, fault, role):
    may = words(fault.relation, role, *fault.place)
    asked = (channels.asked(house.who(fault.relation, role), page) for page in fault.pages)
    return any(set(WORD.findall(text)) - may for text in asked)


def strange(house, channels, cells, relation, role, side, stage):
    """Words that this state should not meet, or should and does not, by the address where it asked."""
    number = number_of(relation, role, side, stage)
    may, must = words(relation, role, side, stage), parts_of(house, relation, role, side, stage)
    for channel, address, text in channels.shown_to(house.who(relation, role), relation, number):
        cells[channel] += len(CLASSES)
        met = set(WORD.findall(text))
        if leaked := met - may:
            yield f"{role} {side} {stage}, {channel} {address}: {sorted(leaked)}"
        if must.get(address, met) not in (met, *met):
            yield f"{role} {side} {stage}, {address}: {must[address]} is not shown"


def test_nothing_that_a_class_guards_is_left_out():
    """A new table of casework is named in the table of this matrix, with its class."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'read_class'")
        assert {table for (table,) in cursor.fetchall()} == set(GUARDED)


def test_tables_without_a_row_here_are_guarded_word_for_word_like_one_with_a_row(house):
    """The case holds a row in most tables. The others have the same policy, so what is shown for one holds for all."""
    with testing_database.owner_cursor() as cursor:
        cursor.execute("SELECT tablename, qual FROM pg_policies WHERE policyname = 'read_class'")
        policies = {table: qual.replace(f"{table}.", "it.") for table, qual in cursor.fetchall()}
    for table, data_class in GUARDED.items():
        alike = policies["referral_note" if data_class is None else "referral_identity"]
        if table != "referral_travellimit":  # read with the summary, by whoever reads that
            assert policies[table] == alike.replace("'identity'", f"'{data_class}'"), table
    assert len({table for table, _class in house.held}) > 20
