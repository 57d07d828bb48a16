"""Two people: what one drafted another publishes, in the application and in the database."""

import io
from contextlib import suppress
from functools import partial
from uuid import uuid4

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.roles import Role
from accounts.second_person import BaseChanged, NotOpen, OwnDraft
from library.actions.keep import draft, publish, refuse, take_back
from library.content import content_of
from library.files import clean_pdf, keep
from library.models import Document, State
from tests import world
from tests.library.records import a_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return world.organisation("Coordination", "IT", "coordination")


@pytest.fixture
def editor(house):
    return world.member(house, Role.NATIONAL_COORDINATOR)


@pytest.fixture
def second(house):
    return world.member(house, Role.FOCAL_POINT)


def drafted(by, entry=None, base=None):
    with world.acting(by):
        return draft(entry or a_document(), key=uuid4(), base=base)


def change_of(slug, **values):
    base = Document.objects.published().get(slug=slug)
    return Document(**{**content_of(base), **values}, reason="It changed"), base


def published_by(who, found):
    with world.acting(who):
        return publish(found.pk, Document, seen=found.version)


def answers(**more):
    return {
        "title": "A new guide",
        "publisher": "Casa Verde",
        "kind": "guideline",
        "languages": "en fr",
        "licence": "unknown",
        "summary_en": "For the night shift.",
        "themes": ["data"],
        "reason": "It is new",
        "is_public": "on",
        "idempotency_key": str(uuid4()),
        **more,
    }


def test_added_by_one_read_by_another_and_found_at_once(client, editor, second):
    world.sign_in(client, editor)
    sent = client.post(reverse("document_new"), answers())
    found = Document.objects.get(state=State.DRAFT)
    assert sent.url == reverse("library_review_detail", args=[found.pk])
    assert client.get("/documents/", {"q": "night shift"}).context["total"] == 0
    seen = {"decision": "publish", "version": found.version}
    assert client.post(sent.url, seen).status_code == 403

    world.sign_in(client, second)
    assert "For the night shift." in client.get(sent.url).text
    assert client.post(sent.url, seen).url == "/documents/a-new-guide/"

    page = client.get("/documents/", {"q": "night shift"})
    assert [each.slug for each in page.context["rows"]] == ["a-new-guide"]


def test_sent_twice_it_is_one_draft(client, editor):
    world.sign_in(client, editor)
    given = answers()
    client.post(reverse("document_new"), given)
    client.post(reverse("document_new"), given)

    assert Document.objects.filter(state=State.DRAFT).count() == 1


def test_nobody_publishes_the_own_draft(editor, house):
    found = drafted(editor)
    also = world.member(house, Role.FOCAL_POINT, user=editor.user)

    with pytest.raises(OwnDraft):
        published_by(also, found)


def test_the_database_refuses_the_same_person_and_another_name(editor, second):
    found = drafted(editor)
    for values in [
        {"state": State.PUBLISHED, "published_by": editor.user},
        {"state": State.PUBLISHED, "published_by": world.member(second.organisation).user},
    ]:
        with pytest.raises(DatabaseError), transaction.atomic(), world.acting(second):
            Document.objects.filter(pk=found.pk).update(**values)
    published_by(second, found)
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=found.pk).update(title="Another")


def test_a_change_replaces_what_stood_and_keeps_it(editor, second):
    entry, base = change_of("htcds", edition="2.1")

    published_by(second, drafted(editor, entry, base))

    base.refresh_from_db()
    assert base.state == State.SUPERSEDED
    assert Document.objects.published().get(slug="htcds").edition == "2.1"


def test_of_two_changes_the_second_is_stopped(client, editor, second):
    first, base = change_of("htcds", edition="2.1")
    other, _base = change_of("htcds", edition="3")
    first, other = drafted(editor, first, base), drafted(editor, other, base)
    published_by(second, first)

    with pytest.raises(BaseChanged):
        published_by(second, other)
    world.sign_in(client, second)
    at = reverse("library_review_detail", args=[other.pk])
    assert client.post(at, {"decision": "publish", "version": other.version}).status_code == 409


def test_taken_away_it_is_gone_from_the_list_and_kept(client, editor, second):
    world.sign_in(client, editor)
    client.post(reverse("document_remove", args=["htcds"]), {"reason": "Replaced by a site"})
    world.sign_in(client, second)
    published_by(second, Document.objects.get(state=State.DRAFT))

    assert client.get("/documents/htcds/").status_code == 404
    assert client.get("/documents/", {"q": "HTCDS"}).context["total"] < 3
    assert Document.objects.filter(slug="htcds").count() == 2


def test_refused_with_a_reason_that_the_drafter_reads(client, editor, second):
    found = drafted(editor)
    with world.acting(second):
        refuse(found.pk, Document, reason="The publisher is another")
    world.sign_in(client, editor)

    assert "The publisher is another" in client.get(reverse("library_review_list")).text
    with world.acting(second), pytest.raises(NotOpen):
        publish(found.pk, Document, seen=found.version)


def test_only_its_drafter_writes_on_a_draft_or_takes_it_back(client, editor, second):
    found = drafted(editor)
    at = reverse("library_draft_change", args=[found.pk])
    world.sign_in(client, second)
    assert client.get(at).status_code == 404
    with world.acting(second), pytest.raises(NotOpen):
        take_back(found.pk, Document)

    world.sign_in(client, editor)
    stale = client.post(at, answers(version=found.version - 1, title="Older"))
    client.post(at, answers(version=found.version, title="A better guide"))
    found.refresh_from_db()
    assert (stale.status_code, found.title) == (302, "A better guide")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("languages", "english", "is not known here"),
        ("address", "javascript:alert(1)", "valid URL"),
        ("is_verified", "on", "There is no address to have seen."),
        ("title", "", "Answer “Title, as it stands on the document”"),
        ("year", "1066", "1800"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_it(client, editor, field, value, said):
    world.sign_in(client, editor)
    page = client.post(reverse("document_new"), answers(**{field: value}))

    assert page.status_code == 422
    assert said in page.text
    assert "For the night shift." in page.text


def a_pdf(script=True):
    made = pikepdf.new()
    made.add_blank_page()
    if script:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_file(client, body, **more):
    file = SimpleUploadedFile("guide.pdf", body)
    return client.post(reverse("document_new"), answers(upload=file, **more))


def test_a_record_that_is_named_stands_on_the_shelf(client, editor):
    world.sign_in(client, editor)
    for name in ("replaced_by", "translation_of", "related"):
        page = client.post(reverse("document_new"), answers(**{name: "no-such-record"}))
        assert page.status_code == 422
        assert "No record stands at “no-such-record”" in page.text
    pasted = {"replaced_by": "https://desk.example/documents/gdpr/", "related": "gdpr"}
    assert client.post(reverse("document_new"), answers(**pasted)).status_code == 302
    found = Document.objects.get(state=State.DRAFT)
    assert (found.replaced_by, found.related) == ("gdpr", ["gdpr"])


def test_a_file_is_kept_only_where_the_licence_allows_and_without_what_acts(client, editor, second):
    world.sign_in(client, editor)
    assert "does not allow that we keep the file" in with_file(client, a_pdf()).text
    assert "not a PDF that can be read" in with_file(client, b"%PDF-1.4 no", licence="cc_by").text
    assert with_file(client, a_pdf(), licence="cc_by").status_code == 302
    found = Document.objects.get(state=State.DRAFT)
    assert client.get("/documents/a-new-guide/file/").status_code == 404
    published_by(second, found)

    answer = client.get("/documents/a-new-guide/file/")
    with pikepdf.open(io.BytesIO(answer.content)) as kept:
        assert "/OpenAction" not in kept.Root
    assert answer["Content-Disposition"] == 'attachment; filename="a-new-guide.pdf"'
    assert "PDF, 1 page" in client.get("/documents/a-new-guide/").text


SCRIPT = {"/S": pikepdf.Name.JavaScript, "/JS": "canary"}
NOTES = {
    "a script after a link": {
        "A": {"/S": pikepdf.Name.URI, "/URI": "https://a.example", "/Next": SCRIPT}
    },
    "a script as a link": {"A": {"/S": pikepdf.Name.URI, "/URI": "javascript:canary"}},
    "a program in a note": {"Subtype": pikepdf.Name.FileAttachment, "FS": {"/F": "canary.exe"}},
    "a film": {"Subtype": pikepdf.Name.RichMedia, "RichMediaContent": "canary"},
}


def contents(pdf):
    line = pdf.make_indirect(pikepdf.Dictionary(Title="x", A=SCRIPT))
    pdf.Root["/Outlines"] = pdf.make_indirect(pikepdf.Dictionary(First=line))


def attached(pdf):
    pdf.Root["/AF"] = pikepdf.Array([pikepdf.Dictionary(F="canary.exe")])


ACTS = {name: partial(lambda pdf, fields: note(pdf, **fields), fields=fields) for name, fields in NOTES.items()}  # fmt: skip
ACTS |= {"a script in the contents": contents, "a program beside it": attached}


def note(pdf, **fields):
    pdf.pages[0].obj["/Annots"] = pikepdf.Array([pikepdf.Dictionary(**fields)])


def made_with(make) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        make(pdf)
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("what", ACTS)
def test_nothing_that_acts_is_left_in_a_file(what):
    plain = io.BytesIO()
    with pikepdf.open(io.BytesIO(clean_pdf(made_with(ACTS[what])))) as kept:
        kept.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)

    assert b"canary" not in plain.getvalue()


def test_links_of_a_publication_stay_and_the_same_file_is_kept_once():
    link = {"Subtype": pikepdf.Name.Link, "A": pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://a.example/report")}  # fmt: skip
    sent = made_with(lambda pdf: note(pdf, **link))
    one, two = keep(clean_pdf(sent)), keep(clean_pdf(sent))

    assert one.pk == two.pk
    with pikepdf.open(io.BytesIO(bytes(one.body))) as kept:
        assert str(kept.pages[0].obj["/Annots"][0]["/A"]["/URI"]) == "https://a.example/report"


@pytest.mark.parametrize("strange", [5, [1], [None], pikepdf.Name.X])
@pytest.mark.parametrize("place", ["/Annots", "/Names"])
def test_a_file_of_strange_build_is_no_error_of_ours(place, strange):
    def make(pdf):
        thing = pdf.Root if place == "/Names" else pdf.pages[0].obj
        thing[place] = pikepdf.Array(strange) if isinstance(strange, list) else strange

    with suppress(ValidationError):
        assert clean_pdf(made_with(make))


def test_the_database_keeps_no_file_that_the_licence_does_not_allow(client, editor):
    world.sign_in(client, editor)
    with_file(client, a_pdf(), licence="cc_by")
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(state=State.DRAFT).update(licence="reserved")


def test_editors_only(client, house):
    world.sign_in(client, world.member(house))
    for name in ("document_new", "document_import", "document_links"):
        assert client.get(reverse(name)).status_code == 403


def test_drafts_that_the_list_leaves_out_are_counted(client, second, editor, monkeypatch):
    monkeypatch.setattr("library.content.MOST_DRAFTS", 2)
    for n in range(3):
        drafted(editor, a_document(slug=f"guide-{n}"))
    page = world.sign_in(client, second).get(reverse("library_review_list"))

    assert len(page.context["waiting"]) == 2
    assert '<span class="count">3</span>' in page.text
    assert "and 1 more" in page.text
