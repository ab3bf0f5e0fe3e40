"""Who is at the other end of a request: the address it came from, and the browser, if people have signed in with it.

The address is the connection's own. Where that is a proxy of ours (TRUSTED_PROXIES), the proxies' X-Forwarded-For is
read from the right, past every further proxy of ours: what stands left of that, anybody can write.

A browser bears a signed mark from its first sign-in on: a number, and the last few who signed in with it. It says that
somebody who knows the password has sat there before, and opens nothing by itself.
"""

import secrets
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core import signing
from django.http import HttpResponse

from integration_programme.actors import Actor

SALT = "integration_programme.clients"
REMEMBERED = 8  # people a browser
SOCKET = "unix"  # among TRUSTED_PROXIES: a proxy that reaches us by a socket, and so has no address


def address_of(request) -> str:
    """The client's address, as "192.0.2.7" or "2001:db8::7"; of a socket or of nonsense, '' ."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    address = _plain(request.META.get("REMOTE_ADDR", ""))
    while hops and _is_ours(address):
        further = _plain(hops.pop())
        if not further:
            break
        address = further
    return address


def _plain(written: str) -> str:
    """An address without port and brackets, and an IPv4 one as such; '' when it is none."""
    text = written.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    return str((address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address)


def _is_ours(address: str) -> bool:
    proxies = settings.TRUSTED_PROXIES
    if not address:
        return SOCKET in proxies
    return any(ip_address(address) in ip_network(each, strict=False) for each in proxies if each != SOCKET)


def household(address: str) -> str:
    """Those who are told apart by address: one IPv4 address, 64 bits of an IPv6 one, which one subscriber has."""
    return _network(address, 32, 64)


def neighbourhood(address: str) -> str:
    """The wider network: 24 bits of an IPv4 address, 48 of an IPv6 one."""
    return _network(address, 24, 48)


def _network(address: str, bits: int, bits_of_v6: int) -> str:
    if not address:
        return ""
    prefix = bits_of_v6 if ":" in address else bits
    return str(ip_network(f"{address}/{prefix}", strict=False))


@dataclass(frozen=True)
class Browser:
    """`key` is the number of the mark, '' where there is none; `people` are identities of actors, the latest last."""

    key: str = ""
    people: tuple[str, ...] = ()

    def key_for(self, identity: str) -> str:
        """The number, if this person has signed in with the browser before."""
        return self.key if identity in self.people else ""

    @property
    def latest(self) -> str:
        """Whose session there is, or was last; '' when nobody's is known."""
        return self.people[-1] if self.people else ""


def browser_of(request) -> Browser:
    try:
        key, people = signing.loads(
            request.COOKIES.get(settings.BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=settings.BROWSER_COOKIE_AGE
        )
    except signing.BadSignature:
        return Browser()
    return Browser(key, tuple(people))


def mark_browser(request, response: HttpResponse, person: Actor) -> None:
    """Remember with the browser that this person has signed in there, or come by a link that was mailed to them."""
    known = browser_of(request)
    people = [*(each for each in known.people if each != person.identity), person.identity][-REMEMBERED:]
    response.set_cookie(
        settings.BROWSER_COOKIE_NAME,
        signing.dumps([known.key or secrets.token_hex(8), people], salt=SALT),
        max_age=settings.BROWSER_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
