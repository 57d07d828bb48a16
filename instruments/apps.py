from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from instruments.definition import DefinitionError
from instruments.folder import read_folder


class InstrumentsConfig(AppConfig):
    name = "instruments"
    verbose_name = _("Tools")

    def ready(self):
        checks.register(definitions_are_usable)


def definitions_are_usable(app_configs, **kwargs):
    try:
        read_folder()
    except DefinitionError as problem:
        return [checks.Error(str(problem), id="instruments.E001")]
    return []
