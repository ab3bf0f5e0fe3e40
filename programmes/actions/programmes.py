"""Starting, sharing and archiving a programme, and choosing its cooperation group."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from simple_history.utils import bulk_create_with_history

from integration_programme.actors import Actor
from integration_programme.records import Refused, archive_record, restore_record, save_record
from integration_programme.translations import Translations
from programmes import history
from programmes.actions.sharing import switch
from programmes.actions.turns import take_turn
from programmes.checklist import DEFAULT_EDITION, Edition, Kind, edition
from programmes.enums import Audience, BodyGroup, DocumentType, Phase, ProgrammeState
from programmes.models import (
    BodyInvitation,
    Element,
    Milestone,
    Programme,
    ProgrammeMunicipality,
    QuestionAnswer,
)
from programmes.models.access import standing
from programmes.models.kinds import KINDS
from programmes.models.periods import years
from programmes.models.programme import free_slug
from programmes.models.sharing import PROGRAMME, SWITCHED
from programmes.models.timetable import TIMETABLE, milestone_name
from programmes.portable import beginning, load
from stakeholders.models import CooperationGroup, Municipality, today

JULY, SATURDAY = 7, 5
YEARS = 4
DEFAULT_TITLE = gettext_noop("Programme for the promotion of integration")


class AlreadyStarted(Exception):
    """The form was sent before: a double click, or somebody went back to it. `programme` is what it started then."""

    def __init__(self, programme: Programme):
        super().__init__(programme)
        self.programme = programme


@transaction.atomic
def start_programme(
    municipality: Municipality,
    *,
    by: Actor,
    titles: dict[str, str] | None = None,
    edition_key: str = DEFAULT_EDITION,
    start: date | None = None,
    period: tuple[date, date] | None = None,
    slug: str = "",
    key: UUID | None = None,
    is_demo: bool = False,
) -> Programme:
    """A new programme of a municipality, with everything that stands in it from the first day.

    Content languages are the municipality's official ones, its first the original; the period defaults to the four
    calendar years after its own timetable ends (`default_period`); the review date to the period's end, which is
    practice, not law.

    `key` is the one that the form was made with. Raises AlreadyStarted when the municipality has begun a programme by
    it; the key of another municipality's programme leads nobody there: whoever sends one gets a key of their own.
    """
    key, start = _unused(key, municipality), start or today()
    period = period or default_period(start)
    checklist = edition(edition_key, aland=municipality.is_aland)
    languages = municipality.languages or ["fi"]
    programme = Programme(
        key=key or uuid4(),
        slug=free_slug(slug or f"{municipality.own_name}-{period[0].year}"),
        content_languages=languages,
        original_language=languages[0],
        is_demo=is_demo,
        **_frame(checklist, languages, period) | ({"title": Translations(titles)} if titles else {}),
    )
    changed = save_record(programme, row_version=0, by=by)
    ProgrammeMunicipality.objects.create(programme=programme, municipality=municipality, is_lead=True, right="write")
    for kind in KINDS.values():
        if kind.is_single and kind.rows:
            kind.model.objects.create(programme=programme)
    _begin_lists(programme, checklist, start, in_city=municipality.is_city)
    history.record("start_programme", programme, by=by, fields=changed)
    return programme


def _unused(key: UUID | None, municipality: Municipality) -> UUID | None:
    """The key of a form for a new programme of a municipality; None where another municipality's programme has it.

    Raises AlreadyStarted where one of the municipality's own does.
    """
    Municipality.objects.select_for_update(of=("self",)).get(pk=municipality.pk)  # a second click waits for the first
    if key and (already := Programme.objects.filter(key=key).first()):
        if already.links.filter(is_lead=True, municipality=municipality).exists():
            raise AlreadyStarted(already)
        return None
    return key


def _frame(checklist: Edition, languages: list[str], period: tuple[date, date]) -> dict[str, Any]:
    """What a new programme is called and goes by, in each language, until somebody writes something else."""
    is_of_old_law = checklist.key == "act_1386_2010"
    return {
        "title": default_titles(languages, period),
        "edition": checklist.key,
        "document_type": DocumentType.OLD_LAW if is_of_old_law else DocumentType.OWN_PROGRAMME,
        "legal_basis": Translations({code: checklist.legal_basis(code) for code in languages}),
        "period_start": period[0],
        "period_end": period[1],
        "review_by": period[1],
    }


@transaction.atomic
def start_from_former(
    former: Programme,
    *,
    by: Actor,
    edition_key: str = DEFAULT_EDITION,
    period: tuple[date, date] | None = None,
    key: UUID | None = None,
) -> Programme:
    """The next programme of the municipality that leads a former one, with its words, each told to be from there until
    somebody saves it. What was decided, dated, measured or approved then stays there (`portable.beginning`).

    `key` as in `start_programme`. Raises AlreadyStarted.
    """
    municipality = former.lead.municipality
    key, period = _unused(key, municipality), period or default_period(today())
    frame = _frame(edition(edition_key, aland=municipality.is_aland), former.languages, period)
    slug = f"{municipality.own_name}-{period[0].year}"
    begun = beginning(former, frame)
    programme = load(begun, by=by, as_copy=True, municipality=municipality, slug=slug, key=key).programme
    _begin_timetable(programme, today(), in_city=municipality.is_city)
    programme.former_years, programme.former_at = years(former.period_start, former.period_end), timezone.now()
    told = {"former_years": programme.former_years, "former_at": programme.former_at}
    Programme.objects.filter(pk=programme.pk).update(**told)
    history.record("start_from_former", programme, by=by, data={"called": dict(former.names)})
    return programme


def due_on(start: date, months: int) -> date:
    """When a milestone of the timetable is due: so many times 30 days after the start, July left out.

    In July few people answer and no council meets, so its days do not count: what would fall into it, or is worked on
    through it, is due that much later, and the milestones keep their order and their time. None is due at a weekend.
    """
    day, left = start, 30 * months
    while left:
        day += timedelta(days=1)
        left -= day.month != JULY
    back_or_on = timedelta(days=-1 if day.month == JULY - 1 else 1)  # never from the end of June into July
    while day.weekday() >= SATURDAY:
        day += back_or_on
    return day


def default_period(start: date) -> tuple[date, date]:
    """Four calendar years from the January after the council's decision in the timetable.

    A programme that is in force is one that was decided on: whoever starts in November sees the council in autumn and
    begins in the January after it, not in the one that comes first. Councils plan and budget by calendar years.
    """
    return years_from(council_decides_on(start).year + 1)


def council_decides_on(start: date) -> date:
    """The last milestone of the timetable."""
    return due_on(start, TIMETABLE[-1][0])


def years_from(first: int) -> tuple[date, date]:
    """A period of four calendar years."""
    return date(first, 1, 1), date(first + YEARS - 1, 12, 31)


def default_titles(languages: list[str], period: tuple[date, date]) -> Translations:
    """The neutral title of today's practice with the period, in each language."""
    titles = {}
    for language in languages:
        with translation.override(language):
            titles[language] = f"{translation.gettext(DEFAULT_TITLE)} {years(*period)}"
    return Translations(titles)


def _begin_lists(programme: Programme, checklist, start: date, *, in_city: bool) -> None:
    """The rows a programme has from the start: empty ones, which need no history yet, and the timetable's."""
    questions = [
        *checklist.of(phase=Phase.SITUATION, kind=Kind.QUESTION),
        *checklist.of(phase=Phase.OBJECTIVES, kind=Kind.QUESTION),
    ]
    QuestionAnswer.objects.bulk_create(
        QuestionAnswer(programme=programme, question=item.key, position=at) for at, item in enumerate(questions, 1)
    )
    elements = checklist.of(phase=Phase.DOCUMENT, kind=Kind.ELEMENT)
    Element.objects.bulk_create(
        Element(programme=programme, element=item.key, position=at) for at, item in enumerate(elements, 1)
    )
    BodyInvitation.objects.bulk_create(
        BodyInvitation(programme=programme, body_group=body, position=at) for at, body in enumerate(BodyGroup, 1)
    )
    _begin_timetable(programme, start, in_city=in_city)


def _begin_timetable(programme: Programme, start: date, *, in_city: bool) -> None:
    milestones = [
        Milestone(
            programme=programme,
            name=milestone_name(name, programme.content_languages, in_city=in_city),
            due_on=due_on(start, months),
            position=at,
        )
        for at, (months, name) in enumerate(TIMETABLE, 1)
    ]
    bulk_create_with_history(milestones, Milestone)


@transaction.atomic
def renew_edition(programme: Programme, *, by: Actor) -> bool:
    """Move a draft to today's edition of the checklist; whether it was not there already: a second click changes nothing.

    Every point of the older edition is in today's under the same key, so all that was written and marked stays where it
    is. The legal basis becomes today's where nobody wrote one of their own, and so does the type of the document. Raises
    Refused when the programme has been approved meanwhile.
    """
    fresh = take_turn(programme, by=by)
    if fresh.edition == DEFAULT_EDITION:
        return False
    if fresh.state == ProgrammeState.APPROVED:
        raise Refused(_("The programme has been approved meanwhile. Nothing was changed."))
    before, today_s = fresh.checklist, edition(DEFAULT_EDITION, aland=fresh.is_aland)
    renewed = {
        language: today_s.legal_basis(language)
        for language, words in fresh.legal_basis.items()
        if words == before.legal_basis(language)
    }
    fresh.edition, fresh.legal_basis = DEFAULT_EDITION, fresh.legal_basis.with_texts(renewed)
    if fresh.document_type == DocumentType.OLD_LAW:
        fresh.document_type = DocumentType.OWN_PROGRAMME
    changed = save_record(fresh, row_version=fresh.row_version, by=by)
    history.record("renew_edition", fresh, by=by, record=fresh, fields=changed)
    return True


@transaction.atomic
def share_programme(
    programme: Programme, audiences: Collection[Audience], *, by: Actor, among: Collection[Audience] = SWITCHED
) -> None:
    """Open the programme to these of some audiences (`among`), and close it to the others of them; what has switches of its
    own stays as these say.

    Whoever could read it before has still been reading since then. A second click changes nothing and tells nothing.
    """
    take_turn(programme, by=by)
    opened = set(programme.sharings.filter(place=PROGRAMME).values_list("audience", flat=True))
    wanted = [audience for audience in SWITCHED if audience in (audiences if audience in among else opened)]
    if switch(programme, (PROGRAMME,), {audience: True if audience in wanted else None for audience in SWITCHED}):
        data = {"audiences": [audience.value for audience in wanted]}
        history.record("share_programme", programme, by=by, fields=["sharings"], data=data)


@transaction.atomic
def choose_group(programme: Programme, group: CooperationGroup | None, *, by: Actor) -> None:
    """Which standing group makes this programme; a second click changes nothing. Raises Refused for the group of a
    municipality that takes no part (any more)."""
    fresh = take_turn(programme, by=by)
    if fresh.group_id == (group.pk if group else None):
        return
    if group and not group.municipalities.filter(standing("links__"), links__programme=fresh).exists():
        raise Refused(_("This group can no longer be chosen. Look at which groups there are now."))
    fresh.group = group
    changed = save_record(fresh, row_version=fresh.row_version, by=by)
    programme.group, programme.row_version = group, fresh.row_version
    names, data = (group.all_names, {"group": str(group.key)}) if group else ({}, {"group": ""})
    history.record("choose_group", programme, by=by, fields=changed, names=names, data=data)


@transaction.atomic
def archive_programme(programme: Programme, *, by: Actor) -> None:
    """Take it off everybody's list; a second click finds it in the archive and changes nothing."""
    fresh = take_turn(programme, by=by, in_archive=True)
    if fresh.archived_at is None:
        archive_record(fresh, by=by)
        history.record("archive_programme", fresh, by=by, fields=["archived_at"])


@transaction.atomic
def restore_programme(programme: Programme, *, by: Actor) -> bool:
    """Bring it back to the lists of those who had it; False, and nothing changed, when it is not in the archive."""
    fresh = take_turn(programme, by=by, in_archive=True)
    if fresh.archived_at is None:
        return False
    restore_record(fresh, by=by)
    history.record("restore_programme", fresh, by=by, fields=["archived_at"])
    return True
