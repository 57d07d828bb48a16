"""Every app keeps its own addresses; names are plain `noun_verb`, without namespaces."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from config.health import health

urlpatterns = [path("health/", health, name="health")]
urlpatterns += [
    path("", include(f"{app}.urls")) for app in settings.OUR_APPS if find_spec(f"{app}.urls")
]

handler500 = "config.unavailable.server_error"
