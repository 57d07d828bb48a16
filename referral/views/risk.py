"""Risk looked at together: both sides by category, the talk where they are far apart, and what asks for it again."""

from django.db import connection
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from instruments.answered import answer_text
from instruments.risk import CATEGORIES, Level
from referral.access import DataClass
from referral.actions.gates.signers import may_sign
from referral.actions.gates.talks import as_talk
from referral.actions.risks import (
    ask_risk_again,
    asked_since,
    may_note,
    may_talk,
    ratings,
    standing,
    talk_of,
    word_of,
    write_talk,
)
from referral.ageing import decides_alone
from referral.forms.risk_joint import RiskEventForm, TalkForm
from referral.gates.state import State
from referral.models import Risk, RiskWord
from referral.stages import GateKind
from referral.tools import definition_of
from referral.views.case_page import need_class
from referral.views.drafts import keeps_draft
from referral.views.fetch import get_case
from referral.views.gate import gate_row, visible_states
from referral.views.moves import WORKS_ON_GATES, frame, move, posted, show
from referral.views.rights import Rights

PERSON_SAYS = ("fear", "own_view")
SIGNED_ANEW = {State.NOT_STARTED, State.WAITING, State.CHANGED, State.STILL_TRUE, State.BLOCKED}


@roles(*WORKS_ON_GATES)
def case_risk(request, reference):
    case = opened(request, reference)
    assessment, talk = standing(case), talk_of(case)
    gate = visible_states(case, request.actor)[GateKind.G3]
    ours, others = sides(case, assessment)
    context = frame(request, case) | {
        "title": _("Risk looked at together"),
        "row": gate_row(gate, case, decides_alone(case.journey)),
        "assessment": assessment,
        "level": Risk.objects.filter(case=case).first(),
        "person": own_view(assessment),
        "ours": ours,
        "others": others,
        "rows": [category_row(number, ours, others, talk) for number in CATEGORIES],
        "talk": talk,
        "steps": next_steps(case, gate, assessment, talk),
        "may_note": may_note(case) and any(one["signed"] for one in (ours, *others)),
    }
    return render(request, "referral/case_risk.html", context)


def opened(request, reference):
    case = get_case(request, reference)
    need_class(Rights(request.actor, case).may_read(DataClass.RISK), reference, "risk")
    return case


def sides(case, assessment):
    """The newest level of each side, with its categories where they may be read. First the own one."""
    signed = case.journey.signatures.filter(kind=GateKind.G3, second=False).exclude(level="")
    newest = {
        one.organisation_id: one
        for one in signed.select_related("organisation").order_by("signed_at")
    }
    holders = set(case.journey.legs.filter(held_to=None).values_list("organisation_id", flat=True))
    of_journey = RiskWord.objects.filter(journey_id=case.journey_id)
    words = {word.signature_id: word for word in of_journey}
    mine = newest.get(case.organisation_id)
    ours = side(case.organisation, mine, words.get(mine.pk) if mine else None)
    if ours["word"] is None and assessment is not None:
        ours["word"] = unsigned(assessment)
    others = [
        side(one.organisation, one, words.get(one.pk))
        for one in newest.values()
        if one.organisation_id != case.organisation_id and one.organisation_id in holders
    ]
    for other in others:
        other["crosses"] = crosses(case, other["organisation"])
    return ours, others


def side(organisation, signed, word):
    return {"organisation": organisation, "signed": signed, "word": word, "crosses": True}


def unsigned(assessment):
    """The own levels before they are signed."""
    return RiskWord(**word_of(assessment))


def crosses(case, organisation) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT risk_crosses(%s, %s)", [case.journey_id, organisation.pk])
        return cursor.fetchone()[0]


def category_row(number, ours, others, talk):
    apart = talk is not None and number in {*talk.staying, *talk.returning}
    return {
        "title": CATEGORIES[number],
        "apart": apart,
        "sides": [
            {"name": one["organisation"].name, "marks": marks(one["word"], number)}
            for one in (ours, *others)
            if one["word"] is not None
        ],
    }


def marks(word, number):
    found = []
    for label, levels in ((_("Staying"), word.staying), (_("Returning"), word.returning)):
        level = Level(levels[number - 1]) if levels[number - 1] else None
        found.append((label, level.tone if level else "plain", level.label if level else "–"))
    return found


def own_view(assessment):
    """What the person says, beside what the two organisations say."""
    if assessment is None:
        return []
    asked, given = definition_of(assessment).questions, ratings(assessment)
    return [
        (asked[code].text, answer_text(asked[code], given[code]))
        for code in PERSON_SAYS
        if code in given
    ]


def next_steps(case, gate, assessment, talk):
    """What can be done now, what comes first first: addresses with their words."""
    reference, signs = case.journey.reference, may_sign(case, GateKind.G3)
    is_fresh = assessment is not None and not asked_since(case, assessment)
    waits = talk is not None and as_talk(talk).settled_at is None
    steps = [
        (waits and may_talk(case), "risk_talk", (), _("Write down what came of the talk")),
        (
            signs and gate.state == State.SECOND,
            "signature_ask",
            (GateKind.G3,),
            _("Ask for the second signature"),
        ),
        (
            signs and is_fresh and gate.state in SIGNED_ANEW,
            "gate_sign",
            (GateKind.G3,),
            _("Sign with this result"),
        ),
        (signs, "case_tool", ("risk",), _("Go through the matrix")),
    ]
    return [
        (reverse(page, args=[reference, *more]), label) for fits, page, more, label in steps if fits
    ]


@roles(*WORKS_ON_GATES)
@keeps_draft
def risk_talk(request, reference):
    case = opened(request, reference)
    need_class(may_talk(case), reference, "risk talk")
    form, page = TalkForm(posted(request)), reverse("case_risk", args=[reference])
    answer = move(
        request,
        form,
        lambda: write_talk(case, said=form.cleaned_data["said"], text=form.cleaned_data["text"]),
        done=page,
        said=_("Written down. The gate follows what both sides say."),
    )
    context = frame(request, case) | {
        "title": _("What came of the talk"),
        "lead": _("Both sides talk, then each writes down for itself what came of it."),
        "button": _("Write it down"),
        "back": page,
    }
    return answer or show(request, "referral/case_form.html", context, form)


@roles(*WORKS_ON_GATES)
@keeps_draft
def risk_event(request, reference):
    case = opened(request, reference)
    need_class(may_note(case), reference, "risk event")
    form, page = RiskEventForm(posted(request)), reverse("case_risk", args=[reference])
    answer = move(
        request,
        form,
        lambda: ask_risk_again(
            case, event=form.cleaned_data["event"], text=form.cleaned_data["text"]
        ),
        done=page,
        said=_("Noted. Both sides are asked to look at the risk again."),
    )
    context = frame(request, case) | {
        "title": _("Something happened"),
        "lead": _("What was signed on the risk no longer counts until each side has looked again."),
        "button": _("Ask both sides to look again"),
        "back": page,
    }
    return answer or show(request, "referral/case_form.html", context, form)
