"""Asking a municipality to take part in a joint programme, and its answer."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_programme.actors import Actor
from integration_programme.records import save_record
from programmes import history, notifications
from programmes.actions.turns import take_turn
from programmes.enums import Consent
from programmes.models import Programme, ProgrammeMunicipality
from programmes.workflow import Refused
from stakeholders.models import Event

__all__ = ["Refused", "answer_request", "ask_again", "withdraw_consent"]


@transaction.atomic
def answer_request(link: ProgrammeMunicipality, *, consents: bool, by: Actor, right: str = "") -> None:
    """A municipality says yes or no to taking part. Raises Refused when it has answered, or is asked no more, or is
    asked for another right than the one that its answer is about (`right`, where that is known)."""
    fresh = _newest(link, by=by)
    if right not in ("", fresh.right):
        raise Refused(_("What the municipality is asked has changed meanwhile. Read it again and then answer."))
    if fresh.consent != Consent.ASKED or fresh.archived_at or fresh.programme.archived_at:
        raise Refused(_("This request has been answered or taken back already. Nothing was changed."))
    changed = _set(fresh, Consent.CONSENTED if consents else Consent.DECLINED, by=by)
    verb = "consent_to_programme" if consents else "decline_programme"
    event = history.record(verb, fresh.programme, by=by, record=fresh, fields=changed)
    notifications.partner_answered(fresh, event, by=by)


@transaction.atomic
def withdraw_consent(link: ProgrammeMunicipality, *, by: Actor) -> None:
    """A partner leaves the programme: nothing of it is shown any more, and it sees nothing. Raises Refused.

    A cooperation group of its own leaves with it, and so do the PDFs that tell of it.
    """
    fresh = _newest(link, by=by)
    if fresh.consent != Consent.CONSENTED:
        raise Refused(_("The municipality takes no part in the programme. Nothing was changed."))
    changed = _set(fresh, Consent.WITHDRAWN, by=by)
    _take_along(fresh.programme, by=by)
    event = history.record("withdraw_consent", fresh.programme, by=by, record=fresh, fields=changed)
    notifications.partner_answered(fresh, event, by=by)


@transaction.atomic
def ask_again(link: ProgrammeMunicipality, *, by: Actor) -> None:
    """Ask a municipality once more that has declined or withdrawn. Raises Refused."""
    fresh = _newest(link, by=by)
    if fresh.consent not in (Consent.DECLINED, Consent.WITHDRAWN):
        raise Refused(_("The municipality has been asked, or takes part already. Nothing was changed."))
    changed = _set(fresh, Consent.ASKED, by=by)
    event = history.record("ask_again", fresh.programme, by=by, record=fresh, fields=changed)
    notifications.partner_asked(fresh, event, by=by)


def settle(link: ProgrammeMunicipality, event: Event, fields: Collection[str], *, by: Actor) -> None:
    """What follows, within the same act, from one that changed these fields of a partner: who takes no part any more
    leaves with its group, who must answer is asked, who may do less is told."""
    if not link.stands and link.row_version > 1:
        _take_along(Programme.objects.get(pk=link.programme_id), by=by)
    if link.archived_at is None and link.consent == Consent.ASKED:
        notifications.partner_asked(link, event, by=by)
    elif link.stands and "right" in fields:
        notifications.partner_right_changed(link, event, by=by)


def _newest(link: ProgrammeMunicipality, *, by: Actor) -> ProgrammeMunicipality:
    programme = take_turn(link.programme, by=by)
    links = ProgrammeMunicipality.objects.select_for_update(of=("self",)).select_related("municipality")
    fresh = links.get(pk=link.pk)
    fresh.programme = programme
    return fresh


def _set(link: ProgrammeMunicipality, consent: Consent, *, by: Actor) -> list[str]:
    link.consent = consent
    link.answered_at = timezone.now() if consent != Consent.ASKED else None
    return save_record(link, row_version=link.row_version, by=by)


def _take_along(programme: Programme, *, by: Actor) -> None:
    """What goes with a municipality that takes no part any more: a group of its own, and every PDF of before, which says
    what it wrote. They can be made anew; what was approved stays."""
    programme.exports.all().delete()
    codes = [link.municipality_id for link in programme.rows("links")]
    if programme.group and not programme.group.municipalities.filter(pk__in=codes).exists():
        programme.group = None
        save_record(programme, row_version=programme.row_version, by=by)
