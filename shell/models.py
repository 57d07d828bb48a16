"""That the processes beside the web live, and when the last copy was made."""

from django.db import connection, models


class SignOfLife(models.Model):
    what = models.CharField(max_length=20, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self):
        return self.what


def sign_of_life(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shell_signoflife (what, seen_at) VALUES (%s, now())"
            " ON CONFLICT (what) DO UPDATE SET seen_at = now()",
            [what],
        )
