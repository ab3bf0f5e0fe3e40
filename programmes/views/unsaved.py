"""What was written in the form of a record and never saved: where its safety copy is kept, and when it is offered."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from integration_programme import safety_copies

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


def in_context(request, form, programme, page, record=None) -> dict[str, Any]:
    """What the page of a form is told: the copy that is offered, where new ones go, and, where one is in the form, which
    page had written it. This one goes on for it, and its save deletes the copy."""
    told = {"copy": None, "copy_tab": "", "copy_url": url(programme, page, record)}
    copy = safety_copies.waiting(request, place(programme, page, record))
    if copy is None:
        return told
    if form.is_bound:
        return told | {"copy_tab": copy.tab if safety_copies.USE in request.GET else ""}
    if _is_saved(programme, page, record, QueryDict(copy.body)):  # it came in just after the save
        safety_copies.throw_away(copy)
        return told
    return told | {"copy": copy}


def _is_saved(programme, page, record, written: QueryDict) -> bool:
    model = page.kind.model
    if record is None:
        form = page.form(written, instance=model(programme=programme), programme=programme)
        key = form.fields["record_key"].clean(written.get(form.add_prefix("record_key"), ""))
        return model.objects.filter(key=key).exists() if key else False
    return set(page.form(written, instance=record, programme=programme).changed_data) <= OF_THE_FORM
