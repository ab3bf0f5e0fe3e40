"""The statistics the product ships: structure here, words in `fi.toml`, `sv.toml` and `en.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from indicators.enums import Unit

LANGUAGES = ("fi", "sv", "en")
WORDS = {
    language: tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text("utf-8")) for language in LANGUAGES
}


@dataclass(frozen=True)
class Statistic:
    key: str
    unit: Unit
    table: str
    content_code: str
    survey: str
    questions: tuple[str, ...]
    decimals: int = 0
    whole_population: bool = True

    def label(self, language: str) -> str:
        return self._words(language)["label"]

    def definition(self, language: str) -> str:
        return self._words(language)["definition"]

    def unit_label(self, language: str) -> str:
        return WORDS[language]["units"][self.unit]

    def statistics(self, language: str) -> str:
        return WORDS[language]["surveys"][self.survey]

    def _words(self, language: str) -> dict[str, str]:
        return WORDS[language]["statistics"][self.key]


HOW_MANY, WHO, EXPECTED = "situation.how_many", "situation.who", "situation.expected"
NEEDS, CHALLENGES = "situation.needs", "situation.challenges"
TREND = "monitoring.indicator.population_trend"


def _population_structure(key, content_code, *questions, table="11ra", **facts):
    return Statistic(
        key, facts.pop("unit", Unit.PERCENT), table, content_code, "population_structure", questions, **facts
    )


def _change(key, content_code, *questions, unit=Unit.MOVES):
    return Statistic(key, unit, "121w", content_code, "marital_status", questions)


def _education(key, content_code, *questions):
    return Statistic(key, Unit.PERCENT, "12bs", content_code, "education", questions, decimals=1)


def _income(key, content_code, *questions):
    return Statistic(key, Unit.PERCENT, "14ww", content_code, "income", questions, decimals=1)


STATISTICS: dict[str, Statistic] = {
    statistic.key: statistic
    for statistic in (
        _population_structure(
            "share_foreign_language_speakers",
            "vaesto_kieli_ulk_p",
            HOW_MANY,
            WHO,
            TREND,
            table="159t",
            decimals=1,
            whole_population=False,
        ),
        _population_structure("population", "vaerak-vaesto", HOW_MANY, TREND, unit=Unit.PERSONS),
        _change("immigration", "ssaaty-vm41", HOW_MANY, EXPECTED),
        _change("immigration_from_eu", "ssaaty-vm41_eu", HOW_MANY, EXPECTED),
        _change("emigration", "ssaaty-vm42", EXPECTED),
        _change("net_immigration", "ssaaty-vm4142", HOW_MANY, EXPECTED),
        _change("net_intermunicipal_migration", "ssaaty-vm43_netto", EXPECTED, CHALLENGES),
        _change("natural_change", "ssaaty-luonvalisays", EXPECTED, unit=Unit.PERSONS),
        _change("total_change", "ssaaty-kokmuutos", EXPECTED, unit=Unit.PERSONS),
        _population_structure("mean_age", "vaesto_keski_ika", WHO, unit=Unit.YEARS, decimals=1),
        _population_structure("share_under_15", "vaesto_alle15_p", WHO, decimals=1),
        _population_structure("share_65_and_over", "vaesto_yli64_p", WHO, decimals=1),
        _education("share_no_post_basic_degree", "kaste0osuus", WHO, NEEDS),
        _education("share_tertiary_degree", "kaste5T8osuus", WHO),
        _income("low_income_rate", "rpt_aste", NEEDS, CHALLENGES),
        _income("child_low_income_rate", "rpt_l_aste", NEEDS, CHALLENGES),
    )
}


def series_of(subject: str) -> str:
    """The key of the first statistic that tells about a question or a suggested indicator; '' if none is shipped."""
    return next((key for key, statistic in STATISTICS.items() if subject in statistic.questions), "")


def status_label(status: str, language: str) -> str:
    return WORDS[language]["statuses"][status]


def status_note(status: str, language: str) -> str:
    return WORDS[language]["status_notes"][status]


def whole_population_note(language: str) -> str:
    return WORDS[language]["notes"]["whole_population"]
