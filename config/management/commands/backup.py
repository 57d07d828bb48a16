from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import backup
from shell.models import sign_of_life


class Command(BaseCommand):
    help = (
        "Make a sealed copy of the database in a folder, for BACKUP_RECIPIENT. `--new-key`: make that key once, each half in a file of"
        " its own for one of two people who keep them away from this machine."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--new-key", action="store_true")
        parser.add_argument(
            "--keep", type=int, default=35, metavar="DAYS", help="older copies go (35)"
        )

    def handle(self, *, folder, new_key, keep, **options):
        self.stdout.write(self.new_key(folder) if new_key else self.copy(folder, keep))

    def new_key(self, folder: Path) -> str:
        public, *halves = backup.new_halves()
        folder.mkdir(parents=True, exist_ok=True)
        for number, half in enumerate(halves, 1):
            path = folder / f"half-{number}.key"
            if path.exists():
                raise CommandError(f"{path} exists and is left as it is. Take another folder.")
            path.touch(mode=0o600)
            path.write_text(f"{half}\n")
        return f"BACKUP_RECIPIENT={public}\nGive half-1.key and half-2.key to two people, and delete them here."

    def copy(self, folder: Path, keep: int) -> str:
        try:
            file, found = backup.make(folder, settings.BACKUP_RECIPIENT, keep_days=keep)
        except backup.CannotCopy as problem:
            raise CommandError(str(problem)) from None
        sign_of_life("backup")
        rows = sum(number for number, _sum in found.values())
        return f"{file}: {len(found)} tables, {rows} rows, {file.stat().st_size // 1024} kB."
