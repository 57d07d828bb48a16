"""What a real browser says about a page: the findings of axe, and whether it runs sideways."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page):
    results = Axe().run(page, options={"runOnly": RULES})
    return [(found["id"], found["nodes"][0]["target"]) for found in results.response["violations"]]


def sideways(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
