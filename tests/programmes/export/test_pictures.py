"""Pictures of a programme in its document: on the first page and in texts, with what they show, from its own files only."""

from datetime import date

import pytest
from django.core.files.storage import default_storage

from integration_programme.translations import Translations
from programmes import export as printing
from programmes.actions.approved import freeze_pdf
from programmes.actions.contents import pictures_of
from programmes.actions.exports import export_now
from programmes.document import assemble, changed_languages, content_hash
from programmes.document.blocks import Document, Illustration
from programmes.export import engine
from programmes.export.pages import body_of
from programmes.models import Content, VersionDocument
from programmes.portable import dump, load
from tests.integration_programme.brought.made import image, png, written
from tests.programmes.factories import (
    approve_programme,
    change,
    element_of,
    fresh,
    make_approvable,
    make_picture,
    make_programme,
)
from tests.programmes.pdfs import failures, inside

pytestmark = pytest.mark.django_db

SHOWN = Illustration("3f0c4b1e-6a52-4c07-9d0e-1b7f2f6f3a01", "a" * 64, 1500, 600, alt="Torget", credit="Foto: Anna")


@pytest.fixture
def programme(coordinator):
    return make_approvable(by=coordinator)


def with_text(programme, picture, caption="Torget i maj") -> None:
    text = f'<p>Före</p><figure data-picture="{picture.key}">{caption}</figure><p>Efter</p>'
    change(element_of(programme, "cooperation"), text=Translations({"sv": text}), state="written")


def pdf_of(programme, language="sv") -> printing.Pdf:
    document = assemble(fresh(programme), language)
    return printing.pdf_of(printing.html_of(document), pictures=pictures_of(programme, document))


def test_a_picture_in_a_text_has_its_words_in_each_language(programme):
    picture = make_picture(programme, "Square", credit=Translations({"sv": "Foto: Anna"}))
    with_text(programme, picture)

    (found,) = assemble(fresh(programme), "sv").illustrations()

    assert (found.alt, found.credit, found.sha256) == ("Square (sv)", "Foto: Anna", picture.sha256)
    assert assemble(fresh(programme), "fi").illustrations() == []


def test_data_of_a_document_bring_its_pictures_back(programme):
    with_text(programme, make_picture(programme))
    make_picture(programme, "Cover", use="cover")
    document = assemble(fresh(programme), "sv")

    assert Document.from_data(document.as_data()).illustrations() == document.illustrations()
    assert [each.alt for each in document.illustrations()] == ["Cover (sv)", "The square (sv)"]


def test_a_picture_that_is_not_this_programmes_is_left_out(programme):
    with_text(programme, make_picture(make_programme("091")))

    html = printing.html_of(assemble(fresh(programme), "sv"))

    assert "<figure" not in html and "<img" not in html
    assert "<p>Torget i maj</p>" in html


def test_in_print_it_is_called_by_the_name_under_which_it_is_handed_out(programme):
    picture = make_picture(programme)
    with_text(programme, picture)

    html = printing.html_of(assemble(fresh(programme), "sv"))

    assert f'<img src="app:/pictures/{picture.sha256}" alt="Square (sv)"' in html.replace("The square", "Square")


def test_on_screen_it_is_asked_of_its_own_address(programme):
    picture = make_picture(programme)
    with_text(programme, picture)

    body = body_of(assemble(fresh(programme), "sv"))

    assert f'<img src="/sv/pictures/{picture.key}/" alt="The square (sv)"' in body
    assert "<figcaption>Torget i maj</figcaption>" in body


def test_the_preview_shows_other_words_as_soon_as_the_picture_has_them(programme):
    picture = make_picture(programme)
    with_text(programme, picture)
    before = content_hash(assemble(fresh(programme), "sv"))

    change(picture, alt=Translations({"sv": "Bron"}))

    assert content_hash(assemble(fresh(programme), "sv")) != before
    assert 'alt="Bron"' in body_of(assemble(fresh(programme), "sv"))


def test_the_pdf_tells_what_pictures_show_and_conforms(programme, tmp_path):
    with_text(programme, make_picture(programme, "Gatan", content=written(image(size=(50, 50)), "PNG")))
    make_picture(programme, "Omslag", use="cover")
    make_picture(programme, "Vapen", use="arms", content=written(image(size=(20, 30)), "PNG"))

    pdf = pdf_of(programme)

    told = inside(pdf.content)
    assert [word for word in (b"Gatan", b"Omslag", b"Vapen") if b"/Alt (" + word not in told] == []
    assert told.count(b"/Subtype /Image") == 3
    assert failures(pdf, tmp_path) == []


def test_what_only_decorates_is_no_figure_to_a_reader_of_the_pdf(programme, tmp_path):
    with_text(programme, make_picture(programme, is_decorative=True), caption="")
    plain = make_picture(programme, use="cover", is_decorative=True)

    html, pdf = printing.html_of(assemble(fresh(programme), "sv")), pdf_of(programme)

    assert "<img" not in html and html.count(f"url(app:/pictures/{plain.sha256})") == 2
    assert b"/Alt" not in inside(pdf.content)
    assert failures(pdf, tmp_path) == []


def test_only_pictures_that_were_handed_over_are_fetched():
    fetcher = engine.locked_fetcher({"app:/pictures/a": (b"one", "image/png")})

    assert fetcher.fetch("app:/pictures/a").read() == b"one"
    for name in ("app:/pictures/b", "app:/pictures/../a", "file:///etc/passwd", "/sv/pictures/a/"):
        with pytest.raises(ValueError, match="nothing is fetched"):
            fetcher.fetch(name)


def test_a_programme_hands_over_its_own_files_only(programme):
    foreign = make_picture(make_programme("091"), content=written(image(size=(9, 9)), "PNG"))
    own = make_picture(programme, use="cover")
    document = assemble(fresh(programme), "sv")
    document.cover.arms = Illustration(str(foreign.key), foreign.sha256, 9, 9, alt="x")

    assert list(pictures_of(programme, document)) == [f"app:/pictures/{own.sha256}"]


def test_a_picture_whose_file_the_storage_has_lost_does_not_keep_the_pdf_from_being_made(programme):
    make_picture(programme, use="cover")
    default_storage.delete(Content.objects.get().path)

    export, _was_there = export_now(fresh(programme), "sv")

    assert export.state == "ready"


def test_what_was_approved_is_printed_with_the_picture_of_then(programme, coordinator):
    first = make_picture(programme, use="cover", content=png())
    approve_programme(fresh(programme), approved_on=date(2026, 11, 16), by=coordinator)
    then = first.sha256
    first.take(make_picture(programme, content=written(image(size=(30, 30)), "PNG")))
    change(first)

    document = VersionDocument.objects.filter(language="sv").get()
    freeze_pdf(document.pk)

    assert document.data["cover"]["picture"]["sha256"] == then
    with default_storage.open(VersionDocument.objects.get(pk=document.pk).pdf.name) as pdf:
        assert b"/Width 40" in inside(pdf.read())
    assert changed_languages(fresh(programme)) == ["sv", "fi"]


def test_a_copy_shows_no_picture_of_the_original_and_its_texts_name_its_own(programme, coordinator):
    picture = make_picture(programme)
    with_text(programme, picture)

    copy = load(dump(programme), by=coordinator, as_copy=True).programme

    own = copy.pictures.get()
    text = element_of(copy, "cooperation").text["sv"]
    assert (own.sha256, own.alt) == ("", picture.alt)
    assert f'data-picture="{own.key}"' in text and str(picture.key) not in text
