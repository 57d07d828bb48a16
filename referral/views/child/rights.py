"""Who works on the way of a child, and for whom its pages open."""

from django.utils.translation import gettext as _

from accounts.roles import Role
from referral.access import DataClass
from referral.ageing import decides_alone
from referral.views.case_page import need_class, open_case

DECIDES_FOR_CHILDREN = [Role.CASE_MANAGER, Role.SUPERVISOR, Role.GUARDIAN, Role.PANEL]
WRITES_STEPS = [Role.CASE_MANAGER, Role.GUARDIAN, Role.PANEL]
MANAGES = [Role.CASE_MANAGER]
CONFIRMS = [Role.CASE_MANAGER, Role.SUPERVISOR]


def open_childs_way(request, reference, *trail):
    case, rights, context = open_case(request, reference, "gates", *trail)
    need_class(rights.may_read(DataClass.EVIDENCE) and case.journey.child, reference, "child")
    return case, rights, context


def trail():
    return ("case_child", _("The child’s way"))


def may_write(actor, case, rights, those) -> bool:
    """A colleague who only looks at one step writes nothing: the services of the case are closed to such a look."""
    works_here = actor.role == Role.PANEL or rights.may_read(DataClass.SERVICES)
    return (
        actor.role in those
        and works_here
        and rights.may_add(DataClass.EVIDENCE)
        and not case.is_closed
        and not decides_alone(case.journey)
    )
