"""Disclosure without consent: chosen piece by piece, decided by two, given, reviewed where it was decided alone, told to the person."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.access import roles, step_up
from accounts.fresh import is_fresh
from accounts.models import Membership
from accounts.roles import Role
from referral.access import (
    AGREES_TO_DISCLOSURE,
    CROSSING,
    DISCLOSES,
    REVIEWS_DISCLOSURE,
    DataClass,
)
from referral.actions.disclosures import (
    answer_disclosure,
    ask_disclosure,
    give_disclosure,
    receivers_for,
    review_disclosure,
    take_back_disclosure,
    tell_disclosure,
)
from referral.disclosures import LETTER
from referral.forms.disclosure import DisclosureForm, GiveForm, ToldForm, VerdictForm
from referral.keys import NoKey
from referral.least_data import chosen, letter, pieces, read_content, sheet
from referral.models import Disclosure
from referral.models.disclosure import State
from referral.views.case_page import need_class, open_case
from referral.views.drafts import keeps_draft
from referral.views.emergency import is_this_person
from referral.views.fetch import deny
from referral.views.moves import move, posted, show, tap
from referral.views.rights import CASE_ROLES, covered_classes
from shell.formats import country_name
from shell.forms import typed_before

ASKS = [role for role in Role if role in DISCLOSES]
CONCERNED = [
    role for role in Role if role in {*CASE_ROLES, *AGREES_TO_DISCLOSURE, *REVIEWS_DISCLOSURE}
]
SHOWN = 50
TONES = {
    State.WAITING: ("due", "clock"),
    State.MAY_GIVE: ("due", "send"),
    State.GIVEN: ("ok", "check"),
}


def page(id):
    return reverse("disclosure_detail", args=[id])


def row_of(disclosure):
    tone, icon = TONES.get(disclosure.state, ("", ""))
    late = bool(
        disclosure.review_due_at
        and not disclosure.reviewed_at
        and disclosure.review_due_at < timezone.now()
    )
    return {
        "disclosure": disclosure,
        "state": State(disclosure.state).label,
        "tone": tone,
        "icon": icon,
        "late": late,
        "url": page(disclosure.pk),
    }


def found_for(actor):
    people = ("asked_by", "answered_by", "given_by", "reviewed_by", "told_by", "receiver")
    return Disclosure.objects.visible_to(actor).with_state().select_related(*people)


def get_disclosure(request, id) -> Disclosure:
    return found_for(request.actor).filter(pk=id).first() or deny(str(id))


# In the case


@roles(*CASE_ROLES)
def case_disclosures(request, reference):
    case, rights, context = open_case(request, reference, "referrals", *trail())
    need_class(rights.may_read(DataClass.REFERRAL), reference, "disclosure")
    found = found_for(request.actor).filter(case=case).order_by("-asked_at", "-pk")
    context |= {
        "rows": [row_of(one) for one in found],
        "may_ask": request.actor.role in DISCLOSES,
    }
    return render(request, "referral/case_disclosures.html", context)


def trail():
    return (("case_referrals", _("Referrals")),)


@roles(*ASKS)
@keeps_draft
@step_up
@sensitive_post_parameters("password")
def disclosure_new(request, reference):
    """Opens the parts to choose from, shows what would go, and only then asks. Nothing is chosen beforehand."""
    case, rights, context = open_case(
        request, reference, "referrals", *trail(), ("case_disclosures", _("Without consent"))
    )
    need_class(rights.may_read(DataClass.REFERRAL), reference, "disclosure")
    classes = [one for one in CROSSING if rights.may_read(one)]
    opened = [one for one in classes if one in request.POST.getlist("classes")]
    found = [piece for one in opened for piece in pieces(case, one)]
    options = {
        "case": case,
        "receivers": receivers_for(case),
        "classes": classes,
        "pieces": found,
        "asks_password": not is_fresh(request),
    }
    context |= {
        "groups": groups(opened, found, request.POST.getlist("picked")),
        "back": reverse("case_disclosures", args=[reference]),
    }
    if request.POST.get("do") not in ("preview", "send"):
        # A draft opens no part: what was picked is chosen anew.
        with typed_before(request.POST or getattr(request, "typed", None)):
            form = DisclosureForm(**options)
            return show(request, "referral/disclosure_new.html", context, form)
    form = DisclosureForm(request.POST, **options)
    return asked(request, case, form, found) or show(
        request, "referral/disclosure_new.html", context | previewed(form, found), form
    )


def groups(opened, found, ticked):
    """For choosing: class by class, a box for each piece."""
    return [
        {
            "title": DataClass(one).label,
            "code": one.value,
            "pieces": [
                {"piece": piece, "ticked": piece.token in ticked}
                for piece in found
                if piece.data_class == one
            ],
        }
        for one in opened
    ]


def asked(request, case, form, found):
    """The redirect once it was asked for: only what was shown as a preview goes."""
    if request.POST.get("do") != "send" or not form.is_valid():
        return None
    if not hmac.compare_digest(request.POST.get("shown", ""), shown_as(form, found)):
        return None
    if not is_this_person(request, form):
        return None
    made = []
    given = form.cleaned_data
    answer = move(
        request,
        form,
        lambda: made.append(
            ask_disclosure(
                case=case,
                frame=form.frame(),
                letter=letter_of(given),
                contents=chosen(found, given["picked"]),
            )
        ),
        done=reverse("case_disclosures", args=[case.journey.reference]),
    )
    return redirect(page(made[0].pk)) if made else answer


def letter_of(given):
    return letter(name=given["person_name"], role=given["person_role"], words=given["words"])


def shown_as(form, found) -> str:
    """What the preview showed, so that nothing else is sent in its place."""
    given = form.cleaned_data
    said = [given["receiver"], given["outside_name"], given["outside_country"]]
    said += [*sorted(letter_of(given).values()), *sorted(given["picked"])]
    return hmac.new(settings.ROW_SECURITY_KEY, "\n".join(said).encode(), hashlib.sha256).hexdigest()


def previewed(form, found):
    if not form.is_valid():
        return {}
    given = form.cleaned_data
    whom = form.frame()["receiver"]
    return {
        "shown": shown_as(form, found),
        "letter": letter_of(given),
        "parts": sheet(chosen(found, given["picked"])),
        "to": whom.name if whom else given["outside_name"],
        "alone": given["alone"] == "yes",
    }


# For who decides, gives, reviews, tells


@roles(*CONCERNED)
def disclosure_list(request):
    actor = request.actor
    people = ("asked_by", "receiver")
    agree = Disclosure.objects.to_agree(actor).select_related(*people).order_by("asked_at", "pk")
    review = Disclosure.objects.to_review(actor).select_related(*people)
    waiting = [*agree, *review.order_by("review_due_at", "pk")]
    others = found_for(actor).exclude(pk__in=[one.pk for one in waiting])
    context = {
        "waiting": [row_of(one) for one in waiting],
        "others": [row_of(one) for one in others.order_by("-asked_at", "-pk")[:SHOWN]],
    }
    return render(request, "referral/disclosure_list.html", context)


@roles(*CONCERNED)
def disclosure_detail(request, id):
    return detail(request, get_disclosure(request, id))


def detail(request, disclosure, form=None):
    context = row_of(disclosure) | frame_of(disclosure)
    works = works_on(request, disclosure)
    state = disclosure.state
    context |= {
        "crumbs": [{"url": reverse("disclosure_list"), "label": _("Passed on without consent")}],
        "may_answer": may_answer(request, disclosure),
        "may_give": state == State.MAY_GIVE and works and request.actor.role in DISCLOSES,
        "may_take_back": state in (State.WAITING, State.MAY_GIVE) and works,
        "may_review": may_review(request, disclosure),
        "may_tell": works and state == State.GIVEN and disclosure.told != "told",
        "works": works,
    }
    context |= frozen(disclosure)
    if context["may_give"]:
        form = form or GiveForm()
        return show(request, "referral/disclosure_detail.html", context, form)
    return render(request, "referral/disclosure_detail.html", context)


def frame_of(disclosure):
    """The words of the frame, for whom the database gives its key."""
    try:
        place = disclosure.outside_country and country_name(disclosure.outside_country)
        return {
            "opens": True,
            "to": ", ".join(
                filter(None, [disclosure.outside_name or disclosure.receiver_kind, place])
            ),
            "person": f"{disclosure.person_name}, {disclosure.person_role}",
            "reason": disclosure.reason,
            "order": order_of(disclosure),
            "told_text": disclosure.told_text if disclosure.told else "",
            "review_text": disclosure.review_text if disclosure.reviewed_at else "",
        }
    except NoKey:
        return {"opens": False, "to": disclosure.receiver_kind}


def order_of(disclosure):
    if not disclosure.order_on:
        return []
    names = ("order_number", "order_issuer", "order_on", "order_seen_by", "order_lies_at")
    return [
        {"label": disclosure._meta.get_field(name).verbose_name, "value": getattr(disclosure, name)}
        for name in names
        if getattr(disclosure, name)
    ]


def frozen(disclosure):
    """What went, as it was chosen. A part that is not this reader's stays as a line."""
    contents, closed = {}, []
    for part in disclosure.parts.all():
        try:
            contents[part.data_class] = read_content(part)
        except NoKey:
            closed.append(part.get_data_class_display())
    return {"letter": contents.get(LETTER, {}), "parts": sheet(contents), "closed": closed}


def works_on(request, disclosure):
    """The whole case is open to this colleague, not a look for a second signature."""
    return covered_classes(request.actor, disclosure.case_id) is None


def may_answer(request, disclosure):
    return (
        disclosure.state == State.WAITING
        and request.actor.role in AGREES_TO_DISCLOSURE
        and disclosure.asked_by_id != request.user.pk
    )


def may_review(request, disclosure):
    """The lead, a supervisor or data protection, who did not decide it."""
    reviews = request.actor.role in REVIEWS_DISCLOSURE or disclosure.lead_id == request.user.pk
    waits = disclosure.alone and disclosure.reviewed_at is None
    return waits and reviews and disclosure.asked_by_id != request.user.pk


@roles(*CONCERNED)
@require_POST
def disclosure_answer(request, id):
    disclosure = get_disclosure(request, id)
    mine = disclosure.asked_by_id == request.user.pk
    if request.actor.role not in AGREES_TO_DISCLOSURE or mine:
        deny(str(id))
    yes = request.POST.get("answer") == "yes"
    said = _("You agreed.") if yes else _("You declined.")
    return tap(request, lambda: answer_disclosure(disclosure, yes=yes), done=page(id), said=said)


@roles(*ASKS)
@require_POST
def disclosure_give(request, id):
    disclosure = get_disclosure(request, id)
    if not works_on(request, disclosure):
        deny(str(id))
    form = GiveForm(request.POST)
    if not form.is_valid():
        return detail(request, disclosure, form)
    return tap(
        request,
        lambda: give_disclosure(disclosure, how=form.cleaned_data["how"]),
        done=page(id),
        said=_("Written down. The case now waits until the person was told."),
    )


@roles(*CONCERNED)
@require_POST
def disclosure_take_back(request, id):
    disclosure = get_disclosure(request, id)
    if not works_on(request, disclosure):
        deny(str(id))
    return tap(
        request,
        lambda: take_back_disclosure(disclosure),
        done=page(id),
        said=_("Taken back. Nothing was given."),
    )


@roles(*CONCERNED)
def disclosure_sheet(request, id):
    """To read out or to print: only once it was decided, and for who works on the case."""
    disclosure = get_disclosure(request, id)
    if disclosure.state not in (State.MAY_GIVE, State.GIVEN) or not works_on(request, disclosure):
        deny(str(id))
    context = frame_of(disclosure) | frozen(disclosure) | {"disclosure": disclosure}
    context["crumbs"] = [{"url": page(id), "label": disclosure.number}]
    return render(request, "referral/disclosure_sheet.html", context)


@roles(*CONCERNED)
def disclosure_review(request, id):
    disclosure = get_disclosure(request, id)
    if not may_review(request, disclosure):
        deny(str(id))
    form = VerdictForm(posted(request))
    answer = move(
        request,
        form,
        lambda: review_disclosure(
            disclosure, outcome=form.cleaned_data["outcome"], text=form.cleaned_data["text"]
        ),
        done=page(id),
        said=_("Reviewed."),
    )
    context = {
        "title": _("Review what was passed on"),
        "button": _("Save the review"),
        "back": page(id),
        "crumbs": [{"url": page(id), "label": disclosure.number}],
    }
    return answer or show(request, "referral/case_form.html", context, form)


@roles(*CASE_ROLES)
def disclosure_told(request, id):
    """When and by whom the person was told; or why not. There is no day by which."""
    disclosure = get_disclosure(request, id)
    if not works_on(request, disclosure) or disclosure.state != State.GIVEN:
        deny(str(id))
    form = ToldForm(posted(request), colleagues=colleagues(request))
    answer = move(
        request,
        form,
        lambda: tell_disclosure(
            disclosure,
            told=form.cleaned_data["told"],
            on=form.cleaned_data["on"],
            by=UUID(form.cleaned_data["by"]),
            text=form.cleaned_data["text"],
        ),
        done=page(id),
        said=_("Written down."),
    )
    context = {
        "title": _("Tell the person what was passed on"),
        "lead": _(
            "Only when it is safe, alone and in the person’s own language: what went to whom, why, and how to complain. It has no day."
        ),
        "button": _("Save"),
        "back": page(id),
        "crumbs": [{"url": page(id), "label": disclosure.number}],
    }
    return answer or show(request, "referral/case_form.html", context, form)


def colleagues(request):
    """Oneself first, then who else works here."""
    here = Membership.objects.active().filter(organisation=request.actor.organisation)
    found = {
        m.user_id: m.user.short_name for m in here.select_related("user").order_by("user__name")
    }
    mine = request.user.pk
    return [(mine, found.pop(mine)), *found.items()]
