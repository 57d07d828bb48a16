"""The talk about the plan, and the person's own copy of it."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from library.reviewed import review_of
from referral.access import DataClass
from referral.actions.agreement import keep_talk, last_talk, live_goals, may_agree, review_days
from referral.forms.agreement import PlanCopyForm, PlanTalkForm
from referral.models import PlanAgreement, PlanGoal
from referral.plan_copy import languages, plan_text, words_in
from referral.stages import Stage
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.moves import back_to, move, posted, show
from referral.views.rights import CASE_ROLES
from shell.formats import direction


def phase_of(case) -> str:
    later = case.stage >= Stage.RETURN
    return PlanGoal.Phase.REINTEGRATION if later else PlanGoal.Phase.ASSISTANCE


def the_phase(request, case) -> str:
    """The part that was asked for; else that of the stage, unless only the other has goals."""
    asked = request.GET.get("phase", "")
    if asked in PlanGoal.Phase.values:
        return asked
    first = phase_of(case)
    others = [one for one in PlanGoal.Phase.values if one != first and live_goals(case, one)]
    return first if live_goals(case, first) or not others else others[0]


@roles(Role.CASE_MANAGER)
@keeps_draft
def plan_talk(request, reference):
    case, rights, context = open_case(request, reference, "plan", ("case_plan", _("Plan")))
    may = rights.may_write(DataClass.SERVICES) and may_agree(case)
    need_class(may, reference, DataClass.SERVICES)
    phase = the_phase(request, case)
    goals = live_goals(case, phase)
    summary = context["summary"]
    form = PlanTalkForm(
        posted(request),
        goals=goals,
        days=review_days(case),
        initial={"language": summary.languages[0] if summary and summary.languages else ""},
    )
    done = move(
        request,
        form,
        lambda: keep_talk(case, phase=phase, **form_values(form)),
        done=back_to(case, "case_plan"),
        said=_("Kept. Work begins on what the person agreed to."),
    )
    context |= {
        "title": _("Read the plan together"),
        "lead": PlanGoal.Phase(phase).label,
        "button": _("Keep what was said"),
        "back": back_to(case, "case_plan"),
        "goals": goals,
    }
    return done or show(request, "referral/plan_talk.html", context, form)


def form_values(form) -> dict:
    names = [name for name in form.base_fields if name != "idempotency_key"]
    return {name: form.cleaned_data.get(name, []) for name in names}


@roles(*CASE_ROLES)
def plan_copy(request, reference):
    """To be read aloud, or printed where paper is safe. It names nobody, no organisation and no reason."""
    case, rights, context = open_case(request, reference, "plan", ("case_plan", _("Plan")))
    need_class(rights.may_read(DataClass.SERVICES), reference, DataClass.SERVICES)
    form = PlanCopyForm(request.GET if "paper" in request.GET else None, languages=languages())
    if not (form.is_bound and form.is_valid()):
        known = [
            code
            for code in (context["summary"].languages if context["summary"] else [])
            if code in plan_text().said
        ]
        form = PlanCopyForm(
            languages=languages(),
            initial={"language": (known or ["en"])[0], "phase": phase_of(case)},
        )
        return render(request, "referral/plan_copy_ask.html", context | {"form": form})
    chosen = form.cleaned_data
    words = words_in(chosen["language"])
    context |= {
        "words": words,
        "spoken": chosen["language"],
        "direction": direction(chosen["language"]),
        "paper": chosen["paper"] == "yes",
        "reviewed": review_of(plan_text(), chosen["language"]),
        "lines": [
            {"goal": one, "who": words.of_who(one.who)} for one in live_goals(case, chosen["phase"])
        ],
        "talk": last_talk(case, chosen["phase"]),
    }
    return render(request, "referral/plan_copy.html", context)


def talks(case) -> list[dict]:
    """What was said last of each part of the plan, for the page of the plan."""
    return [
        {"phase": phase, "talk": talk, "tone": TONES[talk.said]}
        for phase in PlanGoal.Phase
        if (talk := last_talk(case, phase))
    ]


TONES = {
    PlanAgreement.Said.YES: "ok",
    PlanAgreement.Said.PARTLY: "info",
    PlanAgreement.Said.NOT_YET: "plain",
}
