"""What tests count is added up, and every table has its place."""

from types import SimpleNamespace

import pytest

from scripts.scale import tables
from tests import figures as counting


def reported(*told):
    return SimpleNamespace(user_properties=[("figure", list(figure)) for figure in told])


def test_figures_of_all_tests_are_added_up():
    found = counting.counted(
        [
            reported(("bad-input", "files", "tried", 1_200), ("bad-input", "files", "5xx", 0)),
            reported(("bad-input", "bodies", "tried", 3), ("kills", "web", "times", 5)),
            reported(("bad-input", "files", "tried", 2)),
            SimpleNamespace(user_properties=[("rule", 7)]),
        ]
    )

    assert counting.lines_of("bad-input", found["bad-input"])[2:] == [
        "| bodies | 3 |  |  |  |  |",
        "| files | 1,202 |  | 0 |  |  |",
        "| all together | 1,205 | 0 | 0 | 0 | 0 |",
    ]
    assert counting.lines_of("kills", found["kills"])[2:] == ["| web | 5 |  |  |  |"]


@pytest.mark.parametrize("table", [*counting.HEADS, "overload", "asvs", "sabotage"])
def test_every_table_has_its_place(table):
    assert f"<!-- {table} -->\n" in tables.FILE.read_text("utf-8")
