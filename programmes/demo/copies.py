"""Copies of the demo in bulk, for load: loaded from its dump, so they have no history."""

from itertools import cycle

from django.db import transaction

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.demo.people import demo_municipality
from programmes.models import Programme, Sharing
from programmes.portable import Reading, dump, load, read
from stakeholders.models import Municipality

MUNICIPALITIES = 12


@transaction.atomic
def copy_programme(original: Programme, number: int) -> None:
    """Programmes "demo-2" … "demo-<number>" with all records of the original; those that exist are left alone."""
    there = set(Programme.objects.filter(slug__startswith=f"{original.slug}-").values_list("slug", flat=True))
    slugs = [slug for at in range(2, number + 1) if (slug := f"{original.slug}-{at}") not in there]
    if not slugs:
        return
    municipalities = _municipalities(original)
    if original.group:
        original.group.municipalities.add(*municipalities)  # else a copy would be made without a group
    copies = _copy(read(dump(original)), slugs, municipalities)
    open_to = list(original.sharings.filter(place="").values_list("audience", flat=True))
    Sharing.objects.bulk_create(Sharing(programme=copy, audience=audience) for copy in copies for audience in open_to)


def _municipalities(original: Programme) -> list[Municipality]:
    like = original.lead.municipality
    return [
        demo_municipality(f"X{at:02}", {language: f"{name} {at}" for language, name in like.names.items()}, like)
        for at in range(2, MUNICIPALITIES + 2)
    ]


def _copy(reading: Reading, slugs: list[str], municipalities: list[Municipality]) -> list[Programme]:
    copies = []
    for slug, municipality in zip(slugs, cycle(municipalities), strict=False):
        named = {"slug": slug, "title": _numbered(reading.programme.values["title"], slug)}
        loaded = load(reading, by=SYSTEM, as_copy=True, municipality=municipality, with_history=False, **named)
        copies.append(loaded.programme)
    return copies


def _numbered(titles: Translations, slug: str) -> Translations:
    number = slug.rsplit("-", 1)[1]
    return Translations({language: f"{title} ({number})" for language, title in titles.items()})
