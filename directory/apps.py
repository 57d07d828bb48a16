from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from directory.checks import check_holidays


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Countries")

    def ready(self):
        register(check_holidays)
