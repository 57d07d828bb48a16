"""What the person reads or hears, and who says that it is right in a language."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import roles, signed_in
from accounts.roles import Role
from library.actions.review_text import review_text
from library.models import TextReview
from library.person_text import LANGUAGES, person_text, person_texts
from library.reviewed import review_of

REVIEWERS = [Role.NATIONAL_COORDINATOR]


@signed_in
@require_safe
def person_text_list(request):
    reviewed = set(TextReview.objects.values_list("text", "version", "language"))
    rows = [
        {
            "title": each.title_for(get_language()),
            "languages": [
                {
                    "said": said,
                    "code": each.code,
                    "is_reviewed": (each.code, each.version, said.language) in reviewed,
                }
                for said in each.said.values()
            ],
        }
        for each in person_texts()
    ]
    return render(request, "library/person_text_list.html", {"rows": rows})


@signed_in
@require_safe
def person_text_detail(request, code, language):
    text = get_text(code, language)
    context = {
        "text": text,
        "said": text.said[language],
        "title": text.title_for(get_language()),
        "languages": list(text.said.values()),
        "review": review_of(text, language),
        "may_review": request.actor is not None and request.actor.role in REVIEWERS,
    }
    return render(request, "library/person_text_detail.html", context)


@roles(*REVIEWERS)
@require_POST
def person_text_review(request, code, language):
    review_text(get_text(code, language), language)
    messages.success(request, _("Marked as reviewed."))
    return redirect("person_text_detail", code, language)


def get_text(code, language):
    text = person_text(code)
    if text is None or language not in LANGUAGES:
        raise Http404
    return text
