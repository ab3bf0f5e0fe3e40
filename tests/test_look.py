"""The look: shipped files, contrast, components, forms, error pages. What needs a browser is in browser/test_look.py."""

import hashlib
import re
from pathlib import Path

import pyphen
import pytest
import tinyhtml5
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.template import Engine
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from integration_programme import gallery, richtext, widgets
from integration_programme.remembered import Remembered
from integration_programme.templatetags import components, frame
from programmes.enums import Colour

STATIC = settings.BASE_DIR / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = settings.BASE_DIR / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))


def tree(html):
    return tinyhtml5.parse(html, namespace_html_elements=False)


@pytest.fixture
def gallery_page(client):
    return client.get("/en/components/").content.decode()


@pytest.fixture
def form_page():
    with translation.override("en"):
        return tree(render_crispy_form(gallery.samples()["form"]))


# Files that we ship


def shipped_files():
    return {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {
        "CHECKSUMS.sha256",
        "README.md",
    }


def test_shipped_files_are_the_listed_ones_unchanged():
    lines = (VENDOR / "CHECKSUMS.sha256").read_text().splitlines()
    listed = {name: checksum for checksum, name in (line.split("  ") for line in lines)}

    found = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in shipped_files()}

    assert found == listed


def test_every_shipped_folder_has_its_licence():
    folders = {Path(name).parts[0] for name in shipped_files()}

    assert folders == {path.parent.name for path in VENDOR.glob("*/LICENSE*")}


def test_finnish_words_are_hyphenated(monkeypatch):
    monkeypatch.setitem(pyphen.LANGUAGES, "fi", VENDOR / "hyphen" / "hyph_fi.dic")
    monkeypatch.setitem(pyphen.LANGUAGES_LOWERCASE, "fi", "fi")

    hyphenated = [pyphen.Pyphen(lang="fi").inserted(word) for word in ("kotoutumissuunnitelma", "yhteistyöryhmä")]

    assert hyphenated == ["ko-tou-tu-mis-suun-ni-tel-ma", "yh-teis-työ-ryh-mä"]


# Colours


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def token(name):
    return re.search(rf"--{name}: (#[0-9a-f]{{6}});", (STATIC / "css" / "site.css").read_text())[1]


COLOUR = re.compile(r"\.colour-(\w+) \{ --colour: (#[0-9a-f]{6}); \}")


def test_colours_are_the_same_on_screen_and_in_print_and_can_be_read_on_white_and_under_it():
    on_screen = dict(COLOUR.findall((STATIC / "css/site.css").read_text()))
    in_print = dict(COLOUR.findall((settings.BASE_DIR / "programmes/export/print.css").read_text()))

    assert set(on_screen) == set(Colour)
    assert in_print == on_screen
    assert min(contrast(colour, "#ffffff") for colour in on_screen.values()) >= 4.5
    assert min(contrast(colour, token("surface-tint")) for colour in on_screen.values()) >= 3


@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("control-line", "surface", 3),
        ("control-line", "surface-tint", 3),
        ("focus", "surface", 3),
        ("focus", "surface-tint", 3),
        ("link", "surface", 4.5),
        ("link", "surface-tint", 4.5),
        ("link", "surface-info", 4.5),
        ("ink-soft", "surface-tint", 4.5),
        ("danger", "surface", 4.5),
        ("warning-ink", "surface-warning", 4.5),
        ("ink", "surface-danger", 4.5),
        ("brand-ink", "brand", 4.5),
    ],
)
def test_colours_differ_enough(front, back, least):
    assert contrast(token(front), token(back)) >= least


def test_states_can_be_read_on_their_colours():
    css = (STATIC / "css" / "site.css").read_text()
    pairs = re.findall(r"\.state-\w+(?:, \.state-\w+)* \{ background: (#\w{6}); color: (#\w{6}); \}", css)

    assert len(pairs) == 5
    assert min(contrast(front, back) for back, front in pairs) >= 4.5


# Components


def test_gallery_loads_without_a_database_and_without_signing_in(client):
    assert client.get("/fi/components/").status_code == 200


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_says_what_it_takes(name):
    assert (TEMPLATES / "components" / f"{name}.html").read_text().startswith("{% comment %}\n")


def test_every_component_is_in_the_gallery(rf, monkeypatch):
    seen = set()
    find_template = Engine.find_template

    def remember(engine, name, *args, **kwargs):
        seen.add(name)
        return find_template(engine, name, *args, **kwargs)

    monkeypatch.setattr(Engine, "find_template", remember)
    monkeypatch.setattr(components, "RENDERED", Remembered(100_000))  # nothing is there from the tests before

    render_to_string("gallery.html", gallery.samples(), rf.get("/en/components/"))

    assert {f"components/{name}.html" for name in COMPONENTS} - seen == set()


def test_pages_have_no_script_or_style_of_their_own():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=[\"']|\son[a-z]+=[\"']", re.IGNORECASE)
    pages = [path for path in TEMPLATES.rglob("*.html") if "{% extends" in path.read_text()[:2000]]

    offending = [str(path.relative_to(TEMPLATES)) for path in pages if inline.search(path.read_text())]
    offending += [name for name in COMPONENTS if inline.search((TEMPLATES / "components" / f"{name}.html").read_text())]

    assert offending == []


def test_gallery_has_no_inline_script_or_style(gallery_page):
    root = tree(gallery_page)

    assert [script.get("src") for script in root.iter("script") if not script.get("src")] == []
    assert list(root.iter("style")) == []
    assert [element.tag for element in root.iter() if element.get("style")] == []


def test_ids_are_unique(gallery_page):
    ids = [element.get("id") for element in tree(gallery_page).iter() if element.get("id")]

    assert sorted(ids) == sorted(set(ids))


def test_done_is_plain_words():
    done = render_to_string("components/status_tag.html", {"state": "done", "label": "Done"})

    assert done.strip() == '<strong class="state state-done">Done</strong>'


def test_a_priority_area_is_told_by_its_title_beside_its_colour():
    area = render_to_string("components/area.html", {"colour": "teal", "title": "<Work>", "code": "P1", "url": "#p1"})

    assert area.strip() == (
        '<span class="area"><span class="area-mark colour-teal"></span>'
        '<span class="code">P1</span> <a href="#p1">&lt;Work&gt;</a></span>'
    )


def test_the_mark_of_an_area_keeps_its_colour_under_a_line_where_the_reader_chooses_the_colours():
    css = (STATIC / "css" / "site.css").read_text()
    forced = css.split("@media (forced-colors: active) {")[1].split("\n}")[0]

    assert ".area-mark { border: 1px solid CanvasText; forced-color-adjust: none; }" in forced


def test_user_text_is_escaped_in_a_card():
    card = render_to_string(
        "components/record_card.html", {"title": "<script>", "code": "O1", "meta": [("<b>", "<i>")]}
    )

    assert "<script>" not in card
    assert "<b>" not in card
    assert "&lt;script&gt;" in card


def test_actions_are_posts_with_a_token(rf):
    html = render_to_string(
        "components/record_actions.html", {"name": "O1", "acts": [("Archive", "/fi/o1/archive")]}, rf.get("/fi/")
    )
    form = next(tree(html).iter("form"))

    assert form.get("method") == "post"
    assert [button.get("formaction") for button in form.iter("button")] == ["/fi/o1/archive"]
    assert [field.get("name") for field in form.iter("input")] == ["csrfmiddlewaretoken"]
    assert "O1" in "".join(form.itertext())


def test_pages_are_linked_in_the_other_languages():
    request = RequestFactory().get("/fi/components/?page=2")

    with translation.override("fi"):
        addresses = [frame.translated_url(request, language) for language in ("fi", "sv", "en")]

    assert addresses == ["/fi/components/?page=2", "/sv/components/?page=2", "/en/components/?page=2"]


def test_a_page_that_does_not_exist_is_linked_in_the_other_languages():
    with translation.override("fi"):
        assert frame.translated_url(RequestFactory().get("/fi/no-such-page/"), "sv") == "/sv/no-such-page/"


# Forms


def test_label_help_and_error_come_before_the_control(form_page):
    field = form_page.find(".//*[@id='div_sample_name']")
    order = [element.get("id") for element in field.iter() if element.get("id")]

    assert order == ["div_sample_name", "sample_name_label", "sample_name_helptext", "sample_name_error", "sample_name"]


def test_controls_point_at_their_help_and_error(form_page):
    control = form_page.find(".//*[@id='sample_name']")

    assert control.get("aria-describedby") == "sample_name_helptext sample_name_error"
    assert control.get("aria-invalid") == "true"


def test_every_described_by_leads_somewhere(form_page):
    ids = {element.get("id") for element in form_page.iter()}
    wanted = {id for element in form_page.iter() for id in (element.get("aria-describedby") or "").split()}

    assert wanted - ids == set()


def test_groups_of_choices_are_fieldsets_with_legends(form_page):
    group = form_page.find(".//*[@id='div_sample_budget']/fieldset")

    assert "".join(group.find("legend").itertext()).split() == ["Is", "it", "in", "the", "budget?", "(required)"]
    assert group.get("aria-describedby") == "sample_budget_helptext sample_budget_error"


def test_summary_names_each_field_and_leads_to_its_control(form_page):
    summary = form_page.find(".//*[@class='error-summary']")
    ids = {element.get("id") for element in form_page.iter()}
    links = {"".join(link.itertext()): link.get("href") for link in summary.iter("a")}

    assert links == {
        "Name of measure: this field is required.": "#sample_name",
        "Owner: this field is required.": "#sample_owner",
        "Is it in the budget: this field is required.": "#sample_budget_0",
    }
    assert {link[1:] for link in links.values()} <= ids
    assert "The measure needs an objective that it serves." in "".join(summary.itertext())


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("components/error_summary.html", components.error_summary(forms.Form())).strip() == ""


def test_title_of_the_page_says_that_there_are_errors(gallery_page):
    title = "".join(next(tree(gallery_page).iter("title")).itertext())

    assert title == "Error: Components – Integration programme workbench"


# Rich text


@pytest.mark.parametrize(
    "text",
    ["One.\n\nTwo.", "a < b & c", "line\nline", "", "Åland – “quoted” 😀", "1 < 2\n\nand 3 > 2"],
)
def test_mere_paragraphs_are_edited_as_plain_text(text):
    assert widgets.RichTextWidget().format_value(richtext.clean(text)) == (text or None)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>One <strong>strong</strong></p>", "One **strong**"),
        ("<ul><li><p>One</p></li></ul>", "- One"),
        ("<h3>Head</h3>", "# Head"),
    ],
)
def test_anything_more_is_shown_with_signs_instead_of_tags(html, shown):
    assert widgets.RichTextWidget().format_value(html) == shown


def test_rich_text_field_hands_the_editor_its_address_and_words():
    html = widgets.RichTextWidget(attrs={"lang": "sv"}).render("text", "<p>Hej</p>", {"id": "id_text"})
    area = next(tree(html).iter("textarea"))

    assert area.get("data-rich-text") == "/static/django_prose_editor/editor.js"
    assert '"bold": "' in area.get("data-rich-text-words")
    assert (area.get("lang"), area.text.strip()) == ("sv", "Hej")
    assert richtext.without_ids(area.get("data-rich-text-html")) == "<p>Hej</p>"
    assert area.get("data-rich-text-paste") == "/static/js/pasted.js"


# Pages for when something is wrong


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "429.html"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_error_pages_speak_the_language_of_the_page(name, language, rf):
    with translation.override(language):
        page = tree(render_to_string(name, {"exception": ""}, rf.get(f"/{language}/")))

    assert page.get("lang") == language
    assert len(list(page.iter("h1"))) == 1


def test_a_refusal_gives_its_reason(rf):
    page = render_to_string("403.html", {"exception": "The programme is not a draft."}, rf.get("/en/"))

    assert "The programme is not a draft." in page


def test_the_page_for_our_own_faults_needs_nothing():
    page = tree(get_template("500.html").render())

    assert len(list(page.iter("h1"))) == 1
