"""Makes a programme of a dump: the same one again, with the same keys, or a copy with keys of its own.

What acts decide is never taken from a file: state, sharing, consent of partners, approvals. A programme that is made
anew is a draft that only its writers read; one that is restored stays in the state in which it is.
"""

from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import Record
from integration_programme.translations import Translations
from programmes.models import Programme
from programmes.models.kinds import Kind
from programmes.portable.anew import Anew
from programmes.portable.faults import Fault
from programmes.portable.loaded import Loaded
from programmes.portable.over import Over
from programmes.portable.reading import Reading, read
from stakeholders.models import Municipality


def load(
    data: dict[str, Any] | Reading,
    *,
    by: Actor,
    as_copy: bool = False,
    municipality: Municipality | None = None,
    title: Translations | None = None,
    slug: str = "",
    is_demo: bool | None = None,
    with_history: bool = True,
    key: UUID | None = None,
) -> Loaded:
    """Load a dump, whole or not at all. Raises Fault.

    With the same keys: over the programme that has its key, where every change is a save of its own and what was not
    there then goes to the archive; or anew where there is none. `as_copy`: with keys of its own, `key` the programme's.
    A record whose key another programme has gets a new one: nothing is taken from anybody.
    `municipality`: who leads it, where that is not the one of the file. `with_history` is False for bulk copies only.
    """
    reading = data if isinstance(data, Reading) else read(data)
    try:
        with transaction.atomic():
            here = (
                None if as_copy else Programme.objects.select_for_update(of=("self",)).filter(key=reading.programme.key)
            )
            if here and (found := here.first()):
                return Over(reading, found, by=by).load()
            new = Anew(reading, by=by, as_copy=as_copy, municipality=municipality, with_history=with_history)
            return new.load(title=title, slug=slug, is_demo=is_demo, key=key)
    except (DataError, IntegrityError) as error:
        raise Fault("", _("What is in the file does not go together with what is here. Nothing was loaded.")) from error


def load_record(data: dict[str, Any] | Reading, kind: Kind, key: UUID, *, by: Actor) -> tuple[Record, list[str]] | None:
    """Make one record of a programme that is here what it is in a dump: the record, and the fields that changed; None
    when it is so already. Raises Fault."""
    reading = data if isinstance(data, Reading) else read(data)
    with transaction.atomic():
        programme = Programme.objects.select_for_update(of=("self",)).get(key=reading.programme.key)
        return Over(reading, programme, by=by).load_record(kind, key)
