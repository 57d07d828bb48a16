"""How long a case is kept, and what is erased: in the case, and for the second person who confirms."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from referral.access import OWN_PARTS, DataClass
from referral.actions.erasures import answer_erasure, answer_hold, ask_erasure, set_hold
from referral.forms.erasure import AskErasureForm, DecideErasureForm, HoldForm
from referral.models import CONFIRMS_ERASURE, Erasure, ErasureHold
from referral.retention import PAPERS, kept_until
from referral.views.case_page import need_class, open_case, record_trail
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap
from referral.views.rights import covered_classes

ASKS = [Role.CASE_MANAGER, Role.SUPERVISOR]
KEEPS = [*ASKS, Role.LAWYER]
SHOWN = 50


def works_on(request, reference):
    """(case, context) for whoever works on the whole of it."""
    case, _rights, context = open_case(request, reference, "record", record_trail())
    need_class(covered_classes(request.actor, case) is None, reference, "erasure")
    return case, context | {"back": reverse("case_erasure", args=[reference])}


@roles(*KEEPS)
def case_erasure(request, reference):
    case, context = works_on(request, reference)
    erasures = list(Erasure.objects.filter(case=case).select_related("answered_by", "asked_by"))
    context |= {
        "lines": lines(case, erasures),
        "holds": ErasureHold.objects.live().filter(case=case).select_related("set_by"),
        "may_ask": request.actor.role in ASKS,
        "waits": any(
            one.state == Erasure.State.PROPOSED and one.why == Erasure.Why.REQUEST
            for one in erasures
        ),
    }
    return render(request, "referral/case_erasure.html", context)


def lines(case, erasures):
    ends = kept_until(case)
    return [line(case, part, ends.get(part), erasures) for part in [*OWN_PARTS, *PAPERS]]


def line(case, part, end, erasures):
    """One part of the case: its name, and where it stands."""
    mine = [one for one in erasures if part in one.classes]
    done = max((one.answered_at for one in mine if one.state == Erasure.State.DONE), default=None)
    shown = {"label": DataClass(part).label, "tone": "plain"}
    if done and (case.closed_at is None or done > case.closed_at):
        day = date_format(timezone.localtime(done).date())
        return shown | {"state": _("Erased on %(day)s") % {"day": day}, "tone": "ok"}
    if any(one.state == Erasure.State.PROPOSED for one in mine):
        return shown | {"state": _("Waits for a second person"), "tone": "due"}
    kept = [one.kept_until for one in mine if one.state == Erasure.State.KEPT and one.kept_until]
    last = max([day for day in [end, *kept] if day], default=None)
    if last is None:
        return shown | {"state": _("Kept while the case is open")}
    return shown | {"state": _("Kept until %(day)s") % {"day": date_format(last)}}


@roles(*ASKS)
def erasure_new(request, reference):
    case, context = works_on(request, reference)
    form = AskErasureForm(posted(request), is_open=not case.is_closed)
    answer = move(
        request,
        form,
        lambda: ask_erasure(case, form.cleaned_data["parts"]),
        done=context["back"],
        said=_("Asked for. What was agreed to share of it has ended; a second person confirms."),
    )
    context |= {
        "title": _("The person wants data erased"),
        "lead": _(
            "Everybody may ask, without a reason. What stays: that there was a case, in codes and without a name; who opened it and when; what was passed on without consent; what the law on the protection of children asks for."
        ),
        "button": _("Ask for it"),
    }
    return answer or show(request, "referral/case_form.html", context, form)


@roles(*KEEPS)
def hold_new(request, reference):
    case, context = works_on(request, reference)
    form = HoldForm(posted(request))
    answer = move(
        request,
        form,
        lambda: set_hold(case, **{name: form.cleaned_data[name] for name in ("why", "until")}),
        done=context["back"],
        said=_("Nothing of this case is erased for now. A second person confirms within 14 days."),
    )
    context |= {
        "title": _("Hold: erase nothing"),
        "lead": _("It stops erasing and nothing else: nobody reads more because of it."),
        "button": _("Set the hold"),
    }
    return answer or show(request, "referral/case_form.html", context, form)


@roles(*KEEPS)
@require_POST
def hold_end(request, reference, id):
    case, context = works_on(request, reference)
    hold = ErasureHold.objects.live().filter(case=case, pk=id).first() or deny(f"hold/{id}")
    return tap(
        request,
        lambda: answer_hold(hold, yes=False),
        done=context["back"],
        said=_("The hold has ended."),
    )


@roles(*CONFIRMS_ERASURE)
def erasure_list(request):
    actor = request.actor
    waiting = list(Erasure.objects.visible_to(actor).waiting()[:SHOWN])
    others = [one for one in waiting if str(one.asked_by_id) != str(request.user.pk)]
    form = DecideErasureForm(
        posted(request), waiting=[(str(one.pk), sentence(one)) for one in others]
    )
    answer = move(
        request,
        form,
        lambda: decide(form, others),
        done=reverse("erasure_list"),
        said=_("Done."),
    )
    holds = ErasureHold.objects.visible_to(actor).waiting().select_related("set_by")
    context = {
        "waiting": others,
        "own": [one for one in waiting if one not in others],
        "holds": holds.exclude(set_by=actor.user)[:SHOWN],
        "answered": Erasure.objects.visible_to(actor)
        .exclude(state=Erasure.State.PROPOSED)
        .select_related("answered_by")
        .order_by("-answered_at", "pk")[:SHOWN],
    }
    return answer or show(request, "referral/erasure_list.html", context, form)


def sentence(one: Erasure):
    """What is ticked: which case, what of it, why, and since when it waits."""
    return format_lazy(
        "{reference}: {parts}. {why}, {day}",
        reference=one.reference,
        parts=", ".join(str(label) for label in one.part_labels),
        why=one.get_why_display(),
        day=date_format(one.proposed_on),
    )


def decide(form, waiting):
    given = form.cleaned_data
    yes = given["answer"] == "erase"
    for one in waiting:
        if str(one.pk) in given["which"]:
            answer_erasure(one, yes=yes, keep_for=given["keep_for"], until=given["until"])


@roles(*CONFIRMS_ERASURE)
@require_POST
def hold_answer(request, id):
    holds = ErasureHold.objects.visible_to(request.actor).waiting()
    hold = holds.exclude(set_by=request.user).filter(pk=id).first() or deny(f"hold/{id}")
    yes = request.POST.get("answer") == "yes"
    return tap(
        request, lambda: answer_hold(hold, yes=yes), done=reverse("erasure_list"), said=_("Done.")
    )
