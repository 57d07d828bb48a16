"""What an officer reports while the plan runs: one short form each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from plans.actions.report import OwnValue, answer, hold_meeting, tell, verify
from plans.forms.plan import (
    AnswerForm,
    MeetingForm,
    ProgressForm,
    RecommendationForm,
    ReviewForm,
    ValueForm,
)
from plans.models import IndicatorValue, Meeting, Progress, Recommendation, Review
from plans.rights import REPORTS, REVIEWS, may
from plans.shelf import newest_by_code
from plans.views.pages import standing_or_404
from shell.forms import render_form

PAGE = "plans/report.html"


def own_or_404(request, slug):
    edition = standing_or_404(slug)
    if not may(request.actor, REPORTS, edition.plan):
        raise Http404
    return edition


@roles(*REPORTS)
def plan_progress(request, slug, code):
    edition = own_or_404(request, slug)
    activity = edition.activities.filter(code=code).first()
    if activity is None:
        raise Http404
    last = newest_by_code(Progress, edition.plan).get(code)
    initial = {"on": timezone.localdate(), "status": last.status, "percent": last.percent} if last else {"on": timezone.localdate(), "percent": 0}  # fmt: skip
    form = ProgressForm(request.POST or None, initial=initial)
    return told(
        request, edition, Progress, form, f"{code} {activity.title}", "plan_detail", code=code
    )


@roles(*REPORTS)
def plan_value(request, slug, code):
    edition = own_or_404(request, slug)
    indicator = edition.indicators.filter(code=code).first()
    if indicator is None:
        raise Http404
    form = ValueForm(request.POST or None)
    return told(request, edition, IndicatorValue, form, f"{code} {indicator.title}", "plan_logframe", code=code)  # fmt: skip


@roles(*REVIEWS)
@require_POST
def plan_value_verify(request, id):
    """By a second person of the country, who looked at the source."""
    found = IndicatorValue.objects.select_related("plan").filter(pk=id).first()
    if found is None or not may(request.actor, REVIEWS, found.plan):
        raise Http404
    try:
        verify(found)
        messages.success(request, _("The value is verified."))
    except OwnValue:
        raise PermissionDenied from None
    return redirect("plan_logframe", found.plan.slug)


@roles(*REPORTS)
def plan_review(request, slug):
    edition = own_or_404(request, slug)
    form = ReviewForm(request.POST or None, initial={"on": timezone.localdate()})
    return told(request, edition, Review, form, _("Note a review"), "plan_follow")


@roles(*REPORTS)
def plan_recommendation(request, slug):
    edition = own_or_404(request, slug)
    form = RecommendationForm(request.POST or None)
    return told(request, edition, Recommendation, form, _("Note a recommendation"), "plan_follow")


@roles(*REPORTS)
def plan_meeting(request, slug):
    edition = own_or_404(request, slug)
    form = MeetingForm(request.POST or None, initial={"on": timezone.localdate()})
    return told(request, edition, Meeting, form, _("Note a meeting"), "plan_follow")


def told(request, edition, model, form, title, then, **more):
    """The form, or what it reports and the way back."""
    plan = edition.plan
    if form.is_valid():
        given = {
            k: v for k, v in form.cleaned_data.items() if k not in ("idempotency_key", "version")
        }
        key = form.cleaned_data["idempotency_key"]
        keep = hold_meeting if model is Meeting else tell
        keep(*(() if model is Meeting else (model,)), plan, key=key, **given, **more)
        messages.success(request, _("It is noted."))
        return redirect(then, plan.slug)
    context = {
        "title": title,
        "plan": plan,
        "edition": edition,
        "back": reverse(then, args=[plan.slug]),
    }
    return render_form(request, PAGE, context, form)


@roles(*REPORTS)
def recommendation_answer(request, id):
    found = Recommendation.objects.select_related("plan").filter(pk=id).first()
    if found is None or not may(request.actor, REPORTS, found.plan):
        raise Http404
    edition = standing_or_404(found.plan.slug)
    version = int(found.answered_at.timestamp()) if found.answered_at else 0
    initial = {name: getattr(found, name) for name in ("response", "answer", "activity")}
    form = AnswerForm(request.POST or None, initial=initial, activities=edition.activities.order_by("place"),
        language=edition.language, version=version)  # fmt: skip
    if form.is_valid() and not form.is_stale():
        answer(found, **{name: form.cleaned_data[name] for name in initial})
        messages.success(request, _("It is noted."))
        return redirect("plan_follow", found.plan.slug)
    context = {
        "title": _("Answer a recommendation"),
        "plan": found.plan,
        "edition": edition,
        "about": found.text,
        "back": reverse("plan_follow", args=[found.plan.slug]),
        "is_stale": form.is_bound and form.is_valid() and form.is_stale(),
    }
    return render_form(request, PAGE, context, form)
