"""Programmes and their records for tests, built by walking the actions."""

from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile

from indicators.actions import load_observations
from indicators.models import Observation
from integration_programme.actors import SYSTEM
from integration_programme.brought import paper, picture
from integration_programme.translations import Translations
from programmes.actions import approval
from programmes.actions.comments import add_comment, show_comment
from programmes.actions.contents import keep
from programmes.actions.dispositions import respond
from programmes.actions.example import keep_example
from programmes.actions.items import mark_item
from programmes.actions.partners import answer_request
from programmes.actions.programmes import choose_group, share_programme, start_programme
from programmes.actions.records import add_record, change_record
from programmes.checklist import DEFAULT_EDITION, edition
from programmes.document import assemble
from programmes.enums import Audience, ProgrammeState
from programmes.models import (
    Attachment,
    BodyInvitation,
    Chapter,
    Comment,
    CommunicationAction,
    Consultation,
    Cost,
    DecisionStep,
    Disposition,
    Element,
    ExampleDocument,
    Finding,
    Indicator,
    ItemMark,
    Measure,
    Meeting,
    Milestone,
    Objective,
    OwnFigure,
    PartnerResponsibility,
    Picture,
    Plan,
    PriorityArea,
    Programme,
    ProgrammeMunicipality,
    ProgrammeOrganisation,
    QuestionAnswer,
    ReportRecipient,
    Service,
    SourceUsed,
    place_of,
)
from programmes.models.sharing import SWITCHED
from programmes.workflow import Move, move
from stakeholders.models import CooperationGroup
from tests.integration_programme.brought.made import PDF, png
from tests.stakeholders.factories import make_coordinator, make_group, make_municipality


def make_programme(code: str = "545", *, by=SYSTEM, **options) -> Programme:
    """A programme just started by a coordinator of the municipality (Närpes if nothing else is said)."""
    municipality = make_municipality(code)
    by = by or make_coordinator(municipality)
    return start_programme(municipality, by=by, start=date(2026, 1, 15), **options)


def fresh(programme: Programme) -> Programme:
    """The programme as the next request reads it."""
    return Programme.objects.get(pk=programme.pk)


def words(programme: Programme, text: str | Translations) -> Translations:
    """The same words in each of the programme's languages, marked with the language; translations stay as they are."""
    if isinstance(text, Translations):
        return text
    return Translations({language: f"{text} ({language})" for language in programme.languages})


def change(record, *, by=SYSTEM, **fields):
    """The record with other values, saved as by somebody who has just opened it."""
    for name, value in fields.items():
        setattr(record, name, value)
    change_record(record, row_version=record.row_version, by=by)
    return record


def make_mark(programme, item: str, *, by=SYSTEM, **fields) -> ItemMark:
    """What a person says of an item of the checklist."""
    mark = ItemMark(programme=programme, item=item, **fields)
    mark_item(mark, row_version=0, by=by)
    return mark


def make_comment(record, said: str = "Confidential-91370", *, by, shown_to=SWITCHED, **about) -> Comment:
    """A comment on a record, shown to the group and the adviser if nothing else is said; `about` are parts of its place,
    and the quotation."""
    quote = about.pop("quote", "")
    comment = add_comment(record.programme, place_of(record, **about), said, quote=quote, by=by)
    show_comment(comment, shown_to, by=by)
    comment.refresh_from_db()
    return comment


def make_owed(record, member, said: str = "Too few buses", *, shown_to=SWITCHED) -> Comment:
    """A comment of somebody who does not write the programme, which is open to its group while it is made: a response is
    owed to it."""
    programme = fresh(record.programme)
    opened = [Audience(each.audience) for each in programme.sharings.filter(is_visible=True, place="")]
    share_programme(programme, SWITCHED, by=SYSTEM)
    comment = make_comment(type(record).objects.get(pk=record.pk), said, by=member, shown_to=shown_to)
    share_programme(fresh(programme), opened, by=SYSTEM)
    return comment


def respond_to(
    comment: Comment, result: str = "accepted", reason: str = "", *, by, version: int = 0, **about
) -> Disposition:
    """Say what becomes of a comment, in the original language of its programme."""
    told = {
        "reason": words(comment.programme, reason) if reason else Translations(),
        "passed_to": about.pop("passed_to", ""),
    }
    said = Disposition(result=result, change=about.pop("change", ""), **told)
    return respond(comment, said, row_version=version, by=by, **about)


#: state → the moves that lead there from the beginning
WAYS: dict[str, list[Move]] = {
    ProgrammeState.PREPARING: [],
    ProgrammeState.PROPOSED: [Move.PROPOSE],
    ProgrammeState.TABLED: [Move.PROPOSE, Move.TABLE],
    ProgrammeState.RETURNED: [Move.PROPOSE, Move.RETURN],
    ProgrammeState.APPROVED: [Move.PROPOSE, Move.APPROVE],
}


def walk_to(programme, state: str, *, day=date(2026, 11, 16)) -> Programme:
    """The programme in a state, moved there step by step."""
    for step in WAYS[state]:
        move(programme, step, by=SYSTEM, approved_on=day)
    return programme


WHY_OPEN = "The council knows of these."


def approve_programme(programme, *, approved_on: date, by, **given):
    """Approve a programme in which, as in most of the tests', something is left open."""
    return approval.approve_programme(programme, approved_on=approved_on, by=by, **{"why_open": WHY_OPEN} | given)


def propose_programme(programme, *, by) -> None:
    """Propose one of which the same is true."""
    approval.propose_programme(programme, by=by, why_open=WHY_OPEN)


# Phase 1


def make_partner(programme, code: str = "893", *, by=SYSTEM, consents: bool | None = True, **fields):
    """Another municipality that makes the programme together with the lead one (Nykarleby if nothing else is said).

    It has said yes; or no, or (None) nothing yet.
    """
    partner = ProgrammeMunicipality(programme=programme, municipality=make_municipality(code), **fields)
    link = add_record(partner, by=by)
    if consents is not None:
        answer_request(link, consents=consents, by=SYSTEM)
        link.refresh_from_db()
    return link


def make_partner_responsibility(link, body="Office", *, by=SYSTEM, **fields) -> PartnerResponsibility:
    """What a partner municipality has decided for itself."""
    programme = link.programme
    given = {"coordinating_body": words(programme, body)} | fields
    return add_record(PartnerResponsibility(programme=programme, part=link, **given), by=by)


def make_step(programme, *, by=SYSTEM, link=None, **fields) -> DecisionStep:
    """A step on the decision path, of the lead municipality if nothing else is said."""
    link = link or programme.links.get(is_lead=True)
    return add_record(DecisionStep(programme=programme, part=link, **fields), by=by)


def make_milestone(programme, name="Council", *, by=SYSTEM, **fields) -> Milestone:
    return add_record(Milestone(programme=programme, name=words(programme, name), **fields), by=by)


def make_approvable(*, by, **options) -> Programme:
    """A programme that nothing blocks."""
    programme = make_programme(by=by, **options)
    make_objective(programme, by=by)
    change(programme.responsibility, coordinating_body=words(programme, "Board"), by=by)
    return fresh(programme)


# Phase 2


def make_chosen_group(programme, *, by=SYSTEM, **options) -> CooperationGroup:
    """A cooperation group that the programme is made with."""
    group = make_group(by=by, **options)
    choose_group(programme, group, by=by)
    return group


def make_consultation(programme, title="Workshop", *, by=SYSTEM, **fields) -> Consultation:
    return add_record(Consultation(programme=programme, title=words(programme, title), **fields), by=by)


def make_invitation(programme, body_group: str, *, by=SYSTEM, **fields) -> BodyInvitation:
    """A further row of a body, beside the one that every programme begins with."""
    return add_record(BodyInvitation(programme=programme, body_group=body_group, **fields), by=by)


def make_organisation(programme, name="Adult education", *, by=SYSTEM, **fields) -> ProgrammeOrganisation:
    """A row of the programme's register; the one that is there already where it is called so."""
    named = ProgrammeOrganisation(programme=programme, name=words(programme, name), **fields)
    there = (row for row in programme.organisations.current() if row.is_called(str(named)))
    return next(there, None) or add_record(named, by=by)


def make_meeting(programme, topic="Schedule", *, by=SYSTEM, present=(), **fields) -> Meeting:
    meeting = Meeting(programme=programme, topic=words(programme, topic), **fields)
    return add_record(meeting, {"present": list(present)}, by=by)


# Phase 3


def answer_of(programme, question: str = "situation.needs") -> QuestionAnswer:
    """The answer to a question of the checklist, which exists from the beginning."""
    return programme.answers.get(question=question)


def make_figure(statistic: str, period: str, value: str, code: str = "545") -> None:
    """A shipped figure of a municipality; one that is there already stays."""
    facts = {"value": Decimal(value), "source": "statistics_finland", "table": "159t", "retrieved": "2026-08"}
    where = {"area_code": code, "statistic": statistic, "period": period}
    if not Observation.objects.filter(**where).exists():
        load_observations([Observation(**where, **facts)])


def make_own_figure(programme, name="Pupils", *, question="situation.needs", by=SYSTEM, **fields) -> OwnFigure:
    given = {
        "value": Decimal("124"),
        "counts": "persons",
        "unit": Translations({"sv": "personer", "fi": "henkilöä"}),
        "period": words(programme, "2025"),
        "population": words(programme, "All"),
        "source": words(programme, "Pupil register"),
    }
    figure = OwnFigure(programme=programme, question=question, name=words(programme, name), **given | fields)
    return add_record(figure, by=by)


def make_finding(programme, text="People wait long", *, by=SYSTEM, consultations=(), **fields) -> Finding:
    finding = Finding(programme=programme, text=words(programme, text), **fields)
    return add_record(finding, {"consultations": list(consultations)}, by=by)


def make_service(programme, name="Guidance", *, by=SYSTEM, **fields) -> Service:
    return add_record(Service(programme=programme, name=words(programme, name), **fields), by=by)


def make_source(programme, name="Report", *, by=SYSTEM, **fields) -> SourceUsed:
    return add_record(SourceUsed(programme=programme, name=words(programme, name), **fields), by=by)


# Phase 4


def make_plan(programme, name="Municipal strategy", *, by=SYSTEM, **fields) -> Plan:
    return add_record(Plan(programme=programme, name=words(programme, name), **fields), by=by)


def make_area(programme, title="Work and skills", *, by=SYSTEM, **fields) -> PriorityArea:
    return add_record(PriorityArea(programme=programme, title=words(programme, title), **fields), by=by)


def make_objective(programme, title="More people in work", *, by=SYSTEM, findings=(), plans=(), **fields) -> Objective:
    objective = Objective(programme=programme, title=words(programme, title), **fields)
    return add_record(objective, {"findings": list(findings), "plans": list(plans)}, by=by)


def answered(programme, **fields) -> dict:
    """The fields of an objective whose five questions are answered in each language."""
    given = {
        "change": words(programme, "The employment rate rises"),
        "for_whom": words(programme, "women"),
        "from_state": words(programme, "52 % (2024)"),
        "to_state": words(programme, "60 %"),
        "by_when": date(2029, 12, 31),
    }
    return given | fields


def make_measure(
    objective, title="Guidance in the evening", *, by=SYSTEM, responsible=(), partners=(), **fields
) -> Measure:
    programme = objective.programme
    measure = Measure(programme=programme, objective=objective, title=words(programme, title), **fields)
    return add_record(measure, {"responsible": list(responsible), "partners": list(partners)}, by=by)


def make_cost(measure, amount: int | None = 12_000, *, by=SYSTEM, **fields) -> Cost:
    programme = measure.programme
    given = {"year": 2027, "note": words(programme, "Evenings")} | fields
    return add_record(Cost(programme=programme, measure=measure, amount=amount, **given), by=by)


# Phase 5


def element_of(programme, name: str) -> Element:
    """An element of the document, which exists from the beginning."""
    return programme.elements.get(element=f"document.{name}")


def make_chapter(programme, sort="foreword", text="<p>Welcome</p>", *, by=SYSTEM, **fields) -> Chapter:
    return add_record(Chapter(programme=programme, sort=sort, text=words(programme, text), **fields), by=by)


def fill(programme, *, by=SYSTEM, times: int = 1) -> Programme:
    """Something of every kind that is printed, `times` of each; the programme as the next request reads it."""
    for number in range(times):
        finding, plan = make_finding(programme, by=by), make_plan(programme, "Strategy", by=by)
        tied = {"findings": [finding], "plans": [plan], "area": make_area(programme, by=by)}
        objective = make_objective(programme, **tied, theme="receptiveness", by=by)
        measure = make_measure(
            objective, owner=make_organisation(programme, "Library", by=by), starts_on=date(2027, 1, 1), by=by
        )
        make_cost(measure, by=by)
        source = words(programme, "Register")
        make_indicator(programme, objective=objective, measures=[measure], source=source, by=by)
        make_chapter(programme, "appendix", by=by)
        make_service(programme, "School", by=by)
        make_service(programme, "Welcome point", is_special=True, by=by)
        make_recipient(programme, recipient=words(programme, "Board"), by=by)
        make_message(programme, "Read it", by=by)
        heard = {"languages": ["sv", "ar"], "reached": {"young_people": "1-4"}}
        make_consultation(programme, "Evening", what_was_said=words(programme, "Queues are long"), **heard, by=by)
        make_invitation(
            programme, "kela", organisation=make_organisation(programme, "Kela", by=by), status="joined", by=by
        )
        make_figure("share_foreign_language_speakers", str(2020 + number), "17.2")
        make_picture(programme, "Square", use="texts" if number else "cover", by=by)
    return fresh(programme)


# Files


def make_picture(
    programme, alt="The square", *, content: bytes = b"", name="square.png", by=SYSTEM, **fields
) -> Picture:
    """A picture that is kept whole."""
    record = Picture(programme=programme, name=name, alt=words(programme, alt), **fields)
    record.take(keep(programme, picture(content or png())))
    return add_record(record, by=by)


def make_attachment(owner, *, content: bytes = PDF, name="minutes.pdf", by=SYSTEM, **fields) -> Attachment:
    """A file of a meeting, a consultation or a step on the decision path."""
    field = next(each for each in Attachment.owners if Attachment._meta.get_field(each).related_model is type(owner))
    record = Attachment(programme=owner.programme, name=name, **{field: owner}, **fields)
    record.take(keep(owner.programme, paper(content, name)))
    return add_record(record, by=by)


def make_example(programme, *, language="sv", pictures=None, **passages) -> ExampleDocument:
    """The example in a language, with its PDF: what this programme says. `passages`: what it says for others to begin
    with, rich text by the last word of its part."""
    keep_example([], {}, pictures or {})
    kept = {_part(name): {"html": html, "anchor": name} for name, html in passages.items()}
    says = {"data": assemble(programme, language).as_data(), "passages": kept, "fingerprint": "0"}
    pdf = ContentFile(b"%PDF-1.7", name=f"{language}.pdf")
    return ExampleDocument.objects.create(language=language, pdf=pdf, **says)


def _part(name: str) -> str:
    """The part of the example that a word stands for: an element, a question of the situation picture, a chapter's sort."""
    keys = (f"document.{name}", f"situation.{name}", f"objectives.{name}")
    return next((key for key in keys if key in edition(DEFAULT_EDITION)), name)


# Phase 6


def make_indicator(programme, name="Employment rate", *, by=SYSTEM, measures=(), **fields) -> Indicator:
    indicator = Indicator(programme=programme, name=words(programme, name), **fields)
    return add_record(indicator, {"measures": list(measures)}, by=by)


def followable(programme, **fields) -> dict:
    """The fields that an indicator needs before anybody can follow it."""
    given = {
        "counts": "other",
        "unit": words(programme, "months"),
        "definition": words(programme, "Median waiting time"),
        "direction": "down",
        "source": words(programme, "Register of adult education"),
        "baseline_value": Decimal("7"),
        "baseline_date": date(2025, 12, 31),
        "target_value": Decimal("2.5"),
        "target_date": date(2030, 12, 31),
        "owner": make_organisation(programme),
    }
    return given | fields


def make_recipient(programme, *, by=SYSTEM, **fields) -> ReportRecipient:
    given = {name: words(programme, name) for name in ("recipient", "what", "when")}
    return add_record(ReportRecipient(programme=programme, **given | fields), by=by)


def make_thread(programme, *, by=SYSTEM):
    """A finding, an objective that answers it, its measure and its indicator, each tied to the one before."""
    finding = make_finding(programme, questions=["situation.needs"], by=by)
    objective = make_objective(programme, findings=[finding], by=by)
    measure = make_measure(objective, by=by)
    return finding, objective, measure, make_indicator(programme, objective=objective, measures=[measure], by=by)


# Phase 7


def make_message(programme, message="Tell us", *, by=SYSTEM, **fields) -> CommunicationAction:
    given = {
        "channel": words(programme, "Newsletter"),
        "who": words(programme, "Officer"),
        "languages": ["sv", "fi", "uk"],
        "due_on": date(2026, 5, 15),
    }
    return add_record(
        CommunicationAction(programme=programme, message=words(programme, message), **given | fields), by=by
    )
