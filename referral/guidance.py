"""The step of the procedure beside the page that needs it: the input of `ui/sop_panel.html`."""

from django.urls import reverse

from accounts.acting import current_actor
from library.national import National
from library.procedure import Measure, People, Procedure
from referral.checklist import current, people_of


def guidance_for(case) -> dict:
    """The measure that the work in this case is at, with the way to all steps of its stage; nothing for a closed case."""
    at = current(case)
    if at is None:
        return {}
    found, measure = at
    url = reverse("case_procedure", args=[case.journey.reference, found.code])
    return panel(found, measure, people_of(case), f"{url}#{measure.code}")


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
