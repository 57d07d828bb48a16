"""What every answer says beside its content; Django and django-csp set the rest."""

from django.http import HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "POST")
HEADERS = {
    "Cache-Control": "no-store",  # pages and downloads; static files bring their own
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class SetHeaders:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class KnownMethods:
    """
    Forms and links know three methods. Every other one is refused before anything looks at it: TRACE would show cookies,
    OPTIONS would answer other origins, and an invented one would be taken for a view's "not POST".
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)
