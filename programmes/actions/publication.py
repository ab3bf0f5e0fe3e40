"""Making an approved version public, and taking it back: acts of a coordinator, for an approval opens nothing."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme import revisions
from integration_programme.actors import Actor
from integration_programme.records import Refused
from programmes import history
from programmes.actions.contents import content_of
from programmes.actions.turns import take_turn
from programmes.document.blocks import Document
from programmes.enums import Consent, ProgrammeState, Public, VersionPurpose
from programmes.models import Programme, Publication, Version
from stakeholders.models import Municipality
from stakeholders.search import folded


@transaction.atomic
def publish_version(programme: Programme, version: Version, *, by: Actor) -> bool:
    """Let everybody read an approved version; False, and nothing changed, when everybody reads it already. Raises Refused."""
    fresh = take_turn(programme, by=by)
    if version.purpose != VersionPurpose.APPROVAL:
        raise Refused(_("Only what was approved can be published."))
    if fresh.state != ProgrammeState.APPROVED:
        raise Refused(_("The approval has been withdrawn. Record it anew before you publish the programme."))
    found = Publication.objects.filter(version=version).first()
    if found and found.is_visible:
        return False
    if found:
        found.hidden_at = None
        found.save(update_fields=["hidden_at"])
    else:
        found = _published(fresh, version)
    _settle(fresh, found.lead_id)
    _tell("publish_version", programme, version, by=by)
    return True


@transaction.atomic
def unpublish_version(programme: Programme, version: Version, *, by: Actor) -> bool:
    """Take a version off the public pages, of an archived programme too; False when it is not there."""
    fresh = take_turn(programme, by=by, in_archive=True)
    found = Publication.objects.visible().filter(version=version).first()
    if found is None:
        return False
    found.hidden_at, found.is_newest = timezone.now(), False
    found.save(update_fields=["hidden_at", "is_newest"])
    _settle(fresh, found.lead_id)
    _tell("unpublish_version", programme, version, by=by)
    return True


def _published(programme: Programme, version: Version) -> Publication:
    """The row of a version, with what it says of itself."""
    data = {each.language: each.data for each in version.documents.all()}
    frame, now = version.dump["programme"], timezone.now()
    taking_part = _taking_part(version.dump)
    names = {name for code in taking_part for name in version.dump["outside"]["municipalities"][code].values()}
    began, ended = (_day(frame[name]) for name in ("period_start", "period_end"))
    found = Publication.objects.create(
        version=version,
        programme=programme,
        lead_id=taking_part[0],
        number=version.number,
        titles={language: each["title"] for language, each in data.items()},
        called={language: each["cover"]["municipalities"] for language, each in data.items()},
        languages=[language for language in programme.languages if language in data] or sorted(data),
        pictures=_pictures(programme, data),
        found_by="\n".join(sorted(map(folded, names))),
        is_demo=programme.is_demo,
        approved_on=version.approved_on,
        begins_on=max(began or version.approved_on, version.approved_on),
        period_end=ended,
        published_at=now,
        changed_at=now,
    )
    found.municipalities.set(taking_part)
    return found


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _taking_part(dump: dict[str, Any]) -> list[str]:
    """Codes of the municipalities whose programme it was, the lead first."""
    links = [each for each in dump["records"]["partner"] if each["archived_at"] is None]
    found = [each for each in links if each["is_lead"] or each["consent"] == Consent.CONSENTED]
    return [each["municipality"] for each in sorted(found, key=lambda each: not each["is_lead"])]


def _pictures(programme: Programme, documents: dict[str, dict]) -> dict[str, list[str]]:
    """Where the pictures of these documents lie, and of what type they are; one that is not here is left out."""
    shown = {each.key: each.sha256 for data in documents.values() for each in Document.from_data(data).illustrations()}
    found = {key: content_of(programme, sha256) for key, sha256 in shown.items()}
    return {key: [content.path, content.content_type] for key, content in found.items() if content}


def _settle(programme: Programme, lead: str) -> None:
    """Say of all that a municipality has published when each ends and which are the newest, and count that it changed.

    One holds until the next one begins, or to the end of its own period.
    """
    Municipality.objects.select_for_update(of=("self",)).get(pk=lead)
    rows = Publication.objects.visible().filter(lead=lead, is_demo=programme.is_demo)
    later, newest = None, set()
    for row in rows.order_by("-begins_on", "-approved_on", "-number"):
        ends = [row.period_end] if row.period_end else []
        if later:
            ends.append(max(row.begins_on, later.begins_on - timedelta(days=1)))
        row.ends_on = min(ends, default=None)
        row.is_newest = row.programme_id not in newest
        row.changed_at = timezone.now()
        row.save(update_fields=["ends_on", "is_newest", "changed_at"])
        newest.add(row.programme_id)
        later = row
    Programme.objects.filter(pk=programme.pk).update(public=_public(programme))
    revisions.count(revisions.PUBLISHED)


def _public(programme: Programme) -> Public:
    visible = Publication.objects.visible().filter(programme=programme).values_list("version", flat=True)
    newest = programme.versions.approvals().values_list("pk", flat=True).first()
    if not visible:
        return Public.NOTHING
    return Public.NEWEST if newest in visible else Public.EARLIER


def _tell(verb: str, programme: Programme, version: Version, *, by: Actor) -> None:
    programme.public = Programme.objects.values_list("public", flat=True).get(pk=programme.pk)
    history.record(verb, programme, by=by, data={"published": version.number})
