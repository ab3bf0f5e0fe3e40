"""Two versions of a programme side by side, or one and today: chapter by chapter, each change by words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme import wording
from integration_programme.access import guarded
from integration_programme.forms import number_in
from integration_programme.translations import Translations
from programmes import rules
from programmes.document.whereabouts import COVER, NOWHERE, OWN, chapter_of
from programmes.enums import Audience
from programmes.forms.chapters import name_in_document
from programmes.models import Programme, ProgrammeMunicipality
from programmes.models.counts import FEWER, CountingRecord
from programmes.models.document import AT_THE_END, COMMUNICATION, order_of
from programmes.models.kinds import KINDS, Kind, kind_of
from programmes.models.sharing import Sight
from programmes.models.versions import VersionQuerySet
from programmes.portable import Difference, compared, dump, moved
from programmes.portable.schemas import lifted
from programmes.views.base import load_programme
from programmes.views.changes import Change, label_of, of_fact, of_text, told_facts, told_links
from programmes.views.preview import chosen_language
from stakeholders.models import Seat

Plain = Mapping[str, Any]
TODAY = "today"
#: names of persons who work on the programme: the document does not say them
NOT_FOR_READERS = frozenset({"coordinator_name", "deputy_name"})


@dataclass(frozen=True)
class Told:
    """A record that is not the same in both. `state`: "new", "gone", "changed" or "moved". `is_chapter`: it is the chapter
    itself, whose name stands above already."""

    key: str
    label: str
    called: str
    state: str
    changes: list[Change]
    is_moved: bool = False
    is_chapter: bool = False


@dataclass
class Chapter:
    """A chapter of the document with the records of it that differ; `language` is that of its title, where it is not the
    screen's."""

    key: str
    title: str
    language: str = ""
    records: list[Told] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"chapter-{self.key.replace(':', '-').replace('.', '-')}" if self.key else "beside"

    @property
    def counted(self) -> str:
        """What became of it, in a few words: "2 insertions, 1 deletion, 1 new"."""
        return ", ".join([*_passages(self.records), *_numbers(self.records)])


def load_readable(actor, slug: str) -> tuple[Programme, VersionQuerySet]:
    """A programme with the versions that somebody may read: those who manage it all of them, others what was approved
    while it was open to them; advisers also those that they have gone through."""
    (programme,) = load_programme(actor, slug)
    if rules.manage_programme.allows(actor, programme):
        return programme, programme.versions.all()
    found = programme.versions.readable_by(programme.audience)
    if programme.audience == Audience.ADVISER and programme.reviewed:
        gone_through = programme.reviews.exclude(sent_at=None).values("version")
        found = programme.versions.filter(Q(pk__in=found.order_by().values("pk")) | Q(pk__in=gone_through))
    return programme, found


@require_safe
@guarded(load_readable, rules.read_programme)
def compare_versions(request, programme, versions):
    """What is otherwise in the later one of two versions; "today" is one of them."""
    known = [*versions.defer("dump"), None]
    language = chosen_language(request, programme)
    first, second = _chosen(request, [version.number for version in known if version])
    context = {
        "programme": programme,
        "choices": [_choice(version) for version in known],
        "from": first,
        "to": second,
        "languages": [(code, get_language_info(code)["name_translated"]) for code in programme.languages],
        "language": language,
        "can_manage": rules.manage_programme.allows(request.actor, programme),
    }
    if first != second:
        then, now = (_dump(programme, versions, each) for each in (first, second))
        sights = _sights(programme) if programme.audience == Audience.ADVISER else {}
        context |= Comparison(programme, language, then, now, [sights.get(first), sights.get(second)]).in_context()
    return render(request, "programmes/versions/compare.html", context)


def _choice(version) -> dict[str, str]:
    if version is None:
        return {"value": TODAY, "label": _("Today, as it is written now")}
    return {"value": str(version.number), "label": version.label, "at": version.made_at}


def _chosen(request, numbers: list[int]) -> tuple[str, str]:
    """The older and the newer one of the two that were asked for: the newest version and today where nothing was.

    Raises Http404 for a version that is not there, or that the person may not read.
    """
    newest = str(numbers[0]) if numbers else TODAY
    asked = [request.GET.get("from") or newest, request.GET.get("to") or TODAY]
    if not set(asked) <= {*map(str, numbers), TODAY}:
        raise Http404
    older, newer = sorted(asked, key=lambda each: (each == TODAY, number_in(each) or 0))
    return older, newer


def _sights(programme: Programme) -> dict[str, Sight]:
    """What an adviser could see of the versions that they have gone through, by number: nothing else of these is shown."""
    sent = programme.reviews.exclude(sent_at=None).select_related("version").defer("version__dump")
    return {str(review.version.number): review.sight for review in sent} if programme.reviewed else {}


def _dump(programme: Programme, versions: VersionQuerySet, chosen: str) -> Plain:
    if chosen == TODAY:
        return lifted(dump(programme))
    return lifted(versions.values_list("dump", flat=True).get(number=int(chosen)))


class Comparison:
    """Two dumps of a programme as its reader sees them, in one of its languages."""

    def __init__(
        self,
        programme: Programme,
        language: str,
        then: Plain,
        now: Plain,
        sights: Sequence[Sight | None] = (None, None),
    ):
        self.programme, self.language = programme, language
        self.parts = parts_of(programme)
        self.absent = {key for key, link in self.parts.items() if not link.stands}
        self.asked = {item.key for item in programme.checklist}
        self.then, self.now = self._seen(then, sights[0]), self._seen(now, sights[1])
        self.moved = moved(self.then, self.now)

    def _seen(self, data: Plain, then: Sight | None) -> dict[str, Any]:
        """A dump without the archive, what belongs to municipalities that take no part, and what is not for the reader
        today, or (`then`) was not when it was kept."""
        sights = [each for each in (self.programme.sight, then) if each and not each.is_whole]
        is_writer = self.programme.audience == Audience.WRITERS
        records = {
            name: [
                row
                for row in rows
                if row["archived_at"] is None
                and self._stands(KINDS[name], row)
                and all(_shows(sight, KINDS[name], row, data) for sight in sights)
            ]
            for name, rows in data["records"].items()
            if is_writer or KINDS[name].is_printed
        }
        return {**data, "records": records}

    def _stands(self, kind: Kind, row: Plain) -> bool:
        """Whether a row is a part of the programme today: nobody's who takes no part, and asked by its checklist."""
        is_absent = bool({row.get("part"), row["key"]} & self.absent)
        item = row.get(kind.item_field) if kind.item_field else None
        return not is_absent and (item is None or item in self.asked)

    def in_context(self) -> dict[str, Any]:
        chapters = self._chapters()
        elsewhere = 0
        for difference in compared(self.then, self.now):
            if told := self._told(difference):
                chapters[self._chapter(difference)].records.append(told)
            elsewhere += not told and self._is_in_other_languages(difference)
        changed = [chapter for chapter in chapters.values() if chapter.records]
        records = [record for chapter in changed for record in chapter.records]
        return {
            "is_compared": True,
            "changed": changed,
            "unchanged": [chapter for chapter in chapters.values() if not chapter.records and chapter.key != NOWHERE],
            "summary": [_sections(len(changed)), *_numbers(records)] if changed else [],
            "facts": [
                (each, change)
                for each in records
                if each.state == "changed"
                for change in each.changes
                if change.is_fact
            ],
            "elsewhere": elsewhere,
        }

    # Chapters

    def _chapters(self) -> dict[str, Chapter]:
        """Every chapter of either document, in the order of the newer one."""
        own: dict[str, list[str]] = {}
        titles: dict[str, str] = {}
        for data in (self.now, self.then):
            for row in sorted(data["records"].get("chapter", []), key=lambda row: row["position"]):
                key = f"{OWN}{row['key']}"
                if key not in titles:
                    titles[key] = self._label(KINDS["chapter"], row)
                    at_end = row["sort"] in AT_THE_END
                    own.setdefault("end" if at_end else row["after"], []).append(key)
        keys = [*own.pop("", [])]
        for key in order_of(self.programme.checklist):
            keys += [key, *own.pop(key, [])]
        keys += [key for rest in own.values() for key in rest]
        named = [
            Chapter(key, titles.get(key) or self._title(key), self.language) for key in keys if self._is_there(key)
        ]
        around = [Chapter(COVER, _("Cover and handling")), *named, Chapter(NOWHERE, _("Beside the document"))]
        return {chapter.key: chapter for chapter in around}

    def _is_there(self, key: str) -> bool:
        """Chapters that are not kept back; that of communication is there where anything is communicated."""
        rows = (data["records"]["communication-action"] for data in (self.then, self.now))
        is_kept_back = key not in self.asked and key in self.programme.checklist.whole
        return not is_kept_back and (key != COMMUNICATION or any(rows))

    def _title(self, key: str) -> str:
        """What the chapter of an element is called: its own title, or the checklist's."""
        rows = (row for data in (self.now, self.then) for row in data["records"]["element"] if row["element"] == key)
        own = next((title for row in rows if (title := row["title"].get(self.language))), "")
        with translation.override(self.language):
            return own or name_in_document(self.programme, key)

    def _chapter(self, difference: Difference) -> str:
        return chapter_of(difference.kind, difference.now or difference.then or {})

    # Records

    def _told(self, difference: Difference) -> Told | None:
        """What is told of a record; None where nothing that the reader sees in this language differs."""
        then, now, kind = difference.then, difference.now, difference.kind
        changes = list(self._changes(kind, then, now))
        is_moved = difference.key in self.moved
        if then is not None and now is not None:
            if not (changes or is_moved):
                return None
            state = "changed" if changes else "moved"
        else:
            state = "gone" if now is None else "new"
        label = self._label(kind, now or then or {})
        is_chapter = kind.name in ("element", "chapter")
        return Told(difference.key, label, str(kind.called), state, changes, is_moved, is_chapter)

    def _changes(self, kind: Kind, then: Plain | None, now: Plain | None) -> Iterator[Change]:
        before, after = then or {}, now or {}
        for name in kind.texts:
            texts = (row.get(name, {}).get(self.language, "") for row in (before, after))
            said = of_text(kind, name, *texts)
            if said.is_changed:
                yield Change(label_of(kind, name), said, self.language)
        for name in self._facts(kind):
            if before.get(name) != after.get(name):
                said = of_fact(self.programme, kind, name, self._fact(kind, then, name), self._fact(kind, now, name))
                if said.is_changed:
                    yield Change(label_of(kind, name), said, is_fact=True)
        for name in told_links(kind):
            if before.get(name) != after.get(name):
                said = wording.of_list(
                    self._ends(kind, self.then, before, name), self._ends(kind, self.now, after, name)
                )
                if said.is_changed:
                    yield Change(label_of(kind, name), said, is_fact=True)

    def _facts(self, kind: Kind) -> list[str]:
        is_writer = self.programme.audience == Audience.WRITERS
        return [name for name in told_facts(kind) if is_writer or name not in NOT_FOR_READERS]

    def _fact(self, kind: Kind, row: Plain | None, name: str) -> Any:
        """A fact of a row as the model has it, or what stands in place of a number of few persons."""
        if row is None:
            return None
        if issubclass(kind.model, CountingRecord) and self._record(kind, row).hides(name):
            return str(FEWER)
        return kind.model._meta.get_field(name).to_python(row.get(name))

    def _ends(self, kind: Kind, data: Plain, row: Plain, name: str) -> list[str]:
        """What the rows are called that a row is tied to."""
        model, value = kind.model._meta.get_field(name).related_model, row.get(name)
        keys = value if isinstance(value, list) else [value] if value else []
        if model is Seat:
            return [known[key] for key in keys if key in (known := _seats(data))]
        name = next(kind.name for kind in KINDS.values() if kind.model is model)
        rows = {each["key"]: each for each in data["records"].get(name, [])}
        return [self._label(KINDS[name], rows[key]) for key in rows if key in keys]

    def _label(self, kind: Kind, row: Plain) -> str:
        """What a record of a dump is called, in the language that was chosen where it has a name in it."""
        return label_of_row(self.programme, kind, row, self.parts, self.language)

    def _record(self, kind: Kind, row: Plain):
        return record_of(self.programme, kind, row, self.parts)

    def _is_in_other_languages(self, difference: Difference) -> bool:
        """Whether a record differs in the texts of a language that is not shown."""
        then, now = difference.then or {}, difference.now or {}
        return any(
            then.get(name, {}).get(language) != now.get(name, {}).get(language)
            for name in set(difference.fields) & set(difference.kind.texts)
            for language in self.programme.languages
            if language != self.language
        )


def _shows(sight: Sight, kind: Kind, row: Plain, data: Plain) -> bool:
    """Whether a row is not kept back from whoever has this sight, whenever it was written."""
    item = (row.get(kind.item_field) if kind.item_field else "") or kind.item
    return sight.sees_record(kind, row, item, partial(_above, data))


def _above(data: Plain, kind: Kind, row: Plain) -> tuple[Kind, Plain] | None:
    """The row of a dump under which another stands."""
    for name in kind.under:
        above = kind_of(kind.model._meta.get_field(name).related_model)
        found = (each for each in data["records"].get(above.name, ()) if each["key"] == row.get(name))
        if (each := next(found, None)) is not None:
            return above, each
    return None


def parts_of(programme: Programme) -> dict[str, ProgrammeMunicipality]:
    """The municipalities of a programme by the keys of their links, also those that take no part."""
    links = programme.rows("links", Audience.WRITERS, waiting=True)
    return {str(link.key): link for link in [*links, *programme.rows("links", Audience.WRITERS, archived=True)]}


def record_of(programme: Programme, kind: Kind, row: Plain, parts: Mapping[str, ProgrammeMunicipality]):
    """A row of a dump as a record that is not saved, as far as its name needs it."""
    names = [name for name in (*kind.facts, *kind.texts) if name in row]
    fields = {name: kind.model._meta.get_field(name) for name in names}
    record = kind.model(**{name: each.to_python(row[name]) for name, each in fields.items()})
    if kind.model is not Programme:
        record.programme = programme
    if row.get("part") in parts:
        record.part = parts[row["part"]]
    if row["key"] in parts:
        record.municipality = parts[row["key"]].municipality
    return record


def label_of_row(
    programme: Programme, kind: Kind, row: Plain, parts: Mapping[str, ProgrammeMunicipality], language: str = ""
) -> str:
    """What a row of a dump is called."""
    if kind.model is Programme:
        return _("The programme itself")
    reader = language or get_language() or ""
    return record_of(programme, kind, row, parts).label(reader, programme.original_language)


def _seats(data: Plain) -> dict[str, str]:
    """What the organisations on the seats of a dump's groups are called."""
    seats = (seat for group in data["outside"]["groups"] for seat in group["seats"])
    return {seat["key"]: Translations(seat["organisation"]).marked(get_language() or "") for seat in seats}


# In words


def _sections(number: int) -> str:
    return ngettext("%(number)s chapter changed", "%(number)s chapters changed", number) % {"number": number}


def _numbers(records: list[Told]) -> list[str]:
    """How many records are new, taken out, and moved."""
    new, gone, moved = (sum(_is(record, state) for record in records) for state in ("new", "gone", "moved"))
    said = [
        (new, ngettext("%(number)s record new", "%(number)s records new", new)),
        (gone, ngettext("%(number)s record taken out", "%(number)s records taken out", gone)),
        (moved, ngettext("%(number)s record moved", "%(number)s records moved", moved)),
    ]
    return [words % {"number": number} for number, words in said if number]


def _is(record: Told, state: str) -> bool:
    return record.state == state or (state == "moved" and record.is_moved)


def _passages(records: list[Told]) -> list[str]:
    """How many passages and values were put in and taken out of records that are in both."""
    wordings = [change.wording for record in records if record.state == "changed" for change in record.changes]
    added, removed = sum(each.added for each in wordings), sum(each.removed for each in wordings)
    said = [
        (added, ngettext("%(number)s insertion", "%(number)s insertions", added)),
        (removed, ngettext("%(number)s deletion", "%(number)s deletions", removed)),
    ]
    return [words % {"number": number} for number, words in said if number]
