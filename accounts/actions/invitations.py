from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Invitation, Membership, Organisation, User
from accounts.models.invitation import digest
from audit.models import record


@transaction.atomic
def invite(organisation, *, email, role, by=None):
    """Returns the invitation and its token, which is told once and kept nowhere."""
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        role=role,
        token_digest=digest(token),
        invited_by_id=by,
    )
    record("invitation.made", target=invitation.pk, role=role, organisation=organisation.pk)
    return invitation, token


@transaction.atomic
def withdraw_invitation(invitation):
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", target=invitation.pk)


@transaction.atomic
def join_as_new(token, *, name, password, language):
    """An account and its first membership; None when the link is over, or somebody was quicker."""
    invitation = take(token)
    if invitation is None or User.objects.filter(email=invitation.email).exists():
        return None
    user = User.objects.create_user(invitation.email, password, name=name, language=language)
    begin_membership(user, invitation)
    return user


@transaction.atomic
def join_as_known(token, user):
    """A further membership for somebody who proved to be the owner of the invited address."""
    invitation = take(token)
    if invitation is None or invitation.email != user.email:
        return None
    return begin_membership(user, invitation)


def take(token):
    return Invitation.objects.for_token(token).select_for_update(of=["self"]).first()


def cleared_elsewhere(user):
    """The course on data protection was taken by the person: it holds at a further place, too."""
    elsewhere = Membership.objects.active().filter(user=user, cleared_until__isnull=False)
    return elsewhere.aggregate(latest=Max("cleared_until"))["latest"]


def begin_membership(user, invitation):
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    membership, _new = Membership.objects.get_or_create(
        user=user,
        organisation=invitation.organisation,
        role=invitation.role,
        ended_at=None,
        defaults={"cleared_until": cleared_elsewhere(user)},
    )
    # Somebody works here now: what came by link or on paper before waits in the inbox.
    Organisation.objects.filter(pk=invitation.organisation_id, has_account=False).update(
        has_account=True
    )
    record("invitation.used", target=invitation.pk, membership=membership.pk)
    return membership
