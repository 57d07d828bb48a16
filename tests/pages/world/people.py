"""Two organisations on one journey, others beside it, and everybody who may knock."""

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone

from accounts.actions.invitations import invite
from accounts.roles import Role
from tests import world
from tests.training import learners
from training.actions.sessions import add_participants, plan_session
from training.models import Certificate


def everybody(desk):
    casa = world.organisation("Casa Verde", "IT", "ngo")
    drita = world.organisation("Qendra Drita", "AL", "ngo")
    claire = world.organisation("Maison Claire", "FR", "ngo")
    consulate = world.organisation("Consulate in Milan", "IT", "consulate", represents="AL")
    world.organisation("Return office", "IT", "return", services=["documents"])
    desk.at.casa, desk.at.drita, desk.at.consulate = casa, drita, consulate
    worker = world.member(casa)
    desk.who = {
        "visitor": None,
        "worker": worker,
        "granted": world.member(casa),
        "nurse": world.member(casa, Role.HEALTH),
        "lawyer": world.member(casa, Role.LAWYER),
        "supervisor": world.member(casa, Role.SUPERVISOR),
        "signer": world.member(casa, Role.SUPERVISOR),
        "colleague": world.member(casa),
        "admin": world.member(casa, Role.ORGANISATION_ADMIN),
        "far_admin": world.member(claire, Role.ORGANISATION_ADMIN),
        "protection": world.member(casa, Role.DATA_PROTECTION),
        "elsewhere": world.member(claire, user=worker.user),
        "stranger": world.member(claire),
        "receiver": world.member(drita),
        "receiving_lead": world.member(drita, Role.SUPERVISOR),
        "consul": world.member(consulate, Role.CONSULAR),
        "visa": world.member(consulate, Role.VISA_SECTION),
        "police": world.member(world.organisation("Police", "IT", "police"), Role.POLICE),
        "coordinator": coordinator("IT"),
        "there_coordinator": coordinator("AL"),
        "far_coordinator": coordinator("FR"),
        "operator": operator(),
    }
    for membership in filter(None, desk.who.values()):
        membership.user.knows_leave_quickly = True
        membership.user.save(update_fields=["knows_leave_quickly"])


def coordinator(country):
    office = world.organisation("Coordination", country, "coordination")
    return world.member(office, Role.NATIONAL_COORDINATOR)


def operator():
    membership = world.member(world.organisation("Operation", "IT", "operator"), Role.OPERATOR)
    membership.user.is_superuser = True
    membership.user.save(update_fields=["is_superuser"])
    return membership


def invited(desk):
    """Somebody who is asked to join, a team, and a colleague who forgot the password."""
    at = desk.at
    with world.acting(desk.who["admin"]):
        at.invitation, token = invite(at.casa, email="new@example.org", role=Role.CASE_MANAGER)
    at.link = (token,)
    at.team = world.team(at.casa)
    at.person = desk.who["colleague"]
    user = at.person.user
    at.reset = (user_pk_to_url_str(user), default_token_generator.make_token(user))


def trained(desk):
    """The worker passed a course, and a session of the organisation has one participant."""
    at, worker = desk.at, desk.who["worker"]
    with world.acting(worker):
        at.attempt = learners.passes(worker.user)
    with world.acting(desk.who["signer"]):
        today = timezone.localdate()
        at.training_session = plan_session(
            course="introduction", language="en", begins_on=today, ends_on=today, place="room",
            country="IT", trainers="Two trainers",
        )  # fmt: skip
        add_participants(at.training_session, [{"name": "Ann Lee"}])
    at.participant = at.training_session.participants.get()
    at.certificate = Certificate.objects.get(user=worker.user)
