"""Pages that everybody reads alike: they know nobody, set no cookie, and are not sent again to whoever has them.

    return reading_page(request, "published/page.html", context, of=(…), changed_at=…, address="/fi/published/…/")

`of` says all that the page is made of: while it stays, so does the page, and a reader who has it is told so (304) before
anything is made. The page is put together once a process and kept; whoever reads it next costs the look-up of `of`.
"""

import functools
import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language

from integration_programme.remembered import Remembered
from integration_programme.whole import bound_page

Answer = TypeVar("Answer", bound=HttpResponseBase)
KEPT = Remembered[bytes](8_000_000)
FRESH = "public, max-age=60"
#: where what a page says may come from, beside its data
SOURCES = ("integration_programme", "stakeholders", "indicators", "programmes", "templates", "locale")


@dataclass(frozen=True)
class Address:
    """What the frame of a page asks of a request. The page is the same for everybody, so there is nobody in it."""

    path: str

    def get_full_path(self) -> str:
        return self.path


def reading_page(
    request: HttpRequest,
    template: str,
    context: Callable[[], dict[str, Any]],
    *,
    of: Hashable,
    changed_at: datetime,
    address: str,
) -> HttpResponse:
    """The page of a template; `context` is asked for only where it has to be put together."""
    key = (template, address, get_language(), of)
    validators = etag_of(key), int(max(changed_at, midnight()).timestamp())
    if unchanged := not_modified(request, *validators):
        return unchanged

    def make() -> bytes:
        given = context() | {"request": Address(address), "base_url": settings.BASE_URL}
        return bound_page(render_to_string(template, given).encode())

    response = HttpResponse(KEPT.get(key, make))
    response.is_bound = True
    return with_validators(response, *validators)


def not_modified(request: HttpRequest, etag: str, changed: int) -> HttpResponse | None:
    """The answer to a reader who has what there is; None for all others."""
    found = get_conditional_response(request, etag=etag, last_modified=changed)
    return with_validators(found, etag, changed) if found else None


def with_validators(response: Answer, etag: str, changed: int) -> Answer:
    """An answer that may be kept for a minute, by anybody, and then be asked about."""
    for name, value in (("ETag", etag), ("Last-Modified", http_date(changed)), ("Cache-Control", FRESH)):
        response.headers[name] = value
    return response


def etag_of(key: Hashable) -> str:
    """A weak one, since proxies pack what they hand on."""
    return f'W/"{hashlib.sha256(repr((_release(), key)).encode()).hexdigest()[:32]}"'


def midnight() -> datetime:
    """When the day began: what holds today is said of the day."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


@functools.cache
def _release() -> str:
    """What tells this release from others: another one may say the same things otherwise."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".mo", ".toml"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()
