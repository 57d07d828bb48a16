"""
Questions to colleagues in another country: who reads one, who answers it.

A question holds no personal data. It is still read by few: whoever asked, and whom the question is put to.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Membership, Organisation
from accounts.roles import Role
from directory.models import Answer, Question

# Operators keep the installation running; no question of the work reaches them.
ASKERS = [role for role in Role if role != Role.OPERATOR]
ANSWERERS = (Role.FOCAL_POINT, Role.NATIONAL_COORDINATOR)
NOTHING = Q(pk__in=[])


def addressees(country: str) -> QuerySet[Membership]:
    """Focal points and coordinators there; where there are none, the coordinators of all countries."""
    there = those_in(country)
    if there.exists():
        return there
    return Membership.objects.active().filter(role=Role.NATIONAL_COORDINATOR)


def those_in(country) -> QuerySet[Membership]:
    """`country` may be a column of a question. A consulate does not speak for where it stands."""
    return Membership.objects.active().filter(
        role__in=ANSWERERS, organisation__country=country, organisation__represents=""
    )


def offices(country: str) -> list[Organisation]:
    """Who will read a question about this country, by office: nobody's name is shown."""
    ids = addressees(country).values("organisation")
    return list(Organisation.objects.filter(id__in=ids).order_by("country", "name"))


def addressed_to(actor) -> Q:
    if actor is None or actor.role not in ANSWERERS:
        return NOTHING
    theirs = Q(Exists(those_in(OuterRef("country")).filter(pk=actor.membership)))
    if actor.role == Role.NATIONAL_COORDINATOR:
        theirs |= ~Exists(those_in(OuterRef("country")))
    return theirs


def visible_questions(actor) -> Q:
    """The organisation that asked, those it is put to, and who answered it once."""
    if actor is None or actor.role not in ASKERS:
        return NOTHING
    answered = Exists(
        Answer.objects.filter(question=OuterRef("pk"), organisation=actor.organisation)
    )
    return Q(organisation=actor.organisation) | addressed_to(actor) | Q(answered)


def questions_for(actor) -> QuerySet[Question]:
    return Question.objects.filter(visible_questions(actor)).select_related("organisation")


def waiting_for(actor) -> QuerySet[Question]:
    """Open, put to this office, and not answered by it."""
    ours = Answer.objects.filter(question=OuterRef("pk"), organisation=actor.organisation)
    return (
        Question.objects.filter(addressed_to(actor), ~Exists(ours), closed_at=None)
        .exclude(organisation=actor.organisation)
        .select_related("organisation")
    )


def questions_waiting(actor) -> dict[str, int]:
    """The number beside the navigation, by url name; one query for who answers, none for others."""
    number = waiting_for(actor).count() if actor.role in ANSWERERS else 0
    return {"question_list": number} if number else {}


def may_answer(actor, question: Question) -> bool:
    return Question.objects.filter(addressed_to(actor), pk=question.pk, closed_at=None).exists()


def publishable(actor) -> Q:
    """Answers of one's own, and for coordinators all answers to what is put to them."""
    own = Q(answered_by=actor.user)
    if actor.role != Role.NATIONAL_COORDINATOR:
        return own
    return own | Q(question__in=Question.objects.filter(addressed_to(actor)))
