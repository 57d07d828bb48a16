"""Who does what in training, beyond learning. Organisations see their own sessions and people only."""

from accounts.roles import Role

SEES_TEAM = [Role.SUPERVISOR, Role.ORGANISATION_ADMIN]
EXTENDS = [Role.SUPERVISOR]
HOLDS_SESSIONS = [
    Role.SUPERVISOR,
    Role.FOCAL_POINT,
    Role.NATIONAL_COORDINATOR,
    Role.ORGANISATION_ADMIN,
]
TRANSLATES = [Role.NATIONAL_COORDINATOR, Role.FOCAL_POINT]
READS_STATISTICS = [Role.NATIONAL_COORDINATOR, Role.ANALYST]


def reads_trainer_note(actor) -> bool:
    return actor is not None and actor.role in HOLDS_SESSIONS
