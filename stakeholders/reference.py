"""The municipalities and bodies that the product ships (see data/README.md), read and put into the database."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from integration_programme import revisions
from integration_programme.translations import Translations
from stakeholders.models import ALAND_REGION, Municipality, Organisation

DATA = Path(__file__).parent / "data"
BODIES = {
    "region": "region",
    "wellbeing_services_county": "wellbeing_services_county",
    "employment_area": "employment_area",
    "centre": "centre",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(row: dict[str, str]) -> Translations:
    return Translations({language: row[f"name_{language}"] for language in ("fi", "sv", "en")})


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@transaction.atomic
def load() -> tuple[int, int]:
    """Bring the database to the shipped state; gives the numbers of organisations and municipalities.

    May be repeated: bodies are known by kind and code, municipalities by code, and nothing is deleted. Whether a
    municipality calls itself a city is said once; what people said since stays.
    """
    bodies = _load_organisations(rows("organisations.csv"))
    shipped = [municipality(row, bodies) for row in rows("municipalities.csv")]
    Municipality.objects.bulk_create(
        shipped,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["names", "languages", "is_aland", *BODIES],
    )
    revisions.count(revisions.BODIES)
    return len(bodies), len(shipped)


def _load_organisations(shipped: list[dict[str, str]]) -> dict[tuple[str, str], Organisation]:
    Organisation.objects.bulk_create(
        [
            Organisation(
                kind=row["kind"],
                code=row["code"],
                names=names(row),
                aliases=row["aliases"].split("|") if row["aliases"] else [],
                valid_from=day(row["valid_from"]),
                valid_to=day(row["valid_to"]),
            )
            for row in shipped
        ],
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["names", "aliases", "valid_from", "valid_to"],
    )
    keys = {(row["kind"], row["code"]) for row in shipped}
    bodies = {(body.kind, body.code): body for body in Organisation.objects.all() if (body.kind, body.code) in keys}
    _load_replacements(shipped, bodies)
    return bodies


def _load_replacements(shipped, bodies) -> None:
    """Which body took over from which; what the file no longer says is taken back."""
    Replacement = Organisation.replaces.through
    wanted = {
        (bodies[row["kind"], row["code"]].pk, bodies[tuple(former.split(":"))].pk)
        for row in shipped
        for former in row["replaces"].split()
    }
    present = {(one.from_organisation_id, one.to_organisation_id): one.pk for one in Replacement.objects.all()}
    ours = {body.pk for body in bodies.values()}
    outdated = [pk for pair, pk in present.items() if pair not in wanted and pair[0] in ours]
    if outdated:
        Replacement.objects.filter(pk__in=outdated).delete()
    Replacement.objects.bulk_create(
        [
            Replacement(from_organisation_id=today, to_organisation_id=former)
            for today, former in sorted(wanted - present.keys())
        ]
    )


def municipality(row: dict[str, str], bodies) -> Municipality:
    around = {field: bodies[kind, row[field]] if row[field] else None for field, kind in BODIES.items()}
    return Municipality(
        code=row["code"],
        names=names(row),
        languages=row["languages"].split(),
        is_city=row["is_city"] == "yes",
        is_aland=row["region"] == ALAND_REGION,
        **around,
    )
