"""
Reading goes on and nothing is written: while the database moves, or its disk is looked after. `manage.py readonly` switches.

A file and no row: it holds when the database is the thing that is looked after. Where several machines or containers serve, all see the same folder.
"""

from django.conf import settings


def is_on() -> bool:
    return settings.READ_ONLY_FILE.exists()


def switch(on: bool) -> None:
    if on:
        settings.READ_ONLY_FILE.parent.mkdir(parents=True, exist_ok=True)
        settings.READ_ONLY_FILE.touch()
    else:
        settings.READ_ONLY_FILE.unlink(missing_ok=True)
