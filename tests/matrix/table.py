"""
What is expected, written down without asking the code that serves: the ceiling of `referral/access.py`, read once, and by
relation what a person holds of the case.
"""

from accounts.roles import Role
from referral.access import DataClass, letter
from referral.stages import Side, Stage

# A copy, so that a fault planted in `access.py` does not move what is expected.
CEILING = {
    (role.value, data_class.value, side.value, stage.value): letter(role, data_class, side, stage)
    for role in Role
    for data_class in DataClass
    for side in Side
    for stage in Stage
}
ROLES = [role.value for role in Role]
CLASSES = [data_class.value for data_class in DataClass]
PLACES = [(side.value, stage.value) for side in Side for stage in Stage]
OPENED_TO_SIGN = ["summary", "risk", "evidence"]

# Relation of somebody to the case in the house that leads it.
HERE = {
    "assigned": "a grant of one's own",
    "team": "a grant of the team",
    "signer": "a grant for some classes, for a second signature",
    "former": "a grant that has run out",
    "colleague": "the same house, no grant",
    "unnamed": "a case under protection, by somebody who is not named",
    "leftover": "the same, with a grant that was not ended: the last lock, of the database",
    "elsewhere": "the very person of `assigned`, at work for another house",
    "stranger": "another house in another country",
}
# Relation of an organisation to which the case was referred.
THERE = {
    "waiting": "a referral that waits for an answer",
    "declined": "a referral that was declined",
    "received": "a referral that was accepted, with a case of one's own",
}
RELATIONS = [*HERE, *THERE]
THROUGH_PAGES = [relation for relation in RELATIONS if relation != "leftover"]
GRANTED = {"assigned": CLASSES, "team": CLASSES, "signer": OPENED_TO_SIGN}

# Rule 11: they get packages. The pages of a case are closed to them, whatever the table lets them read of a part.
NO_CASES = ["competent_authority", "police", "consular", "visa_section"]

# What the person agreed to for the receivers. Only codes of it, and no word, are seen before accepting.
CONSENTED = ["summary", "identity", "whereabouts", "services", "risk"]
SEEN_BEFORE = ["summary", "services", "risk"]


def given(role, data_class, side, stage):
    return CEILING[role, data_class, side, stage]


def at_any(role, data_class, letters):
    """At one stage or another: what the rows of journeys and referrals ask, which have no stage of their own."""
    return any(given(role, data_class, side, stage) in letters for side, stage in PLACES)


def reads(relation, role, side, stage):
    """The classes of the case here that come back."""
    return {c for c in GRANTED.get(relation, ()) if given(role, c, side, stage) in "RW"}


def writes(relation, role, side, stage):
    return {c for c in GRANTED.get(relation, ()) if given(role, c, side, stage) == "W"}


def reads_there(relation, role, side, stage):
    """The classes of the receiver's own case."""
    if relation != "received":
        return set()
    return {c for c in CLASSES if given(role, c, side, stage) in "RW"}


def reads_parts(relation, role, side, stage):
    """(referral, layer, class) of the parts of packages that open: those sent from the own case, those that came."""
    held = GRANTED.get(relation, CLASSES if relation == "received" else [])
    opens = {c for c in held if given(role, c, side, stage) in "RW"}
    parts = set()
    for referral in THERE:
        if relation in GRANTED:
            parts |= {(referral, "summary", c) for c in SEEN_BEFORE if c in opens}
        if relation in GRANTED or relation == referral == "received":
            parts |= {(referral, "identified", c) for c in CONSENTED if c in opens}
        if relation == referral and referral != "declined" and at_any(role, "referral", "RW"):
            parts |= {(referral, "summary", c) for c in SEEN_BEFORE}
    return parts


def lists_parts(relation):
    """The referrals of which even the rows of the parts come back. What a row holds is sealed."""
    if relation in GRANTED:
        return set(THERE)
    return {relation} & {"waiting", "received"}


# Every table of a case, and the class that guards it. None: each row says its own.
GUARDED = {
    "referral_summary": "summary",
    "referral_identity": "identity",
    "referral_agerecord": "identity",
    "referral_whereabouts": "whereabouts",
    "referral_account": "account",
    "referral_traffickingevent": "account",
    "referral_risk": "risk",
    "referral_contactcheck": "risk",
    "referral_health": "health",
    "referral_pregnancy": "health",
    "referral_travellimit": "summary",
    "referral_legal": "legal",
    "referral_services": "services",
    "referral_need": "services",
    "referral_plangoal": "services",
    "referral_planagreement": "services",
    "referral_visit": "services",
    "referral_appointment": "services",
    "referral_budgetline": "services",
    "referral_payment": "services",
    "referral_sitelink": "services",
    "referral_travel": "travel",
    "referral_consent": "consent",
    "referral_consentitem": "consent",
    "referral_keptfromguardian": "consent",
    "referral_evidence": "evidence",
    "referral_budgetapproval": "evidence",
    "referral_guardianship": "evidence",
    "referral_parentalcare": "evidence",
    "referral_childstep": "evidence",
    "referral_contactwish": "evidence",
    "referral_note": None,
    "referral_assessment": None,
    "referral_answer": None,
    "referral_evidencefile": None,
    "referral_mergedfield": None,
}
