"""A file becomes a draft; a second person of the country publishes it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles, signed_in
from accounts.second_person import NotOpen, OwnDraft
from audit.models import record
from plans.actions.editions import Overtaken, draft, publish, refuse, take_back
from plans.forms.plan import ImportForm
from plans.models import Edition
from plans.reading import LARGEST, read
from plans.rights import DRAFTS, REVIEWS, may
from plans.shelf import PlanView
from plans.views.pages import sheet
from plans.words import Figure, State
from plans.writing import workbook
from shell.file_faults import Broken
from shell.forms import render_form
from shell.review_forms import PUBLISH, REFUSE, PublishForm, RefuseForm

SHOWN, TAKE_BACK = 100, "take_back"


@roles(*DRAFTS)
def plan_import(request):
    """All of the file or nothing: every mistake is named with its sheet and line."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_bound or not form.is_valid():
        return render_form(request, "plans/plan_import.html", {"figures": Figure.choices}, form)
    given = form.cleaned_data
    try:
        found = read(given["file"].read(LARGEST + 1), country=request.actor.country)
    except Broken as problem:
        kept = ImportForm(initial={"reason": given["reason"]})
        context = {"form": kept, "faults": problem.faults[:SHOWN], "all": len(problem.faults), "sheets": True, "figures": Figure.choices}  # fmt: skip
        return render(request, "plans/plan_import.html", context, status=422)
    edition = draft(found, reason=given["reason"], key=given["idempotency_key"])
    messages.success(request, _("Kept as a draft. Another person reads it and publishes it."))
    return redirect("edition_detail", edition.pk)


@signed_in
def plan_template(request):
    """The log-frame without a plan."""
    return sheet(workbook(), "log-frame")


@roles(*REVIEWS)
def edition_detail(request, id):
    """The draft as the document that it would be, for its country."""
    found = edition_or_404(request, id)
    decision = request.POST.get("decision")
    refusing = RefuseForm(request.POST if decision == REFUSE else None)
    if request.method == "POST":
        if is_mine(request, found) and decision == TAKE_BACK:
            return taken_back(request, found)
        if is_mine(request, found):
            record("plan.own_draft_not_published", target=found.plan_id)
            raise PermissionDenied
        if decision == PUBLISH:
            return published(request, found)
        if decision == REFUSE and refusing.is_valid():
            return refused(request, found, refusing)
    return page(request, found, refusing)


@roles(*REVIEWS)
def edition_export(request, id):
    found = edition_or_404(request, id)
    return sheet(workbook(found), f"plan-{found.plan.slug}-{found.number}")


def edition_or_404(request, id) -> Edition:
    rows = Edition.objects.select_related("plan", "drafted_by", "published_by")
    found = rows.filter(pk=id).first()
    if found is None or not may(request.actor, REVIEWS, found.plan):
        raise Http404
    return found


def is_mine(request, found) -> bool:
    return str(found.drafted_by_id) == request.actor.user


def page(request, found, form, **more):
    is_open = found.state == State.DRAFT
    context = {
        "edition": found,
        "plan": found.plan,
        "view": PlanView(found),
        "is_open": is_open,
        "is_mine": is_mine(request, found),
        "may_decide": is_open and not is_mine(request, found),
        "publishing": PublishForm(),
        **more,
    }
    return render_form(request, "plans/edition_detail.html", context, form)


def published(request, found):
    try:
        publish(found.pk)
    except (NotOpen, Overtaken):
        return overtaken(request, found)
    except OwnDraft:
        raise PermissionDenied from None
    messages.success(request, _("The plan is published."))
    return redirect("plan_detail", found.plan.slug)


def refused(request, found, form):
    try:
        refuse(found.pk, reason=form.cleaned_data["refusal"])
    except NotOpen:
        return overtaken(request, found)
    except OwnDraft:
        raise PermissionDenied from None
    messages.success(request, _("It is not published. Whoever drafted it reads why."))
    return redirect(reverse("plan_list"))


def taken_back(request, found):
    try:
        take_back(found.pk)
    except NotOpen:
        return overtaken(request, found)
    messages.success(request, _("Your draft is taken back."))
    return redirect("plan_list")


def overtaken(request, found):
    """409: somebody was faster, or a later edition stands. Nothing was published by this."""
    response = page(request, edition_or_404(request, found.pk), RefuseForm(), is_stopped=True)
    response.status_code = 409
    return response
