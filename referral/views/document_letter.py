from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.access import roles
from library.person_text import LANGUAGES, person_text
from library.reviewed import review_of
from referral.views.moves import WORKS_ON_GATES


@dataclass(frozen=True, slots=True)
class Letter:
    """The lines of the text `request`, in their order."""

    place: str
    to: str
    asks: str
    family_name: str
    first_names: str
    born: str
    number: str
    brings: str
    comes: str
    signature: str


@roles(*WORKS_ON_GATES)
@require_GET
def document_letter(request):
    """A letter with blanks, the same for everybody. It is about no case: nothing is filled in, and nothing noted."""
    text = person_text("request")
    wanted = request.GET.get("language", get_language())
    said = text.said[wanted if wanted in LANGUAGES else "en"]
    context = {
        "said": said,
        "letter": Letter(*said.lines),
        "languages": list(text.said.values()),
        "reviewed": review_of(text, said.language),
    }
    return render(request, "referral/document_letter.html", context)
