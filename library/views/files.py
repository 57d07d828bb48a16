"""Documents as a file, with the filters of the list."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import public
from library import exporting, listing
from library.finding import index
from library.models import Document
from library.views.documents import document_or_404

FORMATS = {
    "csv": ("text/csv; charset=utf-8", exporting.csv_lines),
    "ris": ("application/x-research-info-systems; charset=utf-8", exporting.ris_records),
    "json": ("application/json", exporting.json_parts),
}
AT_ONCE = 500
MOST = 100_000


@public
@require_safe
def document_export(request):
    """`?as=csv|ris|json`, and what the list can be asked for."""
    suffix = request.GET.get("as", "")
    if suffix not in FORMATS:
        raise Http404
    asked = listing.read(request.GET).asked(public_only=not request.user.is_authenticated)
    found = index().find(asked, most=MOST)
    kind, parts = FORMATS[suffix]
    name = f"documents-{timezone.localdate().isoformat()}.{suffix}"
    return StreamingHttpResponse(
        parts(in_order(found.ids)),
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def in_order(ids):
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        rows = Document.objects.in_bulk(part)
        yield from (rows[pk] for pk in part if pk in rows)


@public
@require_safe
def document_file(request, slug):
    """The document itself, where its licence allows that we keep it."""
    found = document_or_404(request, slug)
    if found.file is None:
        raise Http404
    response = HttpResponse(bytes(found.file.body), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
