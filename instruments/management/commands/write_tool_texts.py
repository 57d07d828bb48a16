from django.core.management.base import BaseCommand

from instruments import texts


class Command(BaseCommand):
    help = "Write the texts of all tools to instruments/messages.py, for makemessages."

    def handle(self, **options):
        texts.MODULE.write_text(texts.module(), encoding="utf-8")
        self.stdout.write(f"{len(texts.all_texts())} texts written.")
