"""A lesson by its code, for pages that name one: documents of the library."""

from django import template
from django.utils.translation import get_language

from training import content

register = template.Library()


@register.filter
def lesson_titles(codes) -> list[dict]:
    """`{course, code, title}` of each, in the first course that holds it; a code that is no lesson is left out."""
    language = get_language()
    return [
        {"course": course.code, "code": code, "title": text.title}
        for code in codes
        for course in [next((each for each in content.courses() if each.lesson(code)), None)]
        if course
        for text in [course.lesson(code).said.get(language) or course.lesson(code).said["en"]]
    ]
