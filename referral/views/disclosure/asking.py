"""Asking for a disclosure: parts to choose from, a preview of what would go, and only then the request."""

import hashlib
import hmac

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import roles, step_up
from accounts.fresh import is_fresh
from referral.access import CROSSING, DataClass
from referral.actions.disclosures import ask_disclosure, receivers_for
from referral.forms.disclosure import DisclosureForm
from referral.least_data import chosen, letter, pieces, sheet
from referral.views.case_page import need_class, open_case
from referral.views.disclosure.lists import trail
from referral.views.disclosure.rights import ASKS
from referral.views.disclosure.rows import page
from referral.views.drafts import keeps_draft
from referral.views.emergency import is_this_person
from referral.views.moves import move, show
from shell.forms import typed_before


@roles(*ASKS)
@keeps_draft
@step_up
@sensitive_post_parameters("password")
def disclosure_new(request, reference):
    """Opens the parts to choose from, shows what would go, and only then asks. Nothing is chosen beforehand."""
    case, rights, context = open_case(
        request, reference, "referrals", *trail(), ("case_disclosures", _("Without consent"))
    )
    need_class(rights.may_read(DataClass.REFERRAL), reference, "disclosure")
    classes = [one for one in CROSSING if rights.may_read(one)]
    opened = [one for one in classes if one in request.POST.getlist("classes")]
    found = [piece for one in opened for piece in pieces(case, one)]
    options = {
        "case": case,
        "receivers": receivers_for(case),
        "classes": classes,
        "pieces": found,
        "asks_password": not is_fresh(request),
    }
    context |= {
        "groups": groups(opened, found, request.POST.getlist("picked")),
        "back": reverse("case_disclosures", args=[reference]),
    }
    if request.POST.get("do") not in ("preview", "send"):
        # A draft opens no part: what was picked is chosen anew.
        with typed_before(request.POST or getattr(request, "typed", None)):
            form = DisclosureForm(**options)
            return show(request, "referral/disclosure_new.html", context, form)
    form = DisclosureForm(request.POST, **options)
    return asked(request, case, form, found) or show(
        request, "referral/disclosure_new.html", context | previewed(form, found), form
    )


def groups(opened, found, ticked):
    """For choosing: class by class, a box for each piece."""
    return [
        {
            "title": DataClass(one).label,
            "code": one.value,
            "pieces": [
                {"piece": piece, "ticked": piece.token in ticked}
                for piece in found
                if piece.data_class == one
            ],
        }
        for one in opened
    ]


def asked(request, case, form, found):
    """The redirect once it was asked for: only what was shown as a preview goes."""
    if request.POST.get("do") != "send" or not form.is_valid():
        return None
    if not hmac.compare_digest(request.POST.get("shown", ""), shown_as(form, found)):
        return None
    if not is_this_person(request, form):
        return None
    made = []
    given = form.cleaned_data
    answer = move(
        request,
        form,
        lambda: made.append(
            ask_disclosure(
                case=case,
                frame=form.frame(),
                letter=letter_of(given),
                contents=chosen(found, given["picked"]),
            )
        ),
        done=reverse("case_disclosures", args=[case.journey.reference]),
    )
    return redirect(page(made[0].pk)) if made else answer


def letter_of(given):
    return letter(name=given["person_name"], role=given["person_role"], words=given["words"])


def shown_as(form, found) -> str:
    """What the preview showed, so that nothing else is sent in its place."""
    given = form.cleaned_data
    said = [given["receiver"], given["outside_name"], given["outside_country"]]
    said += [*sorted(letter_of(given).values()), *sorted(given["picked"])]
    return hmac.new(settings.ROW_SECURITY_KEY, "\n".join(said).encode(), hashlib.sha256).hexdigest()


def previewed(form, found):
    if not form.is_valid():
        return {}
    given = form.cleaned_data
    whom = form.frame()["receiver"]
    return {
        "shown": shown_as(form, found),
        "letter": letter_of(given),
        "parts": sheet(chosen(found, given["picked"])),
        "to": whom.name if whom else given["outside_name"],
        "alone": given["alone"] == "yes",
    }
