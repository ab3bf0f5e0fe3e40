"""Before and after a PDF is made, its pages name the letters that it cannot show."""

import pytest
from django.core.management import call_command

from integration_programme.translations import Translations
from programmes.export import fonts
from programmes.models import Export
from tests.programmes.factories import change, make_objective
from tests.programmes.reading import page, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]
WARNING = "The PDF cannot show some letters"


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch):
    monkeypatch.setattr(fonts, "letters_of_machine", lambda: ())


def test_the_page_of_pdfs_warns_before_one_is_made(client, coordinator, programme):
    client.force_login(coordinator)
    assert WARNING not in read(client, programme, "export/")

    change(programme, title=Translations({"sv": "Program 欢迎", "fi": "ኦሮሞ ไทย عربي"}))

    html = read(client, programme, "export/")
    assert WARNING in html
    assert '<li>Program 欢迎, Title (Swedish): <span dir="auto">欢 迎</span></li>' in html
    assert "(Finnish)" not in html.split(WARNING)[1].split("</ul>")[0]


def test_the_page_of_pdfs_is_told_of_each_save_of_a_record(client, coordinator, programme):
    client.force_login(coordinator)
    objective, told = make_objective(programme), []
    for words in ("Work", "Work 欢迎", "Work"):
        change(objective, title=Translations({"sv": words}))
        told.append(WARNING in read(client, programme, "export/"))

    assert told == [False, True, False]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_finished_pdf_warns_of_its_own_language(client, coordinator, programme):
    change(programme, title=Translations({"sv": "Program 欢迎", "fi": "Ohjelma"}))
    client.force_login(coordinator)
    for language in ("sv", "fi"):
        client.post(page(programme, f"export/{language}/request/"))
    call_command("worker", batch=True, verbosity=0)

    told = {each.language: read(client, programme, f"export/{each.pk}/") for each in Export.objects.all()}

    assert all("The PDF is ready." in html for html in told.values())
    assert (WARNING in told["sv"], WARNING in told["fi"]) == (True, False)
