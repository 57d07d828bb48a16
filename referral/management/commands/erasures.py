import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from referral.models import ErasedKey


class Command(BaseCommand):
    help = (
        "What is erased stays erased. `write FILE`: which keys were destroyed, without a word of whom; keep it apart from the copies of"
        " the data. `replay FILE`: after a copy was put back, before anybody works with it, destroy them there again."
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["write", "replay"])
        parser.add_argument("file", type=Path)

    def handle(self, *, what, file, **options):
        self.stdout.write(self.write(file) if what == "write" else self.replay(file))

    def write(self, file: Path) -> str:
        keys = ErasedKey.objects.order_by("erased_at", "pk").values_list(
            "key", "owner", "data_class"
        )
        lines = [
            json.dumps({"key": str(key), "owner": str(owner), "data_class": data_class})
            for key, owner, data_class in keys.iterator()
        ]
        beside = file.with_name(f"{file.name}.new")
        beside.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        beside.replace(file)  # whole, or as it was
        return f"{len(lines)} destroyed keys written."

    def replay(self, file: Path) -> str:
        try:
            rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        except (OSError, ValueError) as problem:
            raise CommandError(f"{file.name} cannot be read: {problem}") from None
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT desk_private.replay_erasures(%s)", [json.dumps(rows)])
            gone = cursor.fetchone()[0]
        return f"{gone} of {len(rows)} keys were in this copy and are destroyed again."
