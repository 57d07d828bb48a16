import time
from functools import partial

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.module_loading import import_string

from directory.due import ask_bodies
from library.links import check_links
from referral.due import run_due
from referral.known import count_names
from referral.notice_mail import send_notice_mail
from referral.retention import propose_erasures
from referral.unusual import note_unusual_reading
from referral.waiting_files import scan_waiting, sweep_blobs
from shell.looking import keep_looking
from training.actions.followups import send_followups

COUNT_EVERY = 600  # seconds


class Command(BaseCommand):
    help = (
        "Ring for arrivals that nobody confirmed, note answers that did not come, ask bodies once a month"
        " whether their entry is still right, try the addresses of documents, ask what came of a course, take waiting files to the scanner, write to whom something waits for."
        " Every 30 seconds."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")
        parser.add_argument(
            "--every", type=int, default=30, help="seconds between two looks (default: 30)"
        )

    def handle(self, *, once, every, **options):
        keep_looking(self.look, name="worker", once=once, every=every, tell=self.stderr.write)

    counted_at = None

    def counts(self):
        """Counting the log of 30 days and names, and sweeping the store, need not be done every half minute."""
        now = time.monotonic()
        if self.counted_at is not None and now - self.counted_at < COUNT_EVERY:
            return {}
        self.counted_at = now
        return {
            "unusual reading": note_unusual_reading(),
            "names counted": count_names(),
            "stored files without a record deleted": sweep_blobs(),
        }

    proposed_on = None

    def nightly(self):
        """The first look after midnight, and the first of all."""
        today = timezone.localdate()
        if self.proposed_on == today:
            return {}
        self.proposed_on = today
        return {"due for erasing": propose_erasures()}

    def parts(self):
        """Each is whole for itself: whoever is told to end, ends between two."""
        return [
            run_due,
            self.nightly,
            lambda: {"bodies asked": ask_bodies()},
            self.counts,
            lambda: {"letters sent": send_notice_mail()},
            lambda: {"asked after a course": send_followups()},
            lambda: {"files scanned": scan_waiting()},
            lambda: {"links tried": sum(check_links().values()) if settings.LINK_CHECK else 0},
            *(partial(tell, what, path) for what, path in settings.WORKER_ALSO.items()),
        ]

    def look(self, stop):
        everything = {}
        for part in self.parts():
            if stop.is_set():
                break
            everything |= part()
        done = {what: number for what, number in everything.items() if number}
        if done:
            self.stdout.write(", ".join(f"{what}: {number}" for what, number in done.items()))


def tell(what, path):
    return {what: import_string(path)()}
