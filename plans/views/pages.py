"""A plan as a document, as a timeline, as a log-frame, and what changed. Public once it is published."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import public
from plans.changes import since_last_review
from plans.models import Edition, Plan
from plans.rights import DRAFTS, REPORTS, REVIEWS, may
from plans.shelf import PlanView, standing
from plans.words import State
from plans.writing import workbook
from shell.first_rows import first_rows
from shell.formats import country_name
from shell.pdf import can_make_pdf, pdf_response
from shell.spreadsheets import XLSX


@public
@require_safe
def plan_list(request):
    editions = Edition.objects.filter(state=State.PUBLISHED).select_related("plan")
    rows = [
        {
            "edition": each,
            "country": _("An invented country") if each.plan.is_invented else country_name(each.plan.country),
            "is_over": each.ends_on < timezone.localdate(),
        }
        for each in editions
    ]  # fmt: skip
    rows.sort(
        key=lambda row: (row["edition"].plan.is_invented, row["country"], row["edition"].begins_on)
    )
    drafts, more = waiting(request)
    context = {
        "rows": rows,
        "waiting": drafts,
        "more": more,
        "all": len(drafts) + more,
        "may_draft": is_one_of(request, DRAFTS),
    }
    return render(request, "plans/plan_list.html", context)


def is_one_of(request, roles) -> bool:
    return request.actor is not None and request.actor.role in roles


def waiting(request) -> tuple[list[Edition], int]:
    """Drafts of the reader's country, for those who write or review, and how many more there are."""
    if not is_one_of(request, REVIEWS):
        return [], 0
    drafts = Edition.objects.filter(state=State.DRAFT, plan__country=request.actor.country)
    return first_rows(drafts.select_related("plan", "drafted_by").order_by("drafted_at"), 50)


@public
@require_safe
def plan_detail(request, slug):
    return plan_page(request, slug, "plans/plan_detail.html")


@public
@require_safe
def plan_timeline(request, slug):
    return plan_page(request, slug, "plans/plan_timeline.html")


@public
@require_safe
def plan_logframe(request, slug):
    return plan_page(request, slug, "plans/plan_logframe.html")


@public
@require_safe
def plan_changes(request, slug):
    edition = standing_or_404(slug)
    since = since_last_review(edition.plan, edition)
    return plan_page(request, slug, "plans/plan_changes.html", edition=edition, since=since)


@public
@require_safe
def plan_follow(request, slug):
    """Reviews, recommendations with their answers, meetings with their decisions."""
    edition = standing_or_404(slug)
    plan = edition.plan
    return plan_page(
        request,
        slug,
        "plans/plan_follow.html",
        edition=edition,
        reviews=plan.reviews.order_by("-on"),
        recommendations=plan.recommendations.order_by("response", "-at"),
        meetings=plan.meetings.order_by("-on").prefetch_related("decisions"),
    )


@public
@require_safe
def plan_export(request, slug):
    edition = standing_or_404(slug)
    return sheet(workbook(edition), f"plan-{slug}")


@public
@require_safe
def plan_pdf(request, slug):
    edition = standing_or_404(slug)
    if not can_make_pdf():
        return redirect("plan_detail", slug)
    context = {
        "view": PlanView(edition),
        "since": since_last_review(edition.plan, edition),
        "recommendations": edition.plan.recommendations.order_by("response", "-at"),
    }
    return pdf_response("plans/plan_pdf.html", context, name=f"plan-{slug}", request=request)


def sheet(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def standing_or_404(slug) -> Edition:
    plan = Plan.objects.filter(slug=slug).first()
    edition = standing(plan) if plan else None
    if edition is None:
        raise Http404
    return edition


def plan_page(request, slug, page, *, edition=None, **more):
    edition = edition or standing_or_404(slug)
    context = {
        "view": PlanView(edition),
        "edition": edition,
        "plan": edition.plan,
        "pdf": can_make_pdf(),
        "subnav": subnav(slug, page),
        "may_report": may(request.actor, REPORTS, edition.plan),
        "may_draft": may(request.actor, DRAFTS, edition.plan),
        "may_verify": may(request.actor, REVIEWS, edition.plan),
        **more,
    }
    return render(request, page, context)


def subnav(slug, page) -> list[dict]:
    names = [
        ("plan_detail", _("Document")),
        ("plan_timeline", _("Timeline")),
        ("plan_logframe", _("Log-frame")),
        ("plan_changes", _("What changed")),
        ("plan_follow", _("Reviews and decisions")),
    ]
    return [
        {
            "url": reverse(name, args=[slug]),
            "label": label,
            "current": page.endswith(f"/{name}.html"),
        }
        for name, label in names
    ]
