"""Copies of the demo in bulk, for load: not walked through the actions, so they have no history."""

import uuid
from itertools import cycle

from django.db import transaction

from integration_programme.translations import Translations
from programmes.demo.people import demo_municipality
from programmes.models import Programme, ProgrammeMunicipality
from programmes.models.kinds import KINDS
from stakeholders.models import Municipality

MUNICIPALITIES = 12
BATCH = 50
#: in an order in which each model's links point at models before it
MODELS = [kind.model for kind in KINDS.values() if kind.rows]


def copy_programme(original: Programme, number: int) -> None:
    """Programmes "demo-2" … "demo-<number>" with all records of the original; those that exist are left alone."""
    there = set(Programme.objects.filter(slug__startswith=f"{original.slug}-").values_list("slug", flat=True))
    slugs = [slug for at in range(2, number + 1) if (slug := f"{original.slug}-{at}") not in there]
    places = cycle(_municipalities(original))
    for at in range(0, len(slugs), BATCH):
        _copy(original, slugs[at : at + BATCH], places)


def _municipalities(original: Programme) -> list[Municipality]:
    like = original.links.get(is_lead=True).municipality
    return [
        demo_municipality(f"X{at:02}", {language: f"{name} {at}" for language, name in like.names.items()}, like)
        for at in range(2, MUNICIPALITIES + 2)
    ]


@transaction.atomic
def _copy(original: Programme, slugs: list[str], places) -> None:
    programmes = Programme.objects.bulk_create(
        _twin(original, slug=slug, title=_numbered(original, slug)) for slug in slugs
    )
    twins: dict[tuple[type, int, int], int] = {}  # (model, original's id, programme's id) → the copy's id
    for model in MODELS:
        rows = list(model.objects.filter(programme=original))
        copies = [
            _twin(row, programme=programme, **_moved_keys(model, row, programme, places, twins))
            for programme in programmes
            for row in rows
        ]
        made = model.objects.bulk_create(copies, batch_size=500)
        pairs = ((programme, row) for programme in programmes for row in rows)
        twins |= {(model, row.pk, programme.pk): copy.pk for (programme, row), copy in zip(pairs, made, strict=True)}
        for field in model._meta.many_to_many:
            _copy_links(field, rows, programmes, model, twins)


def _twin(row, **changed):
    """An unsaved copy of a row with a key of its own; its versions begin anew, for it has no history."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    fields |= {"key": uuid.uuid4(), "row_version": 1}
    for name in changed:
        fields.pop(f"{name}_id", None)
    return type(row)(**{**fields, **changed})


def _numbered(original: Programme, slug: str) -> Translations:
    number = slug.rsplit("-", 1)[1]
    return Translations({language: f"{title} ({number})" for language, title in original.title.items()})


def _moved_keys(model, row, programme: Programme, places, twins) -> dict:
    """Foreign keys that must point into the copy instead of the original."""
    if model is ProgrammeMunicipality:
        return {"municipality": next(places)}
    moved = {}
    for field in model._meta.concrete_fields:
        if field.many_to_one and field.related_model in MODELS and getattr(row, field.attname):
            moved[field.attname] = twins[field.related_model, getattr(row, field.attname), programme.pk]
    return moved


def _copy_links(field, rows, programmes, model, twins) -> None:
    through = field.remote_field.through
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    links = list(through.objects.filter(**{f"{source}__in": [row.pk for row in rows]}).values_list(source, target))
    inside = field.related_model in MODELS
    through.objects.bulk_create(
        (
            through(
                **{
                    source: twins[model, one, programme.pk],
                    target: twins[field.related_model, other, programme.pk] if inside else other,
                }
            )
            for programme in programmes
            for one, other in links
        ),
        batch_size=1000,
    )
