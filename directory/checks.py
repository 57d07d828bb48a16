"""What a start says about the data of the directory."""

from django.core.checks import Warning as Advice
from django.utils import timezone

from directory.working_days import ending


def check_holidays(app_configs, **_more):
    """At each start in the last year that the file knows, and after it."""
    return [
        Advice(
            f"The holidays of {each.country} that follow the moon are known until the end of {each.year}.",
            hint="Add the dates of later years to directory/data/holidays.toml; else clocks count them as working days.",
            id="directory.W001",
        )
        for each in ending(timezone.localdate())
    ]
