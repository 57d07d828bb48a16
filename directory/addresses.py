"""Links and e-mail addresses that may stand in the directory: plain, readable, leading where they say."""

import ipaddress
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ODD = _(
    "Enter the plain address of the page, beginning with https://, as the body itself prints it."
)
ODD_MAIL = _("Enter an e-mail address in plain Latin letters, as the body itself prints it.")
PLAIN_PORTS = (None, 80, 443)


def plain_link(address: str) -> str:
    """
    Raises `ValidationError` for what can mislead: letters that look like others (punycode), a name before
    an @, a bare number or an odd port instead of the name of a body, another scheme.
    """
    if not address:
        return address
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValidationError(ODD) from None
    if parts.scheme not in ("https", "http") or "@" in parts.netloc or port not in PLAIN_PORTS:
        raise ValidationError(ODD)
    if not is_plain_host(host):
        raise ValidationError(ODD)
    return address


def plain_email(address: str) -> str:
    name, _at, host = address.rpartition("@")
    if address and not (name.isascii() and is_plain_host(host)):
        raise ValidationError(ODD_MAIL)
    return address


def is_plain_host(host: str) -> bool:
    labels = host.lower().split(".")
    if not host.isascii() or len(labels) < 2 or any(label.startswith("xn--") for label in labels):
        return False
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return not labels[-1].isdigit()
    return False
