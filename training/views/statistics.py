from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import roles
from shell.formats import country_name
from training import content
from training.figures import FEWEST, of_accounts, of_participants
from training.models import TrainingSession
from training.rights import READS_STATISTICS


@roles(*READS_STATISTICS)
@require_safe
def training_statistics(request):
    tables = of_participants()
    for row in tables["country"]:
        row.label = country_name(row.label) if row.label else row.label
    titles = {each.code: each.text_for(get_language()).title for each in content.courses()}
    context = {
        "tables": [
            (_("By sector"), tables["sector"]),
            (_("By country"), tables["country"]),
            (_("By sex"), tables["sex"]),
        ],
        "accounts": [
            {**each, "title": titles.get(each["course"], each["course"])} for each in of_accounts()
        ],  # fmt: skip
        "sessions": TrainingSession.objects.count(),
        "closed": TrainingSession.objects.filter(closed_at__isnull=False).count(),
        "fewest": FEWEST,
    }
    return render(request, "training/training_statistics.html", context)
