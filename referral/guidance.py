"""The step of the procedure beside the page that needs it: the input of `ui/sop_panel.html`."""

from django.urls import reverse

from accounts.acting import current_actor
from library.national import National
from library.procedure import Measure, People, Procedure
from referral.checklist import PROCEDURE_OF, current, national_of, people_of

GATES_FIRST = ("return", "first_help")  # what a gate is about; other stages only touch it


def guidance_for(case) -> dict:
    """The measure that the work in this case is at, with the way to all steps of its stage; nothing for a closed case."""
    at = current(case)
    if at is None:
        return {}
    found, measure = at
    return panel(found, measure, people_of(case), step_url(case, found, measure))


def guidance_on(case, kind: str, code: str) -> dict:
    """
    The measure that a page of this case is about, a tool in the stage of the case first; nothing where none names it, or once it is closed.

    `kind`: "tool" and "gate", which measures name, or "measure" with a code as `first_help.ask_consent`.
    """
    if case.is_closed:
        return {}
    people = people_of(case)
    first = GATES_FIRST if kind == "gate" else (PROCEDURE_OF.get(case.stage),)
    stages = national_of(case).procedures()
    for found in sorted(
        stages, key=lambda each: first.index(each.code) if each.code in first else len(first)
    ):
        for measure in found.measures_for(people):
            named = {
                "tool": measure.tools,
                "gate": measure.gates,
                "measure": (f"{found.code}.{measure.code}",),
            }
            if code in named[kind]:
                # Not everybody who reads a gate reads the steps of the case.
                alone = reverse("measure_detail", args=[found.code, measure.code])
                url = alone if kind == "gate" else step_url(case, found, measure)
                return panel(found, measure, people, url)
    return {}


def step_url(case, found: Procedure, measure: Measure) -> str:
    url = reverse("case_procedure", args=[case.journey.reference, found.code])
    return f"{url}#{measure.code}"


def guidance_at_first_contact() -> dict:
    actor = current_actor()
    found = National(actor.country if actor else "").procedure("identification")
    measure = found.measure("setting")
    url = reverse("measure_detail", args=[found.code, measure.code])
    return panel(found, measure, People.ADULT, url)


def panel(found: Procedure, measure: Measure, people: People, url: str) -> dict:
    return {
        "id": "sop",
        "section": f"{measure.number} {measure.title}",
        "points": measure.points(people),
        "say": measure.say,
        "minutes": measure.reading_minutes(people),
        "version": found.version,
        "measure": measure,
        "url": url,
    }
