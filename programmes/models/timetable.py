"""The timetable that a new programme begins with, and the names of its milestones in each language."""

from django.utils import translation
from django.utils.translation import gettext_noop

from integration_programme.translations import Translations

#: how the last milestone, the decision, is called where the municipality is no city (False) and where it is one (True)
DECISION = {False: gettext_noop("Municipal board and council"), True: gettext_noop("City board and council")}

#: (months of 30 days from the start, milestone)
TIMETABLE = (
    (1, gettext_noop("Decision to start, and the cooperation group")),
    (3, gettext_noop("Situation picture")),
    (5, gettext_noop("Objectives and measures, with a seminar")),
    (6, gettext_noop("Draft of the programme document")),
    (7, gettext_noop("Comments and statements (4–6 weeks, not in July)")),
    (8, gettext_noop("Revision and translation")),
    (9, DECISION[False]),
)


def milestone_name(name: str, languages: list[str], *, in_city: bool) -> Translations:
    """A milestone of the timetable as a programme in these languages begins with it."""
    texts = {}
    for language in languages:
        with translation.override(language):
            texts[language] = translation.gettext(DECISION[in_city] if name == DECISION[False] else name)
    return Translations(texts)
