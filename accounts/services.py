"""
What organisations can offer, and in which languages.

Both lists belong to an app above this one; the settings DESK_SERVICES and DESK_LANGUAGES name them.
"""

from django.conf import settings
from django.utils.module_loading import import_string


def service_choices():
    return import_string(settings.DESK_SERVICES).choices


def spoken_language_choices():
    return import_string(settings.DESK_LANGUAGES)()
