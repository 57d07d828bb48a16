"""The counts of the matrix travel with the reports, also from another process, and are printed at the end."""

from collections import Counter

import pytest

from tests import testing_database
from tests.matrix import house as matrix_house
from tests.matrix.channels import CHANNELS
from tests.matrix.database import CELLS
from tests.matrix.table import CLASSES, PLACES, RELATIONS, ROLES, THROUGH_PAGES
from tests.pages.conftest import desk  # noqa: F401 -- a fixture

STATES = len(ROLES) * len(PLACES)
TOTALS = dict.fromkeys(CHANNELS, STATES * len(THROUGH_PAGES) * len(CLASSES))
TOTALS |= {"in SQL": STATES * len(RELATIONS) * CELLS}


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """One house for all tests of a module. They move its cases about, and change nothing in them."""
    with django_db_blocker.unblock():
        try:
            yield matrix_house.build()
        finally:
            testing_database.empty_as_server()


@pytest.fixture
def cells():
    """Channel → how many cells were looked at in this test."""
    return Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    if call.when == "call" and "cells" in item.funcargs:
        counted = item.funcargs["cells"]
        item.user_properties += [(f"cells {name}", number) for name, number in counted.items()]
    return (yield)


def pytest_terminal_summary(terminalreporter):
    counted = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, number in getattr(report, "user_properties", ()):
                if name.startswith("cells "):
                    counted[name.removeprefix("cells ")] += number
    if counted:
        terminalreporter.section("cells and tries")
        for name, number in counted.items():
            of = f" of {TOTALS[name]:,} ({number / TOTALS[name]:.0%})" if name in TOTALS else ""
            terminalreporter.line(f"{number:>9,}{of}  {name}")
