"""One referral, as its receiver sees it: the summary before accepting, the rest after."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.models import Membership, Organisation
from accounts.roles import Role
from directory.codes import service_labels
from referral.access import ACCEPTS_REFERRAL, DataClass
from referral.actions import answers
from referral.actions.absences import is_kept_back
from referral.actions.feedback import give_feedback
from referral.actions.take import read_part, take_part
from referral.forms.answer import AcceptForm, AskForm, DeclineForm, FeedbackForm, ReplyForm
from referral.matching import can_help, wanted_for
from referral.models import Case, Journey, Layer, PackagePart, Referral
from referral.package_texts import rows
from referral.packages import newest
from referral.recalls import recalls_of, unanswered
from referral.stages import (
    ANSWERED_WITHOUT_CASE,
    GIVE_BACK_REASONS,
    OPEN_TO_RECEIVER,
    WAITING_FOR_ANSWER,
    DeclineReason,
    ReferralKind,
    ReferralStatus,
)
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.inbox import RECEIVES
from referral.views.moves import move, show, tap
from referral.views.rights import Rights
from referral.views.update import reads_part, update_of
from shell.forms import render_form

ANSWERS = [*ACCEPTS_REFERRAL, Role.POLICE, Role.COMPETENT_AUTHORITY]
# Who sends it a second time meets the answer of the first.
CAN_GIVE_BACK = {ReferralStatus.ACCEPTED, ReferralStatus.RETURNED}
LEADS = ACCEPTS_REFERRAL - {Role.FOCAL_POINT}


def get_received(request, id) -> Referral:
    """A referral sent to my organisation. A consulate's requests have pages of their own."""
    found = (
        Referral.objects.received_by(request.actor)
        .exclude(kind=ReferralKind.TRAVEL_DOCUMENT)
        .select_related("sender", "receiver", "answered_by", "better")
        .filter(pk=id)
        .first()
    )
    return found or deny(str(id))


def frame(referral):
    return {
        "referral": referral,
        "crumbs": [{"url": reverse("inbox"), "label": _("Incoming referrals")}],
        "waits": referral.status in WAITING_FOR_ANSWER,
    }


@roles(*RECEIVES)
def referral_detail(request, id):
    referral = get_received(request, id)
    everything = list(referral.parts.select_related("package").order_by("data_class"))
    parts = newest(everything)
    shown, content = summary_rows(parts)
    wanted = wanted_for(content, referral.services)
    case = Case.objects.visible_to(request.actor).filter(journey=referral.journey_id).first()
    kept_back = is_kept_back(referral)
    context = frame(referral) | {
        "summary_rows": shown,
        "services": ", ".join(map(str, service_labels(referral.services))),
        "help": can_help(request.membership.organisation, wanted),
        "kept_back": kept_back,
        "parts": identified(request.actor, referral, parts, case, kept_back),
        "recalls": recalls_of(referral.messages.all()).values(),
        "unanswered": unanswered(referral.messages.all()),
        "update": None if kept_back else update_of(request.actor, referral, everything, case),
        "messages_sent": referral.messages.select_related("sender", "package").order_by(
            "-at", "-pk"
        ),
        "case_reference": reference_of(request, case),
        "along": Referral.objects.coming_with(referral, request.actor).order_by("sent_at", "pk"),
        "answers": request.actor.role in ANSWERS,
        "open": referral.status in OPEN_TO_RECEIVER,
        "gives_back": referral.status == ReferralStatus.ACCEPTED
        and referral.kind not in ANSWERED_WITHOUT_CASE
        and request.actor.role in ACCEPTS_REFERRAL,
        "opens_own": case is None and opens_own(request.actor, referral),
    }
    return render(request, "referral/referral_detail.html", context)


def opens_own(actor, referral):
    """Accepted before there was an account here, and nobody here has opened the own case yet."""
    return (
        referral.status == ReferralStatus.ACCEPTED
        and referral.answered_by_id is None
        and referral.kind not in ANSWERED_WITHOUT_CASE
        and actor.role in LEADS
    )


@require_POST
@roles(*LEADS)
def referral_open(request, id):
    """The own case, from what was accepted by link or on paper."""
    referral = get_received(request, id)
    if not opens_own(request.actor, referral):
        deny(str(id))
    done = reverse("referral_detail", args=[id])
    return tap(request, lambda: answers.open_own(referral=referral), done=done)


def summary_rows(parts):
    """(rows, content of the summary): what stands before accepting, and stays after."""
    found, content = [], {}
    order = [DataClass.SUMMARY, DataClass.SERVICES, DataClass.RISK]
    first = [p for p in parts if p.layer == Layer.SUMMARY and not p.recalled_at]
    for part in sorted(first, key=lambda p: order.index(p.data_class)):
        read = read_part(part)
        found += rows(part.data_class, part.layer, read)
        content |= read if part.data_class == DataClass.SUMMARY else {}
    return found, content


def identified(actor, referral, parts, case, kept_back=False):
    """Each class that came, with what this colleague may do with it. `kept_back`: what is not taken yet waits."""
    found = []
    rights = Rights(actor, case) if case else None
    for part in parts:
        if part.layer != Layer.IDENTIFIED:
            continue
        reads = reads_part(referral, part, rights)
        shown = reads and not part.recalled_at and not (kept_back and part.taken_at is None)
        found.append(
            {
                "part": part,
                "reads": reads,
                "rows": rows(part.data_class, part.layer, read_part(part)) if shown else [],
                "take": shown and case is not None and part.taken_at is None,
            }
        )
    return found


def reference_of(request, case):
    if case is None:
        return ""
    return (
        Journey.objects.visible_to(request.actor)
        .values_list("reference", flat=True)
        .get(pk=case.journey_id)
    )


def refused(request, id, problem):
    """A colleague, or the sender, was faster: say who, when and what. Nothing of mine happened."""
    referral = get_received(request, id)
    context = frame(referral) | {"problem": str(problem)}
    return render(request, "referral/referral_answered.html", context, status=409)


def answer_once(request, id, form, act, template, context):
    done = reverse("referral_detail", args=[id])
    moved = move(request, form, act, done=done)
    if moved:
        return moved
    if getattr(form, "was_refused", False):
        return refused(request, id, form.non_field_errors()[0])
    return render_form(request, template, context, form)


@roles(*ANSWERS)
@keeps_draft
def referral_accept(request, id):
    referral = get_received(request, id)
    if request.method == "GET" and referral.status not in WAITING_FOR_ANSWER:
        return redirect("referral_detail", id)
    form = AcceptForm(
        request.POST or None,
        leads=possible_leads(request, referral),
        initial={"contact_name": request.user.short_name, "lead": str(request.user.pk)},
    )

    def act():
        answers.accept(
            referral=referral,
            contact_name=form.cleaned_data["contact_name"],
            first_date=form.cleaned_data["first_date"],
            lead=form.cleaned_data.get("lead"),
        )

    return answer_once(request, id, form, act, "referral/referral_accept.html", frame(referral))


def possible_leads(request, referral):
    """Me first. Nobody leads what is only read and answered, nor a focal point who sees no case."""
    if referral.kind in ANSWERED_WITHOUT_CASE:
        return []
    members = (
        Membership.objects.active()
        .filter(organisation=request.actor.organisation, role__in=LEADS)
        .select_related("user")
        .order_by("user__name", "role")
    )
    found = {str(m.user_id): f"{m.user.short_name}, {m.get_role_display()}" for m in members}
    return sorted(found.items(), key=lambda pair: pair[0] != request.actor.user)


@roles(*ANSWERS)
@keeps_draft
def referral_ask(request, id):
    referral = get_received(request, id)
    form = AskForm(request.POST or None)

    def act():
        answers.ask(referral=referral, questions=form.cleaned_data["questions"])

    return answer_once(request, id, form, act, "referral/referral_ask.html", frame(referral))


@roles(*ANSWERS)
@keeps_draft
def referral_decline(request, id):
    referral = get_received(request, id)
    others = Organisation.objects.filter(
        accepts_referrals=True, is_active=True, country=request.actor.country
    ).exclude(pk__in=[referral.sender_id, referral.receiver_id])
    form = DeclineForm(request.POST or None, organisations=others.order_by("name"))

    def act():
        better = others.filter(pk=form.cleaned_data["better"] or None).first()
        answers.decline(referral=referral, reason=form.cleaned_data["reason"], better=better)

    return answer_once(request, id, form, act, "referral/referral_decline.html", frame(referral))


@roles(*ACCEPTS_REFERRAL)
def referral_give_back(request, id):
    """Two taps: this page, and the reason. The sender, and who coordinates, know it at once."""
    referral = get_received(request, id)
    if referral.kind in ANSWERED_WITHOUT_CASE or referral.status not in CAN_GIVE_BACK:
        deny(str(id))
    done = reverse("referral_detail", args=[id])
    reason = request.POST.get("reason", "")
    if request.method == "POST" and reason in GIVE_BACK_REASONS:
        said = _("The sender knows. Stay with the person until somebody takes over.")
        return tap(
            request,
            lambda: answers.give_back(referral=referral, reason=reason),
            done=done,
            said=said,
        )
    context = frame(referral) | {"reasons": [DeclineReason(one) for one in GIVE_BACK_REASONS]}
    status = 422 if request.method == "POST" else 200
    return render(request, "referral/referral_give_back.html", context, status=status)


@roles(*ANSWERS)
@keeps_draft
def referral_feedback(request, id):
    referral = get_received(request, id)
    if referral.status not in OPEN_TO_RECEIVER:
        deny(str(id))
    form = FeedbackForm(request.POST or None)

    def act():
        give_feedback(
            referral=referral, feedback=form.cleaned_data["feedback"], on=form.cleaned_data["on"]
        )

    return answer_once(request, id, form, act, "referral/referral_feedback.html", frame(referral))


@roles(*ANSWERS, Role.FIRST_CONTACT)
@keeps_draft
def referral_answer(request, id):
    """The sender answers the questions."""
    referral = Referral.objects.visible_to(request.actor).filter(pk=id).first() or deny(str(id))
    if str(referral.receiver_id) == request.actor.organisation:
        return redirect("referral_detail", id)
    case = (
        Case.objects.visible_to(request.actor)
        .select_related("journey", "organisation")
        .filter(journey=referral.journey_id)
        .first()
    ) or deny(str(id))
    form = ReplyForm(request.POST or None, questions=answers.open_questions(referral))
    done = reverse("case_referrals", args=[case.journey.reference])

    def act():
        answers.reply(referral=referral, case=case, replies=form.replies())

    moved = move(request, form, act, done=done)
    context = {"referral": referral, "back": done}
    return moved or show(request, "referral/referral_answer.html", context, form)


@require_POST
@roles(*LEADS)
def part_take(request, id):
    """One class of an accepted package becomes part of my organisation's own case."""
    part = PackagePart.objects.filter(pk=id, layer=Layer.IDENTIFIED).first() or deny(str(id))
    case = Case.objects.visible_to(request.actor).filter(opened_from=part.referral_id).first()
    mine = (
        case
        or Case.objects.visible_to(request.actor)
        .filter(journey__referrals=part.referral_id)
        .first()
    )
    sent_here = Referral.objects.received_by(request.actor).filter(pk=part.referral_id).exists()
    if (
        mine is None
        or not sent_here
        or part.recalled_at
        or not Rights(request.actor, mine).may_read(part.data_class)
    ):
        deny(str(id))
    done = reverse("referral_detail", args=[part.referral_id])
    return tap(request, lambda: take_part(case=mine, part=part), done=done)
