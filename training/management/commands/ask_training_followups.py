from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from accounts import mail
from training.actions.followups import ask_followups
from training.models import Certificate


class Command(BaseCommand):
    help = (
        "Asks participants who agreed to be written to what came of a course, 3 and 6 months after."
    )

    @transaction.atomic
    def handle(self, *args, **given):
        if not mail.can_send():
            self.stdout.write("There is no mail server; nobody was asked.")
            return
        asked = ask_followups(Certificate.objects.filter(participant__isnull=False))
        for address, token in asked:
            link = settings.SITE_URL + reverse("participant_door", args=[token])
            mail.send("training_link", address, link=link)
        self.stdout.write(f"{len(asked)} asked.")
