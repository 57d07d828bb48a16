"""
Who gets which page. One row per address; an address without a row fails a test.

`opens`: who gets the page (200). `leads`: who is sent on (302). A visitor is sent to sign in unless named.
Everybody else is refused: with 403 where the role lacks the function, with 404 where only the object is closed, and
then with the very answer of what does not exist. `only_post`: asked for in a form, so that looking at it is refused too.
"""

from tests.pages.expected import cases, directory, frame, journeys, knowledge, oversight, referrals
from tests.pages.expected.rows import Row

__all__ = ["EXPECTED", "Row"]

EXPECTED = (
    frame.PAGES
    | directory.PAGES
    | knowledge.PAGES
    | cases.PAGES
    | referrals.PAGES
    | journeys.PAGES
    | oversight.PAGES
)
