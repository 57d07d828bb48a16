"""Every address of the project, read from the address book itself."""

from functools import cache

from django.urls import URLPattern, get_resolver


def patterns(under=None):
    for entry in (under or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        else:
            yield from patterns(entry)


@cache
def views():
    """url name → view, for all pages of the project."""
    return {entry.name: entry.callback for entry in patterns()}
