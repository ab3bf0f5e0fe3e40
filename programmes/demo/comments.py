"""What is said of the demo's draft and what becomes of it: comments, answers, a note among colleagues, responses, walked
through the actions."""

from collections.abc import Iterable, Mapping
from typing import Any

from integration_programme import richtext
from integration_programme.anchoring import holds
from integration_programme.translations import Translations
from programmes.actions import comments as actions
from programmes.actions import dispositions
from programmes.demo.walk import change
from programmes.enums import Audience
from programmes.models import Comment, Disposition, Place, Programme, item_place, place_of
from stakeholders.models import User


def say_all(programme: Programme, rows: Iterable[Mapping[str, Any]], people: Mapping[str, User]) -> None:
    """Every comment, then what becomes of them; those that say the same get the response of the one that is named."""
    said = [(row, say(programme, row, people)) for row in rows]
    for row, comment in said:
        if "response" in row:
            name = row.get("name", "-")
            alike = [each for other, each in said if other.get("same") == name]
            respond_as(programme, comment, row["response"], alike, people)


def respond_as(
    programme: Programme,
    comment: Comment,
    row: Mapping[str, Any],
    alike: list[Comment],
    people: Mapping[str, User],
) -> None:
    """What becomes of a comment, and of those that say the same."""
    change = str(subject(programme, row["change"])) if "change" in row else ""
    told = {"reason": Translations(row["reason"]), "passed_to": row.get("passed_to", ""), "change": change}
    by = people[row.get("by", "coordinator")]
    dispositions.respond(comment, Disposition(result=row["result"], **told), row_version=0, others=alike, by=by)


def say(programme: Programme, row: Mapping[str, Any], people: Mapping[str, User]) -> Comment:
    """One comment with its answers, in the state that the content says."""
    by, place, quote = people[row["by"]], subject(programme, row["at"]), row.get("quote", "")
    record, now = place.record(programme), None
    if "before" in row:
        now = record.text
        change(record, {"text": {**now, row["language"]: f"<p>{row['before']}</p>"}}, by=people["coordinator"])
    if "language" in row:
        place = _paragraph(place, record, row["language"], quote or row["words"])
    comment = actions.add_comment(programme, place, row["text"], quote=quote, by=by)
    actions.show_comment(comment, [Audience(each) for each in row.get("shown_to", [])], by=by)
    comment.refresh_from_db()
    for answer in row.get("answers", []):
        actions.answer_comment(comment, answer["text"], by=people[answer["by"]])
    if "assigned_to" in row:
        actions.assign_comment(comment, people[row["assigned_to"]], by=by)
    if row.get("state") in ("answered", "closed"):
        actions.mark_comment_answered(comment, by=people["coordinator"])
    if row.get("state") == "closed":
        actions.close_comment(comment, by=by)
    if now is not None:
        change(record, {"text": now}, by=people["coordinator"])
    return comment


def subject(programme: Programme, at: str) -> Place:
    """An element by its item, a record by its code, or an item."""
    if element := next((each for each in programme.rows("elements") if each.element == at), None):
        return place_of(element)
    for name in ("objectives", "measures"):
        if record := next((each for each in programme.rows(name) if each.code == at), None):
            return place_of(record)
    return item_place(programme, at)


def _paragraph(place: Place, record, language: str, words: str) -> Place:
    """The paragraph of an element's text in which these words stand."""
    paragraphs = richtext.paragraphs(record.text.text(language))
    found = next(key for key, said in paragraphs.items() if holds(said, words))
    return place.narrowed("text", language, found)
