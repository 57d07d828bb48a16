"""Finds rows of the acting organisation; everything else is a 404."""

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Invitation, Membership, Team


def uuid_or_404(text):
    try:
        return uuid.UUID(str(text))
    except ValueError:
        raise Http404 from None


def get_colleague(request, pk):
    """An active membership here."""
    found = Membership.objects.active().select_related("user", "organisation")
    return get_object_or_404(found, pk=pk, organisation_id=request.actor.organisation)


def get_team(request, pk):
    return get_object_or_404(Team, pk=pk, organisation_id=request.actor.organisation)


def get_invitation(request, pk):
    return get_object_or_404(
        Invitation.objects.open(), pk=pk, organisation_id=request.actor.organisation
    )
