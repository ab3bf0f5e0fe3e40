"""Phase 1 on screen: the programme in short, who is responsible, the path of decisions, the timetable."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from integration_programme.prepared import SOME_ID, Prepared
from integration_programme.templatetags.translations import rich_text, text
from integration_programme.translations import Translations
from programmes import rules
from programmes.completeness.decisions import approving_body, called, in_order, without_decision
from programmes.enums import Audience, Consent, DocumentType, Outcome, Phase
from programmes.models import DecisionStep, Milestone, PartnerResponsibility, Programme, ProgrammeMunicipality
from programmes.models.responsibility import Mandate
from programmes.views.base import card, name_of, record_url, with_part
from programmes.views.contents import attachments
from programmes.views.subjects import Body, Contents, Reader, add_url, told_of
from stakeholders.models import CentreContact, Organisation, today

SUMMARY = "programmes/responsibility/summary.html"


def _in_short(programme: Programme, reader: Reader) -> Body:
    """What the programme is: its frame, and what goes with it."""
    data = {
        "rows": _frame(programme, reader.can_edit),
        "renew_url": _renew_url(programme, reader.actor),
        "is_aland": programme.is_aland,
    }
    return Body("programmes/responsibility/frame.html", data)


def _coordinating(programme: Programme, reader: Reader) -> Body:
    is_joint = len(programme.rows("links")) > 1
    return Body(
        SUMMARY,
        {"rows": _mandate(programme, reader.can_edit)},
        cards=_partner_mandates(programme, reader.can_edit),
        kinds=["partner-responsibility"] if is_joint else [],
    )


def _decided(programme: Programme, reader: Reader) -> Body:
    data = {
        "rows": _decisions(programme, reader.can_edit),
        "path": decision_path(programme, reader.can_edit),
        "without_decision": names_of(without_decision(programme)),
        "is_joint": len(programme.rows("links")) > 1,
        "timetable": timetable(programme, reader.can_edit),
        "add_step_url": add_url(programme, "decision-step") if reader.can_edit else "",
        "add_milestone_url": add_url(programme, "milestone") if reader.can_edit else "",
    }
    return Body("programmes/responsibility/decisions.html", data)


def _asked(programme: Programme, reader: Reader) -> Body:
    return Body("programmes/responsibility/adviser.html", _adviser(programme, reader.can_edit))


def _outside(programme: Programme, reader: Reader) -> Body:
    return Body(SUMMARY, {"rows": _experts(programme, reader.can_edit)})


def _together(programme: Programme, reader: Reader) -> Body:
    cards = _partners(programme, reader.actor, reader.can_manage)
    return Body(cards=cards, kinds=["partner"] if reader.can_manage else [])


def day_in_words(day) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _rows(programme, record, can_edit, *rows: tuple[str, str, object]) -> list[dict]:
    """Rows of a summary: name of the page that changes it, label, value."""
    return [
        {"label": label, "value": value, "url": record_url(programme, page, record) if can_edit else ""}
        for page, label, value in rows
    ]


def _frame(programme, can_edit):
    original = programme.original_language
    kind = programme.get_document_type_display()
    if programme.document_type == DocumentType.PART_OF_ANOTHER and (other := text(programme.other_document, original)):
        kind = format_html("{}: {}", kind, other)
    period = " – ".join(day_in_words(day) for day in (programme.period_start, programme.period_end) if day)
    languages = ", ".join(str(get_language_info(code)["name_translated"]) for code in programme.languages)
    if len(programme.languages) > 1:
        first = get_language_info(original)["name_translated"]
        languages = _("%(languages)s; written first in %(first)s") % {"languages": languages, "first": first}
    return _rows(
        programme,
        programme,
        can_edit,
        ("frame", _("Title"), text(programme.title, original)),
        ("frame", _("Document type"), kind),
        ("frame", _("Legal basis"), text(programme.legal_basis, original)),
        ("period", _("Period"), period),
        ("period", _("Review by"), day_in_words(programme.review_by)),
        ("languages", _("Content languages"), languages),
        ("languages", _("Page budget"), _("%(number)s pages") % {"number": programme.page_budget}),
    )


def _renew_url(programme, actor) -> str:
    """Where a draft of a repealed act's edition is moved to today's; '' where that is not to be done."""
    if not programme.is_of_repealed_act or not rules.renew_edition.allows(actor, programme):
        return ""
    return reverse("renew_edition", kwargs={"slug": programme.slug})


def _with_office(name: str, office: str) -> str:
    return format_html("{}, {}", name, office) if name and office else name or office


def _mandate(programme, can_edit):
    found, original = programme.responsibility, programme.original_language
    return _rows(
        programme,
        found,
        can_edit,
        ("mandate", _("Coordinating body"), text(found.coordinating_body, original)),
        ("mandate", _("Administrative regulation"), text(found.administrative_regulation, original)),
        ("mandate", _("Coordinator"), _with_office(found.coordinator_name, text(found.coordinator_office, original))),
        ("mandate", _("Deputy"), _with_office(found.deputy_name, text(found.deputy_office, original))),
        ("resources", _("Resources"), rich_text(found.resources, original)),
    )


def _decisions(programme, can_edit):
    found, lead = programme.responsibility, programme.lead
    return _rows(
        programme,
        found,
        can_edit,
        ("start-decision", _("Decision to start"), _start(programme, found, lead)),
        ("approving-body", _("Approving body"), _approving(programme, found, called(found.approving_body, lead))),
    )


def _start(programme, mandate: Mandate, link: ProgrammeMunicipality) -> str:
    """By whom, when and where in the minutes it was decided to begin."""
    body = text(mandate.start_body_name, programme.original_language) or called(mandate.start_body, link)
    facts = (body, day_in_words(mandate.start_decided_on), mandate.start_section, mandate.start_case_number)
    return format_html_join(", ", "{}", ((fact,) for fact in facts if fact))


def _approving(programme, mandate: Mandate, body: str) -> str:
    """The name of the approving body, or else of its kind (`body`)."""
    return text(mandate.approving_body_name, programme.original_language) or body


def decision_path(programme: Programme, can_edit: bool) -> list[dict]:
    """The steps in the order of time, a municipality at a time."""
    return [_step(programme, step, can_edit) for step in in_order(programme)]


def names_of(links: list[ProgrammeMunicipality]) -> str:
    return ", ".join(link.label(get_language() or "") for link in links)


def _step(programme, step: DecisionStep, can_edit):
    return {
        "id": str(step.key),
        "municipality": step.part.label(get_language() or ""),
        "name": name_of(programme, step),
        "url": record_url(programme, "decision-step", step) if can_edit else "",
        "archive_url": _archive_url(programme, "decision-step", step) if can_edit else "",
        "planned": day_in_words(step.planned_on),
        "decided": day_in_words(step.decided_on),
        "reference": ", ".join(part for part in (step.section, step.case_number) if part),
        "outcome": step.get_outcome_display(),
        "is_pending": step.outcome == Outcome.PENDING,
        "is_late": step.outcome == Outcome.PENDING and bool(step.planned_on) and step.planned_on < today(),
        "link": step.link,
        "files": attachments(programme, step, can_edit),
    }


def timetable(programme: Programme, can_edit: bool) -> list[dict]:
    """Milestones by their dates; those without one stand last."""
    far = date.max
    milestones = sorted(programme.rows("milestones"), key=lambda each: (each.due_on or far, each.position))
    return [_milestone(programme, each, can_edit) for each in milestones]


def _milestone(programme, milestone: Milestone, can_edit):
    due, done = milestone.due_on, milestone.done_on
    return {
        "id": str(milestone.key),
        "name": with_part(milestone, name_of(programme, milestone)),
        "url": record_url(programme, "milestone", milestone) if can_edit else "",
        "archive_url": _archive_url(programme, "milestone", milestone) if can_edit else "",
        "due": day_in_words(due),
        "done": day_in_words(done),
        "is_late": bool(due) and not done and due < today(),
    }


CENTRE = Prepared(lambda: Organisation.objects.with_former(SOME_ID))
CONTACTS = Prepared(lambda: CentreContact.objects.not_ended().filter(centre=SOME_ID))


def _adviser(programme, can_edit):
    """Today's regional centre of the lead municipality, with the name that people may remember, and whom to ask there."""
    found, language = programme.responsibility, get_language() or "en"
    pk = programme.lead.municipality.centre_id
    bodies = {each.pk: each for each in CENTRE.all(None, {SOME_ID: pk})} if pk else {}
    centre = bodies.pop(pk, None)
    contacts = CONTACTS.all(today(), {SOME_ID: pk}) if centre else []
    return {
        "centre": centre.names.first(language)[1] if centre else "",
        "formerly": ", ".join(old.names.first(language)[1] for old in bodies.values()),
        "contacts": contacts,
        "is_reachable": any(not each.is_coming for each in contacts),
        "rows": _rows(
            programme,
            found,
            can_edit,
            ("adviser", _("Contacted on"), day_in_words(found.adviser_contacted_on)),
            ("adviser", _("Advice"), text(found.adviser_advice, programme.original_language)),
        ),
    }


def _partner_mandates(programme, can_edit) -> list[dict]:
    """Who is responsible in each partner municipality that has written it."""
    if len(programme.rows("links")) < 2:
        return []
    rows = programme.rows("partner_responsibilities")
    return [
        card(programme, "partner-responsibility", own, can_edit=can_edit, meta=_own(programme, own)) for own in rows
    ]


def _own(programme, own: PartnerResponsibility) -> list[tuple[str, str]]:
    original = programme.original_language
    facts = [
        (_("Coordinating body"), text(own.coordinating_body, original)),
        (_("Administrative regulation"), text(own.administrative_regulation, original)),
        (_("Coordinator"), _with_office(own.coordinator_name, text(own.coordinator_office, original))),
        (_("Deputy"), _with_office(own.deputy_name, text(own.deputy_office, original))),
        (_("Decision to start"), _start(programme, own, own.part)),
        (_("Approving body"), _approving(programme, own, called(approving_body(programme, own.part), own.part))),
    ]
    return [(label, value) for label, value in facts if value]


def _experts(programme, can_edit):
    found = programme.responsibility
    experts = text(found.external_experts, programme.original_language)
    return _rows(programme, found, can_edit, ("experts", _("External experts"), experts))


def _partners(programme, actor, can_manage):
    """The lead municipality and its partners; those who take no part are shown to writers, with what they answered."""
    cards = []
    for link in programme.rows("links", waiting=programme.audience == Audience.WRITERS):
        role = _("Lead municipality") if link.is_lead else link.get_right_display()
        found = card(programme, "partner", link, can_edit=can_manage and not link.is_lead, meta=[role])
        if not link.is_lead:
            found["meta"] = [role, _consent(link)]
            found["acts"] = [*found["acts"], *_answers(programme, link, actor, can_manage)]
        cards.append(found)
    return cards


def _consent(link: ProgrammeMunicipality) -> str:
    """What the municipality answered, and when."""
    day = day_in_words(localdate(link.answered_at)) if link.answered_at else ""
    return ", ".join(part for part in (link.get_consent_display(), day) if part)


def _answers(programme, link: ProgrammeMunicipality, actor, can_manage) -> list[tuple[str, str]]:
    """The buttons that ask a municipality again, or by which it leaves."""
    names, found = {"slug": programme.slug, "key": link.key}, []
    if can_manage and link.consent in (Consent.DECLINED, Consent.WITHDRAWN):
        found.append((_("Ask again"), reverse("ask_again", kwargs=names)))
    if link.consent == Consent.CONSENTED and rules.withdraw_consent.allows(actor, programme, link):
        found.append((_("Withdraw from the programme"), reverse("withdraw_consent", kwargs=names)))
    return found


def _archive_url(programme, kind: str, record) -> str:
    return reverse("archive_record", kwargs={"slug": programme.slug, "page": kind, "key": record.key})


# What stands on the lines of the phase


def _told_in_short(programme: Programme) -> str:
    period = "–".join(str(day.year) for day in (programme.period_start, programme.period_end) if day)
    return ", ".join(part for part in (programme.get_document_type_display(), period) if part)


def _told_of_body(programme: Programme) -> str:
    found, original = programme.responsibility, programme.original_language
    return text(found.coordinating_body, original) or found.coordinator_name


def _told_of_decisions(programme: Programme) -> str:
    found, steps = programme.responsibility, len(programme.rows("decision_steps"))
    told = ngettext("%(number)s step to the decision", "%(number)s steps to the decision", steps) % {"number": steps}
    body = _approving(programme, found, called(found.approving_body, programme.lead))
    return told_of(body, told if steps else "")


def _told_of_adviser(programme: Programme) -> str:
    day = programme.responsibility.adviser_contacted_on
    return _("Contacted %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")} if day else ""


def _told_of_experts(programme: Programme) -> str:
    experts = programme.responsibility.external_experts
    short = Translations({language: Truncator(words).chars(90) for language, words in experts.items()})
    return text(short, programme.original_language)


def _told_of_partners(programme: Programme) -> str:
    return names_of(programme.rows("links"))


CONTENTS = Contents(
    told={
        Phase.RESPONSIBILITY.value: _told_in_short,
        "responsibility.coordinating_body": _told_of_body,
        "responsibility.decision_makers": _told_of_decisions,
        "responsibility.adviser": _told_of_adviser,
        "responsibility.experts": _told_of_experts,
        "responsibility.alone_or_together": _told_of_partners,
    },
    bodies={
        Phase.RESPONSIBILITY.value: _in_short,
        "responsibility.coordinating_body": _coordinating,
        "responsibility.decision_makers": _decided,
        "responsibility.adviser": _asked,
        "responsibility.experts": _outside,
        "responsibility.alone_or_together": _together,
    },
    opening=gettext_lazy("The programme in short"),
)
