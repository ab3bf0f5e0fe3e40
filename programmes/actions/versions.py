"""Keeping versions of a programme, going back to one, and starting a programme from a file.

Nothing is lost by going back: every change is a save of its own, what was not there then goes to the archive, and the
state that was left is a version too.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from integration_programme.actors import Actor
from integration_programme.records import Record
from integration_programme.translations import in_every_language
from programmes import history
from programmes.actions import partners
from programmes.actions.turns import take_turn
from programmes.document import content_hash
from programmes.document.blocks import Document
from programmes.enums import VersionPurpose
from programmes.models import Programme, ProgrammeMunicipality, Upload, Version, VersionDocument, place_of
from programmes.models.kinds import Kind
from programmes.portable import Loaded, Reading, compared, dump, load, load_record, read
from stakeholders.models import Event, Municipality

UPLOADS_STAY = timedelta(days=1)


@transaction.atomic
def make_version(programme: Programme, *, name: str, purpose: str, by: Actor) -> Version:
    """Keep the programme as it is now under a name. A second click finds the first one's version."""
    take_turn(programme, by=by)
    newest = programme.versions.first()
    if newest and (newest.name, newest.purpose) == (name, purpose) and not compared(newest.dump, dump(programme)):
        return newest
    version = keep_version(programme, name=name, purpose=purpose, by=by)
    _tell("make_version", programme, version, by=by)
    return version


def keep_version(
    programme: Programme,
    *,
    by: Actor,
    purpose: str = VersionPurpose.DRAFT,
    name: str = "",
    approved_on: date | None = None,
    restores: Version | None = None,
    documents: Iterable[Document] = (),
    left_open: Mapping[str, Any] | None = None,
) -> Version:
    """The next version of a programme, within an act that has locked it."""
    newest = programme.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = Version.objects.create(
        programme=programme,
        number=newest + 1,
        name=name,
        purpose=purpose,
        dump=dump(programme),
        approved_on=approved_on,
        left_open=left_open or {},
        restores=restores,
        made_by=by.account,
        made_by_name=by.name,
    )
    VersionDocument.objects.bulk_create(
        VersionDocument(version=version, language=each.language, data=each.as_data(), content_hash=content_hash(each))
        for each in documents
    )
    return version


@transaction.atomic
def restore_version(programme: Programme, version: Version, *, by: Actor) -> Version | None:
    """Make the programme what it was at one of its versions; None, and nothing changed, when it is so already.

    The state that is left is kept as a version if none has it yet; the one that comes is a version again.
    """
    take_turn(programme, by=by)
    _keep_what_is_left(programme, by=by)
    loaded = load(version.dump, by=by)
    if not loaded.changed_anything:
        return None
    made = keep_version(programme, restores=version, by=by)
    data = {"version": made.number} | _told(loaded)
    event = _tell("restore_version", loaded.programme, version, by=by, fields=loaded.fields, data=data)
    _settle_partners(loaded.fields_of_records, event, by=by)
    return made


@transaction.atomic
def restore_record_of_version(
    programme: Programme, version: Version, kind: Kind, key: UUID, *, by: Actor
) -> Version | None:
    """Make one record what it was at a version; None, and nothing changed, when it is so already."""
    take_turn(programme, by=by)
    _keep_what_is_left(programme, by=by)
    loaded = load_record(version.dump, kind, key, by=by)
    if loaded is None:
        return None
    record, changed = loaded
    made = keep_version(programme, restores=version, by=by)
    data = {"version": made.number, "restored": version.number}
    event = history.record("restore_record_of_version", programme, by=by, record=record, fields=changed, data=data)
    _settle_partners({record: changed}, event, by=by)
    return made


def _keep_what_is_left(programme: Programme, *, by: Actor) -> None:
    newest = programme.versions.first()
    if newest is None or compared(newest.dump, dump(programme)):
        keep_version(programme, by=by)


def _settle_partners(changed: Mapping[Record, Collection[str]], event: Event, *, by: Actor) -> None:
    for record, fields in changed.items():
        if isinstance(record, ProgrammeMunicipality) and not record.is_lead:
            partners.settle(record, event, fields, by=by)


def _tell(
    verb: str,
    programme: Programme,
    version: Version,
    *,
    by: Actor,
    fields: Iterable[str] = (),
    data: dict[str, Any] | None = None,
) -> Event:
    names = in_every_language(lambda _language: version.label)
    told = {"restored": version.number, **(data or {})}
    return history.record(verb, programme, by=by, fields=fields, names=names, data=told)


def _told(loaded: Loaded) -> dict[str, Any]:
    """What became of which records, by their places; of those that changed, in which fields."""
    changed = {str(place_of(record)): fields for record, fields in loaded.changed.items()}
    parts = {"added": loaded.added, "archived": loaded.archived, "moved": loaded.moved}
    told = {name: [str(place_of(record)) for record in records] for name, records in parts.items()}
    return {name: each for name, each in {**told, "changed": changed}.items() if each}


# Files


@transaction.atomic
def import_programme(
    reading: Reading,
    *,
    by: Actor,
    as_copy: bool = False,
    municipality: Municipality | None = None,
    key: UUID | None = None,
) -> Programme:
    """The programme of a file: as it was, also over the one that is here, or a copy. Raises Fault."""
    here = None if as_copy else Programme.objects.filter(key=reading.programme.key).first()
    if here is not None:
        take_turn(here, by=by)
        _keep_what_is_left(here, by=by)
    loaded = load(reading, by=by, as_copy=as_copy, municipality=municipality, key=key)
    if loaded.is_new:
        event = history.record("load_programme", loaded.programme, by=by, fields=loaded.fields)
    elif loaded.changed_anything:
        made = keep_version(loaded.programme, by=by)
        data = {"version": made.number} | _told(loaded)
        event = history.record("load_over_programme", loaded.programme, by=by, fields=loaded.fields, data=data)
    else:
        return loaded.programme
    _settle_partners(loaded.fields_of_records, event, by=by)
    return loaded.programme


@transaction.atomic
def keep_upload(data: dict[str, Any], *, file_name: str, municipality: Municipality, by: Actor) -> Upload:
    """A file until its person has said yes to it. Those that waited for a day are forgotten, and so is the one before."""
    if by.account is not None:
        type(by.account).objects.select_for_update(of=("self",)).get(pk=by.account.pk)  # two clicks of one person
    Upload.objects.filter(made_at__lt=timezone.now() - UPLOADS_STAY).delete()
    Upload.objects.filter(account=by.account).delete()
    return Upload.objects.create(account=by.account, municipality=municipality, file_name=file_name[:200], data=data)


@transaction.atomic
def start_from_upload(upload: Upload, *, by: Actor) -> Programme:
    """A programme of one's own from the file that one brought. A second click finds the first one's programme."""
    Municipality.objects.select_for_update(of=("self",)).get(pk=upload.municipality_id)
    if already := Programme.objects.filter(key=upload.key).first():
        return already
    programme = import_programme(
        read(upload.data), by=by, as_copy=True, municipality=upload.municipality, key=upload.key
    )
    Upload.objects.filter(pk=upload.pk).delete()
    return programme
