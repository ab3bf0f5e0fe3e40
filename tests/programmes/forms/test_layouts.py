"""What a form asks stands on its page, every field of it; and what did not stand there is not emptied by a save."""

import re

import pytest
from django.urls import reverse

from integration_programme.forms import RecordForm
from integration_programme.layouts import Fold, Languages, Row, When, names_in
from integration_programme.translations import Translations
from programmes.forms import PAGES
from programmes.forms.deciding import DecisionForm
from programmes.forms.objectives import MeasureForm
from programmes.models import place_of
from stakeholders.enums import RoleKind
from tests.programmes.every_kind import edit_url, form_of, make_town, single, write_all
from tests.programmes.factories import change, fresh, make_organisation, make_owed, make_plan
from tests.programmes.meetings import make_draft, make_point
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_centre, make_contact, make_member, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """With a plan, so that no list of choices is empty."""
    programme, coordinator = make_town()
    make_plan(programme)
    names = Translations({"sv": "Bildningen", "fi": "Sivistys"})
    change(programme.measures.get(), resources=names, owner=make_organisation(programme, names))
    return fresh(programme), coordinator


@pytest.fixture
def programme(town):
    return town[0]


@pytest.fixture
def visitor(client, town):
    make_role(RoleKind.ADVISER, town[1], centre=make_centre())
    make_role(RoleKind.ADMINISTRATOR, town[1])
    client.force_login(town[1])
    return client


def not_shown(form, page: str) -> list[str]:
    """Fields of a form for which its page has nothing to fill in."""
    there = set(re.findall(r'<(?:input|select|textarea)\b[^>]*\sname="([^"]+)"', page))
    asked = [form[name].html_name for name in (*form.content_fields, "row_version")]
    return [name for name in asked if name not in there]


def forms_on(context) -> list[RecordForm]:
    """The form of a page, or those of its rows."""
    form = context["form"]
    return [form] if isinstance(form, RecordForm) else form.forms


def other_forms(programme) -> list[str]:
    """Addresses of forms that belong to no page of a kind."""
    slug, group = {"slug": programme.slug}, programme.group
    owed = make_owed(programme.objectives.first(), make_member(group))
    point = make_point(make_draft(programme), at=place_of(owed.place.record(programme)), comment=owed)
    of_point = {**slug, "key": point.meeting.key, "point": point.key}
    return [
        reverse("edit_agenda_point", kwargs=of_point),
        reverse("decide_agenda_point", kwargs=of_point),
        reverse("add_round", kwargs=slug),
        reverse("ask_residents", kwargs=slug),
        reverse("respond", kwargs={**slug, "key": owed.key}),
        reverse("mark_item", kwargs={**slug, "item": "situation.needs"}),
        reverse("edit_invitations", kwargs=slug),
        reverse("edit_guidance", kwargs={"owner": "municipality", "code": "545", "item": "situation.needs"}),
        reverse("edit_contact", kwargs={"code": make_centre().code, "key": make_contact().key}),
        reverse("add_standard_comment", kwargs={"code": make_centre().code}),
        reverse("provider"),
        reverse("edit_group", kwargs={"key": group.key}),
        reverse("add_officer", kwargs={"key": group.key}),
        reverse("edit_seat", kwargs={"key": group.key, "seat_key": group.seats.first().key}),
    ]


MOST = 7


def questions(parts, form) -> int:
    """How many questions a layout asks at first sight: a text in several languages is one, and so is a row."""
    found = 0
    for part in parts:
        if isinstance(part, str):
            found += not form.fields[part].widget.is_hidden
        elif isinstance(part, Languages | Row):
            found += 1
        elif (isinstance(part, When) and not part.is_asked(form)) or (isinstance(part, Fold) and not part.is_open):
            continue
        else:
            found += questions(getattr(part, "fields", ()), form)
    return found


def concrete(form: type[RecordForm]) -> set[type[RecordForm]]:
    below = set().union(*(concrete(each) for each in form.__subclasses__()))
    return below or ({form} if form._meta.model else set())


def record_of(programme, name: str):
    """What was written last on a page."""
    kind = PAGES[name].kind
    return kind.model.objects.filter(programme=programme).latest("pk") if kind.is_list else single(programme, name)


def test_no_form_asks_more_than_seven_questions_at_first_sight(visitor, programme):
    empty = {name: form_of(visitor, programme, name)[1] for name in PAGES}
    write_all(visitor, programme)
    filled = {name: opened(visitor, edit_url(programme, name, record_of(programme, name))) for name in PAGES}

    asked = {
        (name, state): questions(form.helper.layout.fields, form)
        for state, forms in (("empty", empty), ("filled", filled))
        for name, form in forms.items()
    }
    assert {each: number for each, number in asked.items() if number > MOST} == {}
    assert asked["indicator", "empty"] == 5


@pytest.mark.parametrize("name", PAGES)
def test_every_field_of_a_form_stands_on_its_page(visitor, programme, name):
    url, form = form_of(visitor, programme, name)

    assert not_shown(form, visitor.get(url).content.decode()) == []
    assert set(form.translated) <= set(form._meta.fields)


def test_the_other_forms_ask_no_more_than_seven_questions_at_first_sight(visitor, programme):
    asked = {}
    for url in other_forms(programme):
        for form in forms_on(visitor.get(url).context):
            if hasattr(form, "helper"):
                asked[type(form).__name__] = questions(form.helper.layout.fields, form)

    assert {name: number for name, number in asked.items() if number > MOST} == {}


def test_an_eighth_question_is_found(visitor, programme, monkeypatch):
    monkeypatch.setattr(MeasureForm, "layout_fields", RecordForm.layout_fields)

    _url, form = form_of(visitor, programme, "measure")

    assert questions(form.helper.layout.fields, form) == 11


def test_every_field_of_the_other_forms_stands_on_its_page(visitor, programme):
    shown = {}
    for url in other_forms(programme):
        response = visitor.get(url)
        assert response.status_code == 200, url
        for form in forms_on(response.context):
            shown[type(form)] = not_shown(form, response.content.decode())

    assert {form.__name__: names for form, names in shown.items() if names} == {}
    asked = {page.form for page in PAGES.values()} | set(shown)
    assert {form.__name__ for form in concrete(RecordForm) - asked} == set()


def test_a_field_that_a_layout_forgets_is_found(visitor, programme, monkeypatch):
    monkeypatch.setattr(MeasureForm, "layout_fields", lambda form: ["title", "objective"])
    url, form = form_of(visitor, programme, "measure")

    lost = not_shown(form, visitor.get(url).content.decode())

    assert {"owner", "responsible", "partners", "resources_fi", "starts_on", "status"} <= set(lost)
    assert "title_sv" not in lost


def test_a_text_that_was_not_sent_keeps_its_words(visitor, programme):
    measure = programme.measures.get()
    url = edit_url(programme, "measure", measure)
    sent = as_sent(opened(visitor, url), title_sv="Rådgivning")
    for name in ("owner", "owner_new", "resources_sv", "resources_fi", "starts_on", "status"):
        sent.pop(name, None)

    assert visitor.post(url, sent).status_code == 302

    measure.refresh_from_db()
    assert (measure.title.text("sv"), measure.resources) == ("Rådgivning", {"sv": "Bildningen", "fi": "Sivistys"})
    assert str(measure.owner) == "Sivistys"
    assert measure.status == "planned"


def test_a_text_that_was_sent_empty_is_emptied(visitor, programme):
    measure = programme.measures.get()
    url = edit_url(programme, "measure", measure)

    assert (
        visitor.post(url, as_sent(opened(visitor, url), resources_sv="", resources_fi="", owner="")).status_code == 302
    )

    measure.refresh_from_db()
    assert (measure.resources, measure.owner) == ({}, None)


def test_a_date_that_was_not_sent_stays_and_one_sent_empty_goes(visitor, programme):
    mandate = programme.responsibility
    url = edit_url(programme, "start-decision", mandate)
    visitor.post(url, as_sent(opened(visitor, url), start_decided_on="2026-02-03"))
    sent = as_sent(opened(visitor, url))

    visitor.post(url, {name: value for name, value in sent.items() if name != "start_decided_on"})
    assert str(fresh(programme).responsibility.start_decided_on) == "2026-02-03"

    visitor.post(url, as_sent(opened(visitor, url), start_decided_on=""))
    assert fresh(programme).responsibility.start_decided_on is None


def test_the_form_of_the_approval_shows_every_field_that_it_asks(visitor, programme):
    """Also those of its two halves that know nothing of one another: the decisions, and what is open."""
    form = DecisionForm(programme=programme)

    shown = names_in(form.helper.layout.fields)

    assert sorted(shown) == sorted(form.fields)
    assert {"approved_on", "with_open", "why_open", f"decision_{programme.lead.key}"} <= set(shown)
