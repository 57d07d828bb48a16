from django.shortcuts import render

from accounts.access import roles
from directory.codes import service_labels
from referral.access import DataClass
from referral.actions.answers import open_questions
from referral.actions.updates import can_update, confirmed_at
from referral.models import Layer, PackagePart, Referral
from referral.onward import first_sender
from referral.packages import newest
from referral.recalls import recalls_of
from referral.stages import WAITING_FOR_ANSWER, ReferralStatus
from referral.views.case_page import need_class, open_case
from referral.views.inbox import TONES
from referral.views.rights import CASE_ROLES


@roles(*CASE_ROLES)
def case_referrals(request, reference):
    """Sent and received on this journey: states, messages, what each receiver got, what was recalled."""
    case, rights, context = open_case(request, reference, "referrals")
    need_class(rights.may_read(DataClass.REFERRAL), reference, "referral")
    referrals = list(
        Referral.objects.visible_to(request.actor)
        .filter(journey=case.journey_id)
        .select_related("sender", "receiver", "better")
        .prefetch_related("messages__package", "parts__package", "packages__parts")
        .order_by("-drafted_at", "-pk")
    )
    mine = [r for r in referrals if str(r.sender_id) == request.actor.organisation]
    context |= {
        "sent": [sent_row(referral) for referral in mine],
        "received": [
            {"referral": r, "what": what(r), "tone": TONES.get(r.status, "")}
            for r in referrals
            if r not in mine
        ],
        "brought_by": first_sender(case),
        "may_refer": rights.may_add(DataClass.REFERRAL) and not case.is_closed,
    }
    return render(request, "referral/case_referrals.html", context)


def what(referral):
    return ", ".join(map(str, service_labels(referral.services))) or referral.get_kind_display()


def sent_row(referral):
    messages = sorted(referral.messages.all(), key=lambda m: (m.at, m.pk), reverse=True)
    questions = referral.status == ReferralStatus.ASKED and open_questions(referral)
    return {
        "referral": referral,
        "what": what(referral),
        "tone": TONES.get(referral.status, ""),
        "messages": messages,
        "parts": got(referral.parts.all(), messages),
        "questions": questions,
        "updates": [
            {
                "package": package,
                "confirmed_at": None if package.held else confirmed_at(referral, package),
            }
            for package in sorted(referral.packages.all(), key=lambda p: p.number)
            if package.supersedes_id and not is_dropped(package)
        ],
        "may_update": can_update(referral),
        "may_close": referral.status
        in {*WAITING_FOR_ANSWER, ReferralStatus.DRAFT, ReferralStatus.ACCEPTED},
    }


def is_dropped(package):
    """Taken back, or recalled with its consent, before a second person signed."""
    return package.held and all(part.recalled_at for part in package.parts.all())


def got(parts: list[PackagePart], messages):
    """Each class once: sent, taken over by the receiver, recalled, and what they said became of it."""
    asked = recalls_of(messages)
    found = {}
    for part in sorted(newest(parts), key=lambda p: p.layer == Layer.IDENTIFIED):
        found[part.data_class] = {
            "label": part.get_data_class_display(),
            "part": part,
            "recall": asked.get(part.data_class),
        }
    return list(found.values())
