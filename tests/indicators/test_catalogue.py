import pytest

from indicators.catalogue import LANGUAGES, STATISTICS, WORDS, status_label, status_note
from indicators.enums import Source, Status, Unit


def keys_of(table):
    return {key: keys_of(value) if isinstance(value, dict) else None for key, value in table.items()}


def test_every_language_words_the_same_things():
    assert keys_of(WORDS["sv"]) == keys_of(WORDS["fi"])
    assert keys_of(WORDS["en"]) == keys_of(WORDS["fi"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statistic_is_worded(language):
    assert set(WORDS[language]["statistics"]) == set(STATISTICS)

    for statistic in STATISTICS.values():
        for words in (statistic.label, statistic.definition, statistic.statistics):
            assert words(language).strip() == words(language) != ""
        assert statistic.definition(language).endswith(".")
        assert statistic.unit_label(language) != ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_units_statuses_and_sources_are_worded(language):
    assert set(WORDS[language]["units"]) == set(Unit)
    assert set(WORDS[language]["statuses"]) == set(WORDS[language]["status_notes"]) == set(Status)
    assert set(WORDS[language]["sources"]) == set(Source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_ways_of_lacking_are_three_words_and_none_is_zero(language):
    words = {status_label(status, language) for status in Status} | {status_note(status, language) for status in Status}

    assert len(words) == 6
    assert not any("0" in word for word in words)


def test_sixteen_statistics_and_only_one_speaks_of_immigrants():
    assert len(STATISTICS) == 16
    assert [each.key for each in STATISTICS.values() if not each.whole_population] == [
        "share_foreign_language_speakers"
    ]


def test_every_statistic_helps_with_a_question():
    assert [each.key for each in STATISTICS.values() if not each.questions] == []
