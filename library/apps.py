from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from library.procedure import ProcedureError, read_folder


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = _("Library")

    def ready(self):
        checks.register(procedures_are_usable)


def procedures_are_usable(app_configs, **kwargs):
    try:
        read_folder()
    except ProcedureError as problem:
        return [checks.Error(str(problem), id="library.E001")]
    return []
