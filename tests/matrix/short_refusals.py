"""The addresses of the product, where a refusal is a number without a page."""

from django.http import HttpResponse

from config.urls import handler500, urlpatterns  # noqa: F401 -- Django reads them here


def handler403(_request, exception=None):
    return HttpResponse(status=403)


def handler404(_request, exception=None):
    return HttpResponse(status=404)
