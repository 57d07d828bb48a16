"""Invented members of staff and their accounts. All have the same known password, which the password rules would refuse."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.models import Membership, Team, User
from accounts.roles import Role

PASSWORD = "referral-desk-demo"  # noqa: S105 -- known to everybody on purpose, see the sign-in page of a demo

# Each row: address, name, language, and the places: organisation, role, teams.
_TABLE = [
    ("caseworker@casa-verde.example", "Elena Marino", "en", [("casa-verde", Role.CASE_MANAGER, ["Accoglienza"])]),
    ("colleague@casa-verde.example", "Davide Ferrante", "en", [("casa-verde", Role.CASE_MANAGER, ["Accoglienza", "Ritorni"])]),
    ("supervisor@casa-verde.example", "Carla Bonfanti", "en", [("casa-verde", Role.SUPERVISOR, [])]),
    ("admin@casa-verde.example", "Paolo Righetti", "en", [("casa-verde", Role.ORGANISATION_ADMIN, [])]),
    ("first-contact@casa-verde.example", "Giulia Sartorelli", "en", [("casa-verde", Role.FIRST_CONTACT, [])]),
    ("focal-point@casa-verde.example", "Marta Colnaghi", "en", [("casa-verde", Role.FOCAL_POINT, [])]),
    ("dpo@casa-verde.example", "Stefano Bellandi", "en", [("casa-verde", Role.DATA_PROTECTION, [])]),
    ("two-houses@casa-verde.example", "Irene Passerini", "en", [("casa-verde", Role.CASE_MANAGER, ["Ritorni"]), ("rifugio-betulla", Role.SERVICE_WORKER, [])]),
    ("service@rifugio-betulla.example", "Nadia Olivero", "en", [("rifugio-betulla", Role.SERVICE_WORKER, [])]),
    ("lawyer@studio-ponte.example", "Andrea Venturelli", "en", [("studio-ponte", Role.LAWYER, [])]),
    ("return@ritorno-insieme.example", "Silvia Moretto", "en", [("ritorno-insieme", Role.RETURN_ORGANISER, [])]),
    ("health@salute-navigli.example", "Laura Castiglia", "en", [("salute-navigli", Role.HEALTH, [])]),
    ("guardian@tutele-milano.example", "Enrico Galbiati", "en", [("tutele-milano", Role.GUARDIAN, [])]),
    ("panel@minori-milano.example", "Anna Lorandi", "en", [("minori-milano", Role.PANEL, [])]),
    ("police@ascolto-milano.example", "Fabio Trentin", "en", [("ascolto-milano", Role.POLICE, [])]),
    ("authority@riconoscimento.example", "Chiara Monteverdi", "en", [("riconoscimento", Role.COMPETENT_AUTHORITY, [])]),
    ("consul@consulate-milan.example", "Arben Kodheli", "en", [("consulate-milan", Role.CONSULAR, [])]),
    ("coordinator-it@trm.example", "Roberta Zanconi", "en", [("coordination-it", Role.NATIONAL_COORDINATOR, [])]),
    ("analyst@trm.example", "Luca Ferraris", "en", [("coordination-it", Role.ANALYST, [])]),
    ("caseworker@maison-claire.example", "Camille Vasseur", "fr", [("maison-claire", Role.CASE_MANAGER, [])]),
    ("supervisor@maison-claire.example", "Hélène Roussillon", "fr", [("maison-claire", Role.SUPERVISOR, [])]),
    ("service@foyer-tilleuls.example", "Nadège Perrin", "fr", [("foyer-tilleuls", Role.SERVICE_WORKER, [])]),
    ("caseworker@spiti-elia.example", "Dimitra Kostidou", "en", [("spiti-elia", Role.CASE_MANAGER, [])]),
    ("supervisor@spiti-elia.example", "Giorgos Manelis", "en", [("spiti-elia", Role.SUPERVISOR, [])]),
    ("caseworker@casa-almendro.example", "Lucía Barrantes", "en", [("casa-almendro", Role.CASE_MANAGER, [])]),
    ("supervisor@casa-almendro.example", "Javier Olmedilla", "en", [("casa-almendro", Role.SUPERVISOR, [])]),
    ("caseworker@dom-lipa.example", "Agnieszka Wilczak", "en", [("dom-lipa", Role.CASE_MANAGER, [])]),
    ("supervisor@dom-lipa.example", "Marek Sobieralski", "en", [("dom-lipa", Role.SUPERVISOR, [])]),
    ("caseworker@qendra-drita.example", "Mirela Gjokaj", "en", [("qendra-drita", Role.CASE_MANAGER, ["Reintegration"])]),
    ("supervisor@qendra-drita.example", "Besnik Hoxhallari", "en", [("qendra-drita", Role.SUPERVISOR, [])]),
    ("caseworker@shtepia-ullirit.example", "Ornela Prifti", "en", [("shtepia-ullirit", Role.CASE_MANAGER, [])]),
    ("coordinator-al@trm.example", "Teuta Marku", "en", [("coordination-al", Role.NATIONAL_COORDINATOR, [])]),
    ("caseworker@dar-amal.example", "Salma Benkirane", "fr", [("dar-amal", Role.CASE_MANAGER, [])]),
    ("supervisor@dar-amal.example", "Youssef Tahiri", "fr", [("dar-amal", Role.SUPERVISOR, [])]),
    ("caseworker@dar-yasmine.example", "Hanane Chraibi", "fr", [("dar-yasmine", Role.CASE_MANAGER, [])]),
    ("visa@visa-rabat.example", "Matteo Gallarini", "en", [("visa-rabat", Role.VISA_SECTION, [])]),
    ("caseworker@dim-nadii.example", "Oksana Melnychuk", "en", [("dim-nadii", Role.CASE_MANAGER, [])]),
    ("supervisor@dim-nadii.example", "Taras Hrytsenko", "en", [("dim-nadii", Role.SUPERVISOR, [])]),
    ("caseworker@tepla-oselia.example", "Iryna Boichuk", "en", [("tepla-oselia", Role.CASE_MANAGER, [])]),
    ("operator@trm.example", "Nora Lindqvist", "en", [("operations", Role.OPERATOR, [])]),
]  # fmt: skip
TIME_ZONES = {
    "IT": "Europe/Rome",
    "FR": "Europe/Paris",
    "GR": "Europe/Athens",
    "ES": "Europe/Madrid",
    "PL": "Europe/Warsaw",
    "AL": "Europe/Tirane",
    "MA": "Africa/Casablanca",
    "UA": "Europe/Kyiv",
}


def add_staff(organisations) -> None:
    """Users and memberships; those that are there already stay as they are."""
    hashed = make_password(PASSWORD)  # once: it is meant to be slow
    for email, name, language, places in _TABLE:
        user, _made = User.objects.get_or_create(
            email=email,
            defaults={
                "name": name,
                "language": language,
                "time_zone": TIME_ZONES[organisations[places[0][0]].country],
                "password": hashed,
                "is_superuser": places[0][1] == Role.OPERATOR,
                "knows_leave_quickly": True,
            },
        )
        for slug, role, teams in places:
            add_membership(user, organisations[slug], role, teams)


def add_membership(user, organisation, role, teams):
    membership, made = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        role=role,
        defaults={"cleared_until": timezone.localdate() + timedelta(days=365)},
    )
    if made:
        membership.teams.set(Team.objects.filter(organisation=organisation, name__in=teams))


def members() -> dict[str, Membership]:
    """The first membership of each demo account, by e-mail address."""
    found = Membership.objects.filter(user__email__in=[row[0] for row in _TABLE])
    rows = found.select_related("user", "organisation").order_by("-began_at")
    return {membership.user.email: membership for membership in rows}
