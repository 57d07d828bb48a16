"""Sessions of an organisation: who comes, who was there, who gets a certificate."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import mail
from accounts.access import roles
from shell.forms import render_form
from training import content
from training.actions import sessions as actions
from training.actions.followups import due_followups, send_followups
from training.forms.sessions import CloseForm, ParticipantForm, PeopleForm, SessionForm
from training.models import Certificate, Participant, TrainingSession
from training.rights import HOLDS_SESSIONS
from training.views.team import titled

PAGE = 50
EDITED = ("course", "language", "begins_on", "ends_on", "place", "where", "country", "trainers", "co_organisers", "agenda", "accredited_by", "endorsed_by")  # fmt: skip
OF_PERSON = ("name", "works_at", "function", "sector", "country", "sex", "email", "may_write", "right_before", "right_after", "satisfied")  # fmt: skip


def get_session(request, pk):
    return get_object_or_404(TrainingSession.objects.visible_to(request.actor), pk=pk)


def get_participant(request, pk):
    here = TrainingSession.objects.visible_to(request.actor)
    return get_object_or_404(Participant.objects.select_related("session"), pk=pk, session__in=here)


def title_of(session):
    course = content.course(session.course)
    return course.text_for(get_language()).title if course else session.course


@roles(*HOLDS_SESSIONS)
@require_safe
def training_session_list(request):
    found = TrainingSession.objects.visible_to(request.actor).order_by(
        "-begins_on", "-made_at", "pk"
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [{"session": each, "title": title_of(each)} for each in page]
    return render(request, "training/training_session_list.html", {"rows": rows, "page": page})


@roles(*HOLDS_SESSIONS)
def training_session_new(request):
    country = request.membership.organisation.country
    form = SessionForm(request.POST or None, initial={"country": country, "language": get_language()})  # fmt: skip
    if form.is_bound and form.is_valid():
        made = actions.plan_session(**{name: form.cleaned_data[name] for name in EDITED})
        messages.success(request, _("The session is planned."))
        return redirect("training_session_detail", made.pk)
    return render_form(request, "training/training_session_new.html", {}, form)


@roles(*HOLDS_SESSIONS)
def training_session_change(request, id):
    session = get_session(request, id)
    initial = {name: getattr(session, name) for name in EDITED}
    form = SessionForm(request.POST or None, initial=initial, version=session.version)
    if form.is_bound and form.is_valid():
        if form.is_stale():
            form.add_error(None, _("A colleague changed this meanwhile. Reload the page."))
        else:
            try:
                given = {name: form.cleaned_data[name] for name in EDITED}
                actions.change_session(session, **given)
                messages.success(request, _("The session is saved."))
            except actions.SessionClosed:
                messages.warning(request, _("The session is closed. Its certificates are issued."))
            return redirect("training_session_detail", session.pk)
    context = {"session": session, "title": title_of(session)}
    return render_form(request, "training/training_session_change.html", context, form)


@roles(*HOLDS_SESSIONS)
@require_safe
def training_session_detail(request, id):
    session = get_session(request, id)
    modules = actions.modules_of(session)
    people = session.participants.select_related("certificate").prefetch_related("attended")
    rows = [
        {
            "person": each,
            "there": sum(one.module in modules for one in each.attended.all()),
            "certificate": getattr(each, "certificate", None),
        }
        for each in people.order_by("name", "pk")
    ]
    certificates = Certificate.objects.filter(participant__session=session)
    context = {
        "session": session,
        "title": title_of(session),
        "rows": rows,
        "of": len(modules),
        "waiting": 0
        if session.closed_at
        else sum(row["person"].confirmed_at is None for row in rows),
        "close_form": CloseForm(),
        "without_link": sum(
            bool(row["certificate"]) and not row["person"].token_digest for row in rows
        ),
        "due": len(due_followups(certificates)),
        "can_send": mail.can_send(),
    }
    return render(request, "training/training_session_detail.html", context)


@roles(*HOLDS_SESSIONS)
def participant_import(request, id):
    session = get_session(request, id)
    form = PeopleForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            number = actions.add_participants(session, form.cleaned_data["people"])
            said = ngettext("%(number)d person was added.", "%(number)d people were added.", number)
            messages.success(request, said % {"number": number})
        except actions.SessionClosed:
            messages.warning(request, _("The session is closed. Its certificates are issued."))
        return redirect("training_session_detail", session.pk)
    context = {"session": session, "title": title_of(session)}
    return render_form(request, "training/participant_import.html", context, form)


@roles(*HOLDS_SESSIONS)
def participant_detail(request, id):
    person = get_participant(request, id)
    if "take_off" in request.POST:
        return taken_off(request, person)
    names = [
        (code, content.module(code).title_for(get_language()))
        for code in actions.modules_of(person.session)
    ]
    initial = {name: getattr(person, name) for name in OF_PERSON}
    initial["modules"] = list(person.attended.values_list("module", flat=True))
    form = ParticipantForm(request.POST or None, initial=initial, modules=names)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.keep_participant(
                person, modules=given["modules"], **{name: given[name] for name in OF_PERSON}
            )
            messages.success(request, _("Saved."))
        except actions.SessionClosed:
            messages.warning(request, _("The session is closed. Its certificates are issued."))
        return redirect("training_session_detail", person.session_id)
    context = {"person": person, "session": person.session, "title": title_of(person.session)}
    context["certificates"] = titled(Certificate.objects.filter(participant=person))
    return render_form(request, "training/participant_detail.html", context, form)


def taken_off(request, person):
    try:
        actions.take_off(person)
        messages.success(request, _("The name is off the list, with all that was noted of it."))
    except actions.HasCertificate:
        messages.warning(request, _("There is a certificate of this person. It can be withdrawn."))
    return redirect("training_session_detail", person.session_id)


@require_POST
@roles(*HOLDS_SESSIONS)
def training_session_close(request, id):
    session = get_session(request, id)
    form = CloseForm(request.POST)
    outcome = form.cleaned_data["group_outcome"] if form.is_valid() else ""
    try:
        number = actions.close_session(session, group_outcome=outcome)
        said = _("The session is closed, %(number)d certificates are issued.")
        messages.success(request, said % {"number": number})
    except actions.SessionClosed:
        messages.warning(request, _("The session is closed. Its certificates are issued."))
    return redirect("training_session_detail", session.pk)


@require_POST
@roles(*HOLDS_SESSIONS)
def participant_links(request, id):
    """Links for those without one, or a new one for the named person. Shown once, or sent."""
    session = get_session(request, id)
    wanted = request.POST.get("person", "")
    only = get_object_or_404(session.participants, pk=wanted) if is_uuid(wanted) else None
    links = actions.make_links(session, can_send=mail.can_send(), only=only)
    for person, token in links.to_send:
        mail.send("training_link", person.email, link=link_to(request, token))
    shown = [(person, link_to(request, token)) for person, token in links.to_show]
    context = {
        "session": session,
        "title": title_of(session),
        "shown": shown,
        "sent": len(links.to_send),
    }
    return render(request, "training/participant_links.html", context)


@require_POST
@roles(*HOLDS_SESSIONS)
def followup_ask(request, id):
    session = get_session(request, id)
    asked = send_followups(session=session)
    messages.success(request, _("%(number)d people are asked by mail.") % {"number": asked})
    return redirect("training_session_detail", session.pk)


def link_to(request, token):
    return request.build_absolute_uri(reverse("participant_door", args=[token]))


def is_uuid(text):
    try:
        return bool(UUID(text))
    except ValueError:
        return False
