"""Whatever people have written, in whatever order: it goes out and comes back, as it was or as a copy."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integration_programme.translations import Translations
from programmes.actions.items import mark_item
from programmes.actions.records import archive_record, change_record, move_record, restore_record
from programmes.checklist import LANGUAGES
from programmes.models import ItemMark, Programme
from programmes.models.kinds import KINDS, Kind
from programmes.portable import dump, load, read
from programmes.portable.fields import handled, links_of
from tests.programmes.factories import fill, fresh
from tests.programmes.portable.forgetting import forget

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.same_on_both(
        "test_round_trip.py and test_spoiled.py go through each database, what is random here is what people write"
    ),
]

LISTS = [kind for kind in KINDS.values() if kind.is_list and kind.name != "partner"]
#: everything that can stand in a text: signs of markup, letters beyond the plane that computers began with, none at all
LETTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&\"'`\\/—ÅäöŠ語🙂\u0301\u200d")
WORDS = st.text(LETTERS, max_size=30).map("a{}".format)
TEXTS = st.dictionaries(st.sampled_from(LANGUAGES), WORDS, min_size=1)  # some records must say something


def write(programme: Programme, draw, by) -> None:
    """Something that a person may do: new words, other ties, the archive, the order, a mark."""
    kind = draw(st.sampled_from(LISTS))
    rows = list(kind.model.objects.filter(programme=programme))
    record = draw(st.sampled_from(rows))
    record.programme = programme
    match draw(st.sampled_from(["words", "ties", "archive", "move", "mark", "more"])):
        case "words":
            _reword(kind, record, draw)
            change_record(record, row_version=record.row_version, by=by)
        case "ties":
            change_record(record, _ties(kind, programme, draw), row_version=record.row_version, by=by)
        case "archive" if record.archived_at is None and not record.why_not_archive():
            archive_record(record, by=by)
        case "archive" if record.archived_at is not None:
            restore_record(record, by=by)
        case "move" if record.archived_at is None:
            move_record(record, up=draw(st.booleans()), by=by)
        case "mark":
            _mark(programme, draw, by)
        case "more":
            fill(programme, by=by)


def _reword(kind: Kind, record, draw) -> None:
    for name in kind.texts:
        field = kind.model._meta.get_field(name)
        texts = draw(TEXTS)
        if field.rich:
            texts = {language: f"<p>{_escaped(text)}</p><ul><li><p>1</p></li></ul>" for language, text in texts.items()}
        setattr(record, name, Translations({language: text[: field.longest] for language, text in texts.items()}))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ties(kind: Kind, programme: Programme, draw) -> dict[str, list]:
    own = {link.name: link.related_model for link in links_of(kind) if link.many_to_many}
    return {
        name: draw(st.lists(st.sampled_from(rows), unique=True)) if rows else []
        for name, model in own.items()
        for rows in [list(model.objects.filter(programme=programme)) if hasattr(model, "programme") else []]
    }


def _mark(programme: Programme, draw, by) -> None:
    item = draw(st.sampled_from([item.key for item in programme.checklist if item.phase is not None]))
    mark = ItemMark.objects.filter(programme=programme, item=item).first() or ItemMark(programme=programme, item=item)
    mark.status, mark.turn = draw(st.sampled_from(["open", "done"])), Translations(draw(TEXTS))
    mark_item(mark, row_version=mark.row_version if mark.pk else 0, by=by)


def content(data: dict) -> dict:
    """A dump without what acts decide, and without files, its keys replaced by where each row stands: equal for a programme and its copy."""
    rows = {"programme": [data["programme"]], **data["records"]}
    standing = {row["key"]: f"{name} {at}" for name, each in rows.items() for at, row in enumerate(each)}

    def told(value):
        if isinstance(value, list):
            return sorted((told(each) for each in value), key=str)
        return standing.get(value, value) if isinstance(value, str) else value

    return {
        name: [
            {field: told(value) for field, value in row.items() if field not in handled(KINDS[name]) | {"sha256"}}
            for row in each
        ]
        for name, each in rows.items()
    }


@settings(
    max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(choices=st.data())
def test_any_programme_comes_back_as_it_was_and_as_a_copy(programme, coordinator, choices):
    with transaction.atomic():
        for _time in range(choices.draw(st.integers(1, 12))):
            write(fresh(programme), choices.draw, coordinator)
        data = dump(programme)

        copy = load(data, by=coordinator, as_copy=True).programme
        over = load(data, by=coordinator)
        forget(programme)
        again = load(data, by=coordinator).programme

        assert content(dump(copy)) == content(data)
        assert {row.key for row in read(dump(copy)).all_rows()}.isdisjoint(row.key for row in read(data).all_rows())
        assert not over.changed_anything
        assert content(dump(again)) == content(data)
        assert [row.key for row in read(dump(again)).all_rows()] == [row.key for row in read(data).all_rows()]
        assert dump(again)["written_at"] == data["written_at"]
        transaction.set_rollback(True)
