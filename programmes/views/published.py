"""Public pages: what was approved and then published, for everybody. They know no reader and set no cookie."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Window
from django.http import FileResponse, Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, get_language_info
from django.views.decorators.http import require_safe

from integration_programme import revisions
from integration_programme.access import public
from integration_programme.reading import Address, etag_of, midnight, not_modified, reading_page, with_validators
from programmes.document.blocks import Document
from programmes.document.in_short import decided, in_short
from programmes.enums import Force
from programmes.export import body_of
from programmes.forms.published import Asked, PublishedFilter
from programmes.models import Publication, VersionDocument
from programmes.models.publication import of_lead
from programmes.views.base import stored
from programmes.views.preview import decision_rows, local_name, without_bodies
from stakeholders.models import today
from stakeholders.search import folded

ON_A_PAGE = 25


class Gone(Exception):
    """It was public, and has been hidden."""


@dataclass
class Shown:
    """A publication that is read, and all that is public of the municipality that leads it."""

    publication: Publication
    beside: list[Publication]
    language: str

    @property
    def stamp(self) -> tuple:
        """All that its pages are made of."""
        rows = tuple((row.pk, row.changed_at.isoformat()) for row in self.beside)
        pdfs = tuple(sorted((each["language"], each["pdf"]) for each in self.publication.documents))
        return self.publication.pk, rows, pdfs, str(today())

    @property
    def has_pdf(self) -> bool:
        return any(each["pdf"] for each in self.publication.documents if each["language"] == self.language)

    @property
    def versions(self) -> list[Publication]:
        """Of the same programme, the newest first."""
        same = [row for row in self.beside if row.programme_id == self.publication.programme_id]
        return sorted(same, key=lambda row: -row.number)

    @property
    def newer(self) -> Publication | None:
        """What holds instead of it, or else will: of the same programme or of the one after it."""
        own, day = self.publication, today()
        later = [row for row in self.beside if (row.begins_on, row.number) > (own.begins_on, own.number)]
        later = [row for row in later if row.is_demo == own.is_demo]
        in_force = [row for row in later if row.force(day) == Force.IN_FORCE]
        return next(iter(in_force or later[::-1]), None)

    def document(self) -> Document:
        """As it was approved, its pictures where everybody fetches them."""
        own = self.publication
        data = VersionDocument.objects.values_list("data", flat=True).get(
            version=own.version_id, language=self.language
        )
        document = Document.from_data(data)
        for each in document.illustrations():
            each.own_address = reverse("published_picture", args=[own.slug, own.number, each.key])
        return document


def shown(slug: str, number: int | None = None) -> Shown:
    """A version of a programme, or its newest one. Raises Http404 for what never was public, Gone for what no longer is."""
    rows = of_lead(slug)
    asked = [row for row in rows if row.slug == slug and number in (None, row.number)]
    if not asked:
        raise Http404
    there = [row for row in asked if row.is_visible and (number is not None or row.is_newest)]
    if not there:
        raise Gone
    own = there[0]
    return Shown(own, [row for row in rows if row.is_visible], own.language_for(get_language() or ""))


def reading(view: Callable) -> Callable:
    """A view that everybody may read; of what has been hidden it says just that."""

    @require_safe
    @public
    @wraps(view)
    def reading_view(request, slug: str, number: int | None = None, **asked):
        try:
            return view(request, shown(slug, number), **asked)
        except Gone:
            context = {"request": Address(request.path)}
            return HttpResponse(render_to_string("published/gone.html", context), status=410)

    return reading_view


@reading
def published(request, shown: Shown):
    """What a programme promises, in short, and the ways to all of it: of its newest version, or of one by its number."""

    def context() -> dict:
        document = shown.document()
        return _frame(shown, "published") | {
            "document": without_bodies(document),
            "short": in_short(document),
            "decided": decided(document, shown.publication.approved_on),
            "path": decision_rows(document),
        }

    return _page(request, "published/page.html", context, shown)


@reading
def published_document(request, shown: Shown):
    """The whole document of a version as a page."""

    def context() -> dict:
        document = shown.document()
        told = {"document": without_bodies(document), "cover": document.cover, "path": decision_rows(document)}
        return _frame(shown, "published_document") | told | {"body": body_of(document)}

    return _page(request, "published/document.html", context, shown)


def _page(request, template: str, context: Callable[[], dict], shown: Shown) -> HttpResponse:
    changed_at = max(row.changed_at for row in shown.beside)
    return reading_page(request, template, context, of=shown.stamp, changed_at=changed_at, address=request.path)


def _frame(shown: Shown, name: str) -> dict:
    """What every page of a version says of it: facts with their days, other versions, its addresses in each language."""
    own, reader, day = shown.publication, get_language() or "", today()
    names = [own.slug] if name == "published" and own.is_newest else [own.slug, own.number]
    return {
        "own": own,
        "language": shown.language,
        "municipality": own.municipality(reader),
        "title": own.title(reader),
        "force": own.force(day),
        "has_pdf": shown.has_pdf,
        "newer": (newer := shown.newer),
        "newer_title": newer.title(reader) if newer else "",
        "newer_language": newer.language_for(reader) if newer else "",
        "newer_force": newer.force(day) if newer else "",
        "versions": shown.versions,
        "others": [_other(row, reader, day) for row in _other_programmes(shown)],
        "instead_of": get_language_info(reader)["name_translated"] if reader != shown.language else "",
        "shown_in": get_language_info(shown.language)["name_translated"],
        "canonical": address(name, shown.language, *names),
        "permanent": address("published", shown.language, own.slug, own.number),
        "alternates": [
            {"code": code, "name": local_name(code), "url": address(name, code, *names)} for code in own.languages
        ],
    }


def _other_programmes(shown: Shown) -> list[Publication]:
    own = shown.publication
    return [row for row in shown.beside if row.is_newest and row.programme_id != own.programme_id]


def _other(row: Publication, reader: str, day) -> dict:
    return {"own": row, "title": row.title(reader), "language": row.language_for(reader), "force": row.force(day)}


def address(name: str, language: str, *names) -> str:
    """Where everybody finds a page in a language."""
    with translation.override(language):
        return settings.BASE_URL + reverse(name, args=names)


# Files


@reading
def published_pdf(request, shown: Shown, language: str):
    """The PDF of a version, as it was printed after the approval."""
    own = shown.publication
    found = {each["language"]: each for each in own.documents if each["pdf"]}
    if language not in found:
        raise Http404
    validators = etag_of(("pdf", found[language]["hash"], found[language]["pdf"])), _stamp(own)
    if unchanged := not_modified(request, *validators):
        return unchanged
    name = f"{own.slug}-{own.approved_on}-{language}.pdf"
    response = FileResponse(stored(found[language]["pdf"]), content_type="application/pdf", filename=name)
    return with_validators(response, *validators)


@reading
def published_picture(request, shown: Shown, key: UUID):
    """A picture that the documents of a version show."""
    own = shown.publication
    if str(key) not in own.pictures:
        raise Http404
    path, content_type = own.pictures[str(key)]
    validators = etag_of(("picture", path)), _stamp(own)
    if unchanged := not_modified(request, *validators):
        return unchanged
    return with_validators(FileResponse(stored(path), content_type=content_type), *validators)


def _stamp(own: Publication) -> int:
    return int(own.published_at.timestamp())


# The list, and what it is for machines


@require_safe
@public
def published_list(request):
    """Every programme that is public, a page at a time: found by municipality, narrowed by region and by what holds."""
    counted, asked = revisions.published(), Asked.of(request.GET)
    where = f"{reverse('published_list')}{asked.query}"

    def context() -> dict:
        rows = list(listed(asked.chosen)[(asked.page - 1) * ON_A_PAGE : asked.page * ON_A_PAGE])
        reader, day = get_language() or "", today()
        total = rows[0].total if rows else 0
        return {
            "form": PublishedFilter(asked),
            "asked": asked,
            "rows": [_other(row, reader, day) | {"municipality": row.municipality(reader)} for row in rows],
            "total": total,
            "pages": range(1, -(-total // ON_A_PAGE) + 1),
            "canonical": settings.BASE_URL + where,
            "alternates": [{"code": code, "url": address("published_list", code)} for code, _n in settings.LANGUAGES],
        }

    of = (counted, str(today()))
    return reading_page(request, "published/list.html", context, of=of, changed_at=midnight(), address=where)


def listed(chosen: dict):
    rows = Publication.objects.visible().filter(is_newest=True).annotate(slug=F("programme__slug"))
    for word in folded(chosen.get("q", "")).split():
        rows = rows.filter(found_by__contains=word)
    if region := chosen.get("region"):
        through = Publication.municipalities.through.objects
        rows = rows.filter(pk__in=through.filter(municipality__region__code=region).values("publication"))
    if force := chosen.get("force"):
        rows = rows.holding(force, today())
    return rows.annotate(total=Window(Count("pk"))).order_by("found_by", "-begins_on", "pk")
