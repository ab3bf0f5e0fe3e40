"""Recording the approval, taking it back, and the documents as they were approved."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from integration_programme import kept
from integration_programme.access import guarded, require_http_methods, require_POST
from integration_programme.remembered import Remembered
from programmes import rules
from programmes.actions import approval as actions
from programmes.actions import approved as approved_pdfs
from programmes.completeness import missing
from programmes.completeness.decisions import called, decision_of, without_decision
from programmes.completeness.forgotten import forgotten
from programmes.completeness.responses import without_response
from programmes.document import changed_after_approval
from programmes.enums import ProgrammeState
from programmes.forms.deciding import DecisionForm, ProposalForm
from programmes.forms.document import ReturnForm
from programmes.history import why_returned
from programmes.models import Programme, VersionDocument
from programmes.models.versions import VersionQuerySet
from programmes.views.base import load_programme, stored
from programmes.views.preview import approvals
from programmes.views.programme import by_phase
from programmes.views.responsibility import decision_path, names_of
from programmes.workflow import moves_from

BEFORE = Remembered[tuple[bool, SafeString]](200_000)


@require_http_methods(["GET", "POST"])
@guarded(load_programme, rules.manage_programme)
def approve_programme(request, programme):
    """What blocks the approval, or the form for its date. A second click changes nothing and is told so."""
    form = DecisionForm(request.POST or kept.taken_out(request), programme=programme)
    if request.method == "POST":
        if reason := rules.approve_programme.reason(request.actor, programme):
            return _page(request, programme, form, refused=reason, status=403)
        if form.is_valid():
            try:
                frozen = actions.approve_programme(
                    programme,
                    approved_on=form.cleaned_data["approved_on"],
                    by=request.actor,
                    decisions=[actions.Decision(*each) for each in form.recorded()],
                    why_open=form.why_open,
                )
            except actions.Refused as refused:
                return _page(request, programme, form, refused=str(refused), status=409)
            languages = ", ".join(str(get_language_info(each.language)["name_translated"]) for each in frozen)
            messages.success(
                request,
                _("The approval has been recorded. The document is kept as it is now in: %(languages)s.")
                % {"languages": languages},
            )
            return redirect("approve_programme", slug=programme.slug)
        if refused := actions.already_approved(programme):
            return _page(request, programme, form, refused=refused, status=409)
    return _page(request, programme, form)


@require_POST
@guarded(load_programme, rules.reopen_programme)
def reopen_programme(request, programme):
    """Take the approval back; a programme that is not approved is told so."""
    return _moved(request, programme, actions.reopen_programme)


@require_POST
@guarded(load_programme, rules.propose_programme)
def propose_programme(request, programme):
    """One click where nothing is open; else it asks for a yes and a reason, and refuses an answer that lacks one."""
    form = ProposalForm(request.POST, programme=programme)
    if not form.is_valid():
        is_answer = bool(form.fields.keys() & request.POST.keys())
        asked = form if is_answer else ProposalForm(programme=programme)
        return _page(request, programme, DecisionForm(programme=programme), proposal_form=asked)
    return _moved(request, programme, partial(actions.propose_programme, why_open=form.why_open))


@require_POST
@guarded(load_programme, rules.table_programme)
def table_programme(request, programme):
    return _moved(request, programme, actions.table_programme)


@require_POST
@guarded(load_programme, rules.return_programme)
def return_programme(request, programme):
    form = ReturnForm(request.POST, programme=programme)
    if not form.is_valid():
        return _page(request, programme, DecisionForm(programme=programme), return_form=form)
    return _moved(request, programme, partial(actions.return_programme, reason=form.cleaned_data["reason"]))


@require_POST
@guarded(load_programme, rules.take_back_programme)
def take_back_programme(request, programme):
    return _moved(request, programme, actions.take_back_programme)


def _moved(request, programme: Programme, act):
    """Do the act and say in which state the programme is now; one that the state refuses is refused with its sentence."""
    try:
        act(programme, by=request.actor)
    except actions.Refused as refused:
        return _page(request, programme, DecisionForm(programme=programme), refused=str(refused), status=409)
    messages.success(
        request, _("The state of the programme is now: %(state)s.") % {"state": programme.get_state_display()}
    )
    return redirect("approve_programme", slug=programme.slug)


def _page(request, programme: Programme, form, *, return_form=None, proposal_form=None, refused="", status=200):
    fresh = Programme.objects.only("state", "approved_on").get(pk=programme.pk) if refused else programme
    context = {
        "programme": programme,
        "form": form,
        "refused": refused,
        "is_settled": fresh.state == ProgrammeState.APPROVED and not changed_after_approval(programme),
        "state": fresh.state,
        "state_label": fresh.get_state_display(),
        "moves": moves_from(fresh.state),
        "proposal_form": proposal_form,
        "return_form": return_form or ReturnForm(programme=programme),
        "why_returned": why_returned(programme) if fresh.state == ProgrammeState.RETURNED else "",
        "is_approved": fresh.state == ProgrammeState.APPROVED,
        "approved_on": fresh.approved_on,
        "path": decision_path(programme, can_edit=False),
        "decisions": decisions(programme),
        "without_decision": names_of(without_decision(programme)),
        "is_joint": len(programme.rows("links")) > 1,
        "can_edit": rules.edit_programme.allows(request.actor, programme),
        "approvals": approvals(programme, request.actor),
        "languages": [get_language_info(code)["name_translated"] for code in programme.languages],
    }
    is_blocked, lists = programme.remembered(BEFORE, lambda: _before_decision(programme), *_said_of(programme))
    context |= {"is_blocked": is_blocked, "before_decision": lists}
    return render(request, "programmes/document/approval.html", context, status=status)


def _said_of(programme: Programme) -> tuple[int, int]:
    """How many acts there were on what others say of it."""
    return programme.comments_revision, programme.rounds_revision


def _before_decision(programme: Programme) -> tuple[bool, SafeString]:
    """Whether something must be mended first; the lists of that and of what may have been forgotten, and how much else
    is worth a look."""
    facts = missing(programme, programme.audience)
    blocks, forgot = [fact for fact in facts if fact.is_block], forgotten(facts)
    left = [*forgot, *without_response(programme)]
    told = {
        "programme": programme,
        "blocks": blocks,
        "forgotten": by_phase(left),
        "number_forgotten": len(left),
        "others": sum(not fact.is_block for fact in facts) - len(forgot),
    }
    return bool(blocks), render_to_string("programmes/document/before_decision.html", told)


def decisions(programme: Programme) -> list[dict]:
    """Each municipality of a joint programme with the decision of its approving body, if it has made one."""
    found = []
    for link in programme.rows("links"):
        step = decision_of(programme, link)
        facts = (
            (called(step.body, link), date_format(step.decided_on, "SHORT_DATE_FORMAT"), step.section) if step else ()
        )
        found.append({"municipality": link.label(get_language() or ""), "decision": ", ".join(filter(None, facts))})
    return found if len(found) > 1 else []


def load_approved(actor, slug: str, number: int, language: str) -> tuple[Programme, VersionDocument]:
    """A document as it was approved, of an approval that the person may read."""
    programme, versions = load_approvals(actor, slug)
    documents = VersionDocument.objects.filter(version__in=versions).select_related("version")
    return programme, get_object_or_404(documents, version__number=number, language=language)


def load_approvals(actor, slug: str) -> tuple[Programme, VersionQuerySet]:
    """What was approved of a programme, as far as it was open to the person: all of it for those who write."""
    programme = get_object_or_404(Programme, slug=slug)
    if (audience := rules.approved_audience(actor, programme)) is None:
        raise Http404
    return programme, programme.versions.readable_by(audience)


@guarded(load_approvals, rules.read_approved)
def approved_documents(request, programme, versions):
    """What was approved and nothing else: for those from whom the draft has been taken, too."""
    context = {
        "programme": programme,
        "approvals": approvals(programme, request.actor, versions),
        "may_read": rules.read_programme.allows(request.actor, programme),
    }
    return render(request, "programmes/document/approved.html", context)


@guarded(load_approved, rules.read_approved)
def approved_json(request, programme, approved):
    response = JsonResponse(approved.data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_file_name(programme, approved)}.json"'
    return response


@guarded(load_approved, rules.read_approved)
def approved_pdf(request, programme, approved):
    if not approved_pdfs.has_file(approved):
        raise Http404
    name = f"{_file_name(programme, approved)}.pdf"
    return FileResponse(stored(approved.pdf.name), content_type="application/pdf", as_attachment=True, filename=name)


@require_POST
@guarded(load_approved, rules.manage_programme)
def request_approved_pdf(request, programme, approved):
    """Make a PDF again that could not be made."""
    approved_pdfs.request_approved_pdf(approved, by=request.actor)
    messages.success(request, _("The PDF is being made. Look again in a moment."))
    return redirect("exports", slug=programme.slug)


def _file_name(programme: Programme, approved: VersionDocument) -> str:
    return f"{programme.slug}-{date_format(approved.version.approved_on, 'Y-m-d')}-{approved.language}"
