"""Files of a programme handed out: pictures to be seen, attachments to be downloaded, to those who may read it."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_programme.access import guarded
from integration_programme.brought import ENDINGS, name_with
from integration_programme.templatetags.translations import text
from programmes import rules
from programmes.actions.contents import content_of
from programmes.enums import Audience
from programmes.models import Attachment, Content, Picture, Programme
from programmes.models.attached import Attached, HasAttachments
from programmes.models.contents import FileRecord
from programmes.models.kinds import kind_of
from programmes.models.sharing import shows
from programmes.views.base import load_programme, name_of, record_url, stored

#: whatever a file may be, a browser that shows it all the same runs nothing of it and asks nobody for more
LOCKED = "default-src 'none'; sandbox"


def _load(model: type[FileRecord], actor, key: UUID) -> tuple[Programme, FileRecord, Content]:
    """A file's record as the person sees it, and its content; writers see those in the archive too."""
    slug = model.objects.filter(key=key).values_list("programme__slug", flat=True).first()
    if slug is None:
        raise Http404
    (programme,) = load_programme(actor, slug)
    rows = kind_of(model).rows
    seen = [*programme.rows(rows), *programme.rows(rows, archived=True)]
    record = next((row for row in seen if row.key == key and _is_shown(programme, row)), None)
    content = content_of(programme, record.sha256) if record else None
    if record is None or content is None:
        raise Http404
    return programme, record, content


def _is_shown(programme: Programme, record: FileRecord) -> bool:
    """An attachment is shown with what it is attached to: who does not see that, does not see it."""
    if not isinstance(record, Attachment) or programme.audience == Audience.WRITERS:
        return True
    name, pk = record.owner
    return bool(name) and pk in {row.pk for row in programme.rows(_rows_of_owners(name), bare=True)}


def _rows_of_owners(name: str) -> str:
    return kind_of(Attachment._meta.get_field(name).related_model).rows


def load_picture(actor, key: UUID):
    return _load(Picture, actor, key)


def load_attachment(actor, key: UUID):
    return _load(Attachment, actor, key)


@require_safe
@guarded(load_picture, rules.read_programme)
def picture(request, programme, record, content):
    """A picture; the browser keeps it, and asks each time whether it still may show it."""
    etag = f'"{content.sha256}"'
    response = get_conditional_response(request, etag=etag) or handed_out(record.name, content, as_attachment=False)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
@guarded(load_attachment, rules.read_programme)
def attachment(request, programme, record, content):
    """An attachment, never shown within a page."""
    response = handed_out(record.name, content, as_attachment=True)
    patch_cache_control(response, private=True, no_store=True)
    return response


def handed_out(name: str, content: Content, *, as_attachment: bool) -> HttpResponse:
    """A file of a programme under this name, to be looked at or kept, and in neither case to be run."""
    name = name_with(name, content.content_type)
    response = FileResponse(
        stored(content.path), as_attachment=as_attachment, filename=name, content_type=content.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


# On the cards of what they are attached to


def attachments(programme: Programme, record: HasAttachments, can_edit: bool) -> SafeString:
    """The files of a record as a list, and where another is added; nothing for whom they are not."""
    if not shows(kind_of(Attachment), programme.audience):
        return SafeString("")
    items = format_html_join(
        "", "{}", ((_item(programme, each, can_edit),) for each in record.attached if not each.is_archived)
    )
    files = format_html('<ul class="attachments">{}</ul>', items) if items else ""
    return format_html("{}{}", files, _add(programme, record) if can_edit else "")


def _item(programme: Programme, record: Attached, can_edit: bool) -> SafeString:
    name = text(record.title, programme.original_language) or record.name
    kind = ENDINGS.get(record.content_type, "").upper()
    if record.sha256:
        url = reverse("attachment", kwargs={"key": record.key})
        shown = format_html('<a href="{}" download>{}</a>', url, name)
        facts = f"{kind}, {filesizeformat(record.size)}"
    else:
        shown, facts = name, _("the file itself is not here")
    edit = ""
    if can_edit:
        url = record_url(programme, "attachment", record)
        label = _("Change")
        edit = format_html(' <a href="{}">{}<span class="visually-hidden">: {}</span></a>', url, label, name)
    return format_html('<li id="{}">{} <span class="soft">({})</span>{}</li>', record.key, shown, facts, edit)


def _add(programme: Programme, record: HasAttachments) -> SafeString:
    owner = type(record)._meta.get_field("attachments").field.name
    url = reverse("add_record", kwargs={"slug": programme.slug, "page": "attachment"})
    words = '<p><a href="{}?{}={}">{}<span class="visually-hidden">: {}</span></a></p>'
    return format_html(words, url, owner, record.pk, _("Add a file"), name_of(programme, record))
