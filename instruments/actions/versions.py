"""A country's own tools: a draft of one person is put in use by another, and never changed after."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from instruments.classes import unclassed
from instruments.definition import DefinitionError
from instruments.models import InstrumentVersion, Origin, VersionState
from instruments.stored import read_content


class NotPossible(Exception):
    """Why this cannot be done with the version now, in words for the person who tried."""


def locked(version: InstrumentVersion, edition: int | None = None) -> InstrumentVersion:
    """The draft as it is now. Raises `NotPossible` where it is none any more, or was changed since `edition`."""
    found = InstrumentVersion.objects.select_for_update().filter(pk=version.pk).first()
    if found is None or not found.is_draft:
        raise NotPossible(_("This is no draft any more. Reload the page."))
    if edition is not None and found.edition != edition:
        raise NotPossible(_("This was changed in another window. Look again."))
    return found


@transaction.atomic
def draft(*, content: dict, report: list) -> InstrumentVersion:
    """The next version of a country's own tool. Raises `NotPossible` while another draft of it waits."""
    actor = current_actor()
    own = InstrumentVersion.objects.filter(code=content["code"])
    waiting = own.filter(state=VersionState.DRAFT).first()
    if waiting:
        raise NotPossible(
            _("A draft of this tool waits already. Publish it or delete it, then come again.")
        )
    newest = own.order_by("-version").first()
    number = newest.version + 1 if newest else 1
    made = InstrumentVersion(
        code=content["code"],
        version=number,
        origin=Origin.OWN,
        country=actor.country,
        state=VersionState.DRAFT,
        content={**content, "version": number},
        report=report,
        author_id=actor.user,
    )
    made.save(force_insert=True)
    record("instrument.drafted", target=made.code, version=number)
    return made


@transaction.atomic
def begin_again(version: InstrumentVersion) -> InstrumentVersion:
    """A new draft that says what the version in use says."""
    return draft(content=version.content, report=version.report)


@transaction.atomic
def change(version: InstrumentVersion, content: dict, *, edition: int) -> InstrumentVersion:
    """Another wording or class. Who changes a draft is its author from then on, and does not publish it."""
    found = locked(version, edition)
    found.content, found.edition = content, found.edition + 1
    found.author_id = current_actor().user
    read_content(found)
    found.save(update_fields=["content", "edition", "author"])
    record("instrument.changed", target=found.code, version=found.version)
    return found


def obstacle(version: InstrumentVersion, user) -> str:
    """Why this person cannot publish the draft now; empty where nothing stands in the way."""
    if str(version.author_id) == str(user):
        return _("You wrote this draft. Somebody else reads and publishes it.")
    left = len(unclassed(version.content))
    if left:
        return _("Questions without a class of data: %(count)s. Choose them first.") % {
            "count": left
        }
    try:
        read_content(version)
    except DefinitionError:
        return _("This draft cannot be read as a tool. Delete it and bring the form again.")
    return ""


@transaction.atomic
def publish(version: InstrumentVersion, *, edition: int) -> InstrumentVersion:
    """In use from now on, for this country. Raises `NotPossible`."""
    found, actor = locked(version, edition), current_actor()
    if reason := obstacle(found, actor.user):
        raise NotPossible(reason)
    found.state, found.published_at = VersionState.PUBLISHED, timezone.now()
    found.published_by_id = actor.user
    found.save(update_fields=["state", "published_at", "published_by"])
    record("instrument.published", target=found.code, version=found.version)
    return found


@transaction.atomic
def drop(version: InstrumentVersion) -> None:
    found = locked(version)
    record("instrument.dropped", target=found.code, version=found.version)
    found.delete()


@transaction.atomic
def withdraw(version: InstrumentVersion) -> None:
    """Offered no longer. What was answered with it stays readable."""
    found = InstrumentVersion.objects.select_for_update().get(pk=version.pk)
    if found.state != VersionState.PUBLISHED or found.origin != Origin.OWN:
        raise NotPossible(_("This version is not in use. Reload the page."))
    found.state, found.withdrawn_at = VersionState.WITHDRAWN, timezone.now()
    found.withdrawn_by_id = current_actor().user
    found.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    record("instrument.withdrawn", target=found.code, version=found.version)
