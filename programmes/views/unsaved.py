"""What was written in a form and never saved: where its safety copy is kept, and when it is offered."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from integration_programme import safety_copies
from programmes.models import Comment, Place, Statement

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
    """The copy of a record, where its writer asks to have it in the form again."""
    return used_at(request, place(programme, page, record))


def used_at(request, where: str) -> QueryDict | None:
    """The same of any form, by where its copy is kept."""
    copy = safety_copies.waiting(request, where) if safety_copies.USE in request.GET else None
    return QueryDict(copy.body) if copy else None


def in_context(request, form, programme, page, record=None) -> dict[str, Any]:
    """What the page of a record's form is told."""
    is_saved = partial(_is_saved, programme, page, record)
    return offered(request, form, place(programme, page, record), url(programme, page, record), is_saved)


def offered(request, form, where: str, copy_url: str, is_saved: Callable[[QueryDict], bool]) -> dict[str, Any]:
    """What the page of a form is told: the copy that is offered, where new ones go, and, where one is in the form, which
    page had written it. This one goes on for it, and its save deletes the copy."""
    used = request.GET.copy()
    used[safety_copies.USE] = "use"
    told = {"copy": None, "copy_tab": "", "copy_url": copy_url, "copy_use": f"?{used.urlencode(safe='/:')}"}
    copy = safety_copies.waiting(request, where)
    if copy is None:
        return told
    if form.is_bound:
        return told | {"copy_tab": copy.tab if safety_copies.USE in request.GET else ""}
    if is_saved(QueryDict(copy.body)):  # it came in just after the save
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


# Comments and answers to them, and statements that are entered by hand


def place_of_comment(person, place: Place) -> str:
    """Each person has one of their own: nobody is told who else is about to comment there."""
    return f"{place.programme}/comment/{person.pk}/{hashlib.sha256(str(place).encode()).hexdigest()[:32]}"


def of_comment(request, form, place: Place) -> dict[str, Any]:
    """What the page is told on which somebody comments on a place."""
    address = f"{reverse('copy_of_comment', args=[place.programme])}?{urlencode({'place': str(place)})}"
    return offered(request, form, place_of_comment(request.user, place), address, partial(_is_there, Comment))


def place_of_answer(person, comment: Comment) -> str:
    return f"{comment.programme.slug}/answer/{person.pk}/{comment.key}"


def of_answer(request, form, comment: Comment) -> dict[str, Any]:
    """What the page of a comment is told, on which somebody answers it."""
    address = reverse("copy_of_answer", args=[comment.programme.slug, comment.key])
    return offered(request, form, place_of_answer(request.user, comment), address, partial(_is_there, Comment))


def place_of_statement(statement: Statement) -> str:
    """A new one of a round, or of none, or one that is corrected."""
    about = statement.key if statement.pk else f"new/{statement.round.key if statement.round else ''}"
    return f"{statement.programme.slug}/statement/{about}"


def of_statement(request, form, statement: Statement, made: Callable) -> dict[str, Any]:
    """What the page is told on which a statement is entered or corrected; `made` makes its form of what is sent."""
    slug, asked = statement.programme.slug, statement.round
    if statement.pk:
        address, is_saved = reverse("copy_of_statement", args=[slug, statement.key]), partial(_says_the_same, made)
    else:
        query = f"?{urlencode({'round': asked.key})}" if asked else ""
        address, is_saved = reverse("copy_of_new_statement", args=[slug]) + query, partial(_is_there, Statement)
    return offered(request, form, place_of_statement(statement), address, is_saved)


def _is_there(model, written: QueryDict) -> bool:
    """Whether what a form had begun has been saved."""
    try:
        return model.objects.filter(key=UUID(written.get("record_key", ""))).exists()
    except ValueError:
        return False


def _says_the_same(made: Callable, written: QueryDict) -> bool:
    return set(made(written).changed_data) <= OF_THE_FORM
