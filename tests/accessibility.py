"""What a real browser says about a page: the findings of axe, and whether it runs sideways."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is asked for is computed and sent back: the whole report of a page has megabytes.
RUN = """rules => axe.run({runOnly: rules, resultTypes: ["violations"], preload: false}).then(found =>
  found.violations.map(violation => [violation.id, violation.nodes[0].target]))"""


def violations(page, rules=None):
    """(rule, element) of each finding. `rules` names the rules to run instead of all."""
    if not page.evaluate("typeof axe === 'object'"):
        load(page)
    return [(rule, target) for rule, target in page.evaluate(RUN, rules or RULES)]


def load(page):
    """For this page and those that follow in its window: read with them it takes 6 ms, sent after them 80."""
    script = Axe().axe_script
    if not getattr(page, "has_axe", False):
        page.add_init_script(script)
        page.has_axe = True
    page.evaluate(script)


def sideways(page):
    """By how many pixels the page is wider than its window."""
    page.wait_for_load_state("domcontentloaded")  # a click returns as soon as the next page begins
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
