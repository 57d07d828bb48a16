"""Who signs which gate. For a child the guardian decides where an adult decides alone."""

from django.db import models

from accounts.roles import Role
from referral.stages import CHILD_ONLY, GateKind

OWNERS = {
    GateKind.G1: (Role.CASE_MANAGER,),
    GateKind.G2: (Role.CASE_MANAGER,),
    GateKind.G3: (Role.CASE_MANAGER,),
    GateKind.G4: (Role.CASE_MANAGER,),
    GateKind.G5: (Role.CASE_MANAGER,),
    GateKind.G6: (Role.CASE_MANAGER, Role.RETURN_ORGANISER),
    GateKind.G7: (Role.LAWYER, Role.CASE_MANAGER),
    GateKind.G8: (Role.HEALTH, Role.CASE_MANAGER),
    GateKind.G9: (Role.CASE_MANAGER,),
    GateKind.G10: (Role.PANEL, Role.GUARDIAN),
    GateKind.G11: (Role.RETURN_ORGANISER, Role.CASE_MANAGER),
}
OWNERS_FOR_A_CHILD = {
    GateKind.G1: (Role.GUARDIAN,),
    GateKind.G2: (Role.CASE_MANAGER, Role.GUARDIAN),
    GateKind.G4: (Role.GUARDIAN,),
}


class Parent(models.TextChoices):
    """What the word of a parent counts for who travels with the child and is not suspected (rule of practice 24)."""

    NONE = ""
    DECIDES = "decides"
    ROUTE = "route"  # and the best-interests assessment, without doubt, stands in for the full determination


# Whoever works on the case records what that parent decided. Where a guardian was appointed, the guardian decides.
OWNERS_WITH_A_PARENT = dict.fromkeys((GateKind.G1, GateKind.G2, GateKind.G4), (Role.CASE_MANAGER,))
SECOND_SIGNERS = (Role.SUPERVISOR,)


def owners(kind: str, *, child: bool, parent: str = Parent.NONE) -> tuple[str, ...]:
    if child and parent and kind in OWNERS_WITH_A_PARENT:
        return OWNERS_WITH_A_PARENT[kind]
    if parent == Parent.ROUTE and kind == GateKind.G10:
        return (Role.CASE_MANAGER, *OWNERS[kind])
    if child and kind in OWNERS_FOR_A_CHILD:
        return OWNERS_FOR_A_CHILD[kind]
    return OWNERS[GateKind(kind)]


def may_sign(
    role: str, kind: str, *, child: bool, protected: bool, parent: str = Parent.NONE
) -> bool:
    fits = role in owners(kind, child=child, parent=parent)
    return fits and not (kind in CHILD_ONLY and not protected)
