"""Whether somebody has read a text for persons and found it right. Nothing is reviewed because a file says so."""

from library.models import TextReview
from library.person_text import PersonText


def review_of(text: PersonText, language: str) -> TextReview | None:
    found = TextReview.objects.filter(text=text.code, version=text.version, language=language)
    return found.select_related("organisation").first()
