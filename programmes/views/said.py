"""Comments as pages show them: found for a reader, put where they stand today, and rendered; all of it kept per reader.

A page without comments costs no statement: where there are any is read with the programme (`commented`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from integration_programme import richtext
from integration_programme.anchoring import Anchor, Found, anchored
from integration_programme.remembered import Remembered
from integration_programme.templatetags.translations import text
from integration_programme.translations import TranslatedField
from integration_programme.whole import bound
from programmes import rules
from programmes.enums import Audience, CommentState, DerivedState, ProgrammeState
from programmes.models import Comment, Discussion, Place, Programme, discussions
from programmes.models.kinds import KINDS
from programmes.models.places import ITEM, MARK
from programmes.views.response import Response, response_to

BESIDE, HERE = Remembered[SafeString](1_500_000), Remembered[dict[str, SafeString]](1_500_000)
SHOWN_BESIDE = 20  # comments on one page; the others are in the list


@dataclass(frozen=True)
class Said:
    """One comment or answer as it is read."""

    key: str
    author: str
    on_behalf: str
    at: datetime
    on: str
    text: str
    quote: str
    passage: str
    language: str  # of both
    where: str
    where_url: str
    state: str
    state_label: str
    audience: str
    is_private: bool
    is_detached: bool
    assigned: str
    edited_at: datetime | None
    withdrawn_at: datetime | None
    gone: str  # when its words went, and through whom; '' of what still says something
    url: str
    standing: str  # what has become of it; '' of what is owed no response
    response: Response | None = None
    answers: tuple["Said", ...] = ()


class Anchors:
    """Where comments on one programme stand today; each text is taken apart once."""

    def __init__(self, programme: Programme):
        self.programme = programme
        self._texts: dict[Place, dict[str, str] | None] = {}

    def of(self, comment: Comment) -> Anchor:
        place = comment.place
        texts = self._today(place.narrowed(place.field, place.language) if place.field else place)
        if texts is None:
            return Anchor(Found.DETACHED)
        if not place.field or (not place.paragraph and not comment.quote):
            return Anchor(Found.STAYS)
        if not place.paragraph and comment.quote:
            return anchored("", comment.quote, comment.passage, {"": "\n".join(texts.values())})
        return anchored(place.paragraph, comment.quote, comment.passage, texts)

    def _today(self, place: Place) -> dict[str, str] | None:
        """The words of a field by paragraph; None where its record is in no list any more."""
        if place not in self._texts:
            self._texts[place] = self._read(place)
        return self._texts[place]

    def _read(self, place: Place) -> dict[str, str] | None:
        record = place.record(self.programme)
        if place.kind == ITEM:
            return {} if place.key in self.programme.checklist else None
        if record is None or record.archived_at is not None:
            return None
        if not place.field:
            return {}
        field = KINDS[place.kind].model._meta.get_field(place.field)
        if not isinstance(field, TranslatedField) or not field.rich or not place.language:
            return {"": place.text(self.programme)}
        return richtext.paragraphs(getattr(record, place.field).text(place.language))


def read_by(programme: Programme, actor, rows: Iterable[Comment]) -> list[Discussion]:
    """Of these comments those that somebody reads, who reads the programme, each with its answers."""
    rows = list(rows)
    for row in rows:
        row.programme = programme
    seen = {place: rules.sees_place(programme, place) for place in {row.place.whole for row in rows}}
    return discussions([row for row in rows if seen[row.place.whole]], programme.audience, rules.account_of(actor))


def reader(programme: Programme, actor) -> str:
    """For whom something is kept: all writers read the same, others what is shown to them and what they wrote."""
    return "" if programme.audience == Audience.WRITERS else actor.identity


def told(programme: Programme, found: Discussion, anchors: Anchors) -> Said:
    """A comment in the reader's words, with its answers."""
    anchor = anchors.of(found.comment)
    answers = tuple(_said(programme, answer, None) for answer in found.answers)
    return _said(programme, found.comment, anchor, answers)


def _said(programme: Programme, comment: Comment, anchor: Anchor | None, answers: tuple[Said, ...] = ()) -> Said:
    place, is_begun = comment.place, anchor is not None
    is_detached = is_begun and anchor.found == Found.DETACHED
    url = reverse("comment", kwargs={"slug": programme.slug, "key": (comment.answer_to or comment).key})
    return Said(
        key=str(comment.key),
        author=comment.author_name,
        on_behalf=text(comment.on_behalf),
        at=comment.said_at,
        on=_made_on(comment),
        text=comment.text,
        quote=comment.quote if is_begun else "",
        passage=comment.passage if is_detached and not comment.quote else "",
        language=comment.language,
        where=where(programme, place) if is_begun else "",
        where_url=place.url(programme) if is_begun else "",
        state=STATES[comment.state] if is_begun else "",
        state_label=str(comment.get_state_display()) if is_begun else "",
        audience=shown_to(comment),
        is_private=comment.is_private,
        is_detached=is_detached,
        assigned=str(comment.assigned_to) if comment.assigned_to_id else "",
        edited_at=comment.edited_at,
        withdrawn_at=comment.withdrawn_at,
        gone=_gone(comment),
        url=url if is_begun else f"{url}#said-{comment.key}",
        standing=comment.standing if comment.is_owed else "",
        response=response_to(programme, comment) if is_begun else None,
        answers=answers,
    )


#: how the states of comments look, in the words of components/status_tag.html
STATES = {CommentState.OPEN: "open", CommentState.ANSWERED: "waiting", CommentState.CLOSED: "done"}


def where(programme: Programme, place: Place) -> str:
    """What a comment is about, without the paragraph: its words stand beside it."""
    return place.whole.narrowed(place.field, place.language).label(programme) if place.field else place.label(programme)


def _gone(comment: Comment) -> str:
    """Whoever wrote a comment withdraws it; the point of a resident's answer goes when the answer is hidden."""
    if comment.withdrawn_at is None:
        return ""
    day = {"day": date_format(localtime(comment.withdrawn_at), "SHORT_DATE_FORMAT")}
    if comment.statement_id:
        return _("Hidden on %(day)s. Whoever wrote it reads why.") % day
    return _("Withdrawn on %(day)s by its writer.") % day


def _made_on(comment: Comment) -> str:
    return str(comment.version.label) if comment.version_id else ""


def shown_to(comment: Comment) -> str:
    """Who reads it, in words: "Private note", or those to whom it is shown."""
    if comment.is_private:
        return _("Private note of the municipality")
    starter = comment.answer_to.author_name if comment.to_starter and comment.answer_to_id else ""
    own = comment.author_name if starter in ("", comment.author_name) else f"{comment.author_name}, {starter}"
    names = [str(Audience.WRITERS.label), *(str(audience.label) for audience in comment.audiences)]
    return ", ".join([*names, own] if len(names) < 3 else names)


# Beside a subject


def beside(actor, programme: Programme, place: Place, item: str = "") -> SafeString:
    """The comments on the subject of a page, with the way to say something; '' where nobody has and nobody can.

    `item`: the page is that of an item of the checklist, on which records without a page of their own stand too.
    """
    add_url = comment_url(programme, place) if can_comment(programme) else ""
    if place.key not in programme.commented:
        return _way(add_url)
    what = (programme.comments_revision, reader(programme, actor), str(place), add_url)
    return programme.remembered(BESIDE, lambda: _beside(actor, programme, place, item, add_url), *what)


def can_comment(programme: Programme) -> bool:
    """Whether a page offers it: told by what was read with the programme. The door looks once more."""
    if programme.archived_at is not None:
        return False
    if programme.state != ProgrammeState.APPROVED:
        return True
    known = getattr(programme, "standings_told", None) or ()
    return not any(DerivedState.SUPERSEDED in json.loads(each["derived"]) for each in known)


def comment_url(programme: Programme, place: Place) -> str:
    address = reverse("add_comment", kwargs={"slug": programme.slug})
    return f"{address}?place={str(place).replace('#', '%23')}"


def _way(add_url: str) -> SafeString:
    return (
        format_html('<p class="comment-line"><a href="{}">{}</a></p>', add_url, pgettext("verb", "Comment"))
        if add_url
        else SafeString("")
    )


def _beside(actor, programme: Programme, place: Place, item: str, add_url: str) -> SafeString:
    rows = programme.comments.with_people()
    found = read_by(programme, actor, rows.filter(item=item) if item else rows.at(place))
    if item:
        found = [each for each in found if _is_on_page_of_item(each.comment)]
    if not found:
        return _way(add_url)
    left = [each for each in found if each.comment.state != CommentState.CLOSED]
    anchors = Anchors(programme)
    context = {
        "said": [told(programme, each, anchors) for each in left[-SHOWN_BESIDE:]],
        "summary": _("Comments (%(number)s)") % {"number": len(found)},
        "told": counted_states(found),
        "more": len(found) - len(left[-SHOWN_BESIDE:]),
        "list_url": reverse("comments", kwargs={"slug": programme.slug}),
        "add_url": add_url,
    }
    return SafeString(render_to_string("programmes/comments/beside.html", context))


def _is_on_page_of_item(comment: Comment) -> bool:
    return comment.kind == ITEM or not KINDS[comment.kind or MARK].is_subject


def counted_states(found: list[Discussion]) -> str:
    """How many are open and answered, in words."""
    numbers: dict[Any, int] = {}
    for each in found:
        numbers[each.comment.state] = numbers.get(each.comment.state, 0) + 1
    parts = [
        ngettext("%(number)s open", "%(number)s open", numbers.get(CommentState.OPEN, 0)),
        ngettext("%(number)s answered", "%(number)s answered", numbers.get(CommentState.ANSWERED, 0)),
        ngettext("%(number)s closed", "%(number)s closed", numbers.get(CommentState.CLOSED, 0)),
    ]
    told_of = zip(parts, (numbers.get(state, 0) for state in CommentState), strict=True)
    return ", ".join(part % {"number": number} for part, number in told_of if number)


# Beside the document


def said_here(actor, programme: Programme, language: str) -> Mapping[str, SafeString]:
    """What a reader of the document in a language meets beside it, by the text form of its place: of a paragraph, where the
    words stand today, or of a record or item, for all that has no such place (any more). It is bound, as the document is."""
    if not programme.comments_revision:
        return {}
    what = (programme.comments_revision, reader(programme, actor), language)
    return programme.remembered(HERE, lambda: _said_here(actor, programme, language), *what)


def _said_here(actor, programme: Programme, language: str) -> dict[str, SafeString]:
    rows, anchors, found = programme.comments.with_people(), Anchors(programme), {}
    for each in read_by(programme, actor, rows):
        if each.comment.state != CommentState.CLOSED:
            found.setdefault(_stands_at(each.comment, anchors.of(each.comment), language), []).append(each)
    return {
        place: SafeString(
            bound(
                render_to_string(
                    "programmes/comments/here.html", {"said": [told(programme, each, anchors) for each in said]}
                )
            )
        )
        for place, said in found.items()
    }


def _stands_at(comment: Comment, anchor: Anchor, language: str) -> str:
    place = comment.place
    if anchor.paragraph and place.language == language:
        return str(replace(place, paragraph=anchor.paragraph))
    return str(place.whole)
