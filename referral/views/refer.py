from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.models import Membership, User
from accounts.roles import Role
from directory.countries import country
from referral.access import DataClass
from referral.actions.referrals import (
    Ask,
    kinds_for,
    let_first_sender_know,
    named_for,
    needs_second,
    send_together,
    sign,
    take_back,
)
from referral.actions.updates import sign_update
from referral.ageing import decides_alone
from referral.country_rules import CountryRules, no_receiver
from referral.forms.refer import FirstSenderForm, ReferForm
from referral.models import Referral, Task, TaskKind
from referral.models.sharing_agreement import lacks_agreement
from referral.onward import asks_first_sender
from referral.stages import ANSWERED_WITHOUT_CASE, ReferralKind, ReferralStatus, Urgency
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap
from referral.views.partners import ADDS_PARTNERS
from referral.views.preview import Choice, preview, preview_of
from referral.views.rights import CASE_ROLES

SIGNS = [Role.SUPERVISOR, Role.CASE_MANAGER]


def open_for_referral(request, reference):
    trail = ("case_referrals", _("Referrals"))
    case, rights, context = open_case(request, reference, "referrals", trail)
    need_class(
        rights.may_add(DataClass.REFERRAL)
        and rights.may_read(DataClass.CONSENT)
        and context["summary"] is not None,
        reference,
        "referral",
    )
    return case, rights, context


@roles(*CASE_ROLES)
@keeps_draft
def refer(request, reference):
    case, rights, context = open_for_referral(request, reference)
    choice = Choice(
        request.POST or getattr(request, "typed", None) or request.GET, case, rights, request.actor
    )
    sending = request.method == "POST" and request.POST.get("do") == "send" and choice.was_shown
    form = form_for(case, choice, request.POST if sending else None)
    done = reverse("case_referrals", args=[reference])

    def act():
        nonlocal done
        sent = send_together(
            cases=[case, *chosen_along(choice, form)],
            receiver=choice.receiver,
            ask=ask_of(form),
            classes=set(form.cleaned_data["classes"]) & choice.open_classes,
            second=User.objects.filter(pk=form.cleaned_data.get("second") or None).first(),
        )
        for one, problem in sent.left_out:
            words = {"reference": one.journey.reference, "problem": problem}
            messages.warning(request, _("Left out: %(reference)s. %(problem)s") % words)
        done = reverse("referral_sent", args=[reference, sent.referrals[0].pk])

    answer = move(request, form, act, done=LazyDone(lambda: done))
    if answer:
        return answer
    return show(request, "referral/refer.html", context | page_context(choice, form), form)


class LazyDone:
    """Where to go is known only once the referral exists."""

    def __init__(self, where):
        self.where = where

    def get_absolute_url(self):
        return self.where()


def chosen_along(choice, form):
    """Those of the household that were ticked, as far as their cases are open to whoever sends."""
    ticked = set(form.cleaned_data.get("along", ()))
    return [one for one in choice.household if str(one.pk) in ticked]


def ask_of(form):
    given = form.cleaned_data
    return Ask(
        given["kind"],
        given["services"],
        given["starts_on"],
        given["urgency"],
        given.get("first_sender") == "yes",
    )


def form_for(case, choice, data):
    second = choice.receiver is not None and needs_second(case, choice.receiver)
    colleagues = possible_second(choice.actor) if second else ()
    initial = {
        "receiver": str(choice.receiver.pk) if choice.receiver else "",
        "kind": choice.kind,
        "services": choice.services,
        "starts_on": choice.data.get("starts_on"),
        "urgency": choice.data.get("urgency") or Urgency.NORMAL,
        "second": choice.data.get("second"),
        "has_document": choice.data.get("has_document"),
        "first_sender": choice.data.get("first_sender") or "no",
        "along": choice.data.getlist("along") if hasattr(choice.data, "getlist") else [],
    }
    return ReferForm(
        data,
        initial=initial,
        organisations=choice.organisations,
        kinds=kinds_for(choice.receiver, child=not decides_alone(case.journey))
        if choice.receiver
        else [],
        colleagues=list(colleagues),
        brought_by=asks_first_sender(case, choice.receiver),
        household=[(str(one.pk), one.journey.reference) for one in choice.household]
        if choice.goes_along
        else [],
    )


def possible_second(actor):
    return (
        Membership.objects.active()
        .filter(organisation=actor.organisation, role__in=SIGNS)
        .exclude(user=actor.user)
        .select_related("user")
        .order_by("-role", "user__name")
    )


def page_context(choice, form):
    kind = choice.kind
    before, after = preview(choice, kind)
    rules = CountryRules(choice.case, choice.case.summary, choice.rights)
    asked = [choice.country] if country(choice.country) else []
    choice.countries += [c for c in [*rules.origins, *asked] if c not in choice.countries]
    return {
        "no_agreement": lacks_agreement(choice.actor.organisation, choice.receiver),
        "nobody": None if choice.organisations else no_receiver(rules, choice.country),
        "choice": choice,
        "may_add_partner": choice.actor.role in ADDS_PARTNERS,
        "before": before,
        "after": after,
        "named": named_for(choice.case) if kind == ReferralKind.TRAVEL_DOCUMENT else None,
        "asks_services": kind not in ANSWERED_WITHOUT_CASE,
        "nobody_signs": choice.receiver is not None
        and needs_second(choice.case, choice.receiver)
        and "second" not in form.fields,
    }


@roles(*CASE_ROLES)
def refer_preview(request, reference):
    """The part of the page that follows from the choices, for the script to put in place."""
    case, rights, context = open_for_referral(request, reference)
    choice = Choice(request.GET, case, rights, request.actor)
    form = form_for(case, choice, None)
    context |= page_context(choice, form) | {"form": form}
    return render(request, "referral/_refer_parts.html", context)


@roles(*CASE_ROLES)
def referral_sent(request, reference, id):
    case, rights, context = open_case(
        request, reference, "referrals", ("case_referrals", _("Referrals"))
    )
    need_class(rights.may_read(DataClass.REFERRAL), reference, "referral")
    referral = get_object_or_404(
        Referral.objects.select_related("receiver", "drafted_by"),
        journey=case.journey_id,
        sender=request.actor.organisation,
        pk=id,
    )
    if request.method == "POST":
        signed = reverse("signature_list")
        act = sign if referral.status == ReferralStatus.DRAFT else sign_update
        return tap(request, lambda: act(case=case, referral=referral), done=signed)
    signs = may_sign(request.actor, referral)
    before, after = preview_of(referral, rights, held=signs)
    context |= {
        "referral": referral,
        "before": before,
        "after": after,
        "is_draft": referral.status == ReferralStatus.DRAFT,
        "signs": signs,
        "reached": referral.partner_entries.exists(),
        "no_agreement": lacks_agreement(request.actor.organisation, referral.receiver),
        "brought_by": asks_first_sender(case, referral.receiver),
        "asks_again": rights.may_add(DataClass.REFERRAL) and not case.is_closed,
    }
    return render(request, "referral/referral_sent.html", context)


def may_sign(actor, referral):
    mine = Q(assigned_to=actor.user, kind=TaskKind.SECOND_SIGNATURE, done_at=None)
    return Task.objects.filter(mine, referral=referral).exists()


@roles(*CASE_ROLES)
def referral_withdraw(request, id):
    """By the sender: from here on the receiver reads "closed by sender"."""
    referral = get_object_or_404(
        Referral.objects.select_related("receiver"), sender=request.actor.organisation, pk=id
    )
    case, rights, context = open_case(
        request, own_reference(request, referral), "referrals", ("case_referrals", _("Referrals"))
    )
    need_class(rights.may_add(DataClass.REFERRAL), str(id), "referral")
    if request.method == "POST":
        done = reverse("case_referrals", args=[context["reference"]])
        return tap(request, lambda: take_back(case=case, referral=referral), done=done)
    return render(request, "referral/referral_withdraw.html", context | {"referral": referral})


@roles(*CASE_ROLES)
def referral_knows(request, id):
    """Of a case that came by referral: the person is asked again whether the first sender may know."""
    referral = get_object_or_404(
        Referral.objects.select_related("receiver"), sender=request.actor.organisation, pk=id
    )
    case, rights, context = open_case(
        request, own_reference(request, referral), "referrals", ("case_referrals", _("Referrals"))
    )
    brought_by = asks_first_sender(case, referral.receiver)
    need_class(rights.may_add(DataClass.REFERRAL) and not case.is_closed, str(id), "referral")
    if brought_by is None:
        deny(str(id))
    initial = {"first_sender": "yes" if referral.first_sender_may_know else "no"}
    form = FirstSenderForm(posted(request), brought_by=brought_by, initial=initial)
    done = move(
        request,
        form,
        lambda: let_first_sender_know(
            case=case, referral=referral, may_know=form.cleaned_data["first_sender"] == "yes"
        ),
        done=reverse("referral_sent", args=[context["reference"], id]),
        said=_("The person’s answer is kept."),
    )
    context |= {"referral": referral, "brought_by": brought_by}
    return done or show(request, "referral/referral_knows.html", context, form)


def own_reference(request, referral):
    """Empty when the journey is not ours to see: what follows answers 404."""
    journey = referral._meta.get_field("journey").related_model.objects
    return (
        journey.visible_to(request.actor)
        .filter(pk=referral.journey_id)
        .values_list("reference", flat=True)
        .first()
        or ""
    )
