"""Files that leave the desk: ordered, agreed to, made under the rights of that moment, open for a day, destroyed."""

import csv
import io
import logging
from types import SimpleNamespace

import pikepdf
import pytest
from cryptography.exceptions import InvalidTag
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.roles import Role
from audit.models import AuditEntry
from exchange.actions import hand_out
from exchange.actions.order import Closed, answer_export, open_export, order_export
from exchange.export_models import Export, ExportPiece, Kind
from exchange.outgoing.case_file import AROUND, COMPOSED
from exchange.outgoing.one_page import orders
from exchange.outgoing.sheets import sheet
from referral.access import DataClass
from referral.actions.ageing import keep_from_guardian
from referral.actions.assigning import assign, unassign
from referral.models import (
    Account,
    BudgetLine,
    Case,
    Identity,
    Legal,
    MoveNotAllowed,
    Note,
    PlanGoal,
    Risk,
    Services,
    TraffickingEvent,
    Whereabouts,
)
from referral.stages import Stage
from referral.views.parts import FORMS
from referral.views.rights import Rights
from tests import testing_database, world
from tests.referral import sharing
from tests.referral.test_age import law_allows

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "The donor asks for it this month"
WORDS = {
    Identity: {"name_on_documents": "Lira Canaryname"},
    Whereabouts: {"address": "Canaryroad 1", "phone": "+39333", "code_word": "canarycode"},
    Account: {"own_words": "canaryaccount"},
    Risk: {"red_lines": "canaryrisk"},
    Legal: {"proceedings": "canarytrial", "advice": "canaryadvice", "asylum": "claimed"},
    Services: {"main_goal": "canarygoal"},
}


def as_owner(sql, *values):
    with testing_database.owner_cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def desk():
    """A case at the stage of assistance with words in every class, a second person, a stranger."""
    casa = world.organisation()
    worker = world.member(casa)
    boss = world.member(casa, Role.SUPERVISOR)
    stranger = world.member(world.organisation("Elsewhere", "IT"))
    case = sharing.opened(worker)
    with world.acting(worker):
        for model, words in WORDS.items():
            if model is not Legal:
                model(case=case, **words).save(force_insert=True)
        TraffickingEvent(case=case, kind="Transit", place="canaryplace").save(force_insert=True)
        Note(case=case, data_class="services", text="canarynote", by=worker.user).save(
            force_insert=True
        )
        Case.objects.filter(pk=case.pk).update(stage=Stage.ASSISTANCE)
    lawyer = world.member(casa, Role.LAWYER)
    with world.acting(boss):
        assign(case.pk, user=lawyer.user.pk)
    with world.acting(lawyer):
        Legal(case=case, **WORDS[Legal]).save(force_insert=True)
    return SimpleNamespace(casa=casa, worker=worker, boss=boss, stranger=stranger, lawyer=lawyer, case=case)  # fmt: skip


def ordered(by, kind, form, case=None, **more):
    with world.acting(by):
        return order_export(kind=kind, form=form, reason=WHY, case=case, **more)


def make():
    call_command("import_worker", "--once", stdout=io.StringIO())


def opened(by, export):
    with world.acting(by):
        try:
            return open_export(Export.objects.get(pk=export.pk))
        except Closed as closed:
            problem = closed
    raise problem


def state(export):
    return as_owner("SELECT state FROM exchange_export WHERE id = %s", export.pk)[0][0]


def agreed(by, export, yes=True):
    with world.acting(by):
        answer_export(Export.objects.get(pk=export.pk), yes=yes)


def left(export):
    """What still lies here of the file: pieces and keys."""
    return as_owner(
        "SELECT (SELECT count(*) FROM exchange_exportpiece WHERE of_id = %s),"
        " (SELECT count(*) FROM referral_casekey WHERE owner = %s AND data_class = 'exportfile')",
        export.pk,
        export.pk,
    )[0]


def words_of(pdf: bytes) -> str:
    """The text of a PDF, through the maps of its fonts."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            maps = {name: unicode_of(font) for name, font in page.Resources.Font.items()}
            font = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = maps[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    pieces = operands[0] if str(operator) == "TJ" else operands
                    found += [text_of(bytes(one), font) for one in pieces if isinstance(one, pikepdf.String)]  # fmt: skip
                elif str(operator) == "ET":
                    found.append(" ")
    return "".join(found)


def unicode_of(font):
    found = {}
    for line in font.ToUnicode.read_bytes().decode("latin-1").splitlines():
        codes = [part.strip("<>") for part in line.split() if part.startswith("<")]
        if len(codes) == 2:
            found[int(codes[0], 16)] = bytes.fromhex(codes[1]).decode("utf-16-be")
    return found


def text_of(raw, font):
    return "".join(
        font.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2)
    )


def rows_of(body):
    book = load_workbook(io.BytesIO(body), read_only=True)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


@pytest.mark.rule(26)
def test_from_the_order_to_the_file_in_the_pages(desk, client):
    """Ordered with a reason, watched, opened with a log entry, named after nothing; destroyed on demand."""
    world.sign_in(client, desk.worker)
    page = reverse("case_export", args=[desk.case.journey.reference, "person"])
    given = {"safe": "no", "language": "fr", "reason": WHY, "password": world.PASSWORD}
    assert client.post(page, given).status_code == 422
    answer = client.post(page, given | {"safe": "yes"})
    assert "It begins in a moment" in client.get(answer.url).text
    assert client.get(answer.url)["Refresh"].endswith("?poll=1")
    make()
    seen = client.get(answer.url)
    assert "Refresh" not in seen
    export = Export(pk=as_owner("SELECT id FROM exchange_export")[0][0])
    got = client.post(reverse("export_open", args=[export.pk]), {"password": world.PASSWORD})
    assert got.content.startswith(b"%PDF")
    today = timezone.localdate().isoformat()
    assert got["Content-Disposition"] == f'attachment; filename="person-{today}.pdf"'
    assert "no-store" in got["Cache-Control"]
    text = words_of(got.content)
    assert "Lira" in text
    assert "canaryrisk" in text.replace(" ", "")
    with world.acting(desk.worker):
        logged = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"export.ordered", "export.made", "export.opened", "read.exportfile", "export.case_opened"} <= logged  # fmt: skip
    client.post(reverse("export_drop", args=[export.pk]))
    assert (state(export), left(export)) == ("ended", (0, 0))
    late = client.post(reverse("export_open", args=[export.pk]), {"password": world.PASSWORD})
    assert late.status_code == 410


@pytest.mark.rule(6, 26)
def test_the_file_for_the_person_keeps_others_safe(desk):
    """Code words and the address of a shelter stay out; notes come with a person's word that they endanger nobody."""
    plain = ordered(desk.worker, Kind.PERSON, "pdf", desk.case)
    noted = ordered(desk.worker, Kind.PERSON, "pdf", desk.case, options=["notes"], language="fr")
    make()
    text = words_of(opened(desk.worker, plain)).replace(" ", "")
    assert [
        word for word in ("canarygoal", "canaryaccount", "canaryplace") if word not in text
    ] == []
    for kept in ("canarycode", "Canaryroad", "canarynote"):
        assert kept not in text
    french = words_of(opened(desk.worker, noted)).replace(" ", "")
    assert "canarynote" in french
    assert "Résumésansnom" in french
    assert "renvoi" not in french.lower()


@pytest.mark.rule(20)
def test_what_a_child_keeps_from_the_guardian_is_not_on_paper(desk):
    """Neither in the child's own file nor in one for a guardianship, with consent or without."""
    office = world.organisation("Office", "IT", "guardianship")
    case = sharing.opened(desk.worker, child=True, age_band="9-17")
    with world.acting(desk.worker):
        born = f"{timezone.localdate().year - 16}-01-01"
        Identity(case=case, name_on_documents="Canaryname", born=born).save(force_insert=True)
        Account(case=case, own_words="canaryaccount", exploitation=["ForcedLabour"]).save(
            force_insert=True
        )
    sharing.agree(desk.worker, case, office, classes=["identity", "account"])
    law_allows()
    for kept in (False, True):
        with world.acting(desk.worker) as actor:
            if kept:
                keep_from_guardian(case, "account")
            for order in (Export(kind="person"), Export(kind="handover", receiver=office)):
                paper = COMPOSED[order.kind](order, case, Rights(actor, case))
                assert ("account" in paper.classes) is not kept
                assert "Canaryname" in str(paper.sections)


@pytest.mark.rule(11)
def test_a_court_gets_what_the_legal_record_says_after_a_second_person(desk):
    export = ordered(desk.lawyer, Kind.COURT, "pdf", desk.case)
    make()
    assert state(export) == "waiting"
    with world.acting(desk.lawyer), pytest.raises(DatabaseError):
        answer_export(export, yes=True)
    agreed(desk.boss, export)
    told = as_owner("SELECT user_id::text, kind FROM referral_notice WHERE kind LIKE 'export%%' ORDER BY kind DESC")  # fmt: skip
    assert told == [(str(desk.boss.user_id), "export_asked"), (str(desk.lawyer.user_id), "export_answered")]  # fmt: skip
    make()
    text = words_of(opened(desk.lawyer, export)).replace(" ", "")
    assert "canarytrial" in text
    for word in ("canaryadvice", "Canaryname", "canaryaccount", "canaryrisk", "Claimed", "canarynote"):  # fmt: skip
        assert word not in text


def test_nobody_is_the_second_person_to_oneself(desk):
    """Not under another membership either, not twice, and no after a no."""
    export = ordered(desk.worker, Kind.HTCDS, "xlsx")
    other_hat = world.member(desk.casa, Role.SUPERVISOR, user=desk.worker.user)
    with world.acting(other_hat), pytest.raises(MoveNotAllowed):
        answer_export(export, yes=True)
    agreed(desk.boss, export, yes=False)
    with world.acting(desk.boss), pytest.raises(MoveNotAllowed):
        answer_export(export, yes=True)
    make()
    assert (state(export), left(export)) == ("refused", (0, 0))


@pytest.mark.rule(10)
def test_hand_over_to_an_organisation_is_what_the_person_agreed_to(desk):
    """Only in this country, and the file closes when the consent is withdrawn."""
    near, far = world.organisation("Near", "IT"), world.organisation("Far", "AL")
    sharing.agree(desk.worker, desk.case, near, classes=["identity"])
    sharing.agree(desk.worker, desk.case, far, classes=["identity"])
    export = ordered(desk.worker, Kind.HANDOVER, "pdf", desk.case, receiver=near)
    abroad = ordered(desk.worker, Kind.HANDOVER, "pdf", desk.case, receiver=far)
    whole = ordered(desk.worker, Kind.HANDOVER, "pdf", desk.case)
    make()
    text = words_of(opened(desk.worker, export)).replace(" ", "")
    assert "Canaryname" in text
    assert [word for word in ("canaryrisk", "Canaryroad") if word in text] == []
    assert state(abroad) == "empty"
    assert "Canaryroad" in words_of(opened(desk.worker, whole)).replace(" ", "")
    sharing.agree(desk.worker, desk.case, near, classes=[], refused=["identity"])
    with pytest.raises(Closed):
        opened(desk.worker, export)
    assert (state(export), left(export)) == ("ended", (0, 0))


@pytest.mark.asvs("8.3.3")
def test_rights_that_ended_between_order_and_run_leave_nothing(desk):
    """An empty result, logged: of a case, of a list, and of somebody who left."""
    second = world.member(desk.casa)
    with world.acting(desk.boss):
        assign(desk.case.pk, user=second.user.pk)
    orders = [
        ordered(second, Kind.PERSON, "pdf", desk.case),
        ordered(second, Kind.CASES, "xlsx"),
        ordered(second, Kind.COSTS, "csv", desk.case),
    ]
    with world.acting(desk.boss):
        unassign(desk.case.pk, user=second.user.pk)
    make()
    assert {state(one) for one in orders} == {"empty"}
    assert {left(one) for one in orders} == {(0, 0)}
    with world.acting(second):
        assert AuditEntry.objects.filter(action="export.empty").count() == 3
    gone = ordered(desk.worker, Kind.CASES, "csv")
    as_owner("UPDATE accounts_membership SET ended_at = now() WHERE id = %s", desk.worker.pk)
    make()
    assert (state(gone), left(gone)) == ("stopped", (0, 0))


def test_rights_are_asked_again_at_each_opening(desk):
    """A case that was taken away closes the list in which it stands; a later stage closes the file of the standard."""
    second = world.member(desk.casa)
    with world.acting(desk.boss):
        assign(desk.case.pk, user=second.user.pk)
    listed, held = ordered(second, Kind.CASES, "csv"), ordered(second, Kind.HTCDS, "xlsx")
    agreed(desk.boss, held)
    make()
    assert desk.case.journey.reference.encode() in opened(second, listed)
    assert b"Canaryname" not in opened(second, listed)
    with world.acting(desk.worker):
        Case.objects.filter(pk=desk.case.pk).update(stage=Stage.RETURN)
    with pytest.raises(Closed):
        opened(second, held)
    opened(second, listed)
    with world.acting(desk.boss):
        unassign(desk.case.pk, user=second.user.pk)
    with pytest.raises(Closed):
        opened(second, listed)
    assert {state(held), state(listed)} == {"ended"}


def test_a_day_later_it_is_destroyed_and_before_that_not_opened(desk):
    export = ordered(desk.worker, Kind.CASES, "xlsx")
    make()
    assert left(export) == (1, 1)
    as_owner("UPDATE exchange_export SET expires_at = now() - interval '1 second'")
    with pytest.raises(Closed):
        opened(desk.worker, export)
    assert hand_out.end_old_exports() == 1
    assert (state(export), left(export)) == ("ended", (0, 0))
    waiting = ordered(desk.worker, Kind.HTCDS, "xlsx")
    as_owner("UPDATE exchange_export SET ordered_at = now() - interval '25 hours' WHERE id = %s", waiting.pk)  # fmt: skip
    assert hand_out.end_old_exports() == 1
    assert state(waiting) == "stopped"


def test_what_lies_here_is_sealed_and_bound_to_its_place(desk):
    ordered(desk.worker, Kind.CASES, "csv")
    make()
    body = bytes(as_owner("SELECT body FROM exchange_exportpiece")[0][0])
    assert desk.case.journey.reference.encode() not in body
    other = ordered(desk.worker, Kind.CASES, "csv")
    make()
    as_owner("DELETE FROM exchange_exportpiece WHERE of_id = %s", other.pk)
    as_owner("UPDATE exchange_exportpiece SET of_id = %s", other.pk)
    with pytest.raises(InvalidTag):
        opened(desk.worker, other)


ATTACKS = [
    ("UPDATE exchange_export SET by_id = %(me)s", "permission denied"),
    ("UPDATE exchange_export SET case_id = NULL", "permission denied"),
    ("UPDATE exchange_export SET answered_by_id = %(me)s", "permission denied"),
    ("UPDATE exchange_export SET expires_at = 'infinity'", "permission denied"),
    ("UPDATE exchange_export SET state = 'queued' WHERE state = 'waiting'", "second person"),
    ("UPDATE exchange_export SET row_ids = '{}' WHERE state = 'ready'", "written when it was made"),
    ("UPDATE exchange_export SET state = 'queued' WHERE state = 'ready'", "does not go back"),
    ("DELETE FROM exchange_export", "permission denied"),
    ("DELETE FROM exchange_exportpiece", "permission denied"),
    ("UPDATE exchange_exportpiece SET body = ''", "permission denied"),
]


def test_attacks_in_sql_are_refused(desk):
    """As the application's role, with the rights of whoever ordered."""
    ready = ordered(desk.worker, Kind.CASES, "csv")
    make()
    ordered(desk.worker, Kind.HTCDS, "xlsx")
    for attack, words in ATTACKS:
        with (
            world.acting(desk.worker),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match=words),
            transaction.atomic(),
        ):
            cursor.execute(attack, {"me": str(desk.worker.user.pk)})
    for other in (desk.stranger, desk.boss, desk.lawyer):
        with world.acting(other), connection.cursor() as cursor:
            assert not Export.objects.filter(pk=ready.pk).exists()
            assert not ExportPiece.objects.exists()
            cursor.execute("SELECT * FROM use_key(%s, 'exportfile')", [ready.pk])
            assert cursor.fetchall() == []
            cursor.execute("UPDATE exchange_export SET opened = 9")
            assert cursor.rowcount == 0
    for other in (desk.stranger, desk.lawyer):
        with world.acting(other), connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("SELECT answer_export(%s, true)", [ready.pk])
    with world.acting(desk.stranger), pytest.raises(DatabaseError, match="not a case of yours"):
        order_export(kind=Kind.PERSON, form="pdf", reason=WHY, case=desk.case)
    forged = {"organisation": desk.casa, "membership": desk.worker, "by": desk.worker.user}
    forged = Export(**forged, kind="htcds", format="xlsx", language="en", state="queued")
    with world.acting(desk.worker), pytest.raises(DatabaseError):
        forged.save(force_insert=True)  # fmt: skip


def test_no_cell_is_a_formula():
    """=, +, -, @, tabs and their wide twins: text in both, and harmless when saved as something else."""
    bad = ["=1+1", "+39 1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", "<a&b>", "\x0bx", ""]
    book = sheet("xlsx", [str(n) for n in bad])
    book.write([bad])
    cells = list(load_workbook(io.BytesIO(book.finish())).worksheets[0].iter_rows())[1]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    table = sheet("csv", ["a"] * len(bad))
    table.write([bad])
    for found in ([cell.value for cell in cells], list(csv.reader(io.StringIO(table.finish().decode("utf-8-sig"))))[1]):  # fmt: skip
        assert [value for value in found if str(value)[:1] in "=+-@\t＝" and value] == []
        assert "<a&b>" in found


def test_costs_stand_by_who_pays_with_their_sums(desk):
    with world.acting(desk.worker):
        for payer, cost in (("programme", 250), ("state", 40), ("programme", 50)):
            BudgetLine(
                case=desk.case, family="professional", item="=canaryoven", unit_cost=cost, mode="in_kind", payer=payer, payee="shop",
            ).save(force_insert=True)  # fmt: skip
    export = ordered(desk.worker, Kind.COSTS, "xlsx", desk.case)
    make()
    rows = rows_of(opened(desk.worker, export))
    sums = {row[0]: row[9] for row in rows if row[2] == "Together"}
    assert sums == {"The programme": "300.00", "A public service": "40.00"}
    assert rows[1][3] == "'=canaryoven"


def test_canary_words_are_in_nothing_of_others(desk, caplog, client):
    """Not in an export of another organisation, no e-mail, no log, no address, no audit entry; a list has no words at all."""
    partner = world.member(world.organisation("Partner", "IT"))
    sharing.agree(desk.worker, desk.case, partner.organisation, classes=["summary", "services"])
    sharing.sent(desk.worker, desk.case, partner.organisation, classes=["summary", "services"], kind="service")  # fmt: skip
    caplog.set_level(logging.DEBUG)
    told = io.StringIO()
    orders = [(by, ordered(by, kind, "csv")) for by in (partner, desk.stranger, desk.worker) for kind in (Kind.CASES, Kind.REFERRALS)]  # fmt: skip
    whole = ordered(partner, Kind.HTCDS, "xlsx")
    agreed(world.member(partner.organisation, Role.SUPERVISOR), whole)
    mine = [ordered(desk.worker, kind, "pdf", desk.case) for kind in (Kind.HANDOVER,)]
    call_command("import_worker", "--once", stdout=told, stderr=told)
    bodies = [opened(by, one) for by, one in orders if state(one) == "ready"]
    assert bodies
    assert state(whole) == "empty"
    for one in mine:
        assert opened(desk.worker, one)
    for body in bodies:
        assert b"anary" not in body
    entries = as_owner("SELECT string_agg(detail::text || target || action, ' ') FROM audit_auditentry")[0][0]  # fmt: skip
    assert "anary" not in entries + told.getvalue() + caplog.text
    assert mail.outbox == []
    world.sign_in(client, partner)
    for name in ("export_detail", "export_open"):
        assert client.get(reverse(name, args=[mine[0].pk])).status_code in (404, 405)
    assert client.post(reverse("export_open", args=[mine[0].pk])).status_code == 404


@pytest.mark.rule(28)
def test_one_page_to_copy_names_nobody_unless_asked(desk, client):
    """In the order of the chosen form; each look is written down; an order that does not exist is not found."""
    world.sign_in(client, desk.worker)
    page = reverse("case_text", args=[desk.case.journey.reference])
    plain, named = client.get(page).text, client.get(page, {"name": "yes"}).text
    assert "canarygoal" in plain
    assert "Canaryname" not in plain + client.get(page, {"order": "htcds"}).text
    assert "Canaryname" in named
    assert "Canaryroad" not in named
    assert client.get(page, {"order": "../desk"}).status_code == 404
    with world.acting(desk.worker):
        looks = AuditEntry.objects.filter(action="case.copied_as_text")
        assert [one.detail["name"] for one in looks.order_by("id")] == [False, True, False]


def test_the_same_goal_here_and_after_the_return_is_told_apart(desk, client):
    with world.acting(desk.worker):
        for phase in ("reintegration", "assistance"):
            goal = PlanGoal(case=desk.case, phase=phase, goal="A room", step="Look at two")
            goal.save(force_insert=True)
    world.sign_in(client, desk.worker)

    text = client.get(reverse("case_text", args=[desk.case.journey.reference])).text

    goals = [row.partition(":")[0] for row in text.splitlines() if ": A room" in row]
    assert goals == ["Assistance · Housing or shelter", "Reintegration · Housing or shelter"]


def test_the_orders_of_forms_name_only_fields_that_there_are():
    for code, order in orders().items():
        assert order["source"] or "note" in order or code in {"desk", "transnational"}, code
        if "like" in order:
            assert order["sections"] == orders()[order["like"]]["sections"]
            assert {"en", "fr"} <= set(order["note"])
        for section in order["sections"]:
            assert {"en", "fr"} <= set(section["title"]), code
            for name in section["fields"]:
                data_class, _dot, column = name.partition(".")
                known = FORMS[DataClass(data_class)].columns() if column else AROUND
                assert (column or name) in known, f"{code}: {name}"
