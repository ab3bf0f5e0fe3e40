"""Phase 3 on screen: each guiding question with its figures and its words, and what they tell together."""

from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from indicators.figures import Figure
from integration_programme.access import guarded
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.checklist import Kind
from programmes.checklist.addresses import ADDRESSES
from programmes.completeness.thread import current
from programmes.enums import Phase, ServiceFit
from programmes.forms.situation import figures_for
from programmes.models import Finding, OwnFigure, Programme, QuestionAnswer, Service, SourceUsed
from programmes.models.codes import code_in
from programmes.templatetags.figures import newest_words
from programmes.views.base import Body, card, load_phase, phase_page, record_url

FIT_STATES = {ServiceFit.SUITS: "done", ServiceFit.PARTLY: "waiting", ServiceFit.LACKS: "remarks"}


@guarded(load_phase, rules.read_programme)
def situation(request, programme):
    can_edit = rules.edit_programme.allows(request.actor, programme)
    return phase_page(request, programme, Phase.SITUATION, _bodies(programme, can_edit))


def _bodies(programme: Programme, can_edit: bool) -> dict[str, Body]:
    questions = _questions(programme, can_edit)
    bodies = {
        question.key: Body(template="programmes/situation/question.html", data=question) for question in questions
    }
    bodies["situation.services"].kinds = ["service"]
    return bodies | {
        "situation.both_sides": Body(cards=_finding_cards(programme, can_edit), kinds=["finding"]),
        "situation.questions": Body(template="programmes/situation/overview.html", data={"questions": questions}),
        "situation.sources": Body(
            template="programmes/situation/sources.html", data={"sources": _sources(programme, can_edit)}
        ),
    }


@dataclass
class Elsewhere:
    """A figure that tells about a question too, and is shown under an earlier one."""

    figure: Figure
    question: str
    newest: list[tuple[str, str]]


@dataclass
class Question:
    """A guiding question with its two sides."""

    key: str
    words: str
    answer: QuestionAnswer | None
    answer_url: str
    add_figure_url: str
    add_finding_url: str
    own_figures: list[dict]
    findings: list[Finding]
    services: list[dict]
    figures: list[Figure] = field(default_factory=list)
    shown_elsewhere: list[Elsewhere] = field(default_factory=list)

    @property
    def is_about_services(self) -> bool:
        return self.key == "situation.services"

    @property
    def figures_told(self) -> str:
        shipped, own = len(self.figures) + len(self.shown_elsewhere), len(self.own_figures)
        parts = []
        if shipped:
            parts.append(str(shipped))
        if own:
            parts.append(ngettext("%(number)s of your own", "%(number)s of your own", own) % {"number": own})
        return ", ".join(parts) or "–"

    @property
    def words_told(self) -> str:
        """In which languages there are words."""
        languages = (
            [str(get_language_info(code)["name_translated"]) for code in self.answer.text] if self.answer else []
        )
        return ", ".join(languages) or _("Not yet")


def _questions(programme: Programme, can_edit: bool) -> list[Question]:
    """The questions in order; a figure is shown in full under the first one it tells about."""
    checklist, language = programme.checklist, get_language() or "en"
    answers = {answer.question: answer for answer in programme.rows("answers")}
    shown: dict[str, str] = {}
    found = []
    for item in checklist.of(phase=Phase.SITUATION, kind=Kind.QUESTION):
        answer = answers.get(item.key)
        question = Question(
            key=item.key,
            words=checklist.words(item.key, language).text,
            answer=answer,
            answer_url=record_url(programme, "answer", answer) if answer and can_edit else "",
            add_figure_url=_add_url(programme, "own-figure", question=item.key),
            add_finding_url=_add_url(programme, "finding", questions=item.key),
            own_figures=_own_figure_cards(programme, item.key, can_edit),
            findings=[finding for finding in programme.rows("findings") if item.key in finding.questions],
            services=_service_cards(programme, can_edit) if item.key == "situation.services" else [],
        )
        for figure in figures_for(programme, item.key):
            key = figure.statistic.key
            if key in shown:
                question.shown_elsewhere.append(Elsewhere(figure, shown[key], newest_words(figure, language)))
            else:
                shown[key] = item.key
                question.figures.append(figure)
        found.append(question)
    return found


def _add_url(programme: Programme, kind: str, **chosen: str) -> str:
    address = reverse("add_record", kwargs={"slug": programme.slug, "page": kind})
    return address + "".join(f"?{name}={value}" for name, value in chosen.items() if value)


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


def _service_cards(programme: Programme, can_edit: bool) -> list[dict]:
    return [_service_card(programme, service, can_edit) for service in programme.rows("services")]


def _service_card(programme: Programme, service: Service, can_edit: bool) -> dict:
    original = programme.original_language
    meta = [
        (_("Provider"), text(service.provider, original, "–")),
        (_("For"), text(service.for_whom, original, "–")),
        _("Special service for integration") if service.is_special else _("General service"),
    ]
    return card(
        programme,
        "service",
        service,
        can_edit=can_edit,
        state=FIT_STATES.get(service.fit, ""),
        state_label=service.get_fit_display(),
        meta=meta,
        body=render_to_string("programmes/situation/service.html", {"service": service, "programme": programme}),
    )


def _finding_cards(programme: Programme, can_edit: bool) -> list[dict]:
    return [_finding_card(programme, finding, can_edit) for finding in programme.rows("findings")]


def _finding_card(programme: Programme, finding: Finding, can_edit: bool) -> dict:
    checklist, language, original = programme.checklist, get_language() or "en", programme.original_language
    cooperation = reverse("cooperation", kwargs={"slug": programme.slug})
    objectives = reverse("objectives", kwargs={"slug": programme.slug})
    why = [
        {"code": "", "title": checklist.words(question, language).title, "url": f"#{question}"}
        for question in finding.questions
        if question in checklist
    ] + [
        {"code": "", "title": consultation.label(language, original), "url": f"{cooperation}#{consultation.key}"}
        for consultation in current(finding.consultations.all())
    ]
    so_what = [
        {"code": code_in(each.code, language), "title": text(each.title, original), "url": f"{objectives}#{each.key}"}
        for each in finding.answered_by
    ]
    context = {
        "finding": finding,
        "programme": programme,
        "why": why,
        "so_what": so_what,
        "why_gap": "" if finding.evidence else _("No evidence named yet"),
        "so_what_gap": _("No objective answers this finding yet"),
    }
    return card(
        programme,
        "finding",
        finding,
        can_edit=can_edit,
        meta=[(_("Kind"), finding.get_kind_display())],
        body=render_to_string("programmes/situation/finding.html", context),
    )


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
            "add_url": _add_url(programme, "source", source=key),
        }
        for key in [*keys, ""]
    ]


def _source_card(programme: Programme, used: SourceUsed, can_edit: bool) -> dict:
    meta = [(_("Retrieved"), date_format(used.retrieved_on, "SHORT_DATE_FORMAT"))] if used.retrieved_on else []
    link = format_html('<p><a href="{0}" rel="noopener noreferrer">{0}</a></p>', used.link) if used.link else ""
    return card(programme, "source", used, can_edit=can_edit, meta=meta, body=link)
