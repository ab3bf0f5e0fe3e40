"""The editor of rich text comes with the fields that need it, and only with them: it is the largest file of all."""

import re

import pytest

from integration_programme.widgets import RichTextWidget
from programmes.forms import PAGES
from tests.programmes.every_kind import make_town, url_of

pytestmark = pytest.mark.django_db
OUR_SCRIPT = '<script src="/static/js/rich_text.js" type="module"></script>'
OUR_STYLE = "/static/css/rich_text.css"
WITH_RICH_TEXT = {"answer", "chapter", "consultation", "element", "monitoring-plan", "objectives-answer", "resources"}
ADDRESS = 'data-rich-text="/static/django_prose_editor/editor.js"'


@pytest.mark.parametrize("kind", PAGES)
def test_a_form_loads_the_editor_once_if_it_has_rich_text_and_else_not_at_all(client, kind):
    programme, coordinator = make_town()
    client.force_login(coordinator)

    response = client.get(url_of(programme, kind))

    html = response.content.decode()
    fields = response.context["form"].fields.values()
    rich_texts = sum(isinstance(field.widget, RichTextWidget) for field in fields)
    assert bool(rich_texts) == (kind in WITH_RICH_TEXT)
    assert html.count(ADDRESS) == rich_texts
    assert [html.count(file) for file in (OUR_SCRIPT, OUR_STYLE)] == [bool(rich_texts)] * 2
    # The editor itself is no <script> of the page: ours fetches it when the page has been read.
    assert html.count("editor.js") == rich_texts


def test_pages_that_are_read_load_no_editor(client):
    programme, coordinator = make_town()
    client.force_login(coordinator)

    objective = programme.objectives.get()
    read = ("", "situation/", "item/situation.needs/", f"objective/{objective.key}/", "preview/")
    for page in (*read, "cooperation/invitations/", "item/objectives.areas/mark/"):
        html = client.get(f"/en/programmes/{programme.slug}/{page}").content.decode()
        assert not re.search(r"rich_text\.(js|css)|editor\.js", html), page
