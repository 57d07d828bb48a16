"""
`make asvs`: each requirement of tests/asvs.toml, the tests that settle it, and whether they pass.

Tests name what they settle: @pytest.mark.asvs("6.2.1"). `make sabotage` shows that they notice when the control goes.
"""

import json
import tomllib
from collections import defaultdict
from pathlib import Path

from scripts.scale import tables

ROOT = Path(__file__).parent.parent
KILLS = ROOT / ".data" / "sabotage.json"  # what `make sabotage` found last
LEVELS = {1: "L1", 2: "L2", 3: "L3 chosen"}


def listed():
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text())


REQUIREMENTS = listed()["requirements"]  # number → level, words
OPEN = listed().get("open", {})  # number → why no test settles it yet


def pytest_addoption(parser):
    parser.addoption(
        "--asvs", action="store_true", help="print which test settles which requirement"
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "asvs(number, ...): settles requirements of tests/asvs.toml")


def pytest_collection_modifyitems(config, items):
    """The numbers travel with the report, also from another process."""
    for item in items:
        for marker in item.iter_markers("asvs"):
            item.user_properties += [("asvs", number) for number in marker.args]
    if config.getoption("asvs"):
        items[:] = [item for item in items if item.get_closest_marker("asvs")]


def results(terminalreporter):
    """requirement → test → outcome"""
    found = defaultdict(dict)
    for outcome in ("passed", "skipped", "failed", "error"):
        for report in terminalreporter.getreports(outcome):
            test = report.nodeid.partition("[")[0]
            for name, number in getattr(report, "user_properties", ()):
                if name == "asvs" and found[number].get(test) not in ("failed", "error"):
                    found[number][test] = outcome
    return found


def settled(found):
    return [n for n in REQUIREMENTS if n not in OPEN and set(found[n].values()) == {"passed"}]


def kills():
    """What stands at the end of the last line."""
    if not KILLS.exists():
        return "sabotage not run here"
    last = json.loads(KILLS.read_text())
    return f"sabotage {last['killed']}/{last['tried']} (at {last['commit']})"


def by_level(numbers):
    """(level, settled, of)"""
    return [
        (
            name,
            sum(REQUIREMENTS[n][0] == level for n in numbers),
            sum(its == level for its, _words in REQUIREMENTS.values()),
        )
        for level, name in LEVELS.items()
    ]


def last_line(levels):
    counted = ", ".join(f"{name} {settled}/{of}" for name, settled, of in levels)
    return f"ASVS 5.0: {counted}; {kills()}"


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    if not config.getoption("asvs"):
        return
    found = results(terminalreporter)
    terminalreporter.section("ASVS 5.0.0 (OWASP, CC BY-SA 4.0), in our own words")
    for number, (level, words) in REQUIREMENTS.items():
        terminalreporter.line(f"{number:<7} L{level}  {words}")
        for test, outcome in sorted(found[number].items()):
            terminalreporter.line(f"             {outcome:7} {test}")
        if number in OPEN:
            terminalreporter.line(f"             OPEN    {OPEN[number]}")
        elif not found[number]:
            terminalreporter.line("             NOTHING settles it")
    levels = by_level(settled(found))
    terminalreporter.line(last_line(levels))
    if config.getoption("keep") and exitstatus == 0:
        tables.keep("asvs", tables.markdown(["ASVS 5.0", "settled", "of"], levels))


def pytest_sessionfinish(session):
    """Red where a requirement has neither a test nor a reason, in the process that collects what the others report."""
    config = session.config
    if not config.getoption("asvs") or hasattr(config, "workerinput"):
        return
    found = results(config.pluginmanager.get_plugin("terminalreporter"))
    if session.exitstatus == 0 and len(settled(found)) + len(OPEN) < len(REQUIREMENTS):
        session.exitstatus = 1
