"""Is this person already known here? Two people side by side, for whoever may read both; a bare hint for others."""

from uuid import UUID, uuid4

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import roles
from referral.access import DataClass
from referral.actions.known import answer_same_person, answers_of, people_like, take_answer_back
from referral.actions.merge import merges_of
from referral.forms.identity import IdentityForm
from referral.models import Case, Identity, SamePerson
from referral.views.case_page import need_class, open_case, record_trail
from referral.views.moves import tap
from referral.views.parts import facts
from referral.views.rights import CASE_ROLES, Rights

COMPARED = ("name_said", "name_on_documents", "born", "birth_place")


@roles(*CASE_ROLES)
def case_known(request, reference):
    case, rights, context = open_case(request, reference, "record", record_trail())
    need_class(rights.may_write(DataClass.IDENTITY), reference, "known")
    if request.method == "POST":
        return answered(request, case)
    row = Identity.objects.filter(case=case).first()
    mark = people_like(case, row)
    context |= {
        "title": _("Is this person already known here?"),
        "others": bool(mark and mark.others),
        "pairs": pairs(request, case, row, mark),
        "merges": merges_of(case),
        "may_answer": True,
    }
    return render(request, "referral/case_known.html", context)


def pairs(request, case, row, mark):
    """The ones asked about first, then those that were answered about."""
    given = {
        one.second_id if one.first_id == case.pk else one.first_id: one for one in answers_of(case)
    }
    asked = list(mark.cases) if mark else []
    others = readable(request, [*asked, *given])
    return [
        {
            "case": other,
            "reference": other.journey.reference,
            "rows": side_by_side(row, Identity.objects.filter(case=other).first()),
            "answered": given.get(other.pk),
            "key": uuid4(),
        }
        for other in others
    ]


def readable(request, ids):
    cases = Case.objects.visible_to(request.actor).filter(pk__in=ids).select_related("journey")
    return [one for one in cases if Rights(request.actor, one).may_read(DataClass.IDENTITY)]


def side_by_side(here, there):
    left, right = words_of(here), words_of(there)
    labels = [str(IdentityForm.base_fields[name].label) for name in COMPARED]
    return [
        {"label": label, "here": left.get(label), "there": right.get(label)}
        for label in labels
        if left.get(label) or right.get(label)
    ]


def words_of(row):
    found = facts(IdentityForm, row, COMPARED) if row else []
    return {str(fact["label"]): fact["text"] for fact in found}


def answered(request, case):
    """A case that is not open answers as one that does not exist."""
    other = next(iter(readable(request, [sent_id(request)])), None)
    answer = request.POST.get("answer")
    need_class(other is not None and other.pk != case.pk, case.journey.reference, "known")
    need_class(answer in {"undo", *SamePerson.Answer.values}, case.journey.reference, "known")

    def act():
        if answer == "undo":
            take_answer_back(case, other)
        else:
            answer_same_person(case, other, answer=answer)

    done = reverse("case_known", args=[case.journey.reference])
    return tap(request, act, done=done, said=_("Answered. It can be taken back on this page."))


def sent_id(request):
    try:
        return UUID(request.POST.get("other", ""))
    except ValueError:
        return None
