"""
The pages of a receiver without an account: no session, no cookie, no script, and a link that is over says what an unknown one says.

Forging a request needs the token and the code themselves, so the forms carry no other proof.
"""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import throttle
from accounts.access import public
from directory.codes import service_labels
from referral.actions.links import CLOSED, answer_link, look_link, open_link
from referral.forms.partner import PersonForm
from referral.package_texts import rows
from referral.stages import DeclineReason, Question, ReferralKind, Reply

DOOR = "link"


def page(name, status=200, **context):
    """Rendered without the request: nothing of a session is read, none is begun."""
    response = HttpResponse(render_to_string(f"referral/{name}.html", context), status=status)
    response["Referrer-Policy"] = "no-referrer"
    return response


def slowed(view):
    """One door for all links, with the same answer for those that exist and those that do not."""

    @wraps(view)
    @sensitive_variables("tried")
    def knock(request, **address):
        tried = address.get("token") or request.POST.get("ticket", "")
        if request.method == "POST":
            wait = throttle.wait_before(DOOR, tried, get_adapter(request).get_client_ip(request))
            if wait:
                response = page("link_slow", 429)
                response["Retry-After"] = str(int(wait.total_seconds()) + 1)
                return response
        return view(request, **address)

    return knock


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@sensitive_variables("token", "code", "ticket", "found", "context")
@slowed
def link_open(request, token):
    """Looking changes nothing: programs that read mail follow links, too. The code opens it, once."""
    if request.method != "POST":
        look_link(token)
        return page("link_open")
    # In whichever digits it was typed, and with the gap in which it was said.
    code = "".join(str(int(c)) for c in request.POST.get("code", "")[:40] if c.isdecimal())
    found, ticket = open_link(token, code)
    if found is None:
        return page("link_over", 404)
    if found.get(CLOSED):
        return page("link_closed")
    return page("link_package", **shown(found), ticket=ticket)


def shown(found):
    parts = [
        {"data_class": p["data_class"], "rows": rows(p["data_class"], p["layer"], p["content"])}
        for p in found["parts"]
    ]
    # The summary, what is needed, the risk; of the identified part the classes as they are.
    order = ["summary", "services", "risk"]
    parts.sort(key=lambda p: order.index(p["data_class"]) if p["data_class"] in order else 9)
    questions, replies = dict(Question.choices), dict(Reply.choices)
    return {
        "whole": found["layer"] == "identified",
        "sender": found["sender"],
        "country": found["country"],
        "kind": ReferralKind(found["kind"]).label,
        "services": ", ".join(map(str, service_labels(found["services"]))),
        "starts_on": parse_date(found["starts_on"] or ""),
        "answer_by": parse_datetime(found["answer_by"] or ""),
        "parts": parts,
        "answers": [(questions.get(q, ""), replies.get(r, "")) for q, r in found["answers"]],
        "questions": Question.choices,
        "reasons": DeclineReason.choices,
    }


@csrf_exempt
@public
@require_POST
@sensitive_variables("ticket", "codes", "understood")
@slowed
def link_answer(request):
    ticket, what = request.POST.get("ticket", ""), request.POST.get("what", "")
    codes = codes_of(request.POST, what)
    if codes is None:
        return page("link_again", 422, ticket=ticket, what=what, **choices())
    understood = answer_link(ticket, what, **codes)
    if understood is None:
        return page("link_over", 404)
    if understood == CLOSED:
        return page("link_closed")
    return page("link_answer", what=understood, ticket=ticket)


def choices():
    return {"questions": Question.choices, "reasons": DeclineReason.choices}


def codes_of(data, what):
    """Codes from our own lists only; None when something is missing or is none of them."""
    if what == "accepted":
        return {}
    if what == "declined" and data.get("reason") in DeclineReason.values:
        return {"reason": data["reason"]}
    if what == "asked":
        asked = [code for code in Question.values if code in data.getlist("questions")]
        return {"questions": asked} if asked else None
    if what == "named":
        form = PersonForm(data)
        return form.cleaned_data if form.is_valid() else None
    return None
