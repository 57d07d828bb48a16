"""
Who may see what of a case. One table: role x data class x stage x side. Nothing else decides this.

The pages, the tests and the database's `access_rule` rows are made from it. It imports no model.

Letters, one per stage (identification, referral, assistance, return, reintegration, closed):
`W` read and write, `R` read, `A` may add but not read what is there, `M` masked: flags of the summary only,
`-` nothing. Whether a right is used at all depends on a grant for that very case; this table is the ceiling.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from referral.stages import Side, Stage


class DataClass(models.TextChoices):
    IDENTITY = "identity", _("Name and identity")
    WHEREABOUTS = "whereabouts", _("Contact and whereabouts")
    ACCOUNT = "account", _("What happened")
    RISK = "risk", _("Risks and safety")
    HEALTH = "health", _("Health")
    LEGAL = "legal", _("Legal matters")
    SERVICES = "services", _("Needs, plan and services")
    TRAVEL = "travel", _("Travel")
    # The frame around them. Only the summary crosses, and it names nobody.
    SUMMARY = "summary", _("Summary without a name")
    CONSENT = "consent", _("Consent")
    EVIDENCE = "evidence", _("Evidence of a gate")
    REFERRAL = "referral", _("Referrals")
    JOURNEY = "journey", _("Journey")


# What a file says of the person, in the order of the pages; the frame classes are not among them.
OWN_PARTS = [
    DataClass.IDENTITY,
    DataClass.WHEREABOUTS,
    DataClass.ACCOUNT,
    DataClass.RISK,
    DataClass.HEALTH,
    DataClass.LEGAL,
    DataClass.SERVICES,
    DataClass.TRAVEL,
]

CROSSING = [
    DataClass.SUMMARY,
    DataClass.SERVICES,
    DataClass.RISK,
    DataClass.TRAVEL,
    DataClass.IDENTITY,
    DataClass.WHEREABOUTS,
    DataClass.ACCOUNT,
    DataClass.LEGAL,
    DataClass.HEALTH,
]

_ORDER = [
    "identity",
    "whereabouts",
    "account",
    "risk",
    "health",
    "legal",
    "services",
    "travel",
    "summary",
    "consent",
    "evidence",
    "referral",
    "journey",
]


def _row(letters: str) -> dict[str, str]:
    return dict(zip(_ORDER, letters.split(), strict=True))


#                              identity whereab account risk   health legal  services travel summary consent evidence referral journey
_TABLE = {
    Role.FIRST_CONTACT: _row(
        "  WR----  W-----  WR----  WR---- A----- A----- A-----   ------ WR----  WR----  ------   WR----   WR----"
    ),
    Role.CASE_MANAGER: _row(
        "   WWWWRM  WWWWM-  WWRRRM  WWWWRM AMMMM- AMRRRM WWWWWM   --WWRM WWWWWR  WWWWWR  WWWWWR   WWWWWR   WWWWWW"
    ),
    Role.SUPERVISOR: _row(
        "     RRRRRM  ------  MMMMMM  RRRRRM MMMMM- MMRRRM RRRRRM   --RRRM RRRRRR  RRRRRR  WWWWWR   WWWWWR   WWWWWW"
    ),
    Role.FOCAL_POINT: _row(
        "    MMMMMM  ------  ------  MMMMMM ------ ------ MMMMMM   ---MMM RRRRRR  RRRRRR  ------   WWWWWR   RRRRRR"
    ),
    Role.COMPETENT_AUTHORITY: _row(
        " -RRRR- ------ -RRRR-  ------ ------ -MMMM- ------ ------ ------  ------  ------   WWWWW-   ------"
    ),
    Role.SERVICE_WORKER: _row(
        " --MMM-  --RRR-  --M---  --MMM- --M-M- ------ --WWW-   ---M-- --RRR-  --RRR-  --WWW-   WWWWWR   --WWW-"
    ),
    Role.HEALTH: _row(
        "         MMRRR-  --MMM-  --M---  --MMM- WWWWW- ------ --RRR-   ---M-- WWWWW-  WWWWW-  WWWWW-   WWWWWR   WWWWW-"
    ),
    Role.LAWYER: _row(
        "         -RRRR-  --MMM-  -RRRR-  --MMM- --MMM- WWWWW- --RRR-   ---R-- RRRRR-  WWWWW-  WWWWW-   WWWWWR   WWWWW-"
    ),
    Role.POLICE: _row(
        "         -RRRR-  ------  -RRRR-  ------ ------ -MMMM- ------   ------ ------  ------  ------   WWWWW-   ------"
    ),
    Role.CONSULAR: _row(
        "       ---R--  ------  ------  ------ ------ ------ ------   ---R-- ------  ------  ------   WWWWW-   ------"
    ),
    Role.VISA_SECTION: _row(
        "   ------  ------  ------  ------ ------ ------ ------   ------ ------  ------  ------   ------   ------"
    ),
    Role.RETURN_ORGANISER: _row(
        "---WM- ---WM-  ---M--  ---M-- ---M-- ---M-- ---RM-   --WWWM --WWR-  --WWR-  --WWW-   WWWWWR   --WWW-"
    ),
    Role.GUARDIAN: _row(
        "       RRRRR-  RRRRR-  RRRRR-  RRRRR- RRRRR- RRRRR- RRRRR-   --RRR- RRRRR-  WWWWW-  WWWWW-   WWWWWR   WWWWW-"
    ),
    Role.PANEL: _row(
        "          ------  ------  --MMM-  --RRR- ------ ------ --RRR-   ------ --RRR-  --RRR-  --WWW-   RRRRR-   --WWW-"
    ),
    Role.NATIONAL_COORDINATOR: _row(
        "------ ------ ------ ------ ------ ------ ------ ------ ------ ------ ------   ------   RRRRRR"
    ),
    Role.DATA_PROTECTION: _row(
        "------  ------  ------  ------ ------ ------ ------   ------ ------  ------  ------   ------   ------"
    ),
    Role.ORGANISATION_ADMIN: _row(
        "------ ------ ------ ------ ------ ------ ------   ------ ------  ------  ------   ------   ------"
    ),
    Role.OPERATOR: _row(
        "       ------  ------  ------  ------ ------ ------ ------   ------ ------  ------  ------   ------   ------"
    ),
    Role.ANALYST: _row(
        "        ------  ------  ------  ------ ------ ------ ------   ------ ------  ------  ------   ------   ------"
    ),
}

# Where nobody abroad receives the person, who sent her or him makes the visits: the plan stays in the own case's hands.
# On the side that receives (of origin, or a third country) the work begins where it ends on the other: what falls to reading there is written here.
_AT_ORIGIN = {
    Role.CASE_MANAGER: {
        "identity": "WWWWWM",
        "whereabouts": "WWWWW-",
        "risk": "WWWWWM",
        "legal": "AMRRWM",
        "services": "WWWWWM",
        "travel": "--WWWM",
    },
}

# Roles whose organisation may open a case, by a new contact or by accepting a referral.
OPENS_CONTACT = {Role.FIRST_CONTACT, Role.CASE_MANAGER}
ACCEPTS_REFERRAL = {
    Role.CASE_MANAGER,
    Role.FOCAL_POINT,
    Role.SUPERVISOR,
    Role.SERVICE_WORKER,
    Role.HEALTH,
    Role.LAWYER,
    Role.RETURN_ORGANISER,
    Role.GUARDIAN,
}
# Beside whoever may add to health: writes down, as long as the case is open, what the person says of a pregnancy and what it may
# steer (rules of practice 25), and reads none of it. In the database: `tells_pregnancy`, row_security/66_households.sql.
TELLS_PREGNANCY = {Role.CASE_MANAGER}
# Lists of cases and referrals as files (`exchange`).
TAKES_LISTS_OUT = {Role.CASE_MANAGER, Role.SUPERVISOR}
# Emergency access: the parts that a role may open for an hour in a case of its own organisation that is not open to it, never
# beyond the table above. The summary comes with them. The coordinator has none. Who agrees is always somebody else.
OPENS_IN_EMERGENCY = {
    Role.CASE_MANAGER: [DataClass.IDENTITY, DataClass.WHEREABOUTS, DataClass.TRAVEL],
    Role.HEALTH: [DataClass.IDENTITY, DataClass.HEALTH],
    Role.RETURN_ORGANISER: [DataClass.WHEREABOUTS, DataClass.TRAVEL],
}
AGREES_TO_EMERGENCY = {
    Role.CASE_MANAGER,
    Role.SUPERVISOR,
    Role.FOCAL_POINT,
    Role.HEALTH,
    Role.RETURN_ORGANISER,
}
# Beside the lead of the case.
REVIEWS_EMERGENCY = {Role.SUPERVISOR, Role.DATA_PROTECTION}
# Disclosure without consent: who may pass something on from a case they work on, who may be the second person, who reviews what one
# did alone (beside the lead), and who reads what was passed on to the own organisation.
DISCLOSES = {
    Role.FIRST_CONTACT,
    Role.CASE_MANAGER,
    Role.SUPERVISOR,
    Role.SERVICE_WORKER,
    Role.HEALTH,
}
AGREES_TO_DISCLOSURE = {Role.CASE_MANAGER, Role.SUPERVISOR, Role.FOCAL_POINT}
REVIEWS_DISCLOSURE = {Role.SUPERVISOR, Role.DATA_PROTECTION}
RECEIVES_DISCLOSURE = ACCEPTS_REFERRAL | {
    Role.FIRST_CONTACT,
    Role.POLICE,
    Role.COMPETENT_AUTHORITY,
    Role.PANEL,
}


def letter(role: str, data_class: str, side: str, stage: int) -> str:
    """The ceiling for `role` at `stage`: one of W, R, A, M, -."""
    row = _TABLE[Role(role)]
    if side != Side.DESTINATION:
        row = row | _AT_ORIGIN.get(Role(role), {})
    return row[data_class][stage - 1]


def may_read(role, data_class, side, stage) -> bool:
    return letter(role, data_class, side, stage) in "RW"


def may_write(role, data_class, side, stage) -> bool:
    return letter(role, data_class, side, stage) == "W"


def may_add(role, data_class, side, stage) -> bool:
    return letter(role, data_class, side, stage) in "AW"


def rules():
    """All rows of the table that give anything, as (role, data class, side, stage, letter)."""
    for role in Role:
        for data_class in DataClass:
            for side in Side:
                for stage in Stage:
                    given = letter(role, data_class, side, stage)
                    if given != "-":
                        yield role.value, data_class.value, side.value, stage.value, given


def emergency_rules():
    """(role, what): a data class that the role may open, or `agree`, or `review`."""
    for role, classes in OPENS_IN_EMERGENCY.items():
        for data_class in classes:
            yield role.value, data_class.value
    for role in sorted(AGREES_TO_EMERGENCY):
        yield role.value, "agree"
    for role in sorted(REVIEWS_EMERGENCY):
        yield role.value, "review"


def disclosure_rules():
    """(role, what): `disclose`, `agree`, `review` or `receive`."""
    who = {
        "disclose": DISCLOSES,
        "agree": AGREES_TO_DISCLOSURE,
        "review": REVIEWS_DISCLOSURE,
        "receive": RECEIVES_DISCLOSURE,
    }
    for what, roles in who.items():
        for role in sorted(roles):
            yield role.value, what
