"""What workers and commands need at one size: seconds and memory of a process of its own each. What happens once is rolled back."""

from scale import tables
from scale.serve import command

SETUP = """
import django
django.setup()
from django.db import transaction
"""
COUNT = (
    SETUP
    + """
from datetime import timedelta
from django.utils import timezone
from reports.counting import count_desk
print(f"{count_desk(timezone.now() + timedelta(hours=1)):,} numbers")
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


def of(size, place):
    rows = []
    for what, arguments, role in [
        (
            "Figures of the desk counted (`reports.counting.count_desk`)",
            ["-c", COUNT],
            "trm_worker",
        ),
        ("Snapshot of a month (`take_snapshot`)", ["-c", FREEZE], "trm_stats"),
        ("What is over (`propose_erasures`)", ["-c", PROPOSE], "trm_worker"),
        (
            "One look of the worker (`worker --once`)",
            ["manage.py", "worker", "--once"],
            "trm_worker",
        ),
        ("Chains checked (`verify_audit`)", ["manage.py", "verify_audit"], "trm_owner"),
    ]:
        seconds, peak, said = command(place, *arguments, role=role)
        rows.append(
            [
                what,
                f"{size:,}",
                f"{seconds:.1f}",
                f"{peak:.0f}",
                said.splitlines()[-1] if said else "",
            ]
        )
    return tables.markdown(["What", "journeys", "seconds", "peak MB", "it says"], rows)
