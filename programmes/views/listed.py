"""Which programmes somebody finds in the list, and the line of each: kept, so that a list costs the same at 3,000."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from integration_programme import revisions
from integration_programme.remembered import Remembered
from integration_programme.templatetags.translations import text
from integration_programme.translations import Translations
from programmes.actions.standings import standing_of
from programmes.enums import Access, Audience, DerivedState, ItemStatus, ProgrammeState
from programmes.models import Programme, ProgrammeMunicipality, Standing
from programmes.models.access import standing as taking_part
from programmes.models.sharing import AUDIENCE_OF
from programmes.views.coded import programmes_with
from programmes.views.partners import waiting_for
from stakeholders.models import today
from stakeholders.search import fits, folded


@dataclass
class Known:
    """The programmes somebody may know of: id → what they are to it (`Access`), in the order of the list. `own` are those
    of them that they write, `drafts` those that they read as a member of the group.

    `archive`: those in the archive that they may bring back. `approved`: those of which they read what was approved, and
    nothing else any more. `asked`: the questions to municipalities that wait for their answer. `listed`: how often lists
    had changed then.
    """

    listed: int
    access: dict[int, str] = field(default_factory=dict)
    own: list[int] = field(default_factory=list)
    drafts: list[int] = field(default_factory=list)
    archive: dict[int, str] = field(default_factory=dict)
    approved: list[Programme] = field(default_factory=list)
    asked: list[ProgrammeMunicipality] = field(default_factory=list)

    def named_like(self, query: str) -> list[int]:
        """Those that fit what was typed, with or without dots."""
        if not (wanted := folded(query)):
            return list(self.access)
        names, first = NAMES.get(self.listed, _names), wanted.split()[0]
        near = ((pk, name) for pk in self.access if first in (name := names.get(pk, "")).replace(" ", ""))
        return [pk for pk, name in near if fits(wanted, name.split("\n"))]

    def with_code(self, code: str, words: str) -> list[int]:
        """Those that fit the words and have a record of the code to show to this person."""
        return programmes_with(code, {pk: self.access[pk] for pk in self.named_like(words)})


def _names() -> dict[int, str]:
    """Titles and municipalities of every programme, in every language, folded: a line each."""
    found: dict[int, list[str]] = {}
    there = Programme.objects.order_by().filter(taking_part("links__"))
    for pk, *texts in there.values_list("pk", "title", "links__municipality__names"):
        found.setdefault(pk, []).extend(folded(word) for text in texts if text for word in text.values())
    return {pk: "\n".join(names) for pk, names in found.items()}


KNOWN = Remembered[Known](1_000_000)
#: those of three thousand programmes, for everybody
NAMES = Remembered[dict[int, str]](3_000_000)
LINES = Remembered[dict](1_000_000)
#: counts of acts that nobody has looked at
UNKNOWN = (1, 1)


def known_to(actor) -> Known:
    """Kept until a programme is started, opened, archived or named anew, or the person's roles and seats change."""
    places = [(role.pk, role.kind, role.municipality_id, role.centre_id) for role in actor.valid_roles]
    listed = revisions.listed()
    key = (actor.identity, today(), listed, *places, *sorted(actor.sits_in))
    return KNOWN.get(key, lambda: _known_to(actor, listed))


def _known_to(actor, listed: int) -> Known:
    rows = list(Programme.objects.visible_to(actor).values_list("pk", "access", "archived_at"))
    access = {pk: role for pk, role, archived_at in rows if archived_at is None}
    closed = Programme.objects.with_approved_access(actor, closed=True)
    return Known(
        listed,
        access,
        [pk for pk, role in access.items() if AUDIENCE_OF[role] == Audience.WRITERS],
        [pk for pk, role in access.items() if role == Access.MEMBER],
        {pk: role for pk, role, archived_at in rows if archived_at and role == Access.COORDINATOR},
        [programme for programme in closed if programme.pk not in access],
        list(waiting_for(actor)),
    )


def lines(access: dict[int, str]) -> list[dict]:
    """A line of the list for each of these, as it stands, or as it was last known to stand; made now where none is. `counts`
    are those of acts on its comments, and on who sees to its sections: where there was none, nothing is looked for."""
    audiences: dict[Audience, list[int]] = {}
    for pk, role in access.items():
        audiences.setdefault(AUDIENCE_OF[role], []).append(pk)
    shown = Q(*(Q(audience=each, programme__in=pks) for each, pks in audiences.items()), _connector=Q.OR)
    of_programme = ("programme__row_version", "programme__comments_revision", "programme__duties_revision")
    states = Standing.objects.filter(shown).values_list("programme_id", "pk", "renewals", *of_programme)
    keys, counts = {}, {}
    for pk, *key, comments, duties in states if access else ():
        keys[pk], counts[pk] = key, (comments, duties)
    read = _Rows(access, keys)
    return [
        (LINES.get((*keys[pk], get_language(), role), lambda pk=pk: read.line(pk)) if pk in keys else read.line(pk))
        | {"counts": counts.get(pk, UNKNOWN)}
        for pk, role in access.items()
    ]


class _Rows:
    """What the lines are made of that are not kept: read with one statement, and only if there are any."""

    def __init__(self, access: dict[int, str], keys: dict[int, list]):
        self._access, self._keys = access, keys

    @cached_property
    def _standings(self) -> dict[int, Standing]:
        pks = [key[0] for key in self._keys.values()]
        return {each.programme_id: each for each in Standing.objects.filter(pk__in=pks).select_related("programme")}

    @cached_property
    def _without(self) -> dict[int, Standing]:
        """Programmes that no worker has looked at yet."""
        rows = Programme.objects.with_derived_states().filter(
            pk__in=[pk for pk in self._access if pk not in self._keys]
        )
        return {row.pk: standing_of(row, AUDIENCE_OF[self._access[row.pk]]) for row in rows}

    def line(self, pk: int) -> dict:
        standing = self._standings[pk] if pk in self._keys else self._without[pk]
        return _line(standing, Access(self._access[pk]))


def _line(standing: Standing, access: Access) -> dict:
    programme, language = standing.programme, get_language() or ""
    context = {
        "programme": programme,
        "municipalities": [Translations(names).first(language)[1] for names in standing.municipalities],
        "access": access.label,
        "phases": [state | {"label": ItemStatus(state["state"]).label} for state in standing.phases],
        "derived": [DerivedState(each).label for each in standing.derived],
        "has_changed": standing.has_changed and programme.state == ProgrammeState.APPROVED,
        "note": _note(standing),
        "next_date": standing.next_date,
        "done": sum(state["done"] for state in standing.phases),
        "of": sum(state["of"] for state in standing.phases),
    }
    return context | {"html": render_to_string("programmes/listed.html", context)}


def _note(standing: Standing) -> SafeString:
    """How much lacks, whose turn it is and what comes next."""
    parts, lacks = [], standing.blocks + standing.warnings
    if lacks:
        words = ngettext("%(number)s thing is missing.", "%(number)s things are missing.", lacks)
        parts.append(words % {"number": lacks})
    if standing.turn:
        turn = conditional_escape(text(Translations(standing.turn), standing.programme.original_language))
        parts.append(_("Whose turn: %(turn)s.") % {"turn": turn})
    return SafeString(" ".join(parts))
