"""What organisations can offer. The list belongs to an app above this one; the setting DESK_SERVICES names it."""

from django.conf import settings
from django.utils.module_loading import import_string


def service_choices():
    return import_string(settings.DESK_SERVICES).choices
