from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from training.content import ContentError, read_all


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self):
        checks.register(courses_are_usable)


def courses_are_usable(app_configs, **kwargs):
    try:
        read_all()
    except ContentError as problem:
        return [checks.Error(str(problem), id="training.E001")]
    return []
