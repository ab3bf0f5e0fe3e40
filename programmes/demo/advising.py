"""The demo's adviser: reviews of the draft, what the centre says again and again, and notes about the municipality."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from integration_programme.translations import Translations
from programmes.actions.advising import add_note, save_standard_comment
from programmes.actions.reviewing import ask_review, begin_review, keep_draft, send_review
from programmes.demo.comments import respond_as
from programmes.demo.people import Cast
from programmes.demo.walk import change
from programmes.models import AdviserNote, Programme, Review, StandardComment
from stakeholders.models import today


def advise(programme: Programme, data: Mapping[str, Any], cast: Cast) -> None:
    """All that the adviser does for the municipality of a programme."""
    standards = {row["ref"]: _standard(row, cast) for row in data["standard_comments"]}
    for row in data["notes"]:
        _note(row, cast)
    for row in data["reviews"]:
        _review(programme, row, standards, cast)


def _standard(row: Mapping[str, Any], cast: Cast) -> StandardComment:
    text = Translations(row["text"])
    comment = StandardComment(centre=cast.real.centre, item=row.get("item", ""), text=text)
    return save_standard_comment(comment, row_version=0, by=cast.people["adviser"])


def _note(row: Mapping[str, Any], cast: Cast) -> AdviserNote:
    again = today() + timedelta(days=row["again"]) if "again" in row else None
    about = {"day": today() + timedelta(days=row["day"]), "again_on": again}
    return add_note(cast.real.centre, cast.municipality, row["fi"], **about, by=cast.people["adviser"])


def _review(programme: Programme, row: Mapping[str, Any], standards: Mapping[str, StandardComment], cast: Cast) -> None:
    """One review, walked through today and then put on the days that the content says."""
    adviser, now = cast.people["adviser"], {}
    if "before" in row:  # what the adviser found then, and the municipality has rewritten since
        element = programme.elements.get(element=row["at"])
        element.programme = programme
        now = {"text": element.text}
        change(element, {"text": row["before"]}, by=cast.people["coordinator"])
    asked = ask_review(
        programme,
        row["message"]["fi"],
        wished_on=today() + timedelta(days=row["wished"]),
        by=cast.people["coordinator"],
    )
    days = {"asked_at": _noon(row["asked"])}
    if "sent" in row:
        begun = begin_review(programme, by=adviser)
        for each in row["comments"]:
            words = standards[each["standard"]].text["fi"] if "standard" in each else each["text"]
            keep_draft(begun, each["item"], words, by=adviser)
        send_review(begun, row["words"]["fi"], by=adviser)
        days |= {"sent_at": _noon(row["sent"])}
        asked.comments.update(said_at=days["sent_at"])
        for each, comment in zip(row["comments"], asked.comments.order_by("pk"), strict=True):
            if "response" in each:
                said = {"result": each["response"], "reason": each["reason"]}
                comment.programme = programme
                respond_as(programme, comment, said, [], cast.people)
    if now:
        change(element, now, by=cast.people["coordinator"])
    Review.objects.filter(pk=asked.pk).update(**days)


def _noon(days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today() + timedelta(days=days), time(12)))
