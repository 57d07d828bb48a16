"""Which page a request is for, before anything else looked."""

from django.urls import Resolver404, resolve


def is_one_of(request, names) -> bool:
    """`names`: of addresses. One that leads nowhere is none of them."""
    try:
        return resolve(request.path_info).url_name in names
    except Resolver404:
        return False
