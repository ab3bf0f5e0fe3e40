"""Recording the approval of a programme: what was approved is kept as it was, in each language."""

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programmes import history, workflow
from programmes.actions.exports import request_frozen_pdf
from programmes.document import assemble, content_hash, has_changed
from programmes.models import FrozenDocument, Programme
from programmes.workflow import Refused

__all__ = ["Refused", "approve_programme", "reopen_programme"]


@transaction.atomic
def approve_programme(programme: Programme, *, approved_on: date, by) -> list[FrozenDocument]:
    """Approve the programme as it is now, and freeze its document in each content language; PDFs follow at once.

    Raises Refused when nothing has changed since it was approved: a second click is not a second approval.
    """
    fresh = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    was_approved = fresh.approved_on
    workflow.move(fresh, workflow.Move.APPROVE, by=by, approved_on=approved_on)
    documents = [assemble(fresh, language, at_approval=True) for language in fresh.languages]
    if was_approved and not any(has_changed(fresh, document) for document in documents):
        day = {"day": date_format(was_approved, "SHORT_DATE_FORMAT")}
        raise Refused(_("The programme is already approved as it is now, on %(day)s. Nothing was recorded.") % day)
    newest = FrozenDocument.objects.filter(programme=fresh).first()
    number = newest.approval + 1 if newest else 1
    frozen = [
        FrozenDocument.objects.create(
            programme=fresh,
            language=document.language,
            approved_on=approved_on,
            approval=number,
            data=document.as_data(),
            content_hash=content_hash(document),
        )
        for document in documents
    ]
    history.record("approve_programme", fresh, by=by, data={"approval": number, "approved_on": approved_on.isoformat()})
    programme.state, programme.approved_on, programme.version = fresh.state, fresh.approved_on, fresh.version
    for each in frozen:
        request_frozen_pdf(each)
    return frozen


@transaction.atomic
def reopen_programme(programme: Programme, *, by) -> None:
    """Withdraw the approval: the programme is a draft again, and what was approved is kept."""
    workflow.move(programme, workflow.Move.REOPEN, by=by)
    history.record("reopen_programme", programme, by=by)
