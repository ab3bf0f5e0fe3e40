"""Switches of what an audience sees: at the programme as a whole, at its sections, at single records."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme import jobs
from integration_programme.actors import Actor
from integration_programme.records import Refused
from integration_programme.translations import Translations, in_every_language
from programmes import history, notifications
from programmes.actions.turns import take_turn
from programmes.checklist import Kind
from programmes.enums import Audience, Phase, Switch
from programmes.models import ApprovedSharing, Place, Programme, Sharing, Version
from programmes.models.kinds import KINDS
from programmes.models.places import ITEM, item_names
from programmes.models.sharing import SWITCHED, item_scopes, sights_in

TELL = "programmes.tasks.tell_of_sharing"
SECOND_THOUGHTS = timedelta(minutes=10)  # several sections that are shared one after the other make one mail
#: items of the checklist that are sections with a switch: what is written at others stands in records of several
SECTIONS = (Kind.ELEMENT, Kind.QUESTION)


def has_switch(programme: Programme, place: Place) -> bool:
    """Whether a place may be shared or kept back by itself: a phase, an element or a question, or a record of a list."""
    if place != place.whole or not place.kind:
        return False
    if place.kind != ITEM:
        return KINDS[place.kind].has_switch
    checklist = programme.checklist
    if place.key not in checklist:
        return False
    item = checklist.item(place.key)
    return item.kind in SECTIONS or item.key == item.phase


@transaction.atomic
def share_place(
    programme: Programme, place: Place, wanted: Mapping[Audience, bool | None], *, by: Actor
) -> list[Audience]:
    """Share a section or a record with audiences, or keep it back from them; with None it is again as what it is in.

    Audiences that are not named stay as they are. Gives those for whom a switch was changed: a second click changes
    nothing and tells nothing. Raises Refused for what has no switch, or is not there.
    """
    fresh = take_turn(programme, by=by)
    record = place.record(fresh)
    if not has_switch(fresh, place) or (place.kind != ITEM and record is None):
        raise Refused(_("This can only be shared together with what it is a part of."))
    scopes = item_scopes(place.key) if place.kind == ITEM else fresh.scopes_of(record)
    changed = switch(fresh, scopes, {audience: wanted[audience] for audience in SWITCHED if audience in wanted})
    if changed:
        programme.forget_switches()
        data = {"switches": {audience.value: Switch.of(wanted[audience]).value for audience in changed}}
        about = {"record": record} if place.kind != ITEM else {"place": place, "names": _names(fresh, place.key)}
        history.record("share_place", fresh, by=by, fields=["sharings"], data=data, **about)
    return changed


def _names(programme: Programme, item: str) -> Translations:
    """What a section is called in every language; a phase by its short name."""
    is_phase = item in Phase.values
    return in_every_language(lambda _language: str(Phase(item).label)) if is_phase else item_names(programme, item)


def switch(programme: Programme, scopes: tuple[str, ...], wanted: Mapping[Audience, bool | None]) -> list[Audience]:
    """Set the switches at the first of these places, within the act that says so; gives the audiences for whom one was
    changed. Those who see it from now on are told, when there was time to change one's mind.

    A switch that stays as it is keeps the day since when. Whoever sees the whole from now on may read what was approved.
    What lists tell those for whom something changed is of before; they are told anew at the next look.
    """
    place = scopes[0]
    rows = {Audience(row.audience): row for row in programme.sharings.filter(place=place)}
    now = {audience: row.is_visible for audience, row in rows.items()}
    changed = [audience for audience, is_visible in wanted.items() if now.get(audience) != is_visible]
    if not changed:
        return []
    before = sights_in(programme.sharings.all())
    programme.sharings.filter(place=place, audience__in=changed).delete()
    Sharing.objects.bulk_create(
        Sharing(programme=programme, place=place, audience=audience, is_visible=wanted[audience])
        for audience in changed
        if wanted[audience] is not None
    )
    after = sights_in(programme.sharings.all())
    whole = [audience for audience in changed if after[audience].is_whole and not before[audience].is_whole]
    if whole:
        keep_readable(programme.versions.approvals(), whole)
    for audience in changed:
        if after[audience].sees(scopes) and not before[audience].sees(scopes) and not programme.is_demo:
            jobs.enqueue(TELL, programme.pk, audience.value, due=timezone.now() + SECOND_THOUGHTS)
    programme.standings.filter(audience__in=changed).delete()
    programme.forget_switches()
    return changed


def tell_of_sharing(programme_id: int, audience: str) -> None:
    """Tell an audience that something is open to it, if that is still so. May be called again: nobody hears it twice a day."""
    programme = Programme.objects.filter(pk=programme_id, archived_at=None).first()
    if programme and programme.seen_by(Audience(audience)).sight.is_open:
        notifications.programme_shared(programme, Audience(audience))


def keep_readable(versions: Iterable[Version], audiences: Iterable[str]) -> None:
    """Remember that these audiences could read what was approved, within the act that lets them."""
    rows = [ApprovedSharing(version=version, audience=audience) for version in versions for audience in audiences]
    ApprovedSharing.objects.bulk_create(rows, ignore_conflicts=True)
