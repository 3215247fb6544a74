"""Forwarding headers are believed only from the proxies an operator named."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class TrustedProxyMiddleware:
    """Give a request its reader's address, and drop forwarding headers from strangers.

    The address is the last one in X-Forwarded-For that is not itself a trusted proxy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer):
            hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            strangers = [hop.strip() for hop in hops if hop.strip() and not is_trusted(hop)]
            request.META["REMOTE_ADDR"] = strangers[-1] if strangers else peer
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return self.get_response(request)


def is_trusted(address: str) -> bool:
    """Whether the address lies in one of TRUSTED_PROXIES; what is no address does not."""
    try:
        ip = ipaddress.ip_address(address.strip())
    except ValueError:
        return False
    return any(ip in network for network in settings.TRUSTED_PROXIES)
