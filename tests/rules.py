"""
The rules of practice and the tests that show them. `make rules` prints the table.

A test names its rules with `@pytest.mark.rule(number)`. A rule that nothing shows fails the run of `make rules`.
"""

from collections import defaultdict

RULES = {
    1: "Consent is never the price of going home",
    2: "Gates bind what we organise, never the freedom to go",
    3: "Urgent return within 48 hours, by two signatures",
    4: "Only what a body owes has a due date",
    5: "One lane first; staying stands beside returning",
    6: "Paper can betray: no card unless it is safe to carry",
    7: "The person’s own pronoun, or none",
    8: "The country of origin learns nothing by itself",
    9: "After an asylum claim nothing goes to the origin",
    10: "No name before accepting; what is in work stays",
    11: "Police and authority read no case",
    12: "Without consent: two people, a ground, least data",
    13: "A document request leads to no journey",
    14: "Partners without an account answer by link or on paper",
    15: "Risk is judged after measures, for staying and returning",
    16: "For a child, high goes to the panel",
    17: "A gate holds for the day of travel",
    18: "The treaty minimum opens nothing and ends nothing",
    19: "A child’s “no” does not delete what protects",
    20: "A guardian exists only by appointment",
    21: "Protection never waits for a guardian",
    22: "The order of the steps before a child’s return",
    23: "At 18 the guardian’s access ends that day",
    24: "Households travel together, files stay apart",
    25: "Pregnancy steers, with consent",
    26: "Names of one’s own cases by one unlock, each view logged",
    27: "A second signer sees the decision sheet only",
    28: "Nothing is asked twice",
    29: "Evidence without a file",
    30: "“Arrived” is tapped once and seen by both sides",
    31: "Contacts are asked monthly whether they still hold",
}


def pytest_addoption(parser):
    parser.addoption("--rules", action="store_true", help="print which test shows which rule")


def pytest_collection_modifyitems(config, items):
    """The numbers travel with the report, also from another process."""
    for item in items:
        for marker in item.iter_markers("rule"):
            item.user_properties += [("rule", number) for number in marker.args]
    if config.getoption("rules"):
        items[:] = [item for item in items if item.get_closest_marker("rule")]


def results(terminalreporter):
    """rule → test → outcome"""
    found = defaultdict(dict)
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.getreports(outcome):
            for name, number in getattr(report, "user_properties", ()):
                if name == "rule":
                    found[number][report.nodeid] = outcome
    return found


def held(found):
    return [number for number in RULES if set(found[number].values()) == {"passed"}]


def pytest_terminal_summary(terminalreporter, config):
    if not config.getoption("rules"):
        return
    found = results(terminalreporter)
    terminalreporter.section("rules of practice")
    for number, words in RULES.items():
        terminalreporter.line(f"{number:>2}  {words}")
        for test, outcome in sorted(found[number].items()):
            terminalreporter.line(f"      {outcome:7} {test}")
        if not found[number]:
            terminalreporter.line("      NOTHING shows it")
    terminalreporter.line(f"{len(held(found))} of {len(RULES)} rules hold")


def pytest_sessionfinish(session):
    """Red where a rule has no test, in the process that collects what the others report."""
    config = session.config
    if not config.getoption("rules") or hasattr(config, "workerinput"):
        return
    found = results(config.pluginmanager.get_plugin("terminalreporter"))
    if session.exitstatus == 0 and len(held(found)) < len(RULES):
        session.exitstatus = 1
