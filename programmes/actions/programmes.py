"""Starting and sharing a programme, and choosing its cooperation group."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from integration_programme.records import save_record
from integration_programme.translations import Translations
from programmes import history
from programmes.checklist import DEFAULT_EDITION, Kind, edition
from programmes.enums import BodyGroup, DocumentType, Phase
from programmes.models import (
    BodyInvitation,
    CooperationPlan,
    Element,
    Milestone,
    MonitoringPlan,
    Programme,
    ProgrammeMunicipality,
    QuestionAnswer,
    Responsibility,
)
from stakeholders.models import CooperationGroup, Municipality, today

#: The nine-month timetable that a new programme begins with: (months from the start, milestone).
TIMETABLE = (
    (1, gettext_noop("Decision to start, and the cooperation group")),
    (3, gettext_noop("Situation picture")),
    (5, gettext_noop("Objectives and measures, with a seminar")),
    (6, gettext_noop("Draft of the programme document")),
    (7, gettext_noop("Comments and statements (4–6 weeks, not in July)")),
    (8, gettext_noop("Revision and translation")),
    (9, gettext_noop("Municipal board and council")),
)
DEFAULT_TITLE = gettext_noop("Programme for the promotion of integration")


@transaction.atomic
def start_programme(
    municipality: Municipality,
    *,
    by,
    titles: dict[str, str] | None = None,
    edition_key: str = DEFAULT_EDITION,
    start: date | None = None,
    period: tuple[date, date] | None = None,
    slug: str = "",
    is_demo: bool = False,
) -> Programme:
    """A new programme of a municipality, with everything that stands in it from the first day.

    Content languages are the municipality's official ones, its first the original; the period defaults to four years
    from next January; the review date to the period's end, which is practice, not law.
    """
    start = start or today()
    period = period or (date(start.year + 1, 1, 1), date(start.year + 4, 12, 31))
    checklist = edition(edition_key, aland=municipality.is_aland)
    languages = municipality.languages or ["fi"]
    programme = Programme(
        slug=_free_slug(slug or f"{municipality}-{period[0].year}"),
        title=Translations(titles) if titles else default_titles(languages, period),
        edition=edition_key,
        document_type=DocumentType.OLD_LAW if edition_key == "act_1386_2010" else DocumentType.OWN_PROGRAMME,
        legal_basis=Translations({code: checklist.legal_basis(code) for code in languages}),
        content_languages=languages,
        original_language=languages[0],
        period_start=period[0],
        period_end=period[1],
        review_by=period[1],
        is_demo=is_demo,
    )
    save_record(programme, version=0, by=by)
    ProgrammeMunicipality.objects.create(programme=programme, municipality=municipality, is_lead=True, right="write")
    for single in (Responsibility, CooperationPlan, MonitoringPlan):
        single.objects.create(programme=programme)
    _begin_lists(programme, checklist, start)
    history.record("start_programme", programme, by=by)
    return programme


def default_titles(languages: list[str], period: tuple[date, date]) -> Translations:
    """The neutral title of today's practice with the period, in each language."""
    titles = {}
    for language in languages:
        with translation.override(language):
            titles[language] = f"{translation.gettext(DEFAULT_TITLE)} {period[0].year}–{period[1].year}"
    return Translations(titles)


def _free_slug(text: str) -> str:
    base = slug = slugify(text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")))[:70] or "programme"
    number = 1
    while Programme.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _begin_lists(programme: Programme, checklist, start: date) -> None:
    """The rows a programme has from the start: they are empty, so they need no history of their own."""
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
    Milestone.objects.bulk_create(
        Milestone(
            programme=programme,
            name=_in_languages(name, programme.content_languages),
            due_on=start + timedelta(days=30 * months),
            position=at,
        )
        for at, (months, name) in enumerate(TIMETABLE, 1)
    )


def _in_languages(message: str, languages: list[str]) -> Translations:
    texts = {}
    for language in languages:
        with translation.override(language):
            texts[language] = translation.gettext(message)
    return Translations(texts)


@transaction.atomic
def share_programme(programme: Programme, shared_with: str, *, by) -> None:
    """Let the group, or the group and the adviser, read the draft; or take that back."""
    programme.shared_with = shared_with
    save_record(programme, version=programme.version, by=by)
    history.record("share_programme", programme, by=by, text=str(programme.get_shared_with_display()))


@transaction.atomic
def choose_group(programme: Programme, group: CooperationGroup | None, *, by) -> None:
    """Which standing group makes this programme."""
    programme.group = group
    save_record(programme, version=programme.version, by=by)
    history.record("choose_group", programme, by=by, text=str(group or "–"))
