"""Invented organisations in eight countries, as rows. All are marked `is_demo`."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Organisation, Team

NO_PLACES = (None, None)
PEOPLE = "women men trans"
EVERYBODY = f"{PEOPLE} children families pregnant disabled"
CARE = "housing health psychological legal interpretation material_aid"
RETURNING = "reception reintegration housing psychological work education family documents"

# slug, name, kind, country, city, services, languages, takes, (places, free), answers within days, verified days ago
_TABLE = [
    # Italy
    ("casa-verde", "Casa Verde", "ngo", "IT", "Milano", f"{CARE} work travel documents", "it en sq fr", EVERYBODY, (24, 3), 2, 40),
    ("rifugio-betulla", "Rifugio Betulla", "shelter", "IT", "Torino", "housing material_aid childcare education", "it en fr ar", "women families pregnant children", (18, 2), 3, 65),
    ("studio-ponte", "Studio legale Ponte", "legal", "IT", "Milano", "legal interpretation documents", "it en fr uk", EVERYBODY, NO_PLACES, 4, 90),
    ("ritorno-insieme", "Ritorno Insieme", "return", "IT", "Roma", "travel documents reception", "it en fr ar sq", EVERYBODY, NO_PLACES, 5, 30),
    ("salute-navigli", "Servizio salute Navigli", "health", "IT", "Milano", "health psychological", "it en fr", EVERYBODY, NO_PLACES, 3, 55),
    ("tutele-milano", "Ufficio tutele Milano (invented)", "guardianship", "IT", "Milano", "guardianship", "it en", "children", NO_PLACES, 3, 80),
    ("minori-milano", "Servizio minori Milano (invented)", "social_service", "IT", "Milano", "family childcare education guardianship", "it en ar", "children families", NO_PLACES, 5, 80),
    ("ascolto-milano", "Unità Ascolto Milano (invented)", "police", "IT", "Milano", "", "it en", "", NO_PLACES, 7, 120),
    ("riconoscimento", "Ufficio riconoscimento (invented)", "authority", "IT", "Roma", "", "it en", "", NO_PLACES, 14, 120),
    ("consulate-milan", "Consulate of Albania in Milan (invented)", "consulate", "IT", "Milano", "documents", "sq it en", "", NO_PLACES, 10, 100),
    ("coordination-it", "Coordinamento nazionale Italia (invented)", "coordination", "IT", "Roma", "", "it en", "", NO_PLACES, None, 60),
    # France, Greece, Spain, Poland
    ("maison-claire", "Maison Claire", "ngo", "FR", "Marseille", f"{CARE} travel documents", "fr en ar", EVERYBODY, (20, 4), 3, 35),
    ("foyer-tilleuls", "Foyer des Tilleuls", "shelter", "FR", "Lyon", "housing material_aid childcare", "fr en ar uk", "women families pregnant", (14, 0), 4, 150),
    ("spiti-elia", "Spiti Elia", "ngo", "GR", "Athina", f"{CARE} travel", "el en sq", EVERYBODY, (16, 2), 4, 70),
    ("casa-almendro", "Casa Almendro", "ngo", "ES", "Madrid", f"{CARE} travel work", "es en fr ar", EVERYBODY, (22, 5), 3, 50),
    ("dom-lipa", "Dom Lipa", "ngo", "PL", "Warszawa", f"{CARE} travel childcare", "pl en uk", EVERYBODY, (26, 6), 2, 45),
    # Albania, Morocco, Ukraine
    ("qendra-drita", "Qendra Drita", "ngo", "AL", "Tiranë", f"{RETURNING} health legal", "sq en it el", EVERYBODY, (20, 5), 3, 25),
    ("shtepia-ullirit", "Shtëpia e Ullirit", "shelter", "AL", "Vlorë", f"{RETURNING} childcare", "sq it en", "women families pregnant children", (12, 1), 5, 75),
    ("coordination-al", "Koordinimi kombëtar Shqipëri (invented)", "coordination", "AL", "Tiranë", "", "sq en", "", NO_PLACES, None, 60),
    ("dar-amal", "Dar Amal", "ngo", "MA", "Rabat", f"{RETURNING} legal", "ar fr en", EVERYBODY, (15, 4), 4, 30),
    ("dar-yasmine", "Dar Yasmine", "shelter", "MA", "Tanger", f"{RETURNING} childcare", "ar fr es", "women families pregnant children", (10, 2), 6, 95),
    ("visa-rabat", "Embassy of Italy in Rabat, visa section (invented)", "consulate", "MA", "Rabat", "documents", "it fr ar", "", NO_PLACES, 14, 100),
    ("dim-nadii", "Dim Nadii", "ngo", "UA", "Lviv", f"{RETURNING} legal health", "uk en pl", EVERYBODY, (30, 8), 3, 20),
    ("tepla-oselia", "Tepla Oselia", "shelter", "UA", "Chernivtsi", f"{RETURNING} childcare", "uk en", "women families pregnant children disabled", (16, 3), 5, 85),
    # Who runs this installation
    ("operations", "Referral Desk operations (invented)", "operator", "IT", "Roma", "", "it en", "", NO_PLACES, None, 10),
]  # fmt: skip
REPRESENTS = {"consulate-milan": "AL", "visa-rabat": "IT"}
ASKED_OF_NOBODY = {"coordination", "operator"}
TEAMS = {"casa-verde": ["Accoglienza", "Ritorni"], "qendra-drita": ["Reintegration"]}


def add_organisations() -> dict[str, Organisation]:
    """All of them by slug; those that are there already stay as they are."""
    today = timezone.localdate()
    for row in _TABLE:
        Organisation.objects.get_or_create(slug=row[0], defaults=_fields(row, today))
    found = Organisation.objects.in_bulk([row[0] for row in _TABLE], field_name="slug")
    for slug, names in TEAMS.items():
        for name in names:
            Team.objects.get_or_create(organisation=found[slug], name=name)
    return found


def _fields(row, today):
    slug, name, kind, country, city, services, languages, takes, places, answers, verified = row
    return {
        "name": name,
        "kind": kind,
        "country": country,
        "represents": REPRESENTS.get(slug, ""),
        "city": city,
        "services": services.split(),
        "languages": languages.split(),
        "takes": takes.split(),
        "capacity": places[0],
        "places_free": places[1],
        "usual_answer_days": answers,
        "verified_on": today - timedelta(days=verified),
        "accepts_referrals": kind not in ASKED_OF_NOBODY and slug != "visa-rabat",
        "is_demo": True,
    }
