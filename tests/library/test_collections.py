"""Collections: made by one editor, published by another, read in their order."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.roles import Role
from accounts.second_person import OwnDraft
from library.actions.keep import draft, publish
from library.models import Collection, Document, State
from tests import world

pytestmark = pytest.mark.django_db
NEW = "/collections/new/"


@pytest.fixture
def house():
    return world.organisation("Coordination", "IT", "coordination")


@pytest.fixture
def editor(house):
    return world.member(house, Role.SUPERVISOR)


@pytest.fixture
def second(house):
    return world.member(house, Role.NATIONAL_COORDINATOR)


def answers(documents, **more):
    plain = {"title": "For a night shift", "title_fr": "Pour une équipe de nuit", "lead": "Short ones.", "reason": "Asked for"}  # fmt: skip
    return {**plain, "documents": documents, "idempotency_key": str(uuid4()), **more}


def test_made_by_one_published_by_another_and_read_in_its_order(client, editor, second):
    sent = world.sign_in(client, editor).post(NEW, answers("/documents/htcds/\nhttps://desk.example/documents/gdpr\nhtcds"))  # fmt: skip
    found = Collection.objects.get(state=State.DRAFT)
    assert (sent.url, found.documents) == (reverse("library_review_detail", args=[found.pk]), ["htcds", "gdpr"])  # fmt: skip
    at = reverse("collection_detail", args=[found.slug])
    assert client.get(at).status_code == 404
    world.sign_in(client, second).post(sent.url, {"decision": "publish", "version": found.version})

    client.logout()
    page = client.get(at)
    assert [each.slug for each in page.context["rows"]] == ["htcds", "gdpr"]
    inside = client.get(reverse("document_list"), {"collection": found.slug})
    assert inside.context["total"] == 2
    assert at in client.get(reverse("document_list")).text
    assert at in client.get(reverse("document_detail", args=["gdpr"])).text
    assert "Pour une équipe de nuit" in client.get(at, headers={"accept-language": "fr"}).text


def test_a_line_that_is_no_record_is_named_and_the_rest_kept(client, editor):
    page = world.sign_in(client, editor).post(NEW, answers("htcds\nno-such-record"))

    assert page.status_code == 422
    assert "No document of the library has this address: no-such-record" in page.text
    assert "For a night shift" in page.text


def test_nobody_publishes_the_own_collection_and_the_database_agrees(editor, house):
    with world.acting(editor):
        found = draft(Collection(slug="own", title="Own", documents=["htcds"]), key=uuid4())
    also = world.member(house, Role.FOCAL_POINT, user=editor.user)
    with world.acting(also), pytest.raises(OwnDraft):
        publish(found.pk, Collection, seen=found.version)
    with pytest.raises(DatabaseError), transaction.atomic():
        Collection.objects.filter(pk=found.pk).update(
            state=State.PUBLISHED, published_by=editor.user
        )


def test_a_change_is_typed_one_a_line_and_a_record_for_members_stays_inside(client, editor):
    standing = Collection.objects.published().get(slug="children")
    page = world.sign_in(client, editor).get(reverse("collection_change", args=["children"]))
    assert page.context["form"].initial["documents"] == "\n".join(standing.documents)
    Document.objects.filter(slug=standing.documents[0]).update(is_public=False)
    client.logout()

    rows = client.get(reverse("collection_detail", args=["children"])).context["rows"]
    assert [each.slug for each in rows] == standing.documents[1:]


def test_what_ships_holds_what_stands_on_the_shelf_in_both_languages():
    known = set(Document.objects.published().values_list("slug", flat=True))
    found = list(Collection.objects.published())

    assert len(found) == 9
    for each in found:
        assert each.documents, each.slug
        assert set(each.documents) <= known, each.slug
        assert all([each.title, each.title_fr, each.lead, each.lead_fr]), each.slug
