"""A programme as somebody sees it from whom something is kept back: rows that know of no others than they show."""

import copy
import functools
import uuid
from typing import Any

from integration_programme import richtext
from programmes.enums import PictureUse
from programmes.models.kinds import KINDS, Kind, is_kind, kind_of
from programmes.models.sharing import Sight


class InPart:
    """The rows of a programme that its sight shows, made of those that were read; these stay as they are."""

    def __init__(self, programme: Any, sight: Sight):
        self._programme, self._sight = programme, sight
        self._seen: dict[tuple[str, bool], list] = {}

    def rows(self, kind: Kind, *, bare: bool) -> list:
        """Copies of the visible rows of a kind, archived ones too; `bare` as for `Programme.rows`."""
        if (kind.name, bare) not in self._seen:
            rows = [row for row in self._programme.read_once(kind.rows) if self._sees(kind, row)]
            self._seen[kind.name, bare] = [self._made(kind, row, bare=bare) for row in rows]
        return self._seen[kind.name, bare]

    def _sees(self, kind: Kind, row: Any) -> bool:
        """A picture of the texts is seen where a text is that shows it, all other records as their switches say."""
        if kind.name == "picture":
            own = self._sight.sees_named([f"{kind.name}:{row.key}"])
            return own and (row.use != PictureUse.TEXTS or str(row.key) in self._pictures_in_texts)
        return self._sight.sees_record(kind, row, kind.item_of(row), self.above)

    def above(self, kind: Kind, row: Any) -> tuple[Kind, Any] | None:
        """What a record stands under; other rows are read for that only where a switch is at one of their kind."""
        for name in kind.under:
            above = _end(kind, name)
            if (pk := getattr(row, f"{name}_id")) and self.is_switched(above):
                rows = self._programme.read_once(above.rows)
                return above, next(each for each in rows if each.pk == pk)
        return None

    def is_switched(self, kind: Kind) -> bool:
        """Whether a switch is at a record of a kind, or at one under which these stand."""
        return kind.name in self._sight.kinds or any(self.is_switched(_end(kind, name)) for name in kind.under)

    @functools.cached_property
    def _pictures_in_texts(self) -> set[str]:
        """The keys of the pictures that stand in the texts which are seen."""
        texts = (
            html
            for kind in KINDS.values()
            if kind.rich
            for row in kind.records(self._programme)
            for name in kind.rich
            for html in getattr(row, name).values()
        )
        return {key for html in texts for key in richtext.pictures(html)}

    def _made(self, kind: Kind, row: Any, *, bare: bool) -> Any:
        seen = copy.copy(row)
        seen.programme = self._programme
        for name in kind.annotate.values():
            self._leave_out_told(_end(kind, name), seen, f"_{name}")
        if not bare:
            self._tie(kind, row, seen)
        for name in kind.select:
            self._leave_out_selected(kind, seen, name.partition("__")[0])
        return seen

    def _leave_out_told(self, end: Kind, seen: Any, name: str) -> None:
        """What a row tells of others in itself; what is read with it alone (its files) is seen where it is."""
        if not end.within:
            there = {row.key for row in self._programme.rows(end.rows, bare=True)}
            setattr(seen, name, [each for each in getattr(seen, name) or () if uuid.UUID(each["key"]) in there])

    def _leave_out_selected(self, kind: Kind, seen: Any, name: str) -> None:
        model, pk = kind.model._meta.get_field(name).related_model, getattr(seen, f"{name}_id")
        if pk and is_kind(model) and (end := kind_of(model)).has_switch and pk not in self._programme.by_id(end.rows):
            setattr(seen, name, None)

    def _tie(self, kind: Kind, row: Any, seen: Any) -> None:
        """Those of its ties that are seen. What a row cannot be without is seen where it is itself."""
        known = row.__dict__.get("_prefetched_objects_cache", {})  # which the copy must not share
        seen.__dict__["_prefetched_objects_cache"] = {
            name: each for name, each in known.items() if name not in kind.ties
        }
        for name, model in kind.ties.items():
            there = self._programme.by_id(kind_of(model).rows)
            if name in kind.many:
                hold(seen, name, [there[each.pk] for each in getattr(row, name).all() if each.pk in there])
            else:
                setattr(seen, name, there.get(getattr(row, f"{name}_id"), getattr(row, name)))


def _end(kind: Kind, name: str) -> Kind:
    """The kind of the records to which a field leads."""
    return kind_of(kind.model._meta.get_field(name).related_model)


def hold(row: Any, tie: str, ends: list) -> None:
    """Let a row find those that it is tied to without asking, as Django's own reading ahead does."""
    found = getattr(row, tie).get_queryset()
    found._result_cache, found._prefetch_done = ends, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[tie] = found
