from django.db import connection
from django.http import HttpResponse

from accounts.access import public


@public
def health(request):
    """For the container platform: the web answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
