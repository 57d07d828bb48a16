"""What workers and commands need at one size: seconds and memory of a process of its own each. What happens once is rolled back."""

import tempfile
from pathlib import Path

from scale import tables
from scale.fill import cluster
from scale.serve import command

SETUP = """
import django
django.setup()
from django.db import transaction
"""
COUNT = (
    SETUP
    + """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT refresh_desk(now())")
    print(f"{cursor.fetchone()[0]:,} numbers")
"""
)
FREEZE = (
    SETUP
    + """
from reports.statistics.freeze import take_snapshot
with transaction.atomic():
    print(f"{take_snapshot():,} rows")
    transaction.set_rollback(True)
"""
)
PROPOSE = (
    SETUP
    + """
from referral.retention import propose_erasures
with transaction.atomic():
    print(f"{propose_erasures():,} cases")
    transaction.set_rollback(True)
"""
)


EXPORT = (
    SETUP
    + """
from accounts.acting import acting_as
from accounts.models import Membership
from exchange.actions.hand_out import make_next_export
from exchange.actions.order import order_export
from exchange.export_models import Export, Kind
membership = Membership.objects.get(user__email="export@scale.example")
with transaction.atomic(), acting_as(membership.actor()):
    made = order_export(kind=Kind.CASES, form="xlsx", reason="It is measured")
while make_next_export() is not None:
    pass
with transaction.atomic(), acting_as(membership.actor()):
    done = Export.objects.get(pk=made.pk)
    print(f"{done.state}: {done.done:,} rows")
"""
)
LARGE = 100_000  # lists and copies are measured at this size
COPY = (
    "bench_restored"  # the database into which the copy is put back, and which is taken away again
)


def of(size, place):
    rows = [
        row(size, what, *command(place, *arguments, role=role))
        for what, arguments, role in everything(size)
    ]
    if size == LARGE:
        rows += copied(size, place)
    return tables.markdown(["What", "journeys", "seconds", "peak MB", "it says"], rows)


def everything(size):
    """(what, arguments, role)"""
    yield "Figures of the desk (`refresh_desk`)", ["-c", COUNT], "trm_worker"
    yield "Snapshot of a month (`take_snapshot`)", ["-c", FREEZE], "trm_stats"
    yield "What is over (`propose_erasures`)", ["-c", PROPOSE], "trm_worker"
    yield "A look of the worker (`worker --once`)", ["manage.py", "worker", "--once"], "trm_worker"
    yield "Chains checked (`verify_audit`)", ["manage.py", "verify_audit"], "trm_owner"
    if size == LARGE:
        yield "A list of 100,000 cases (XLSX)", ["-c", EXPORT], "trm_app"


def row(size, what, seconds, peak, said):
    last = said.splitlines()[-1] if said else ""
    return [what, f"{size:,}", f"{seconds:.1f}", f"{peak:.0f}", last]


def copied(size, place):
    """A sealed copy, and the same put back into an empty database and compared."""
    server = cluster(place)
    server.psql(f"DROP DATABASE IF EXISTS {COPY}")
    with tempfile.TemporaryDirectory() as folder:
        _seconds, _peak, said = command(place, "manage.py", "backup", folder, "--new-key")
        key = {"BACKUP_RECIPIENT": said.splitlines()[0].partition("=")[2]}
        made = command(place, "manage.py", "backup", folder, more=key)
        file = next(Path(folder).glob("*.backup"))
        halves = [part for n in (1, 2) for part in ("--half", f"{folder}/half-{n}.key")]
        put_back = ["restore", str(file), *halves, "--into", COPY, "--nothing-erased"]
        back = command(place, "manage.py", *put_back)
    server.psql(f"DROP DATABASE {COPY}")
    said = made[2].partition(": ")[2]  # without the folder
    return [
        row(size, "A sealed copy (`backup`)", *made[:2], said),
        row(size, "Put back and compared (`restore`)", *back),
    ]
