from django.core.management.base import BaseCommand

from library import texts


class Command(BaseCommand):
    help = "Write the texts of all procedures to library/messages.py, for makemessages."

    def handle(self, **options):
        texts.MODULE.write_text(texts.module(), encoding="utf-8")
        self.stdout.write(f"{texts.MODULE.name} written.")
