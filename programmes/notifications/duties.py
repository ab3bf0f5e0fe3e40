"""Who hears of sections that somebody sees to, of their days and those of the timetable, and of what is handed over."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from integration_programme.actors import Actor
from programmes import notices
from programmes.enums import Audience
from programmes.models import Duty, HandOver, Programme, item_place
from programmes.models.places import item_names
from stakeholders.models import User
from stakeholders.notifications import coordinators_of


def _duties(keys: Collection[str]) -> dict[str, Duty]:
    return {str(duty.key): duty for duty in Duty.objects.filter(key__in=keys)}


def _is_for(programme: Programme, person: User, duty: Duty) -> bool:
    return person.pk in (duty.person_id, duty.deputy_id)


DUTY_ASKED = notices.kind(
    "duty_asked",
    label=gettext_lazy("Section to take on"),
    sentence=gettext_lazy("%(who)s asks you to see to: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
    reads=_is_for,
)
DEPUTY_NAMED = notices.kind(
    "deputy_named",
    label=gettext_lazy("Deputy for a section"),
    sentence=gettext_lazy("%(who)s named you as deputy for: %(what)s."),
    page="duty",
    find=_duties,
    reads=_is_for,
)
DUTY_ACCEPTED = notices.kind(
    "duty_accepted",
    label=gettext_lazy("Section taken on"),
    sentence=gettext_lazy("%(who)s takes on: %(what)s."),
    page="duty",
    find=_duties,
)
DUTY_DECLINED = notices.kind(
    "duty_declined",
    label=gettext_lazy("Section not taken on"),
    sentence=gettext_lazy("%(who)s does not take on: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
)
DUTY_NEAR = notices.kind(
    "duty_near",
    label=gettext_lazy("Day of your section"),
    sentence=gettext_lazy("Your section is due on %(day)s: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
    reads=_is_for,
)
DUTY_SILENT = notices.kind(
    "duty_silent",
    label=gettext_lazy("Section without an answer"),
    sentence=gettext_lazy("%(who)s has not answered whether to see to: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
)
DUTY_LATE = notices.kind(
    "duty_late",
    label=gettext_lazy("Section that is late"),
    sentence=gettext_lazy("The day of %(who)s has passed, %(day)s: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
)
DUTY_GONE = notices.kind(
    "duty_gone",
    label=gettext_lazy("Section that nobody sees to"),
    sentence=gettext_lazy("%(who)s no longer writes the programme, and nobody sees to: %(what)s."),
    page="duty",
    waits=True,
    find=_duties,
)
HANDED_OVER = notices.kind(
    "handed_over",
    label=gettext_lazy("What was handed over"),
    sentence=gettext_lazy("%(who)s gave you what %(what)s saw to in the programme."),
    page="handed_over",
    waits=True,
    find=lambda keys: {str(each.key): each for each in HandOver.objects.defer("documents").filter(key__in=keys)},
    reads=lambda programme, _person, _row: programme.audience == Audience.WRITERS,
)
REVIEWS_HANDED_OVER = notices.kind(
    "reviews_handed_over",
    label=gettext_lazy("What was handed over"),
    sentence=gettext_lazy("%(who)s gave you what %(what)s saw to in the programme."),
    page="programme",
    waits=True,
)
DAY_NEAR = notices.kind(
    "day_near",
    label=gettext_lazy("Day that comes near"),
    sentence=gettext_lazy("Due on %(day)s: %(what)s."),
    waits=True,
)


def duty_is_for(duty: Duty, *, by: Actor, is_new_person: bool, is_new_deputy: bool) -> None:
    """Ask who is to see to a section, and tell who is their deputy."""
    once = f"{duty.pk}:{duty.asked_at.isoformat()}"
    if is_new_person:
        tell_of_duty(duty, [duty.person], DUTY_ASKED, once=once, by=by, day=duty.due_on)
    if is_new_deputy and duty.deputy:
        tell_of_duty(duty, [duty.deputy], DEPUTY_NAMED, once=once, by=by)


def duty_is_answered(duty: Duty, *, by: Actor) -> None:
    """Tell the coordinators whether a section is taken on."""
    kind, once = DUTY_ACCEPTED if duty.is_taken_on else DUTY_DECLINED, f"{duty.pk}:{duty.asked_at.isoformat()}"
    tell_of_duty(duty, coordinators_of(duty.programme.lead.municipality_id), kind, once=once, by=by)


def duty_is_gone(duty: Duty) -> None:
    """Nobody is asked any more by a mail that has not left."""
    for kind in (DUTY_ASKED, DEPUTY_NAMED):
        notices.take_back(kind, f"{duty.pk}:{duty.asked_at.isoformat()}")


def tell_of_duty(duty: Duty, people: Iterable[User], kind: notices.NoticeKind, **about: Any) -> list[User]:
    """Tell people something of who sees to a section."""
    programme = duty.programme
    place, names = item_place(programme, duty.item), item_names(programme, duty.item)
    return notices.tell(people, kind, programme, place=place, subject=str(duty.key), names=names, **about)
