from zlib import crc32

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import roles
from accounts.roles import Role
from instruments.answered import sections
from instruments.definition import Moment
from instruments.forms import answers_from, form_for
from instruments.head import LABELS, head_lines
from instruments.paper import LANGUAGES
from instruments.points import settled
from instruments.scoring import score
from instruments.shelf import load, offered
from instruments.views.tools import is_live, live_result
from referral.actions.assessments import decide, save_answers
from referral.actions.once import AlreadyDone, once
from referral.ageing import decides_alone
from referral.forms.assessment import DECISIONS, DecisionForm, RiskDecisionForm
from referral.forms.sheet import SheetForm, in_form
from referral.models import Account, Assessment, Summary
from referral.tools import (
    OWN_PAGES,
    answers_of,
    definition_of,
    earlier,
    left_out,
    noticed_answers,
    only,
    sources_of,
)
from referral.views import conflict
from referral.views.case_page import back_to, need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.rights import CASE_ROLES
from referral.views.tool_turn import is_offered, missing_before
from shell.forms import render_form
from shell.pdf import can_make_pdf

MOMENTS = {
    Moment.MEET: gettext_lazy("Meet"),
    Moment.PLAN: gettext_lazy("Plan"),
    Moment.RETURN: gettext_lazy("Return and after"),
}
SPOKEN = ("language", "interpreter", "interpreter_checked", "place")


@roles(*CASE_ROLES)
def case_assessments(request, reference):
    case, rights, context = open_case(request, reference, "assessments")
    done = Assessment.objects.filter(case=case, data_class__in=rights.reads)
    done = done.select_related("by").order_by("-began_at")[:100]
    found = shelf(rights, case, request.actor.country)
    context |= {
        "assessments": [used(one) for one in done],
        "groups": [
            {
                "title": title,
                "tools": [usable(t, case) for t in found if t.moment == moment],
            }
            for moment, title in MOMENTS.items()
        ],
    }
    return render(request, "referral/case_assessments.html", context)


def shelf(rights, case, country):
    return [
        tool
        for tool in offered(country)
        if rights.may_add(tool.data_class) and is_offered(tool.code, case)
    ]


def usable(tool, case) -> dict:
    page = OWN_PAGES.get(tool.code)
    arguments = [case.journey.reference] if page else [case.journey.reference, tool.code]
    return {"tool": tool, "url": reverse(page or "case_tool", args=arguments)}


def used(assessment) -> dict:
    try:
        title = definition_of(assessment).title
    except LookupError:
        title = assessment.instrument
    return {
        "assessment": assessment,
        "title": title,
        "decision": dict(DECISIONS).get(assessment.decision, ""),
    }


@roles(*CASE_ROLES)
@keeps_draft
def case_tool(request, reference, instrument):
    trail = ("case_assessments", _("Assessments"))
    case, rights, context = open_case(request, reference, "assessments", trail)
    if instrument in OWN_PAGES:
        return back_to(OWN_PAGES[instrument], case)
    tool = known_tool(instrument, request.actor.country) or deny(f"{reference}/tool")
    need_class(rights.may_add(tool.data_class), reference, tool.data_class)
    need_class(is_offered(instrument, case), reference, tool.data_class)
    if missing := missing_before(instrument, case):
        messages.error(request, missing)
        return back_to("case_child" if case.journey.child else "case_consent", case)
    live = request.method == "POST" and is_live(request)
    if not live:
        conflict.one_at_a_time(request, case, instrument)
    assessment = open_assessment(case, instrument, rights)
    tool = settled(definition_of(assessment) if assessment else tool, request.actor.country)
    asked = only(tool, rights.writes if assessment else rights.adds)
    if live:
        return live_result(request, asked)
    answers, known = begun(case, tool, assessment, rights)
    heading = heading_of(case, assessment, rights)
    data = None
    if request.method == "POST":
        fields = form_for(asked, base=SheetForm).fields
        data = conflict.chosen(request.POST, fields, answers | in_form(heading))
    form = form_for(
        asked,
        data,
        base=SheetForm,
        answers=answers,
        heading=heading,
        version=fingerprint(assessment),
    )
    say_what_is_known(form, known)
    context |= {"tool": tool, "title": tool.title, "left_out": left_out(tool, asked)}
    if form.is_bound and form.is_valid():
        clash = conflict.differences(form, form.initial) if form.is_stale() else []
        if clash:
            return conflict.conflict_page(
                request, form, clash, context, conflict.Saved("assessment.saved", assessment.pk)
            )
        return tool_saved(case, rights, form, asked, assessment)
    context["result"] = score(tool, answers) if assessment else None
    return render_form(request, "referral/case_tool.html", context, form)


def known_tool(instrument, country):
    """One that ships, or one of the country's own."""
    try:
        tool = load(instrument)
    except LookupError:
        return None
    return tool if tool.is_ours or tool in offered(country) else None


def open_assessment(case, instrument, rights):
    """The one that was begun and not decided, if its version is still on the shelf."""
    begun_ones = Assessment.objects.filter(
        case=case, instrument=instrument, finished_at=None, data_class__in=rights.writes
    )
    assessment = begun_ones.order_by("-began_at").first()
    try:
        return assessment if assessment and definition_of(assessment) else None
    except LookupError:
        return None


def begun(case, tool, assessment, rights):
    """Answers to start from, and where those of earlier tools come from. An open assessment has its own."""
    if assessment:
        return answers_of(assessment, tool, rights.reads), {}
    known = earlier(case, tool, rights.reads)
    found = {code: each.value for code, each in known.items()}
    if tool.code == "quick_card" and rights.may_read("account"):
        account = Account.objects.filter(case=case).first()
        found = noticed_answers(account.noticed if account else []) | found
    return found, known


def heading_of(case, assessment, rights) -> dict:
    """The head as it stands; of a new sheet, as it most likely is: today, and spoken as the last time."""
    if assessment:
        return assessment.head
    found = {"held_on": timezone.localdate()}
    sheets = Assessment.objects.filter(case=case, data_class__in=rights.reads).exclude(language="")
    last = sheets.order_by("-began_at").values(*SPOKEN).first()
    if last is None and rights.may_read("summary"):
        row = Summary.objects.filter(case=case).only("languages").first()
        last = {"language": row.languages[0]} if row and row.languages else None
    return found | (last or {})


def say_what_is_known(form, known) -> None:
    """What one tool asked, the next does not ask again: it shows the answer, and it can be changed."""
    for code, each in known.items():
        if code in form.fields:
            form.fields[code].known_from = each


def fingerprint(assessment) -> int:
    """Stands in for a version of many rows: changes when any answer does. Opens nothing."""
    if assessment is None:
        return 0
    rows = assessment.answers.order_by("question")
    answers = [(row.question, row.value, row.__dict__["text"]) for row in rows]
    columns = [assessment.__dict__[name] for name in LABELS]
    return crc32(repr([answers, columns]).encode())


def tool_saved(case, rights, form, asked, assessment):
    may_decide = rights.may_write(asked.data_class)
    try:
        once(form.cleaned_data["idempotency_key"])
        assessment = save_answers(
            case=case,
            definition=asked,
            answers=answers_from(form),
            assessment=assessment,
            finished=not may_decide,
            head=form.head(),
            source=form.source(),
        )
    except AlreadyDone:
        return back_to("case_assessments", case)
    if may_decide:
        return back_to("assessment_detail", case, assessment.pk)
    return back_to("case_assessments", case)


@roles(*CASE_ROLES)
@keeps_draft
def assessment_detail(request, reference, id):
    trail = ("case_assessments", _("Assessments"))
    case, rights, context = open_case(request, reference, "assessments", trail)
    found = Assessment.objects.filter(case=case, pk=id, data_class__in=rights.reads)
    assessment = found.select_related("by").first() or deny(f"{reference}/assessment/{id}")
    try:
        tool = settled(definition_of(assessment), request.actor.country)
    except LookupError:
        deny(f"{reference}/assessment/{id}")
    answers = answers_of(assessment, tool, rights.reads)
    result = score(tool, answers)
    is_open = assessment.finished_at is None and rights.may_write(assessment.data_class)
    context |= {
        "assessment": assessment,
        "tool": tool,
        "title": tool.title,
        "result": result,
        "decision": dict(DECISIONS).get(assessment.decision, ""),
        "sections": sections(tool, answers, set(rights.reads), sources_of(assessment)),
        "head": head_lines(assessment.head),
        "files": LANGUAGES.items() if can_make_pdf() else [],
        "has_rows": not tool.is_ours and request.actor.role == Role.CASE_MANAGER,
        "leads_on": leads_on(case, tool, rights),
    }
    if not is_open:
        need_class(request.method == "GET", reference, "assessment")
        return render(request, "referral/assessment_detail.html", context)
    return assessment_decide(request, case, assessment, result, answers, context)


def leads_on(case, tool, rights):
    """After the quick card: the whole screening, which begins with what the card answered."""
    if tool.code != "quick_card" or case.is_closed:
        return None
    code = "screening_adult" if decides_alone(case.journey) else "screening_child"
    whole = load(code)
    return usable(whole, case) if rights.may_add(whole.data_class) else None


def assessment_decide(request, case, assessment, result, answers, context):
    form_class = RiskDecisionForm if "staying" in result.figures else DecisionForm
    data = request.POST if request.method == "POST" else None
    form = form_class(data, result=result, incomplete=assessment.incomplete)
    if not (form.is_bound and form.is_valid()):
        return render_form(request, "referral/assessment_detail.html", context, form)
    try:
        once(form.cleaned_data["idempotency_key"])
        decide(
            assessment=assessment,
            result=result,
            answers=answers,
            decision=form.cleaned_data["decision"],
            reasons=form.cleaned_data["reasons"],
            levels=form.levels(),
            incomplete=form.why_incomplete(),
        )
        messages.success(request, _("Your decision is recorded."))
    except AlreadyDone:
        pass
    return redirect("assessment_detail", case.journey.reference, assessment.pk)
