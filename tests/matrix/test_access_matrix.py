"""
Role by class by side by stage by relation by channel: who gets what, asked of the database alone and of the application alone.
"""

import pytest

from tests import testing_database
from tests.matrix.channels import (
    CHANNELS,
    WORD,
    Channels,
    looked_at,
    number_of,
    parts_of,
    words,
)
from tests.matrix.copies import at_every_place
from tests.matrix.database import CELLS, Database, breaches
from tests.matrix.faults import IN_APPLICATION, IN_DATABASE
from tests.matrix.locks import row_security_off
from tests.matrix.table import CLASSES, GUARDED, PLACES, RELATIONS, ROLES, THROUGH_PAGES
from tests.sample import sample


@pytest.fixture(scope="module")
def database(house):
    return Database(house)


@pytest.fixture(scope="module")
def known_channels(house):
    return Channels(house)


@pytest.fixture
def channels(known_channels):
    """Everybody signs in anew: on a busy machine a session would be over before its turn comes again."""
    known_channels.clients.clear()
    return known_channels


def few_of(faults, number):
    """All of them, of which `make test` plants so many."""
    drawn = sample([fault.name for fault in faults], number, of="faults")
    left = pytest.mark.in_test_all
    return [
        pytest.param(fault, marks=() if fault.name in drawn else left, id=fault.name)
        for fault in faults
    ]


TENTH = 10  # of both, in `make test`


@pytest.fixture(scope="class")
def everywhere(house):
    """The database with the cases of the house at every place at once."""
    with at_every_place(house, PLACES):
        yield Database(house, PLACES)


class TestInSql:
    @pytest.mark.rule(10, 11)
    @pytest.mark.parametrize("relation", RELATIONS)
    def test_the_database_alone_gives_what_the_table_says(
        self, house, everywhere, whole, figures, relation
    ):
        found = []
        figures["matrix", "in SQL", "of"] += len(ROLES) * len(PLACES) * CELLS
        for role in ROLES if whole else few_roles(relation):
            seen = everywhere.seen_by(house.who(relation, role))
            for (side, stage), of_one in seen.items():
                figures["matrix", "in SQL", "cells"] += CELLS
                wrong = breaches(house, of_one, relation, role, side, stage)
                found += [f"{role} {side} {stage} {what}" for what in wrong]
        assert found == []


def few_roles(relation):
    return sample(ROLES, -(-len(ROLES) // TENTH), of=relation)


def drawn_by_state(relation, whole):
    """state → the channels that are asked there."""
    states = [(relation, role, side, stage) for side, stage in PLACES for role in ROLES]
    if whole:
        return dict.fromkeys(states, set(CHANNELS))
    drawn = {state: set() for state in states}
    for channel in CHANNELS:
        for state in sample(states, -(-len(states) // TENTH), of=channel):
            drawn[state].add(channel)
    return drawn


@pytest.mark.rule(10, 11)
@pytest.mark.urls("tests.matrix.short_refusals")
@pytest.mark.parametrize("relation", THROUGH_PAGES)
def test_the_application_alone_shows_what_the_table_says(house, channels, whole, figures, relation):
    found, place = [], None
    for channel in CHANNELS:
        figures["matrix", channel, "of"] += len(ROLES) * len(PLACES) * len(CLASSES)
    with row_security_off():
        for state, drawn in drawn_by_state(relation, whole).items():
            if state[2:] != place:
                place = state[2:]
                house.move(*place)
            found += strange(house, channels, figures, state, drawn, whole)
    assert found == []


def test_a_refusal_tells_nothing(house, channels):
    """Above it is asked for without its page, which is the same for every case and takes longer than the refusal itself."""
    met = set()
    with row_security_off():
        for page, relation, role in (
            ("case_overview", "stranger", "case_manager"),
            ("case_part legal", "assigned", "health"),
        ):
            text = channels.asked(house.who(relation, role), page)
            assert "<nav" in text
            met |= set(WORD.findall(text))
    assert met == set()


@pytest.mark.parametrize("fault", few_of(IN_DATABASE, 4))
def test_a_check_that_the_database_lacks_is_seen(house, database, figures, fault):
    house.move(*fault.place)
    with testing_database.owner_cursor() as cursor, fault.change(cursor):
        seen_by = next(
            (one for one in fault.roles if leaks_in_sql(house, database, fault, one)), ""
        )
    figures["planted", "the database", "planted"] += 1
    figures["planted", "the database", "seen"] += bool(seen_by)
    assert seen_by
    assert not leaks_in_sql(house, database, fault, seen_by), "it leaks without the fault, too"


def leaks_in_sql(house, database, fault, role):
    seen = database.seen_by(house.who(fault.relation, role))[None]
    return any(breaches(house, seen, fault.relation, role, *fault.place))


@pytest.mark.parametrize("fault", few_of(IN_APPLICATION, 2))
def test_a_check_that_the_application_lacks_is_seen(house, channels, figures, fault):
    house.move(*fault.place)
    with row_security_off():
        with fault.change():
            seen_by = next((one for one in fault.roles if leaks(house, channels, fault, one)), "")
        figures["planted", "the application", "planted"] += 1
        figures["planted", "the application", "seen"] += bool(seen_by)
        assert seen_by
        assert not leaks(house, channels, fault, seen_by), "it leaks without the fault, too"


def leaks(house, channels, fault, role):
    may = words(fault.relation, role, *fault.place)
    asked = (channels.asked(house.who(fault.relation, role), page) for page in fault.pages)
    return any(set(WORD.findall(text)) - may for text in asked)


def strange(house, channels, figures, state, drawn, whole):
    """Words that this state should not meet, or should and does not, by the address where it asked."""
    number, who = number_of(*state), house.who(*state[:2])
    may, must = words(*state), parts_of(house, *state)
    for channel in looked_at(drawn):
        figures["matrix", channel, "cells"] += len(CLASSES)
    for channel, address, text in channels.shown_to(who, state[0], number, drawn, whole):
        figures["matrix", channel, "answers read"] += 1
        met = set(WORD.findall(text))
        if leaked := met - may:
            yield f"{state}, {channel} {address}: {sorted(leaked)}"
        if must.get(address, met) not in (met, *met):
            yield f"{state}, {address}: {must[address]} is not shown"


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
