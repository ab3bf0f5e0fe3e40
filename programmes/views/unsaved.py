"""What was written in the form of a record and never saved: where its safety copy is kept, and when it is offered."""

from django.http import QueryDict
from django.urls import reverse

from integration_programme import safety_copies
from integration_programme.models import SafetyCopy

#: fields that say which form it is, and nothing of what is written in it
OF_THE_FORM = {"record_key", "row_version"}


def place(programme, page, record=None) -> str:
    """Under which a form's copy is kept: the same in whatever language the form is open."""
    return f"{programme.slug}/{page.name}/{record.key if record else ''}"


def url(programme, page, record=None) -> str:
    """Where a page sends the copy of what is written on it."""
    if record is None:
        return reverse("copy_of_new", args=[programme.slug, page.name])
    return reverse("copy_of_record", args=[programme.slug, page.name, record.key])


def used(request, programme, page, record=None) -> QueryDict | None:
    """The copy, where its writer asks to have it in the form again."""
    copy = safety_copies.waiting(request, place(programme, page, record)) if safety_copies.USE in request.GET else None
    return QueryDict(copy.body) if copy else None


def tab_of_used(request, programme, page, record=None) -> str:
    """The page that wrote the copy which is in the form now: this one goes on for it, and its save deletes the copy."""
    copy = safety_copies.waiting(request, place(programme, page, record)) if safety_copies.USE in request.GET else None
    return copy.tab if copy else ""


def offered(request, programme, page, record=None) -> SafetyCopy | None:
    """The copy that waits for an answer. One that came in just after the save, and says nothing else, is thrown away."""
    copy = safety_copies.waiting(request, place(programme, page, record))
    if copy is None or not _is_saved(programme, page, record, QueryDict(copy.body)):
        return copy
    copy.delete()
    return None


def _is_saved(programme, page, record, written: QueryDict) -> bool:
    model = page.kind.model
    if record is None:
        form = page.form(written, instance=model(programme=programme), programme=programme)
        key = form.fields["record_key"].clean(written.get(form.add_prefix("record_key"), ""))
        return model.objects.filter(key=key).exists() if key else False
    return set(page.form(written, instance=record, programme=programme).changed_data) <= OF_THE_FORM
