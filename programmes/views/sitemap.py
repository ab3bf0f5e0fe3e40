"""What machines may read: the addresses of all that is for everybody."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from integration_programme import revisions
from integration_programme.access import public
from integration_programme.reading import etag_of, midnight, not_modified, with_validators
from programmes.models import Publication, Round
from programmes.views.published import address, listed
from programmes.views.residents import asked_of_everybody
from programmes.views.round_rows import public_address


@require_safe
@public
def robots(request):
    """What machines may read: everything that is for everybody."""
    lines = (
        "User-agent: *",
        "Disallow: /*/account/",
        "Disallow: /*/programmes/",
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
        f"Sitemap: {settings.BASE_URL}/sitemap-questions.xml",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")


@require_safe
@public
def sitemap(request):
    """The addresses of all published programmes, each with those of the same page in other languages."""
    return _answer(
        request,
        lambda: [page for row in listed({}).filter(is_demo=False) for page in _of_programme(row)],
        of=("programmes", revisions.published()),
    )


@require_safe
@public
def questions_sitemap(request):
    """The same of the questions that are open to residents today."""
    rows = list(asked_of_everybody().open().filter(programme__is_demo=False).order_by("pk"))
    return _answer(
        request,
        lambda: [page for asked in rows for page in _of_questions(asked)],
        of=("questions", *((asked.pk, asked.row_version) for asked in rows)),
    )


def _answer(request, pages: Callable[[], list[dict]], of: tuple) -> HttpResponse:
    validators = etag_of(("sitemap", *of)), int(midnight().timestamp())
    if unchanged := not_modified(request, *validators):
        return unchanged
    text = render_to_string("published/sitemap.xml", {"pages": pages()})
    return with_validators(HttpResponse(text, content_type="application/xml; charset=utf-8"), *validators)


def _of_programme(row: Publication) -> list[dict]:
    """The first page of a programme and its whole document, in each language."""
    first = {code: address("published", code, row.slug) for code in row.languages}
    whole = {code: address("published_document", code, row.slug, row.number) for code in row.languages}
    return _each_with_others(first, row.changed_at) + _each_with_others(whole, row.changed_at)


def _of_questions(asked: Round) -> list[dict]:
    """The page of what residents are asked, in each language of the questions."""
    found = {code: public_address("residents", code, asked.pk) for code in asked.written_in}
    return _each_with_others(found, asked.opened_at)


def _each_with_others(found: dict[str, str], changed_at: datetime) -> list[dict]:
    """Language → address, as rows of which each names all."""
    alternates = [{"code": code, "url": url} for code, url in found.items()]
    return [{"url": url, "changed_at": changed_at, "alternates": alternates} for url in found.values()]
