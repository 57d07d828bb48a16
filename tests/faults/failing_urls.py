"""The addresses of the product, and three pages that fail with somebody's words in the error."""

from django.db import connection
from django.http import HttpResponse
from django.urls import path

from accounts.access import public
from config.urls import handler500, urlpatterns

CANARY = "Zkanarivogel"


@public
def fails(request):
    said = request.POST.get("text") or CANARY
    raise ValueError(f"{said} cannot be read")


@public
def fails_in_the_database(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [CANARY])
    return HttpResponse()


@public
def fails_twice(request):
    try:
        fails(request)
    except ValueError as problem:
        raise KeyError(CANARY) from problem


urlpatterns = [
    *urlpatterns,
    path("fails/", fails, name="fails_plainly"),
    path("fails-in-the-database/", fails_in_the_database, name="fails_in_the_database"),
    path("fails-twice/", fails_twice, name="fails_twice"),
]

__all__ = ["handler500", "urlpatterns"]
