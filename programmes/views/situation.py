"""Phase 3 on screen: each guiding question with its figures and its words, and what they tell together."""

from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from indicators.figures import Figure
from integration_programme.templatetags.translations import text
from programmes.checklist import Kind
from programmes.checklist.addresses import ADDRESSES
from programmes.completeness.progress import item_states
from programmes.completeness.thread import current
from programmes.enums import Phase, ServiceFit
from programmes.models import Finding, OwnFigure, Programme, QuestionAnswer, Service, SourceUsed, place_of
from programmes.models.codes import code_in
from programmes.models.places import item_url, subject_url
from programmes.models.situation import answer_to, figures_at
from programmes.views.base import card, record_url
from programmes.views.subjects import Body, Contents, Detail, Listing, Reader, Row, add_url, adding, row_of

SERVICES = "situation.services"
FIT_STATES = {ServiceFit.SUITS: "done", ServiceFit.PARTLY: "waiting", ServiceFit.LACKS: "remarks"}


@dataclass
class Question:
    """A guiding question with its two sides."""

    words: str
    answer: QuestionAnswer | None
    answer_url: str
    add_figure_url: str
    own_figures: list[dict]
    figures: list[Figure]
    choose_url: str


def _question(key: str, programme: Programme, reader: Reader) -> Body:
    """A question with the figures chosen for it and its words."""
    answer = answer_to(programme, key)
    question = Question(
        words=programme.checklist.words(key, get_language() or "en").text,
        answer=answer,
        answer_url=record_url(programme, "answer", answer) if answer and reader.can_edit else "",
        add_figure_url=add_url(programme, "own-figure", question=key),
        own_figures=_own_figure_cards(programme, key, reader.can_edit),
        figures=figures_at(programme, key),
        choose_url=record_url(programme, "figures", answer) if answer and reader.can_edit else "",
    )
    findings = [row for row in programme.rows("findings") if key in row.questions]
    listings = [
        Listing(
            _("Findings drawn from this"),
            _finding_rows(programme, findings),
            id="findings",
            empty=_("No finding rests on this question yet. What does it tell that the objectives should answer?"),
            **adding(programme, reader, "finding", questions=key),
        )
    ]
    if key == SERVICES:
        listings.insert(0, _services(programme, reader))
    return Body("programmes/situation/question.html", {"question": question}, listings)


def _keys(programme: Programme) -> list[str]:
    return [item.key for item in programme.checklist.of(phase=Phase.SITUATION, kind=Kind.QUESTION)]


def _question_rows(programme: Programme) -> Listing:
    checklist, language = programme.checklist, get_language() or "en"
    states = item_states(programme, Phase.SITUATION)
    rows = [
        Row(
            checklist.words(key, language).title,
            item_url(programme.slug, key),
            told=_told_of_question(key, programme),
            state=states[key],
            label=states[key].label,
            key=key,
        )
        for key in _keys(programme)
    ]
    return Listing(_("The guiding questions"), rows)


def _told_of_question(key: str, programme: Programme) -> str:
    """What a question has so far: figures, words, the findings that rest on it."""
    shipped = len(figures_at(programme, key))
    own = sum(row.question == key for row in programme.rows("own_figures", bare=True))
    answer = answer_to(programme, key)
    languages = [str(get_language_info(code)["name_translated"]) for code in answer.text] if answer else []
    findings = [row.shown_code for row in programme.rows("findings", bare=True) if key in row.questions]
    parts = [
        ngettext("%(number)s figure", "%(number)s figures", shipped) % {"number": shipped} if shipped else "",
        ngettext("%(number)s of your own", "%(number)s of your own", own) % {"number": own} if own else "",
        _("text in: %(languages)s") % {"languages": ", ".join(languages)} if languages else _("no text yet"),
        ", ".join(findings),
    ]
    return " · ".join(part for part in parts if part)


def _services(programme: Programme, reader: Reader) -> Listing:
    empty = _(
        "No services yet. List the main ones briefly: for whom, by whom, what suits and what lacks. The objectives need"
        " them, not a full catalogue."
    )
    rows = [
        row_of(
            programme,
            service,
            told=text(service.for_whom, programme.original_language),
            state=FIT_STATES.get(service.fit, ""),
            label=service.get_fit_display(),
        )
        for service in programme.rows("services")
    ]
    return Listing(_("Services"), rows, id="services", empty=empty, **adding(programme, reader, "service"))


def _own_figure_cards(programme: Programme, question: str, can_edit: bool) -> list[dict]:
    return [
        _own_figure_card(programme, figure, can_edit)
        for figure in programme.rows("own_figures")
        if figure.question == question
    ]


def _own_figure_card(programme: Programme, figure: OwnFigure, can_edit: bool) -> dict:
    links = {link.pk: link for link in programme.rows("links")}
    meta = []
    if figure.part_id in links and len(links) > 1:
        meta.append((_("Municipality"), links[figure.part_id].label(get_language() or "")))
    body = render_to_string("programmes/situation/own_figure.html", {"figure": figure, "programme": programme})
    return card(programme, "own-figure", figure, can_edit=can_edit, meta=meta, body=body)


def _service(programme: Programme, service: Service, reader: Reader) -> Detail:
    original = programme.original_language
    facts = [
        (_("Provider"), text(service.provider, original, "–")),
        (_("For"), text(service.for_whom, original, "–")),
        (_("Kind"), _("Special service for integration") if service.is_special else _("General service")),
        (_("Remark"), text(service.remark, original)),
    ]
    return Detail(facts=facts, state=FIT_STATES.get(service.fit, ""), label=service.get_fit_display())


def _finding_rows(programme: Programme, findings: list[Finding]) -> list[Row]:
    language, rows = get_language() or "en", []
    for finding in findings:
        answered = ", ".join(code_in(each.code, language) for each in finding.answered_by)
        rows.append(row_of(programme, finding, beside=_leads(finding.get_kind_display(), answered)))
    return rows


def _leads(kind: str, objectives: str) -> str:
    """“Gap → O2”: what kind of finding it is, and which objectives answer it."""
    return f"{kind} → {objectives}" if objectives else kind


def _findings(programme: Programme, reader: Reader) -> Listing:
    return Listing(
        _("Findings: the situation in figures and in words"),
        _finding_rows(programme, programme.rows("findings")),
        id="findings",
        empty=_("No findings yet. Write down in a sentence what the figures and the words tell together."),
        **adding(programme, reader, "finding"),
    )


def _finding(programme: Programme, finding: Finding, reader: Reader) -> Detail:
    checklist, language, original = programme.checklist, get_language() or "en", programme.original_language
    questions = [
        {"code": "", "title": checklist.words(key, language).title, "url": item_url(programme.slug, key)}
        for key in finding.questions
        if key in checklist
    ]
    heard = [
        {"code": "", "title": row.label(language, original), "url": place_of(row).url(programme)}
        for row in current(finding.consultations.all())
    ]
    answered = [
        {
            "code": code_in(each.code, language),
            "title": text(each.title, original),
            "url": subject_url(programme.slug, "objective", each.key),
        }
        for each in finding.answered_by
    ]
    thread = {
        "why": questions + heard,
        "so_what": answered,
        "why_gap": "" if finding.evidence else _("No evidence named yet"),
        "so_what_gap": _("No objective answers this finding yet"),
    }
    facts = [(_("Kind"), finding.get_kind_display()), (_("Evidence"), text(finding.evidence, original))]
    adds = [(_("Write an objective"), add_url(programme, "objective", findings=finding.pk))]
    return Detail(facts=facts, thread=thread, adds=adds if reader.adds(programme, "objective") else [])


def _used(programme: Programme, reader: Reader) -> Body:
    return Body("programmes/situation/sources.html", {"sources": _sources(programme, reader.can_edit)})


def _told_of_sources(programme: Programme) -> str:
    used = len(programme.rows("sources_used", bare=True))
    return ngettext("%(number)s source", "%(number)s sources", used) % {"number": used} if used else ""


def _told_of_findings(programme: Programme) -> str:
    number = len(programme.rows("findings", bare=True))
    return ngettext("%(number)s finding", "%(number)s findings", number) % {"number": number} if number else ""


def _told_of_questions(programme: Programme) -> str:
    answers = {row.question: row for row in programme.rows("answers") if row.text}
    keys = _keys(programme)
    answered = sum(key in answers for key in keys)
    return _("%(answered)s of %(of)s questions answered") % {"answered": answered, "of": len(keys)}


def _sources(programme: Programme, can_edit: bool) -> list[dict]:
    """The checklist's sources with what was used of each, then the others."""
    checklist, language = programme.checklist, get_language() or "en"
    keys = [item.key for item in checklist.of(phase=Phase.SITUATION, kind=Kind.SOURCE)]
    used = programme.rows("sources_used")
    return [
        {
            "key": key,
            "words": checklist.words(key, language) if key else None,
            "addresses": list(ADDRESSES.get(key, ())),
            "cards": [
                _source_card(programme, each, can_edit)
                for each in used
                if (each.source if each.source in keys else "") == key
            ],
            "add_url": add_url(programme, "source", source=key),
        }
        for key in [*keys, ""]
    ]


def _source_card(programme: Programme, used: SourceUsed, can_edit: bool) -> dict:
    meta = [(_("Retrieved"), date_format(used.retrieved_on, "SHORT_DATE_FORMAT"))] if used.retrieved_on else []
    link = format_html('<p><a href="{0}" rel="noopener noreferrer">{0}</a></p>', used.link) if used.link else ""
    return card(programme, "source", used, can_edit=can_edit, meta=meta, body=link)


QUESTIONS = (
    *("situation.how_many", "situation.why_came", "situation.who", "situation.needs", "situation.reception"),
    *("situation.expected", "situation.relations", "situation.challenges", SERVICES, "situation.guidance"),
)
CONTENTS = Contents(
    told={
        "situation.both_sides": _told_of_findings,
        "situation.questions": _told_of_questions,
        "situation.sources": _told_of_sources,
        **{key: partial(_told_of_question, key) for key in QUESTIONS},
    },
    bodies={
        "situation.both_sides": lambda programme, reader: Body(listings=[_findings(programme, reader)]),
        "situation.questions": lambda programme, reader: Body(listings=[_question_rows(programme)]),
        "situation.sources": _used,
        **{key: partial(_question, key) for key in QUESTIONS},
    },
    listings=lambda programme, reader: [_findings(programme, reader)],
    details={"finding": _finding, "service": _service},
)
