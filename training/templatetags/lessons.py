"""A lesson by its code, for pages that name one: documents of the library."""

from django import template
from django.utils.translation import get_language

from training import content

register = template.Library()


@register.filter
def lesson_titles(codes) -> list[dict]:
    """`{course, code, title}` of each, in the first course that holds it; a code that is no lesson is left out."""
    found, language = [], get_language()
    for code in codes:
        course = next((each for each in content.courses() if each.lesson(code)), None)
        if course:
            said = course.lesson(code).said
            title = (said.get(language) or said["en"]).title
            found.append({"course": course.code, "code": code, "title": title})
    return found
