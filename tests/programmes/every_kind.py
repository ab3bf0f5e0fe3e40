"""Every form of every kind of record, filled in without knowing any of them, and every page of a programme."""

import hashlib

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import Observation
from integration_programme.fields import validate_isbn
from programmes.document import assemble
from programmes.enums import Phase
from programmes.export import html_of
from programmes.forms import PAGES
from programmes.forms.choosing import OrganisationField, OrganisationsField
from programmes.models import Programme
from programmes.models.kinds import KINDS
from programmes.models.places import item_url, subject_url
from programmes.views.phases import CONTENTS, LISTED
from stakeholders.models import User
from tests.integration_programme.brought.made import PDF, image, written
from tests.programmes.factories import (
    fresh,
    make_area,
    make_chosen_group,
    make_consultation,
    make_finding,
    make_measure,
    make_meeting,
    make_objective,
    make_organisation,
    make_partner,
    make_programme,
)
from tests.programmes.sending import opened
from tests.stakeholders.factories import make_coordinator, make_municipality, make_seat

ADDABLE = [name for name, page in PAGES.items() if page.kind.is_list]

#: what goes together with a filled-in form: a decision that has a date has been made, and so on
FITTING = {
    "period": {"new_title": "no", "new_review": "no"},  # asked for when the years become others
    "cost": {"year": "2027"},
    "decision-step": {"outcome": "approved"},
    "element": {"state": "written"},
    "frame": {"document_type": "part_of_another"},
    "indicator": {"kind": "number", "interim_date": "2028-12-31", "target_date": "2030-12-31"},
    "languages": {"content_languages": ["fi", "sv", "en"], "original_language": "sv"},
    "objective": {"by_when": "2029-12-31"},
    "partner": {"municipality": "599"},
    "picture": {"use": "texts"},  # there is one cover, and one coat of arms
}


def make_town() -> tuple[Programme, User]:
    """A bilingual programme with a group, and with records to choose from in every list of choices."""
    town = make_municipality("545")
    for code in ("599", "893", "905"):
        make_municipality(code)
    coordinator = make_coordinator(town)
    programme = make_programme(by=coordinator)
    for statistic in ("low_income_rate", "child_low_income_rate"):
        old = {"area_code": "545", "statistic": statistic, "period": "1999"}  # no shipped one is of that year
        Observation.objects.get_or_create(**old, defaults={"value": 12, "source": "demo"})
    make_seat(make_chosen_group(programme, by=coordinator), by=coordinator)
    make_area(programme, by=coordinator)
    objective = make_objective(programme, by=coordinator, findings=[make_finding(programme, by=coordinator)])
    make_measure(objective, owner=make_organisation(programme, by=coordinator), by=coordinator)
    make_consultation(programme, by=coordinator)
    make_meeting(programme, by=coordinator)
    make_partner(programme, "288", by=coordinator)
    return fresh(programme), coordinator


def add_url(programme, kind: str) -> str:
    return reverse("add_record", kwargs={"slug": programme.slug, "page": kind})


def edit_url(programme, kind: str, record) -> str:
    return reverse("edit_record", kwargs={"slug": programme.slug, "page": kind, "key": record.key})


def single(programme, kind: str):
    """The record of a kind that exists once, or the first of those that exist once a question or element."""
    model = PAGES[kind].kind.model
    if model is Programme:
        return programme
    rows = model.objects.filter(programme=programme)
    if kind == "answer":
        rows = rows.filter(question__startswith="situation.")
    if kind == "objectives-answer":
        rows = rows.filter(question__startswith="objectives.")
    return rows.first()


def url_of(programme, kind: str) -> str:
    """Where a record of the kind is written: a new one if there may be several."""
    return add_url(programme, kind) if PAGES[kind].kind.is_list else edit_url(programme, kind, single(programme, kind))


def form_of(client, programme, kind: str):
    """Where a record of the kind is written, and the form that stands there."""
    url = url_of(programme, kind)
    return url, opened(client, url)


def text_fields(form) -> list[str]:
    """Fields in which people write words of their own."""
    return [
        name
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, forms.EmailField)
        and validate_isbn not in field.validators
        and not isinstance(field, forms.URLField)
        and not isinstance(field.widget, forms.HiddenInput)
    ]


def once(form) -> list[str]:
    """Every field that can be changed, texts per language in the original language only."""
    others = tuple(f"_{language}" for language in form.languages[1:])
    return [name for name, field in form.fields.items() if not field.disabled and not name.endswith(others or "\0")]


def filled(form, kind: str, text: str = "Words", *, again: bool = False) -> dict:
    """A whole form as a browser would send it, with `text` in every text field where it fits.

    With `again`, other values in the fields that hold no words.
    """
    data = {"row_version": form["row_version"].value() or "", "record_key": form["record_key"].value()}
    for name, field in form.fields.items():
        if name not in data and not field.disabled:
            data[name] = _value(field, text, again)
    return {name: value for name, value in data.items() if value is not None} | FITTING.get(kind, {})


class Upload(SimpleUploadedFile):
    """A file that can be sent again with the same form."""

    def read(self, *size):
        self.seek(0)
        return super().read(*size)


def _value(field, text, again):
    match field:
        case forms.FileField() if "image" in field.widget.attrs["accept"]:
            colour = tuple(hashlib.sha256(f"{text}{again}".encode()).digest()[:3])  # another file for other words
            return Upload("square.png", written(image(colour=colour), "PNG"))
        case forms.FileField():
            return Upload("minutes.pdf", PDF + f"% {text}{again} %%EOF".encode())
        case _ if isinstance(field.widget, forms.HiddenInput):
            return None  # what the page bears along
        case forms.DateField():
            return "2026-02-04" if again else "2026-02-03"
        case forms.DecimalField():
            return "13" if again else "12,5"
        case forms.IntegerField():
            return "21" if again else "20"
        case forms.BooleanField():
            return "on"
        case forms.URLField():
            return "https://example.org/other" if again else "https://example.org/minutes"
        case OrganisationsField():
            return list(field.known)
        case OrganisationField():
            return next(iter(field.known), "")
        case forms.ModelMultipleChoiceField():
            return [str(row.pk) for row in field.queryset]
        case forms.ModelChoiceField():
            return str(getattr(field.queryset.first(), "pk", ""))
        case forms.MultipleChoiceField():
            return _keys(field.choices)[-1:] if again else _keys(field.choices)[:2]
        case forms.ChoiceField():
            return str([key for key, _label in field.choices][-2 if again else -1])
        case forms.EmailField():
            return "other@example.org" if again else "integration@example.org"
        case forms.CharField() if validate_isbn in field.validators:
            return "9780000000002" if again else "978-0-00-000000-2"
        case forms.CharField():
            return text[: field.max_length] if field.max_length else text
        case _:
            return None


def _keys(choices) -> list[str]:
    """What can be chosen, in groups or not."""
    found = [(key, label if isinstance(label, list | tuple) else None) for key, label in choices]
    return [str(each) for key, group in found for each in ([key] if group is None else [one for one, _label in group])]


def write_all(client, programme, text: str = "Words") -> None:
    """A record of every kind, filled in."""
    for kind in PAGES:
        url, form = form_of(client, programme, kind)
        assert client.post(url, filled(form, kind, text)).status_code == 302, kind


def item_pages(programme) -> list[str]:
    """The pages of all items of the checklist that have one, and of what concerns a phase as a whole."""
    items = [item.key for phase in Phase for item in programme.checklist.of(phase) if item.kind in LISTED]
    opening = [phase.value for phase in Phase if CONTENTS[phase].opening]
    return [item_url(programme.slug, key) for key in (*opening, *items)]


def record_pages(programme) -> list[str]:
    """The page of the newest record of every kind that has pages to read."""
    found = []
    for kind in (kind for kind in KINDS.values() if kind.is_subject):
        rows = kind.model.objects.filter(programme=programme).order_by("-pk")[:1]
        found += [subject_url(programme.slug, kind.name, row.key) for row in rows]
    return found


def pages(programme) -> list[str]:
    """Every page that shows a programme's texts, and the forms of all its records."""
    names = [*(phase.value for phase in Phase), "programme", "thread", "breaks", "exports", "approve_programme"]
    found = [
        reverse(name, kwargs={"slug": programme.slug})
        for name in (*names, "edit_invitations", "organisations_of_programme", "measures", "indicators")
    ]
    found += [*item_pages(programme), *record_pages(programme)]
    found += [reverse("programmes"), *(add_url(programme, kind) for kind in ADDABLE)]
    found += [reverse("preview", kwargs={"slug": programme.slug}) + f"?language={code}" for code in ("fi", "sv", "en")]
    for name, page in PAGES.items():
        if page.kind.is_list:
            rows = page.kind.model.objects.filter(programme=programme).order_by("-pk")[:1]
            found += [edit_url(programme, name, row) for row in rows if not getattr(row, "is_lead", False)]
        else:
            found.append(edit_url(programme, name, single(programme, name)))
    return found


def printed(programme, language: str) -> str:
    """The HTML that the PDF is made of."""
    return html_of(assemble(fresh(programme), language))


def rows_of(programme) -> dict:
    """How much there is of everything, to see that nothing was written."""
    counted = {name: kind.model.objects.count() for name, kind in KINDS.items()}
    history = {name: kind.model.history.count() for name, kind in KINDS.items()}
    return {"rows": counted, "history": history, "programme": Programme.objects.filter(pk=programme.pk).values().get()}
