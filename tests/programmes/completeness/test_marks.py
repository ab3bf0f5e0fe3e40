"""A mark on an item is read in every content language, or its lack is told."""

import pytest

from integration_programme.translations import Translations
from programmes.enums import Phase
from tests.programmes.factories import make_mark, words
from tests.programmes.reading import sentences

pytestmark = pytest.mark.django_db

ADVISER = "responsibility.adviser"
IN_SWEDISH = Translations({"sv": "Nämnden"})
LACKS = "“State of the item: Ask the Economic Development Centre for advice” lacks text in: Finnish."


@pytest.mark.parametrize("name", ["turn", "next_step"])
def test_words_of_one_language_are_told_as_a_warning(programme, name):
    make_mark(programme, ADVISER, status="in_progress", **{name: IN_SWEDISH})

    assert LACKS in sentences(programme, Phase.RESPONSIBILITY, blocks=False)
    assert LACKS not in sentences(programme, Phase.COOPERATION)


def test_words_in_every_language_lack_nothing(programme):
    make_mark(programme, ADVISER, turn=words(programme, "Board"), next_step=words(programme, "Meeting"))

    assert not any(sentence.startswith("“State of") for sentence in sentences(programme, Phase.RESPONSIBILITY))


def test_an_item_that_does_not_apply_warns_of_nothing_but_its_reason(programme):
    contact = "The adviser of the regional centre has not been contacted: early advice saves work."
    before = sentences(programme, Phase.RESPONSIBILITY)

    make_mark(programme, ADVISER, status="not_applicable", reason=IN_SWEDISH)

    after = sentences(programme, Phase.RESPONSIBILITY)
    assert contact in before and contact not in after
    assert LACKS in after


def test_a_reason_that_is_not_shown_any_more_need_not_be_translated(programme):
    make_mark(programme, ADVISER, status="done", reason=IN_SWEDISH)

    assert LACKS not in sentences(programme, Phase.RESPONSIBILITY)
