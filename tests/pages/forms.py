"""The posted forms of a page, which of them need no key, and which carry the version of a record."""

import re
from html.parser import HTMLParser

from django.urls import resolve

# Forms whose second sending changes nothing, each with its reason.
NEEDS_NO_KEY = {
    "language": "sets a choice",
    "appearance": "sets a choice",
    "keyboard_letters": "sets a choice",
    "welcome_leave_quickly": "sets a choice",
    "case_names": "sets a choice of the session",
    "membership_switch": "sets a choice of the session",
    "sign_in": "nobody acts yet",
    "account_logout": "a session ends once",
    "session_list": "sessions end once",
    "password_reset": "the link works once",
    "invitation_join": "the link works once",
    "still_right_answer": "the link works once",
    "someone": "answers a question, keeps nothing",
    "link_open": "the code opens once, and an answer's ticket is used once",
    "partner_paper": "gives out the same package again, as a file",
    "styleguide": "shows components",
}
# Forms that edit one record which two people can hold open. (A change in the directory is a proposal beside it.)
EDITS_A_RECORD = {
    "case_part",
    "case_needs",
    "goal_edit",
    "case_status",
    "case_tool",
    "tool_version_classes",
    "case_travel",
    "draft_change",
    "library_draft_change",
    "practice_translate",
    "recommendation_answer",
    "organisation_profile",
}


class Forms(HTMLParser):
    """The posted forms of a page: where each goes, and the names of its fields."""

    def __init__(self, address):
        super().__init__()
        self.address, self.found = address, []
        self.inside = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and given.get("method", "").lower() == "post":
            self.inside = (given.get("action") or self.address, [])
            self.found.append(self.inside)
        elif tag in ("input", "select", "textarea", "button") and self.inside:
            self.inside[1].append((given.get("name", ""), given.get("type", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None


def forms_of(name, address, html):
    """(page, where it goes, names of its fields) of each form."""
    page = Forms(address)
    page.feed(html)
    return [(name, goes_to(at), fields) for at, fields in page.found]


def goes_to(address):
    return resolve(re.sub(r"[?#].*", "", address)).url_name


def writes(fields):
    """More than buttons and tokens."""
    return [name for name, kind in fields if name and kind not in ("hidden", "submit")]
