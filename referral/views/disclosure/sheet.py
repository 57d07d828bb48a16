"""What went, to whom and why: as the disclosure keeps it, and to read out or to print."""

from django.shortcuts import render

from accounts.access import roles
from referral.disclosures import LETTER
from referral.keys import NoKey
from referral.least_data import read_content, sheet
from referral.models.disclosure import State
from referral.views.disclosure.rights import CONCERNED, works_on
from referral.views.disclosure.rows import get_disclosure, page
from referral.views.fetch import deny
from shell.formats import country_name


def frame_of(disclosure):
    """The words of the frame, for whom the database gives its key."""
    try:
        place = disclosure.outside_country and country_name(disclosure.outside_country)
        return {
            "opens": True,
            "to": ", ".join(
                filter(None, [disclosure.outside_name or disclosure.receiver_kind, place])
            ),
            "person": f"{disclosure.person_name}, {disclosure.person_role}",
            "reason": disclosure.reason,
            "order": order_of(disclosure),
            "told_text": disclosure.told_text if disclosure.told else "",
            "review_text": disclosure.review_text if disclosure.reviewed_at else "",
        }
    except NoKey:
        return {"opens": False, "to": disclosure.receiver_kind}


def order_of(disclosure):
    if not disclosure.order_on:
        return []
    names = ("order_number", "order_issuer", "order_on", "order_seen_by", "order_lies_at")
    return [
        {"label": disclosure._meta.get_field(name).verbose_name, "value": getattr(disclosure, name)}
        for name in names
        if getattr(disclosure, name)
    ]


def frozen(disclosure):
    """What went, as it was chosen. A part that is not this reader's stays as a line."""
    contents, closed = {}, []
    for part in disclosure.parts.all():
        try:
            contents[part.data_class] = read_content(part)
        except NoKey:
            closed.append(part.get_data_class_display())
    return {"letter": contents.get(LETTER, {}), "parts": sheet(contents), "closed": closed}


@roles(*CONCERNED)
def disclosure_sheet(request, id):
    """To read out or to print: only once it was decided, and for who works on the case."""
    disclosure = get_disclosure(request, id)
    if disclosure.state not in (State.MAY_GIVE, State.GIVEN) or not works_on(request, disclosure):
        deny(str(id))
    context = frame_of(disclosure) | frozen(disclosure) | {"disclosure": disclosure}
    context["crumbs"] = [{"url": page(id), "label": disclosure.number}]
    return render(request, "referral/disclosure_sheet.html", context)
