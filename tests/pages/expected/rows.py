"""What a row is made of: the actors of the world, and what its addresses speak of."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from referral.models import new_reference

EVERYBODY = (
    "worker granted nurse lawyer signer supervisor colleague admin far_admin protection elsewhere stranger receiver"
    " receiving_lead consul visa police coordinator there_coordinator far_coordinator operator"
)
COORDINATORS = "coordinator there_coordinator far_coordinator"
MANAGERS = "worker granted colleague elsewhere stranger receiver"
LEADS = "signer supervisor receiving_lead"
HOUSE_LEADS = "signer supervisor"
CASEWORK = f"{MANAGERS} nurse lawyer {LEADS}"
# The adult's case: colleagues with a grant, and the receiver, whose own case has the same address.
INSIDE = "worker granted nurse receiver"
KEEPERS = "worker granted receiver"
READ_THE_ALERT = "worker granted colleague supervisor signer"


def without(actors, *left_out):
    return " ".join(actor for actor in actors.split() if actor not in left_out)


# Who has work of one's own: all but consular staff and who looks after the office and the installation.
ON_A_DESK = without(EVERYBODY, "consul", "visa", "admin", "far_admin", "operator")


def nothing(_desk):
    return ()


@dataclass(frozen=True)
class Row:
    opens: str = ""
    at: Callable = nothing
    unreal: Callable = None
    mixed: Callable = None  # the address of something under another case of the same colleague
    leads: str = ""
    looks: str = ""  # get the page, and are refused when they send it
    only_post: bool = False
    via: str = ""  # who is led on to a page that has no other address
    fragment: bool = False  # a piece that a script puts into a page
    apart: str = ""  # why the walk leaves it out

    @property
    def has_object(self):
        return self.unreal is not None

    def answer_to(self, actor):
        if actor in self.opens.split():
            return 200
        return 302 if actor in (self.leads or "visitor").split() else None


def everybody(**more):
    return Row(f"visitor {EVERYBODY}", **more)


def linked(at):
    """A link of a mail: it hides itself from the address and leads on to its page."""
    return Row(leads=f"visitor {EVERYBODY}", at=at, via="visitor")


def of_case(opens, case="adult", **more):
    return Row(
        opens,
        at=lambda desk: (desk.at.references[case],),
        unreal=lambda: (new_reference(),),
        **more,
    )


def in_case(opens, *last, case="adult", **more):
    """`last`: a fixed word of the address, or the name of something in the world."""
    if not FIXED.issuperset(last):
        other = "adult" if case == "child" else "child"
        more["mixed"] = lambda desk: (
            desk.at.references[other],
            *(thing(desk, name) for name in last),
        )
    return Row(
        opens,
        at=lambda desk: (desk.at.references[case], *(thing(desk, name) for name in last)),
        unreal=lambda: (new_reference(), *(unknown(name) for name in last)),
        **more,
    )


def one(opens, name, **more):
    return Row(opens, at=lambda desk: (thing(desk, name),), unreal=lambda: (uuid4(),), **more)


PRACTICE = "one-risk-matrix-two-countries"
FIXED = {"9", "handover", "costs", "G2", "G3", "G8", "decision", "identity", "health", "return", "risk_short"}  # fmt: skip


def thing(desk, name):
    return name if name in FIXED else getattr(desk.at, name).pk


def plan(desk):
    return (desk.at.plan.slug,)


def unknown(name):
    return name if name in FIXED else uuid4()
