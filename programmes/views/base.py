"""What the pages of a programme share: how the objects of an address are found, and the frame of a phase's page."""

import functools
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_programme.alphabet import alphabetical
from integration_programme.prepared import SOME_ID, SOME_KEY, SOME_TEXT, Prepared
from integration_programme.templatetags.translations import rich_text, text
from programmes import rules
from programmes.checklist import Edition
from programmes.completeness.taken_over import is_of_example, is_of_former
from programmes.enums import Phase
from programmes.forms import PAGES, page_of
from programmes.forms.base import RecordPage
from programmes.models import Duty, Place, Programme, ProgrammeOrganisation, ProgrammeRecord, Standing, place_of
from programmes.models.attached import HasAttachments
from programmes.models.codes import CodedRecord
from programmes.models.kinds import kind_of
from programmes.models.partners import PartRecord
from programmes.models.places import ITEM
from programmes.models.sharing import sees
from stakeholders.models import User, today


def stored(name: str) -> File:
    """The file that a row names, to be handed out. Raises Http404 where the storage has lost it, OSError where it does not
    answer."""
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None


def load_programme(actor, slug: str) -> tuple[Programme]:
    """The programme of an address, if the person may know of it."""
    return _load(PROGRAMME, actor, slug)


def load_with_guidance(actor, slug: str) -> tuple[Programme]:
    """The same, for pages on which its items are shown or written about."""
    return _load(WITH_GUIDANCE, actor, slug)


def load_phase(actor, slug: str) -> tuple[Programme]:
    """The same with how its phases stand, for the pages of the phases."""
    return _load(WITH_STANDINGS, actor, slug)


def _known_to_somebody():
    known = Programme.objects.with_access(User(pk=SOME_ID)).with_aland().with_revisions().with_counters()
    return known.with_told().with_switches().filter(slug=SOME_TEXT)


PROGRAMME = Prepared(_known_to_somebody)
WITH_GUIDANCE = Prepared(lambda: _known_to_somebody().with_guidance())
WITH_STANDINGS = Prepared(
    lambda: (
        _known_to_somebody()
        .with_guidance()
        .annotate(standings_told=Standing.objects.told_to_programme(), duties_told=Duty.objects.told_to_programme())
    )
)
NOBODY = 0  # no account has this id


def _load(statement: Prepared, actor, slug: str) -> tuple[Programme]:
    person = actor.account.pk if actor.account else NOBODY
    programme = statement.first(today(), {SOME_ID: person, SOME_TEXT: slug})
    if programme is None:
        raise Http404
    rules.keep_role(actor, programme)
    if not rules.read_programme.allows(actor, programme):
        raise Http404
    seen = programme.seen_by(rules.audience_of(actor, programme))
    if not seen.sight.is_open:  # as a reader, to whom nothing is shown
        raise Http404
    return (seen,)


def load_with(phase: Phase) -> Callable[[Any, str], tuple[Programme]]:
    """What loads a programme for a page that tells of a phase; it is not there for those to whom that is not shown."""

    def load(actor, slug: str) -> tuple[Programme]:
        (programme,) = load_programme(actor, slug)
        if phase.value not in programme.checklist:
            raise Http404
        return (programme,)

    return load


def load_page(actor, slug: str, page: str) -> tuple[Programme, RecordPage]:
    """A programme and a page on which a record can be added to it."""
    (programme,) = load_with_guidance(actor, slug)
    if page not in PAGES or not PAGES[page].kind.is_list:
        raise Http404
    return programme, PAGES[page]


def load_record(actor, slug: str, page: str, key) -> tuple[Programme, RecordPage, Any]:
    """A record of the programme by its page and key; archived ones too, for they can be restored."""
    (programme,) = load_with_guidance(actor, slug)
    if page not in PAGES or PAGES[page].item not in programme.checklist:
        raise Http404
    model = PAGES[page].kind.model
    if model is Programme:
        if programme.key != key:
            raise Http404
        return programme, PAGES[page], programme
    record = _with_key(model).first(None, {SOME_ID: programme.pk, SOME_KEY: key})
    if record is None:
        raise Http404
    record.programme = programme
    if not (_belongs(record, PAGES[page], programme.checklist) and _is_shown(programme, record)):
        raise Http404
    return programme, PAGES[page], record


def _is_shown(programme: Programme, record: Any) -> bool:
    """Whether a record is not kept back from the reader; whether they may do something with it, the rule says."""
    return programme.sight.is_whole or sees(programme, programme.audience, place_of(record))


@functools.cache
def _with_key(model: type[ProgrammeRecord]) -> Prepared:
    """The record of a programme that has a key, with what it is tied to one by one."""
    ties = [
        field.name
        for field in model._meta.concrete_fields
        if field.related_model and issubclass(field.related_model, ProgrammeOrganisation | CodedRecord)
    ]
    return Prepared(lambda: model.objects.select_related(*(ties or [None])).filter(programme=SOME_ID, key=SOME_KEY))


def _belongs(record, page: RecordPage, checklist: Edition) -> bool:
    """Whether a record is written on the page that its address names: one kind may serve questions of several phases."""
    item = page.item_of(record)
    return page.kind.is_list or item not in checklist or checklist.item(item).phase in (None, page.phase)


def principles_of(checklist: Edition, language: str) -> dict:
    """What the programme is and is not: the heading and the sentences that stand beside the writing."""
    sentences = [checklist.words(item.key, language).text for item in checklist.principles]
    return {"title": checklist.words("principle", language).text, "sentences": sentences}


def record_url(programme: Programme, page: str, record) -> str:
    return reverse("edit_record", kwargs={"slug": programme.slug, "page": page, "key": record.key})


def edit_url(programme: Programme, place: Place) -> str:
    """The form in which what stands at a place is written; '' where there is none."""
    if place.kind == ITEM:
        return reverse("mark_item", kwargs={"slug": programme.slug, "item": place.key})
    record, page = place.record(programme), page_of(programme, place)
    return record_url(programme, page.name, record) if page and record is not None else ""


def name_of(programme: Programme, record: ProgrammeRecord) -> str:
    """What a record is called, without its code; marked when it is in another language than the page."""
    if not record.main_text:
        return record.label(get_language() or "", programme.original_language)
    return text(getattr(record, record.main_text), programme.original_language) or record.unnamed()


def organisation_named(programme: Programme, key: int | None) -> str:
    """An organisation of the register by its id; '' for one that has no part in the programme any more."""
    row = programme.by_id("organisations").get(key)
    return organisations_named(programme, [row] if row else [])


def organisations_named(programme: Programme, rows: Iterable[ProgrammeOrganisation]) -> str:
    """Organisations of the register in the order of their names."""
    reader, original = get_language() or "", programme.original_language
    in_order = sorted(rows, key=lambda row: alphabetical(row.label(reader, original)))
    return format_html_join(", ", "{}", ((text(row.called, original),) for row in in_order))


def span(start: date | None, end: date | None) -> str:
    """Two days, either of which may lack; a single one where both are the same."""
    days = [date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (start, end)]
    return days[0] if start == end else "–".join(days)


def with_part(record: PartRecord, name: str) -> str:
    """A name with the municipality whose the record is, where it is not everybody's."""
    return format_html("{} ({})", name, record.part.label(get_language() or "")) if record.part_id else name


def label_of(programme: Programme, record: ProgrammeRecord) -> str:
    """The same with its code, if it has one."""
    name = name_of(programme, record)
    return format_html("{} {}", code, name) if (code := getattr(record, "shown_code", "")) else name


def card(programme: Programme, page: str, record: ProgrammeRecord, *, can_edit: bool, **parts: Any) -> dict:
    """The common parts of a record's card; `parts` are those of components/record_card.html."""
    code = getattr(record, "shown_code", "")
    url = record_url(programme, page, record) if can_edit else ""
    parts["meta"] = [*parts.get("meta", ()), *whose(record), *since_when(programme, record)]
    return {
        "title": name_of(programme, record),
        "code": code,
        "id": str(record.key),
        "url": url,
        "state": "",
        "state_label": "",
        "meta": (),
        "body": "",
        "edit_url": url,
        "acts": acts_on(programme, record, url) if url else [],
    } | parts


def whose(record: ProgrammeRecord) -> list[tuple[str, str]]:
    """Which municipality's a record is, where it is not everybody's."""
    if not isinstance(record, PartRecord) or record.part_id is None:
        return []
    return [(_("Whose"), record.part.label(get_language() or ""))]


def since_when(programme: Programme, record: ProgrammeRecord) -> list[tuple[str, str]]:
    """From which programme its words are, or that they are the example's, where nobody has looked through them here."""
    if is_of_example(record):
        return [(_("From the example of a made-up municipality"), _("not yet looked through"))]
    if not is_of_former(programme, record):
        return []
    return [(_("From the programme %(years)s") % {"years": programme.former_years}, _("not yet looked through"))]


def keep_label(programme: Programme, record: ProgrammeRecord) -> str:
    """How one says that what was taken over holds here; '' where nothing was, or it has been looked through."""
    if is_of_example(record):
        return _("It fits us as it is")
    return _("Still true") if is_of_former(programme, record) else ""


def acts_on(programme: Programme, record: ProgrammeRecord, url: str) -> list[tuple[str, str]]:
    """What can be done with a record beside editing: labels, and addresses that stand beside its form's (urls.py).

    The first of a list is not moved up, nor the last one down, unless there is another list for it to go on in.
    """
    base = url.removesuffix("edit/")
    keep = [(label, f"{base}keep/")] if (label := keep_label(programme, record)) else []
    if not kind_of(record).is_list:
        return keep
    first, last = _ends(programme, type(record))
    goes_up = record.pk not in first or record.list_beyond(up=True) is not None
    goes_down = record.pk not in last or record.list_beyond(up=False) is not None
    up = [(_("Move up"), f"{base}move/up/?from={record.position}")] if goes_up else []
    down = [(_("Move down"), f"{base}move/down/?from={record.position}")] if goes_down else []
    return [*keep, *up, *down, (_("Archive"), f"{base}archive/")]


def _ends(programme: Programme, model: type[ProgrammeRecord]) -> tuple[set[int], set[int]]:
    """Ids of the first and of the last record of each list of a kind, found once for this object."""
    kind = kind_of(model)
    found = programme.__dict__.setdefault("_ends", {})
    if kind.rows not in found:
        first: dict[Any, int] = {}
        last: dict[Any, int] = {}
        for row in programme.rows(kind.rows, bare=True):
            first.setdefault(row.listed_in, row.pk)
            last[row.listed_in] = row.pk
        found[kind.rows] = set(first.values()), set(last.values())
    return found[kind.rows]


def guidance_on(programme: Programme, item: str) -> list[dict]:
    """What the centre and the municipality say about an item, in the reader's language or marked."""
    return [{"owner": text(advice.owner), "text": rich_text(advice.text)} for advice in programme.advice(item)]


def archived_row(programme: Programme, record: ProgrammeRecord) -> dict:
    names = {"slug": programme.slug, "page": kind_of(record).name, "key": record.key}
    return {"label": label_of(programme, record), "restore_url": reverse("restore_record", kwargs=names)}


def archived_files(programme: Programme, record: ProgrammeRecord) -> list[dict]:
    """The same of what was attached to a record."""
    if not isinstance(record, HasAttachments):
        return []
    names = {"slug": programme.slug, "page": "attachment"}
    return [
        {
            "label": text(each.title, programme.original_language) or each.name,
            "restore_url": reverse("restore_record", kwargs={**names, "key": each.key}),
        }
        for each in record.attached
        if each.is_archived
    ]
