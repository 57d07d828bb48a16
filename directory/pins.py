"""Countries that somebody keeps at hand."""

from directory.models import Pin


def pinned_by(user) -> list[str]:
    """Codes, the first pinned first."""
    return list(
        Pin.objects.filter(user=user)
        .order_by("pinned_at", "country")
        .values_list("country", flat=True)
    )


def is_pinned(user, iso2: str) -> bool:
    return Pin.objects.filter(user=user, country=iso2).exists()


def pin(*, user, iso2: str):
    Pin.objects.get_or_create(user=user, country=iso2)


def unpin(*, user, iso2: str):
    Pin.objects.filter(user=user, country=iso2).delete()
