"""A collection of documents: public, in the order in which somebody new to it would read them."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import public
from library.models import Collection
from library.rights import DRAFTS, is_one_of
from library.views.documents import visible


@public
@require_safe
def collection_detail(request, slug):
    found = Collection.objects.published().filter(slug=slug).first()
    if found is None:
        raise Http404
    shelf = {each.slug: each for each in visible(request).filter(slug__in=found.documents)}
    context = {
        "collection": found,
        "rows": [shelf[each] for each in found.documents if each in shelf],
        "may_draft": is_one_of(request.actor, DRAFTS),
    }
    return render(request, "library/collection_detail.html", context)
