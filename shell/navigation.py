"""What stands in the navigation for whom. Roles only hide items; nothing moves."""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

FRONTLINE = {"first_contact", "case_manager", "supervisor", "focal_point", "service_worker"}
CASEWORK = FRONTLINE | {"health", "lawyer", "return_organiser", "guardian"}
PACKAGES_ONLY = {"competent_authority", "police", "panel"}
CONSULAR_STAFF = {"consular", "visa_section"}
OVERSIGHT = {"national_coordinator", "analyst"}
EVERYBODY = (
    CASEWORK
    | PACKAGES_ONLY
    | OVERSIGHT
    | CONSULAR_STAFF
    | {"data_protection", "organisation_admin", "operator"}
)


@dataclass(frozen=True)
class Item:
    label: str
    url_name: str
    icon: str
    roles: frozenset
    key: str = ""
    go: str = ""
    section: str = "work"

    @property
    def url(self):
        return address(self.url_name)


def item(label, url_name, icon, roles, **more):
    return Item(label, url_name, icon, frozenset(roles), **more)


NEW_CONTACT = item(
    _("New contact"), "contact_new", "plus", {"first_contact", "case_manager"}, key="n"
)
ITEMS = [
    item(_("Home"), "home", "home", EVERYBODY - CONSULAR_STAFF, go="h"),
    item(
        _("My work"),
        "work_list",
        "list",
        CASEWORK | PACKAGES_ONLY | {"national_coordinator", "data_protection"},
        go="w",
    ),
    item(_("Desk"), "consular_desk", "home", CONSULAR_STAFF, go="h"),
    item(_("Notices"), "notice_list", "info", EVERYBODY),
    item(_("Requests"), "request_list", "doc", {"consular"}, go="r"),
    item(_("Cases"), "case_list", "case", CASEWORK, go="c"),
    item(_("Journeys"), "journey_list", "route", {"national_coordinator"}, go="j"),
    item(_("Incoming referrals"), "inbox", "inbox", CASEWORK | PACKAGES_ONLY, go="i"),
    item(_("Import people"), "people_import", "people", {"case_manager"}),
    item(_("Exports"), "export_list", "doc", {"case_manager", "supervisor", "lawyer"}),
    item(_("Caseload"), "caseload", "list", {"supervisor"}),
    item(_("Second signatures"), "signature_list", "signature", {"supervisor"}),
    item(_("For the panel"), "panel_list", "list", {"panel"}),
    item(
        _("Emergency access"),
        "emergency_list",
        "key",
        {
            "case_manager",
            "supervisor",
            "focal_point",
            "health",
            "return_organiser",
            "data_protection",
        },
        section="oversight",
    ),
    item(
        _("Unusual reading"),
        "unusual_list",
        "eye",
        {"case_manager", "supervisor", "data_protection"},
        section="oversight",
    ),
    item(
        _("Keep and erase"),
        "erasure_list",
        "lock",
        {"supervisor", "data_protection"},
        section="oversight",
    ),
    item(
        _("Data-sharing agreements"),
        "data_sharing_list",
        "doc",
        {"data_protection", "national_coordinator", "supervisor", "organisation_admin"},
        section="oversight",
    ),
    item(
        _("Programmes"),
        "programme_list",
        "list",
        {"supervisor", "focal_point", "national_coordinator"},
        section="oversight",
    ),
    item(
        _("Complaints"),
        "complaint_list",
        "inbox",
        {"supervisor", "focal_point", "national_coordinator", "data_protection"},
        section="oversight",
    ),
    item(_("Someone is in front of me"), "someone", "phone", EVERYBODY, go="s", section="look_up"),
    item(_("Countries"), "country_list", "globe", EVERYBODY, go="k", section="look_up"),
    item(
        _("Questions"),
        "question_list",
        "question",
        EVERYBODY - {"operator"},
        section="look_up",
    ),
    item(
        _("Directory review"),
        "review_list",
        "pen",
        {"national_coordinator", "focal_point"},
        section="look_up",
    ),
    item(_("Procedures"), "procedure_list", "book", EVERYBODY - {"operator"}, section="look_up"),
    item(
        _("To read with the person"),
        "person_text_list",
        "people",
        CASEWORK | CONSULAR_STAFF | {"national_coordinator"},
        section="look_up",
    ),
    item(
        _("Tools"),
        "tool_list",
        "tools",
        CASEWORK | CONSULAR_STAFF | {"national_coordinator", "organisation_admin"},
        go="t",
        section="look_up",
    ),
    item(_("Documents"), "document_list", "doc", EVERYBODY, section="look_up"),
    item(_("Good practice"), "practice_list", "heart", EVERYBODY - {"operator"}, section="look_up"),
    item(_("Training"), "course_list", "train", EVERYBODY, section="look_up"),
    item(_("National action plans"), "plan_list", "nap", EVERYBODY, section="look_up"),
    item(
        _("Progress dashboard"),
        "dashboard",
        "chart",
        {"national_coordinator"},
        section="oversight",
    ),
    item(_("Statistics"), "statistics", "grid", EVERYBODY, section="oversight"),
    item(_("People"), "person_list", "people", {"organisation_admin"}, section="office"),
    item(
        _("Organisation profile"),
        "organisation_profile",
        "pin",
        {"organisation_admin"},
        section="office",
    ),
    item(_("Audit"), "audit_list", "eye", {"data_protection"}, section="office"),
]
SECTIONS = [
    ("work", ""),
    ("look_up", _("Look up")),
    ("oversight", _("Oversight")),
    ("office", _("Organisation")),
]
TAB_BAR = ["home", "case_list", "journey_list", "country_list"]
TAB_BAR_BY_ROLE = {
    **dict.fromkeys(PACKAGES_ONLY, ["home", "inbox", "country_list"]),
    "consular": ["consular_desk", "country_list", "request_list"],
    "visa_section": ["consular_desk", "country_list"],
    "organisation_admin": ["home", "person_list", "country_list"],
    "operator": ["home", "country_list"],
    "data_protection": ["home", "audit_list", "country_list"],
    "analyst": ["home", "statistics", "country_list"],
}
# Operators keep the installation running; nothing of the work with people is theirs.
HIDDEN_FROM_OPERATOR = {"document_list", "course_list", "plan_list", "statistics"}


@cache
def address(url_name):
    """Nothing where the page is not part of this release."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def exists(url_name):
    """An item without its page is left out."""
    return bool(address(url_name))


def visible_items(role):
    return [
        entry
        for entry in ITEMS
        if role in entry.roles
        and exists(entry.url_name)
        and not (role == "operator" and entry.url_name in HIDDEN_FROM_OPERATOR)
    ]


@cache
def sections(role):
    entries = visible_items(role)
    grouped = [(title, [e for e in entries if e.section == name]) for name, title in SECTIONS]
    return [(title, found) for title, found in grouped if found]


def new_contact(role):
    if role in NEW_CONTACT.roles and exists(NEW_CONTACT.url_name):
        return NEW_CONTACT
    return None


@cache
def tab_bar(role):
    """At most three places beside New contact and More, in the order of the role."""
    by_name = {entry.url_name: entry for entry in visible_items(role)}
    names = TAB_BAR_BY_ROLE.get(role, TAB_BAR)
    return [by_name[name] for name in names if name in by_name][:3]
