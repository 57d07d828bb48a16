"""The directory as a file. Everybody signed in may take it along: it holds no personal data."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import signed_in
from audit.models import record
from directory.access import DRAFTS, is_one_of
from directory.export import csv_lines, json_parts
from directory.forms.files import ExportForm
from directory.models import Contact, Fact

FILES = {
    "facts": ("csv", "text/csv; charset=utf-8", lambda country: csv_lines(Fact, country)),
    "contacts": ("csv", "text/csv; charset=utf-8", lambda country: csv_lines(Contact, country)),
    "all": ("json", "application/json", json_parts),
}


@signed_in
def directory_export(request):
    form = ExportForm(request.GET)
    what = request.GET.get("what", "")
    if what not in FILES or not form.is_valid():
        context = {"form": form, "may_import": is_one_of(request.actor, DRAFTS)}
        return render(request, "directory/directory_export.html", context)
    country = form.cleaned_data["country"]
    suffix, kind, parts = FILES[what]
    record("directory.exported", what=what, country=country)
    name = "-".join(
        filter(None, ["directory", what, country.lower(), timezone.localdate().isoformat()])
    )
    return StreamingHttpResponse(
        parts(country),
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{suffix}"',
            "Cache-Control": "no-store",
        },
    )
