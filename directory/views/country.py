from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import signed_in
from accounts.roles import Role
from directory.access import DRAFTS, VERIFIES, is_one_of
from directory.between import between_summary
from directory.countries import country
from directory.pins import is_pinned
from directory.profile_page import page_of, receiving_in, revision_of
from directory.questions import ASKERS
from directory.recent import note_look
from shell.templatetags.desk import page_url

OFFERED = {"draft": DRAFTS, "verify": VERIFIES, "ask": ASKERS}
REFER = [Role.FIRST_CONTACT, Role.CASE_MANAGER]


def country_or_404(iso2):
    found = country(iso2) if len(iso2) == 2 else None
    if found is None:
        raise Http404
    return found


@signed_in
def country_detail(request, iso2):
    """One page. What does not depend on the reader is made once for a state of the directory."""
    found = country_or_404(iso2)
    if iso2 != found.iso2.lower():
        return redirect("country_detail", found.iso2.lower())
    organisations = receiving_in(found.iso2)
    page = page_of(
        found.iso2,
        get_language(),
        timezone.localdate(),
        revision_of(found.iso2),
        organisations,
        frozenset(what for what, roles in OFFERED.items() if is_one_of(request.actor, roles)),
    )
    note_look(request, found.iso2)
    own = request.actor.country if request.actor else ""
    context = {
        "country": found,
        "page": page,
        "between": between_summary(found.iso2, own) if own and own != found.iso2 else None,
        "is_pinned": is_pinned(request.user, found.iso2),
        "crumbs": [{"url": reverse("country_list"), "label": _("Countries")}],
        "actions": actions(found, bool(organisations) and is_one_of(request.actor, REFER)),
        "subnav": subnav(),
    }
    return render(request, "directory/country_detail.html", context)


def actions(found, may_refer) -> list[dict]:
    """The casework half is known by the names of its pages only; what this release lacks is left out."""
    code = found.iso2.lower()
    compare = page_url("country_compare")
    wanted = [
        {"url": compare and f"{compare}?c={code}", "label": _("Compare"), "icon": "compare"},
        {"url": page_url("country_print", code), "label": _("Print 1 page"), "icon": "print"},
        {
            "url": may_refer and page_url("case_list"),
            "label": _("Refer to %(country)s") % {"country": found.name},
            "icon": "send",
            "primary": True,
        },
    ]
    return [action for action in wanted if action["url"]]


def subnav() -> list[dict]:
    places = [
        ("#first", _("At a glance")),
        ("#mechanism", _("Procedure")),
        ("#contacts", _("Contacts")),
        ("#commitments", _("Law and treaties")),
        ("#return", _("Return and reintegration")),
        ("#sources", _("Sources")),
    ]
    return [{"url": url, "label": label} for url, label in places]
