"""Child or adult: what is held on the age, doubt and decision, and the end of the protection as a child."""

from uuid import uuid4

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import roles
from accounts.roles import Role
from directory.models import Fact
from referral.access import DataClass
from referral.actions.ageing import (
    confirm_age,
    contest_age,
    decision_of,
    doubt_age,
    end_child_path,
    enter_age_decision,
    settle_age,
)
from referral.actions.guardians import who_may_confirm
from referral.actions.signatures import may_be_asked
from referral.ageing import came_of_age
from referral.forms.age import AgeDecisionForm, ContestForm, DoubtForm, PathEndForm, SettleForm
from referral.models import AgeRecord
from referral.views.case_page import need_class, open_case
from referral.views.guardian import APPOINTS
from referral.views.moves import move, posted, show, tap

ON_CHILDREN = ("child_keeps", "child_later")


def open_age(request, reference, *trail):
    """Only for who reads the birth date: the day of coming of age tells it."""
    case, rights, context = open_case(request, reference, "record", *trail)
    need_class(rights.may_read(DataClass.IDENTITY), reference, "age")
    return case, rights, context


def trail():
    return ("case_age", _("Age"))


@roles(*APPOINTS)
def case_age(request, reference):
    case, rights, context = open_age(request, reference, ("case_record", _("Record")))
    found = AgeRecord.objects.visible_to(request.actor).filter(case=case)
    words = list(found.select_related("entered_by", "confirmed_by", "contested_by", "settled_by"))
    words.sort(key=lambda one: one.entered_at, reverse=True)
    grown, decided = came_of_age(case.journey_id), decision_of(case)
    context |= {
        "words": words,
        "grown": grown,
        "in_doubt": not grown and in_doubt(words, decided),
        "decided": decided,
        "until": next((one.adult_on for one in words if one.source == "birth_date"), None),
        "may_enter": rights.may_add(DataClass.IDENTITY) and not case.is_closed,
        "law": Fact.objects.published().of(case.organisation.country).filter(topic__in=ON_CHILDREN),
        "key": uuid4(),
        "me": str(request.actor.user),
        "is_supervisor": request.actor.role == Role.SUPERVISOR,
    }
    return render(request, "referral/case_age.html", context)


def in_doubt(words, decided) -> bool:
    """Doubted and not decided, or decided and contested so that the doubt goes on."""
    if decided:
        return bool(decided.contested_at and not decided.settled and decided.child_meanwhile)
    return any(one.source == AgeRecord.Source.DISPUTE for one in words)


def form_page(request, reference, form_of, act, *, title, lead, button, said):
    """One form of one step: who may write the identity fills it in."""
    case, rights, context = open_age(request, reference, trail())
    need_class(rights.may_add(DataClass.IDENTITY) and not case.is_closed, reference, "age")
    form, back = form_of(posted(request)), reverse("case_age", args=[reference])
    done = move(request, form, lambda: act(case, form), done=back, said=said)
    if done:
        return done
    context |= {"title": title, "lead": lead, "button": button, "back": back}
    return show(request, "referral/case_form.html", context, form)


@roles(*APPOINTS)
def age_doubt(request, reference):
    return form_page(
        request,
        reference,
        DoubtForm,
        lambda case, form: doubt_age(case, **form.answers()),
        title=_("The age is in doubt"),
        lead=_(
            "From now on the person is treated as a child, until two people confirm a decision."
        ),
        button=_("Treat as a child"),
        said=_("Noted. The person is treated as a child until decided."),
    )


@roles(*APPOINTS)
def age_decision(request, reference):
    return form_page(
        request,
        reference,
        lambda data: AgeDecisionForm(data, colleagues=who_may_confirm()),
        lambda case, form: enter_age_decision(case, **form.answers()),
        title=_("Enter a decision on the age"),
        lead=_(
            "It counts once a second person has compared the document. Until then nothing changes."
        ),
        button=_("Enter and ask for the second person"),
        said=_("Entered. The second person was asked."),
    )


@roles(*APPOINTS)
def child_path_end(request, reference):
    return form_page(
        request,
        reference,
        lambda data: PathEndForm(data, colleagues=may_be_asked(Role.SUPERVISOR)),
        lambda case, form: end_child_path(case, **form.answers()),
        title=_("End the protection as a child"),
        lead=_(
            "Many countries let it go on after the 18th birthday. It never ends by itself: a supervisor confirms."
            " The gates for children are closed then, for all sides."
        ),
        button=_("Ask the supervisor to confirm"),
        said=_("The supervisor was asked. Until then the protection goes on."),
    )


def get_word(request, case, id):
    found = AgeRecord.objects.visible_to(request.actor).filter(case=case)
    return get_object_or_404(found.select_related("case"), pk=id)


@roles(*APPOINTS)
@require_POST
def age_confirm(request, reference, id):
    case, rights, _context = open_age(request, reference)
    word = get_word(request, case, id)
    # Whoever was only asked to confirm does not see the case afterwards.
    works_here = rights.may_read(DataClass.SERVICES)
    return tap(
        request,
        lambda: confirm_age(case, word),
        done=reverse("case_age", args=[reference]) if works_here else reverse("home"),
        said=_("Confirmed. It holds from this moment."),
    )


@roles(*APPOINTS)
def age_contest(request, reference, id):
    case, _rights, context = open_age(request, reference, trail())
    word = get_word(request, case, id)
    if not word.confirmed_at or word.contested_at or word.source != AgeRecord.Source.DECISION:
        raise Http404
    form, back = ContestForm(posted(request)), reverse("case_age", args=[reference])
    done = move(
        request,
        form,
        lambda: contest_age(case, word, child_meanwhile=form.cleaned_data["meanwhile"] == "child"),
        done=back,
    )
    if done:
        return done
    context |= {
        "title": _("The decision is contested"),
        "lead": _("Where the law says nothing, the doubt is the child’s."),
        "button": _("Note the appeal"),
        "back": back,
    }
    return show(request, "referral/case_form.html", context, form)


@roles(*APPOINTS)
def age_settle(request, reference, id):
    case, _rights, context = open_age(request, reference, trail())
    word = get_word(request, case, id)
    if not word.contested_at or word.settled:
        raise Http404
    form, back = SettleForm(posted(request)), reverse("case_age", args=[reference])
    done = move(
        request,
        form,
        lambda: settle_age(case, word, settled=form.cleaned_data["settled"]),
        done=back,
    )
    if done:
        return done
    context |= {
        "title": _("The appeal has ended"),
        "lead": _("Written by somebody else than who noted the appeal."),
        "button": _("Note how it ended"),
        "back": back,
    }
    return show(request, "referral/case_form.html", context, form)
