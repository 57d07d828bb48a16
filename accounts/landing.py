"""Where somebody's work begins, by role."""

from django.urls import NoReverseMatch, reverse

from accounts.roles import Role

PAGES = {
    Role.CONSULAR: "consular_desk",
    Role.VISA_SECTION: "consular_desk",
    Role.NATIONAL_COORDINATOR: "dashboard",
    Role.ANALYST: "statistics",
    Role.ORGANISATION_ADMIN: "person_list",
    Role.DATA_PROTECTION: "audit_list",
    Role.OPERATOR: "operator_home",
}


def landing_page(actor) -> str:
    """The address of the first page; the account itself where there is no membership to act under."""
    name = PAGES.get(actor.role, "home") if actor else "account"
    try:
        address = reverse(name)
    except NoReverseMatch:
        return reverse("account")
    return reverse("account") if address == reverse("start") else address
