"""Addresses that did not answer as they should. The records stay where they are."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import roles
from library.models import Document, LinkState
from library.rights import DRAFTS

TO_LOOK_AT = [LinkState.GONE, LinkState.SILENT, LinkState.MOVED]
SHOWN = 100


@roles(*DRAFTS)
@require_safe
def document_links(request):
    published = Document.objects.published().exclude(address="")
    failing = published.filter(link_state__in=TO_LOOK_AT).order_by("link_state", "-link_checked_at")
    context = {
        "rows": failing[:SHOWN],
        "tried": published.filter(link_checked_at__isnull=False).count(),
        "untried": published.filter(link_checked_at=None).count(),
        "unverified": published.filter(is_verified=False).count(),
        "without": Document.objects.published().filter(address="").count(),
        "is_on": settings.LINK_CHECK,
    }
    return render(request, "library/document_links.html", context)
