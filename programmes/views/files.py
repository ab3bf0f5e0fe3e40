"""Starting a programme from a file: first what it makes and what it will not take, then the word."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from integration_programme.access import guarded, require_http_methods
from programmes import rules
from programmes.actions import versions as actions
from programmes.forms.versions import FileForm
from programmes.models import Programme, Upload
from programmes.portable import Fault, Reading, read, what_is_not_taken


@require_http_methods(["GET", "POST"])
@guarded(lambda actor: (), rules.start_programme)
def start_from_file(request):
    """Bring the file. Nothing is made yet."""
    form = FileForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        municipality = form.cleaned_data["municipality"]
        rules.start_programme.check(request.actor, municipality)
        upload = actions.keep_upload(
            form.data_of_file, file_name=form.cleaned_data["file"].name, municipality=municipality, by=request.actor
        )
        return redirect("start_from_upload", key=upload.key)
    return render(request, "programmes/versions/start_from_file.html", {"form": form})


def load_upload(actor, key: UUID) -> tuple[Upload | None, Programme | None]:
    """One's own file that waits, or the programme that was made of it a moment ago."""
    upload = Upload.objects.filter(key=key, account=actor.account).select_related("municipality").first()
    made = None if upload else Programme.objects.visible_to(actor).filter(key=key).first()
    if not upload and not made:
        raise Http404
    return upload, made


@require_http_methods(["GET", "POST"])
@guarded(load_upload, rules.start_from_upload)
def start_from_upload(request, upload, made):
    """What the file makes and what it will not take; by POST it is made. A second click leads to the first one's."""
    if made:
        return redirect("programme", slug=made.slug)
    try:
        if request.method == "POST":
            programme = actions.start_from_upload(upload, by=request.actor)
            messages.success(
                request, _("The programme has been started from the file. Only those who write it read it.")
            )
            return redirect("programme", slug=programme.slug)
        reading = read(upload.data)
    except Fault as fault:  # read well a moment ago: the service is another by now
        messages.error(request, str(fault))
        return redirect("start_from_file")
    context = {
        "upload": upload,
        "rows": _makes(upload, reading),
        "losses": what_is_not_taken(reading, upload.municipality, as_copy=True),
    }
    return render(request, "programmes/versions/start_from_upload.html", context)


def _makes(upload: Upload, reading: Reading) -> list[dict]:
    """What will be there."""
    reader, values = get_language() or "en", reading.programme.values
    languages = [str(get_language_info(code)["name_translated"]) for code in values["content_languages"]]
    kinds = (("objective", _("Objectives")), ("measure", _("Measures")), ("indicator", _("Indicators")))
    return [
        {"label": _("Programme"), "value": values["title"].marked(reader, values["original_language"])},
        {"label": _("Municipality"), "value": upload.municipality.names.first(reader)[1]},
        {"label": _("Languages"), "value": ", ".join(languages)},
        *({"label": label, "value": str(_current(reading, name))} for name, label in kinds),
    ]


def _current(reading: Reading, name: str) -> int:
    return sum(row.archived_at is None for row in reading.rows[name])
