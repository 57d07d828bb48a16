from django.db import transaction

from accounts import mail, sessions
from audit.models import record


@transaction.atomic
def set_password(user, password, *, action, keep=""):
    """A new password ends every session but `keep`, and its owner is told."""
    user.set_password(password)
    user.save(update_fields=["password"])
    sessions.end_sessions(user, but=keep)
    record(action, target=user.pk)
    mail.send("password_changed", user.email)
