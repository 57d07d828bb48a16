from accounts.models.invitation import Invitation
from accounts.models.membership import Membership, Team
from accounts.models.organisation import Organisation, OrganisationKind, Taker
from accounts.models.throttle import Throttle
from accounts.models.user import Appearance, NoticeMail, User

__all__ = [
    "Appearance",
    "Invitation",
    "Membership",
    "NoticeMail",
    "Organisation",
    "OrganisationKind",
    "Taker",
    "Team",
    "Throttle",
    "User",
]
