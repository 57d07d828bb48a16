"""Something is wrong: anybody signed in says so, a coordinator answers, and the answer is read here."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles, signed_in
from directory.access import DRAFTS, REVIEWS, is_one_of
from directory.actions.reports import Answered, answer, report
from directory.comparing import compare, title_of
from directory.countries import country_name
from directory.drafts import present_version
from directory.forms.review import AnswerForm, ReportForm
from directory.models import Contact, Fact, Report, State
from directory.values import shown
from directory.views.edit import trail
from directory.views.fetch import get_country
from directory.views.review import areas
from shell.first_rows import first_rows
from shell.forms import render_form

MOST = 100
KINDS = {"fact": Fact, "contact": Contact}


@signed_in
def country_report(request, iso2):
    iso2 = get_country(iso2).iso2
    meant = meant_by(request, iso2)
    about = [(f"{name}:{row.pk}", label_of(row)) for name, row in meant.items()]
    initial = {"about": about[0][0] if about else ""}
    form = ReportForm(request.POST or None, about=about, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        row = meant.get(given["about"].partition(":")[0])
        report(
            country=iso2,
            about=row,
            text=given["text"],
            user=request.user,
            key=given["idempotency_key"],
        )
        messages.success(
            request, _("Thank you. A coordinator looks at it; the answer stands here.")
        )
        return redirect("report_list")
    back = reverse("country_detail", args=[iso2.lower()])
    context = {"crumbs": trail(iso2), "back": back, "country": iso2}
    return render_form(request, "directory/country_report.html", context, form)


def meant_by(request, iso2):
    """The fact or contact that the page was opened for; what is unknown or elsewhere is left out."""
    found = {}
    for name, model in KINDS.items():
        pk = as_uuid(request.GET.get(name, ""))
        row = (
            model.objects.published().of(iso2).select_related("source").filter(pk=pk).first()
            if pk
            else None
        )
        if row:
            found[name] = row
    return found


def as_uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


def label_of(row):
    if isinstance(row, Contact):
        return title_of(row)
    return f"{title_of(row)}: {shown(row).value}"[:160]


@signed_in
def report_list(request):
    """One's own; for those who answer, all that wait, those of their own country first."""
    answers = is_one_of(request.actor, REVIEWS)
    rows = Report.objects.select_related("fact__source", "contact", "made_by", "answered_by")
    here = request.actor.country if request.actor else ""
    waiting, more = [], 0
    if answers:
        waiting, more = first_rows(rows.filter(answered_at=None).order_by("made_at"), MOST)
        waiting.sort(key=lambda each: (each.country != here, each.made_at))
    context = {
        "subnav": areas("report_list") if answers else [],
        "answers": answers,
        "waiting": [report_row(each) for each in waiting],
        "more": more,
        "all": len(waiting) + more,
        "mine": [
            report_row(each)
            for each in rows.filter(made_by=request.user).order_by("-made_at")[:MOST]
        ],
    }
    return render(request, "directory/report_list.html", context)


def report_row(each):
    about = each.fact or each.contact
    return {
        "report": each,
        "country": country_name(each.country),
        "about": title_of(about) if about else "",
    }


@roles(*REVIEWS)
def report_detail(request, id):
    rows = Report.objects.select_related(
        "fact__source", "contact__source", "made_by", "answered_by"
    )
    found = get_object_or_404(rows, pk=id)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and not found.answered_at:
        try:
            given = form.cleaned_data
            answer(found.pk, outcome=given["outcome"], text=given["answer"])
            messages.success(request, _("The answer is kept. Whoever reported it reads it."))
        except Answered:
            messages.warning(request, _("Somebody answered this meanwhile."))
        return redirect("report_detail", found.pk)
    about = found.fact or found.contact
    now = about and (about if about.state == State.PUBLISHED else present_version(about))
    context = {
        **report_row(found),
        "crumbs": trail(found.country, {"url": reverse("report_list"), "label": _("Reports")}),
        "now": now,
        "lines": compare(None, now) if now else [],
        "links": links(request, found, now),
    }
    return render_form(request, "directory/report_detail.html", context, form)


def links(request, found, now):
    """What can be done about it."""
    actions = []
    if now and is_one_of(request.actor, DRAFTS):
        name = "fact_change" if found.fact_id else "directory_contact_change"
        actions.append({"url": reverse(name, args=[now.pk]), "label": _("Draft the change")})
    elif not now and is_one_of(request.actor, DRAFTS):
        for name, label in (
            ("fact_new", _("New fact")),
            ("directory_contact_new", _("New contact of a country")),
        ):
            actions.append({"url": reverse(name, args=[found.country.lower()]), "label": label})
    if now and found.contact_id:
        url = reverse("contact_verify", args=[now.pk])
        actions.append({"url": url, "label": _("Try it and verify")})
    url = reverse("country_history", args=[found.country.lower()])
    return [*actions, {"url": url, "label": _("Change log")}]
