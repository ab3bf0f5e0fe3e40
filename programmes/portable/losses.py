"""What loading a file will not take, said before anything is loaded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from programmes.models import Programme, ProgrammeMunicipality
from programmes.models.access import standing
from programmes.models.kinds import kind_of
from programmes.portable.fields import links_of
from programmes.portable.reading import OutsideGroup, Reading
from stakeholders.models import CooperationGroup, Municipality

MOST_NAMES, MORE = 12, ("", " …")  # names of files in a sentence


@dataclass(frozen=True)
class Loss:
    """Something that a file tells or had, and that is not loaded. `key` says what, `values` of what."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.key](self.values)


def what_is_not_taken(reading: Reading, municipality: Municipality | None, *, as_copy: bool) -> list[Loss]:
    """What will be lost when this is loaded for a municipality (None: the file's own), as a copy or as it was."""
    lead = municipality or Municipality.objects.filter(code=reading.lead.links["municipality"]).first()
    always = [Loss("accounts"), Loss("history"), Loss("figures")]
    if not as_copy and (here := Programme.objects.filter(key=reading.programme.key).first()):
        # Its state, and who reads it, stay as they are here.
        groups = _groups(reading, municipalities_of(here), as_copy=False)
        return [*always, *_files(reading, contents_of(here)), *_partners(reading), *groups]
    return [
        *always,
        *_files(reading, set()),
        *_approval(reading),
        Loss("sharing"),
        *_partners(reading),
        *_groups(reading, [lead] if lead else [], as_copy=as_copy),
    ]


def _approval(reading: Reading) -> list[Loss]:
    day = reading.programme.values.get("approved_on")
    return [Loss("approval", {"day": day})] if day else []


def contents_of(programme: Programme) -> set[str]:
    """Hashes of the pictures and attachments that lie whole in the storage of a programme that is here."""
    return set(programme.contents.filter(kept_at__isnull=False).values_list("sha256", flat=True))


def _files(reading: Reading, here: set[str]) -> list[Loss]:
    """Pictures and attachments that the file tells of, and whose content is not here."""
    rows = [row for row in reading.all_rows() if row.archived_at is None]
    names = [row.values["name"] for row in rows if row.values.get("sha256") and row.values["sha256"] not in here]
    return [Loss("files", {"names": names, "number": len(names)})] if names else []


def _partners(reading: Reading) -> list[Loss]:
    partners = [row for row in reading.rows[kind_of(ProgrammeMunicipality).name] if not row.values["is_lead"]]
    codes = [row.links["municipality"] for row in partners]
    here = set(Municipality.objects.filter(code__in=codes).values_list("code", flat=True))
    dropped = dropped_rows(reading)
    losses = [
        Loss("unknown_municipality", {"names": reading.municipalities[code], "code": code})
        for code in codes
        if code not in here
    ]
    if records := len(dropped) - len(losses):
        losses.append(Loss("records_of_unknown", {"number": records}))
    asked = [reading.municipalities[code] for code in codes if code in here]
    if asked:
        losses.append(Loss("consent", {"partners": asked}))
    return losses


def dropped_rows(reading: Reading) -> set[UUID]:
    """Keys of partners that are no municipality here, and of the records that cannot be without them."""
    partners = kind_of(ProgrammeMunicipality).name
    codes = {row.links["municipality"] for row in reading.rows[partners]}
    here = set(Municipality.objects.filter(code__in=codes).values_list("code", flat=True))
    dropped = {
        row.key for row in reading.rows[partners] if not row.values["is_lead"] and row.links["municipality"] not in here
    }
    more = bool(dropped)
    while more:
        found = {
            row.key
            for row in reading.all_rows()
            for link in links_of(row.kind)
            if not link.many_to_many and not link.null and row.links[link.name] in dropped
        }
        more = not found <= dropped
        dropped |= found
    return dropped


def group_here(group: OutsideGroup, municipalities: Iterable[Municipality]) -> CooperationGroup | None:
    """The group of this key, if it is here and one of these municipalities'."""
    return CooperationGroup.objects.filter(key=group.key, municipalities__in=municipalities).first()


def municipalities_of(programme: Programme) -> list[Municipality]:
    """Those that take part in a programme that is here: its groups are theirs."""
    return list(Municipality.objects.filter(standing("links__"), links__programme=programme))


def _groups(reading: Reading, municipalities: Iterable[Municipality], *, as_copy: bool) -> list[Loss]:
    losses = []
    for group in reading.groups:
        if group_here(group, municipalities) is not None:
            continue
        is_elsewhere = CooperationGroup.objects.filter(key=group.key).exists()
        if as_copy or is_elsewhere:
            losses.append(Loss("group", {"names": group.names}))
        else:
            losses.append(Loss("persons_of_seats", {"names": group.names, "number": len(group.seats)}))
    return losses


def _named(names) -> str:
    return names.marked(get_language() or "en") or _("Cooperation group")


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "accounts": lambda values: _(
        "Accounts, roles and rights are not taken: who works for the municipality here writes here."
    ),
    "history": lambda values: _("Earlier texts, events and versions are not in the file."),
    "figures": lambda values: _(
        "Shared figures of municipalities are not taken: the document shows those that this service has."
    ),
    "files": lambda values: (
        ngettext(
            "%(number)s picture or attachment is not in the file; what is written about it is. Choose it again: %(names)s.",
            "%(number)s pictures and attachments are not in the file; what is written about them is. Choose them again: "
            "%(names)s.",
            values["number"],
        )
        % {
            "number": values["number"],
            "names": ", ".join(values["names"][:MOST_NAMES]) + MORE[len(values["names"]) > MOST_NAMES],
        }
    ),
    "approval": lambda values: (
        _("The approval of %(day)s and its documents are not taken: the programme becomes a draft.")
        % {"day": _day(values["day"])}
    ),
    "sharing": lambda values: _("Whom it was shared with is not taken: only those who write it read it."),
    "unknown_municipality": lambda values: (
        _("The municipality %(name)s is not known here and is not taken.")
        % {"name": _named(values["names"]) if values["names"] else values["code"]}
    ),
    "records_of_unknown": lambda values: (
        ngettext(
            "%(number)s record that belongs to such a municipality is not taken either.",
            "%(number)s records that belong to such a municipality are not taken either.",
            values["number"],
        )
        % values
    ),
    "consent": lambda values: (
        _("Partner municipalities must consent again before they see anything: %(names)s.")
        % {"names": ", ".join(_named(names) for names in values["partners"])}
    ),
    "group": lambda values: (
        _(
            "The cooperation group %(name)s is not this municipality's here and is not taken, nor who was present from it."
        )
        % {"name": _named(values["names"])}
    ),
    "persons_of_seats": lambda values: (
        ngettext(
            "The cooperation group %(name)s is made anew with its %(number)s seat; the persons on it are not taken.",
            "The cooperation group %(name)s is made anew with its %(number)s seats; the persons on them are not taken.",
            values["number"],
        )
        % {"name": _named(values["names"]), "number": values["number"]}
    ),
}
