"""
What a run counts: how much was looked at, tried, killed. Printed at the end, and with `--keep` written into docs/measured.md.

A test adds up `figures[table, row, column]`; the numbers travel with its report, also from another process.
"""

from collections import Counter

import pytest

from scripts.scale import tables

HEADS = {
    "matrix": ["Channel", "cells", "of", "answers read"],
    "planted": ["A check is missing in", "planted", "seen"],
    "bad-input": ["Sent", "tried", "refused", "5xx", "refused and stored", "words lost"],
    "kills": ["Killed", "times", "acknowledged", "lost", "doubled"],
    "races": ["Two at once", "times", "one effect"],
}
SUMMED = {"bad-input", "races"}


def pytest_addoption(parser):
    parser.addoption(
        "--keep", action="store_true", help="write what is counted into docs/measured.md"
    )


@pytest.fixture
def figures():
    return Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    counts = getattr(item, "funcargs", {}).get("figures")
    if call.when == "call" and isinstance(counts, Counter):
        item.user_properties += [("figure", [*key, n]) for key, n in counts.items()]
    return (yield)


def counted(reports):
    """table → row → column → number"""
    found = {}
    for report in reports:
        for what, value in getattr(report, "user_properties", ()):
            if what == "figure":
                table, row, column, number = value
                found.setdefault(table, {}).setdefault(row, Counter())[column] += number
    return {table: dict(sorted(rows.items())) for table, rows in found.items()}


def lines_of(table, rows):
    columns = HEADS[table][1:]
    if table in SUMMED:
        summed = {column: sum(row[column] for row in rows.values()) for column in columns}
        rows = rows | {"all together": summed}
    return tables.markdown(
        HEADS[table], [[row, *cells(columns, numbers)] for row, numbers in rows.items()]
    )


def cells(columns, numbers):
    return [f"{numbers[column]:,}" if column in numbers else "" for column in columns]


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    found = counted(reports)
    for table in (table for table in HEADS if table in found):
        terminalreporter.section(table)
        for line in lines_of(table, found[table]):
            terminalreporter.line(line)
    if config.getoption("keep"):
        if exitstatus != 0:
            terminalreporter.line("Nothing was kept: the run is not green.")
            return
        for table, rows in found.items():
            tables.keep(table, lines_of(table, rows))
