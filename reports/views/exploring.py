from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import roles
from audit.models import record
from reports.exploring import Code, house_table
from reports.forms import ExploreForm
from reports.views.statistics import EXPLORERS


@roles(*EXPLORERS)
@require_safe
def house_explore(request):
    """Two codes and a year of the own organisation."""
    form = ExploreForm(request.GET)
    one, two, year = form.chosen()
    columns, rows = house_table(one, two, year)
    record("statistics.explored", one=one, two=two, year=year)
    context = {
        "form": ExploreForm(initial={"one": one, "two": two, "year": year}),
        "columns": columns,
        "rows": rows,
        "rows_are": Code(one).label,
        "year": year,
        "crumbs": [{"url": reverse("statistics"), "label": _("Statistics")}],
    }
    return render(request, "reports/house_explore.html", context)
