"""
The pages of a receiver without an account: no session, no cookie, no script, and a link that is over says what an unknown one says.

Forging a request needs the token and the code themselves, so the forms carry no other proof.
"""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import throttle
from accounts.access import public
from directory.codes import service_labels
from referral.actions.links import CLOSED, answer_link, look_link, open_link
from referral.forms.partner import PersonForm
from referral.models.partner import MOST_IN_A_LINK
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
        sent = request.POST
        tried = address.get("token") or sent.get("ticket") or "".join(tickets_in(sent).values())
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
    found = open_link(token, code)
    if not found:
        return page("link_over", 404)
    there = [(one, ticket) for one, ticket in found if not one.get(CLOSED)]
    if not there:
        return page("link_closed")
    people = [shown(one) | {"ticket": ticket} for one, ticket in there]
    if len(people) == 1:
        return page("link_package", **people[0])
    return page("link_household", people=people, whole=people[0]["whole"], said=said())


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


def said():
    """All answers of one person in one list, so that each is one tap."""
    return [
        (_("Yes"), [("accepted", _("We take this person on"))]),
        (_("First a question"), [(f"asked {code}", label) for code, label in Question.choices]),
        (_("No, not now"), [(f"declined {code}", label) for code, label in DeclineReason.choices]),
    ]


def tickets_in(data):
    """The tickets of a household's page, by the number of the person on it; empty where there is one person."""
    numbered = {n: data.get(f"ticket-{n}", "") for n in range(MOST_IN_A_LINK)}
    return {number: ticket for number, ticket in numbered.items() if ticket}


def answer_household(data, tickets):
    """One answer for each, in one sending; where one is missing nothing is sent yet."""
    if data.get("what") == "named":
        return name_for_household(data, tickets)
    given = {number: data.get(f"said-{number}", "") for number in tickets}
    known = {value for _group, choices in said() for value, _label in choices}
    people = [
        {"number": number, "ticket": ticket, "chosen": given[number]}
        for number, ticket in tickets.items()
    ]
    if not known.issuperset(given.values()):
        return page("link_household_again", 422, people=people, said=said())
    for one in people:
        what, _space, code = one["chosen"].partition(" ")
        codes = {"asked": {"questions": [code]}, "declined": {"reason": code}}.get(what, {})
        one["understood"] = answer_link(one["ticket"], what, **codes)
    if not any(one["understood"] for one in people):
        return page("link_over", 404)
    accepted = [one for one in people if one["understood"] == "accepted"]
    return page("link_household_answer", people=people, accepted=accepted)


def name_for_household(data, tickets):
    """One colleague reads the rest of all whom they accepted."""
    form = PersonForm(data)
    people = [{"number": number, "ticket": ticket} for number, ticket in tickets.items()]
    if not form.is_valid():
        return page("link_household_answer", 422, people=[], accepted=people, missing=True)
    told = [answer_link(ticket, "named", **form.cleaned_data) for ticket in tickets.values()]
    if not any(told):
        return page("link_over", 404)
    return page("link_answer", what="named", ticket="")


@csrf_exempt
@public
@require_POST
@sensitive_variables("ticket", "tickets", "codes", "understood")
@slowed
def link_answer(request):
    tickets = tickets_in(request.POST)
    if tickets:
        return answer_household(request.POST, tickets)
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
