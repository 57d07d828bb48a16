"""Ask a colleague of another country, answer, and make an answer guidance."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from directory.actions import questions as actions
from directory.countries import country
from directory.forms.question import AboutCountryForm, AnswerForm, GuidanceForm, QuestionForm
from directory.models import Answer
from directory.questions import (
    ASKERS,
    may_answer,
    offices,
    publishable,
    questions_for,
    waiting_for,
)
from shell.first_rows import first_rows
from shell.forms import render_form

MOST = 50


@roles(*ASKERS)
def question_list(request):
    waiting, more = first_rows(waiting_for(request.actor).order_by("asked_at"), MOST)
    others = questions_for(request.actor).exclude(pk__in=[each.pk for each in waiting])
    others = list(others.order_by("-asked_at")[:MOST])
    context = {
        "waiting": waiting,
        "more": more,
        "all": len(waiting) + more,
        "open": [each for each in others if not each.closed_at],
        "closed": [each for each in others if each.closed_at],
        "most": MOST,
    }
    return render(request, "directory/question_list.html", context)


@roles(*ASKERS)
def question_new(request):
    """First the country, so that the form can say who will read the question."""
    about = country(request.GET.get("country", ""))
    if about is None:
        form = AboutCountryForm(request.GET if "country" in request.GET else None)
        return render(request, "directory/question_country.html", {"choice": form})
    form = QuestionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        question = actions.ask(country=about.iso2, text=given["text"], key=given["idempotency_key"])
        messages.success(request, _("Your question is on its way. The answer will stand here."))
        return redirect("question_detail", question.pk)
    context = {"country": about, "offices": offices(about.iso2)}
    return render_form(request, "directory/question_new.html", context, form)


@roles(*ASKERS)
def question_detail(request, id):
    question = get_object_or_404(questions_for(request.actor), pk=id)
    answers = may_answer(request.actor, question)
    form = AnswerForm(request.POST or None) if answers else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if form is not None and form.is_bound and form.is_valid():
        return keep_answer(request, question, form.cleaned_data)
    context = {
        "question": question,
        "answers": list(
            question.answers.select_related("organisation", "guidance").order_by("answered_at")
        ),
        "publishable": set(
            question.answers.filter(publishable(request.actor)).values_list("pk", flat=True)
        ),
        "offices": offices(question.country),
        "is_mine": str(question.asked_by_id) == request.actor.user,
        "may_answer": answers,
    }
    return render_form(request, "directory/question_detail.html", context, form or AnswerForm())


def keep_answer(request, question, given):
    try:
        actions.answer(question, text=given["text"], key=given["idempotency_key"])
    except actions.Closed:
        messages.warning(request, _("The question was closed meanwhile. Nothing was sent."))
    else:
        messages.success(request, _("Your answer stands under the question."))
    return redirect("question_detail", question.pk)


@roles(*ASKERS)
@require_POST
def question_close(request, id):
    """Whoever asked says that it is answered."""
    question = get_object_or_404(questions_for(request.actor), pk=id)
    if str(question.asked_by_id) != request.actor.user:
        raise Http404
    actions.close(question)
    messages.success(request, _("The question is closed."))
    return redirect("question_detail", question.pk)


@roles(*ASKERS)
def answer_guidance(request, id):
    """An answer becomes the draft of a fact, for another person to publish."""
    given = get_object_or_404(answers_to_publish(request.actor), pk=id)
    if given.guidance_id:
        return redirect("question_detail", given.question_id)
    form = GuidanceForm(request.POST or None, initial={"detail": given.text[:2000]})
    if form.is_bound and form.is_valid():
        kept = {name: form.cleaned_data[name] for name in ("text", "detail", "language")}
        try:
            actions.draft_guidance(given, **kept, key=form.cleaned_data["idempotency_key"])
        except actions.GuidanceExists:
            messages.warning(request, _("This answer was made guidance before."))
        else:
            messages.success(request, _("It is a draft now. Another person publishes it."))
        return redirect("question_detail", given.question_id)
    return render_form(request, "directory/answer_guidance.html", {"answer": given}, form)


def answers_to_publish(actor):
    """One's own, or any answer to a question that is put to one's office."""
    visible = questions_for(actor)
    found = Answer.objects.filter(question__in=visible).select_related("question", "organisation")
    return found.filter(publishable(actor))
