"""What is looked over, and what comes in and goes out."""

import io
from datetime import timedelta

from django.utils import timezone

from exchange.actions.bring import bring, confirm
from exchange.actions.hand_out import make_next_export
from exchange.actions.order import order_export
from referral.actions.data_sharing import enter_agreement
from referral.actions.emergency import (
    answer_emergency,
    ask_emergency,
    end_emergency,
    open_emergency,
)
from referral.models import (
    Notice,
    UnusualReading,
)
from reports import meetings
from reports.justice.enter import enter
from reports.models import SaidCell, Snapshot
from reports.noise.draw import EPSILONS
from reports.noise.release import propose
from reports.statistics.freeze import last_whole_month
from tests import testing_database, world


def agreed_on_sharing(desk):
    """A paper of data protection that waits for its second person."""
    officer, today = desk.who["protection"], timezone.localdate()
    with world.acting(officer):
        desk.at.sharing_paper = enter_agreement(
            other=desk.at.drita,
            classes=["summary", "services"],
            purposes=["assistance"],
            basis="consent",
            abroad="safeguards",
            from_on=today,
            until=today + timedelta(days=700),
            document="12/2026",
            kept_at="Zyra ligjore",
            keeper_id=officer.user_id,
        )


def met(desk):
    """Two coordinations over one page, with a decision that the other side has yet to agree to."""
    today = timezone.localdate()
    with world.acting(desk.who["coordinator"]):
        desk.at.meeting = meetings.prepare(
            other="AL", since=today - timedelta(days=90), held_on=today + timedelta(days=7)
        )
        desk.at.decided = meetings.decide(
            meeting=desk.at.meeting, text="Open a second desk", owner="AL", due_on=None
        )
        desk.at.justice_entry = enter(
            year=today.year - 1,
            measure="convicted",
            numbers={
                ("", ""): 31,
                ("sex", "female"): 11,
                ("sex", "male"): 20,
                ("sex", "other"): 0,
                ("sex", "unknown"): 0,
            },
            source="Ministria e Drejtësisë",
            source_on=today,
        )


def with_noise(desk):
    """A table with random noise that waits for its second person."""
    month = last_whole_month()
    with testing_database.acting_as_owner():
        Snapshot.objects.create(month=month)
    with world.acting(desk.who["coordinator"]):
        desk.at.noisy = propose(
            cube="sex_age",
            month=month,
            year=month.year,
            epsilon=EPSILONS[1],
            reason="Yearly report",
        )


def said(desk):
    """Three months of a ready table, of both countries; in the last one too little had changed to say the whole anew."""
    months = [month_before(number) for number in (2, 1, 0)]
    rows = {("*", "*"): (60, 75, 75), ("female", "*"): (31, 44, 55), ("male", "*"): (None, None, 20)}  # fmt: skip
    with testing_database.acting_as_owner():
        found = [Snapshot.objects.get_or_create(month=month)[0] for month in months]
        SaidCell.objects.bulk_create(
            SaidCell(
                snapshot=snapshot,
                country=country,
                year=months[-1].year,
                cube="sex_age",
                row=row,
                column=column,
                inside=False,
                number=number,
                as_of=number and (months[1] if number == 75 else snapshot.month),
            )
            for country in ("IT", "AL")
            for (row, column), numbers in rows.items()
            for snapshot, number in zip(found, numbers, strict=True)
        )


def month_before(number):
    last = last_whole_month()
    at = last.year * 12 + last.month - 1 - number
    return last.replace(year=at // 12, month=at % 12 + 1)


def files_of_people(desk):
    """One looked at, one on its way in. Neither shows what a cell holds."""
    for name in ("brought", "queued"):
        table = f"prs_FirstName,prs_Gender\n{name.title()},Feminine".encode()
        with world.acting(desk.who["worker"]):
            found = bring(io.BytesIO(table))
            if name == "queued":
                confirm(found, version=found.version)
            setattr(desk.at, name, found)


def exports(desk):
    """One that is ready and one that waits for a second person."""
    with world.acting(desk.who["worker"]):
        desk.at.export_ready = order_export(kind="cases", form="csv", reason="Për bordin e majit")
    make_next_export()
    with world.acting(desk.who["worker"]):
        desk.at.export_waits = order_export(
            kind="htcds", form="xlsx", reason="Po shkojmë diku tjetër"
        )


def emergencies(desk):
    """A colleague's emergency access: one waits for a second person, one has ended and is to be reviewed."""
    at, asker = desk.at, desk.who["colleague"]
    at.emergency = emergency_of(asker, at.references["child"])
    at.emergency_ended = emergency_of(asker, at.references["adult"])
    with world.acting(desk.who["granted"]):
        answer_emergency(at.emergency_ended, yes=True)
    with world.acting(asker):
        open_emergency(at.emergency_ended)
    with world.acting(asker):
        end_emergency(at.emergency_ended)


def emergency_of(asker, reference):
    with world.acting(asker):
        return ask_emergency(
            reference=reference,
            classes=["identity"],
            reason="danger",
            urgency="today",
            text="Dikush telefonoi me frikë.",
        )


def unusual(desk):
    """A line that is told to the lead and to data protection."""
    at = desk.at
    at.unusual = UnusualReading(
        organisation=at.casa,
        reader=desk.who["granted"].user,
        rule="many",
        on=timezone.localdate(),
        number=30,
        told=[desk.who["worker"].user_id, desk.who["protection"].user_id],
        found_at=timezone.now(),
    )
    with testing_database.owner_cursor() as cursor:
        cursor.execute(
            'INSERT INTO referral_unusualreading (id, organisation_id, reader_id, rule, "on", number, told, found_at)'
            " VALUES (%s, %s, %s, 'many', current_date, 30, %s::uuid[], now())",
            [
                str(at.unusual.pk),
                str(at.casa.pk),
                str(at.unusual.reader_id),
                [str(one) for one in at.unusual.told],
            ],
        )


def noticed(desk):
    """A notice for one colleague; the organisation has others from what happened before."""
    worker = desk.who["worker"]
    with world.acting(worker):
        desk.at.notice = Notice.objects.create(
            organisation=worker.organisation, user=worker.user, kind="arrived"
        )
