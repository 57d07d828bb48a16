"""People who travel together: who, on which day, and how they part. Nothing of one case is shown to who works on another."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import roles
from accounts.roles import Role
from directory.codes import AgeBand
from referral.access import DataClass
from referral.actions.gates.standing import gates_of
from referral.actions.households import link, members, part, set_day, together
from referral.actions.travel import may_plan
from referral.forms.household import HouseholdDayForm, HouseholdLinkForm, HouseholdPartForm
from referral.gates.state import State
from referral.models import Case, Summary
from referral.stages import Side
from referral.views.case_page import need_class, open_case
from referral.views.moves import move, posted, show
from referral.views.rights import CASE_ROLES


def trail():
    return ("case_household", _("Household"))


@roles(*CASE_ROLES)
def case_household(request, reference):
    case, _rights, context = open_case(request, reference, "overview")
    found = together(case)
    context |= {
        "together": found,
        "people": people(case, found),
        "may_link": may_link(request.actor, case),
        "may_birth": context["summary"] is not None
        and context["summary"].age_band != AgeBand.FROM_0,
        "may_set_day": bool(found) and not found.others and sets_day(request.actor, case),
    }
    return render(request, "referral/case_household.html", context)


def may_link(actor, case):
    return actor.role == Role.CASE_MANAGER and not case.is_closed


def sets_day(actor, case):
    return actor.role == Role.CASE_MANAGER and case.side == Side.DESTINATION and may_plan(case)


def people(case, found):
    """This person and those who travel along whose cases are open to me, with what each is in the household."""
    rows = members(case)
    everybody = [case, *found.cases] if found else []
    summaries = Summary.objects.in_bulk([one.pk for one in everybody])
    return [
        {
            "case": one,
            "reference": one.journey.reference,
            "summary": summaries.get(one.pk),
            "part": rows[one.pk].get_part_display() if one.pk in rows else "",
            "here": one.pk == case.pk,
        }
        for one in everybody
    ]


def case_finder(request, case):
    def find(reference):
        mine = Case.objects.visible_to(request.actor).select_related("journey")
        return mine.filter(journey__reference=reference).exclude(pk=case.pk).first()

    return find


@roles(Role.CASE_MANAGER)
def household_link(request, reference):
    case, rights, context = open_case(request, reference, "overview", trail())
    need_class(rights.may_write(DataClass.JOURNEY) and not case.is_closed, reference, "household")
    mine = members(case).get(case.pk)
    form = HouseholdLinkForm(
        posted(request), part=mine.part if mine else "", find=case_finder(request, case)
    )
    back = reverse("case_household", args=[reference])
    answer = move(
        request,
        form,
        lambda: link(case, form.cleaned_data["other"], **form.link()),
        done=back,
        said=_("Linked. They travel on one day; files and consents stay apart."),
    )
    context |= {
        "title": _("Link with somebody who travels along"),
        "lead": _(
            "They get one day of travel. Nobody sees more than before: each file and each consent stays apart."
        ),
        "button": _("Link them"),
        "back": back,
    }
    return answer or show(request, "referral/case_form.html", context, form)


def travels(request, reference):
    case, rights, context = open_case(request, reference, "overview", trail())
    found = together(case)
    need_class(bool(found) and not found.others, reference, "household")
    return case, found, context


@roles(Role.CASE_MANAGER)
def household_part(request, reference):
    case, _found, context = travels(request, reference)
    form = HouseholdPartForm(posted(request))
    back = reverse("case_household", args=[reference])
    answer = move(
        request,
        form,
        lambda: part(case, why=form.cleaned_data["why"]),
        done=back,
        said=_("This person travels apart from now on."),
    )
    context |= {
        "title": _("Travel apart"),
        "lead": _(
            "Nobody of a household departs without the others. Afterwards each has an own day of travel,"
            " and a child needs somebody else who decides and comes along."
        ),
        "button": _("Travel apart"),
        "back": back,
    }
    return answer or show(request, "referral/case_form.html", context, form)


@roles(Role.CASE_MANAGER)
def household_day(request, reference):
    """The one place where the day is set: it asks for everybody, and shows the gates of each for that day."""
    case, found, context = travels(request, reference)
    need_class(sets_day(request.actor, case), reference, "household")
    data = posted(request)
    form = HouseholdDayForm(
        data, initial={"leaves_at": found.leaves_at, "arrives_at": found.arrives_at}
    )
    answer = None
    if request.POST.get("do") != "look":
        answer = move(
            request,
            form,
            lambda: set_day(case, **moments(form)),
            done=reverse("case_household", args=[reference]),
            said=_("The day is set for all of them."),
        )
    day = day_of(form) or found.travel_on
    context |= {"together": found, "day": day, "rows": rows_for(case, found, day)}
    return answer or show(request, "referral/household_day.html", context, form)


def moments(form):
    return {name: form.cleaned_data[name] for name in ("leaves_at", "arrives_at")}


def day_of(form):
    if not (form.is_bound and form.is_valid()):
        return None
    return timezone.localtime(form.cleaned_data["leaves_at"]).date()


def rows_for(case, found, day):
    """Of each person, the gates that would still stand in the way on that day."""
    rows = []
    for one in [case, *found.cases]:
        states = [
            s for s in gates_of(one.journey, one, day=day).values() if s.state != State.NOT_NEEDED
        ]
        rows.append(
            {
                "reference": one.journey.reference,
                "open": ", ".join(s.kind.value for s in states if not s.is_through),
                "passed": sum(s.is_through for s in states),
                "all": len(states),
            }
        )
    return rows
