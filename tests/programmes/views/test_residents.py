"""The public page of questions to residents, answering them, and moderating: what everybody reads, and what nobody does."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.programmes import archive_programme, share_programme
from programmes.actions.rounds import cancel_round, close_round
from programmes.enums import SpokenLanguage
from programmes.models import Comment, Programme, Round, Statement, place_of
from programmes.models.sharing import SWITCHED
from programmes.views import residents
from programmes.views.spoken import INSTEAD, OWN_NAMES, with_words, words_in
from stakeholders.accounts import AN_HOUR, Limit
from stakeholders.models import today
from tests.pages import offences
from tests.programmes.factories import change, element_of, fresh, make_chosen_group, respond_to
from tests.programmes.residents import (
    a_while_ago,
    as_written,
    make_let_in,
    make_open_questions,
    make_questions,
    make_resident_answer,
)
from tests.programmes.rounds import make_open_round
from tests.programmes.test_query_counts import statements
from tests.stakeholders.factories import make_editor, make_member

pytestmark = pytest.mark.django_db
SECRET = "Secret-words-90125"


@pytest.fixture
def found(programme) -> Round:
    return make_open_questions(programme)


def url(found, language: str = "en", tail: str = "", around: str = "en") -> str:
    return f"/{around}/residents/{found.pk}/{language}/{tail}"


def answer(client, found, language: str = "en", **said):
    where = url(found, language, "answer/")
    return client.post(where, as_written(client, where, **said))


LIST = "/en/residents/"


class TestList:
    def test_everybody_finds_what_is_open_with_each_language(self, client, found):
        response = client.get(LIST)
        html = response.content.decode()

        assert "Närpes" in html and found.title.text("en") in html and f'href="{url(found)}"' in html
        assert f'href="{url(found, "ar")}" lang="ar" dir="rtl"' in html
        assert not response.cookies and "public" in response["Cache-Control"] and offences(html) == []
        assert f'href="{LIST}"' in client.get("/en/published/").content.decode()

    def test_in_a_language_in_which_it_is_not_asked_it_leads_to_one_in_which_it_is(self, client, found):
        html = client.get("/fi/residents/").content.decode()

        assert f'href="{url(found, "sv", around="fi")}" hreflang="sv"' in html and found.title.text("sv") in html

    def test_one_statement_and_the_same_where_the_reader_has_it(self, client, programme, found):
        for _number in range(3):
            make_open_questions(fresh(programme))
        assert statements(lambda: client.get(LIST)) == 1
        etag = client.get(LIST)["ETag"]
        assert statements(lambda: client.get(LIST, headers={"if-none-match": etag}), status=304) == 1

    def test_a_language_that_the_programme_gives_up_stays_that_of_open_questions(self, client, programme):
        only = Translations({"sv": "Vad tycker du?"})
        found = make_open_questions(programme, title=only, questions=only, languages=[])
        Programme.objects.update(content_languages=["fi"], original_language="fi")

        for address in (
            LIST,
            "/sv/residents/",
            f"/sv/residents/{found.pk}/",
            url(found, "sv"),
            url(found, "sv", "answer/"),
        ):
            assert client.get(address).status_code == 200, address
        answer(client, found, "sv", answer_0="Mer tid.")
        assert Statement.objects.get(round=found).answers[0] == "Mer tid."

    def test_a_long_list_has_pages(self, client, programme, found, monkeypatch):
        monkeypatch.setattr(residents, "ON_A_PAGE", 1)
        other = make_open_questions(fresh(programme))
        first, second, beyond = (client.get(LIST, {"page": number}).content.decode() for number in (1, 2, 99))

        assert url(found) in first and url(other) not in first and 'href="?page=2"' in first
        assert url(other) in second and f'href="http://localhost:8000{LIST}?page=2"' in second
        assert url(other) in beyond

    @pytest.mark.parametrize("ended", ["closed", "cancelled", "past", "archived"])
    def test_only_what_is_open_to_everybody_is_there_and_at_once(self, ended, client, programme, coordinator, found):
        make_questions(fresh(programme), title={"en": SECRET})
        make_open_round(fresh(programme), title={"en": SECRET})
        before = client.get(LIST).content.decode()
        assert found.title.text("en") in before and SECRET not in before
        match ended:
            case "closed":
                close_round(found, by=coordinator)
            case "cancelled":
                cancel_round(found, by=coordinator)
            case "past":
                days = {"opens_on": today() - timedelta(days=9), "closes_on": today() - timedelta(days=1)}
                Round.objects.filter(pk=found.pk).update(**days)
            case "archived":
                archive_programme(fresh(programme), by=coordinator)

        after = client.get(LIST).content.decode()
        assert found.title.text("en") not in after and "Nobody asks residents anything just now" in after


class TestReading:
    def test_everybody_reads_it_without_a_cookie_in_each_language(self, client, found):
        for language, way in (("sv", "ltr"), ("en", "ltr"), ("ar", "rtl")):
            response = client.get(url(found, language))
            html = response.content.decode()
            assert f'<html lang="{language}" dir="{way}">' in html and found.title.text(language) in html
            assert not response.cookies and "public" in response["Cache-Control"] and offences(html) == []
        assert 'hreflang="ar"' in html and "العربية" in html

    def test_it_costs_at_most_two_statements_and_whoever_has_it_is_told_so(self, client, programme, coordinator, found):
        make_let_in(found, by=coordinator)
        assert statements(lambda: client.get(url(found))) <= 2
        close_round(found, by=coordinator)
        assert statements(lambda: client.get(url(found))) <= 2
        etag = client.get(url(found))["ETag"]

        assert statements(lambda: client.get(url(found), headers={"if-none-match": etag}), status=304) == 1

    def test_a_draft_an_archived_programme_and_another_language_are_not_there(self, client, programme, coordinator):
        draft, found = make_questions(programme), make_open_questions(fresh(programme))
        assert [client.get(url(each, "en")).status_code for each in (draft, found)] == [404, 200]
        assert client.get(url(found, "so")).status_code == 404
        assert client.get(f"/en/residents/{10**30}/").status_code == 404
        archive_programme(fresh(programme), by=coordinator)
        assert client.get(url(found)).status_code == 404

    def test_the_chapters_are_shown_as_they_were_and_no_others(self, client, programme):
        element = element_of(programme, "strategy")
        change(element, text={"sv": "<p>Kommunen växer.</p>"})
        change(element_of(programme, "cooperation"), text={"sv": f"<p>{SECRET}</p>"})
        found = make_open_questions(fresh(programme), sections=[str(place_of(element))])
        change(element, text={"sv": "<p>Kommunen krymper.</p>"})

        html = client.get(url(found, "ar")).content.decode()

        assert "Kommunen växer." in html and "krymper" not in html and SECRET not in html

    def test_it_says_that_it_is_closed_or_cancelled(self, client, found):
        close_round(found, by=SYSTEM)
        assert "The questions were closed on" in client.get(url(found)).content.decode()
        other = make_open_questions(found.programme)
        cancel_round(other, by=SYSTEM)
        html = client.get(url(other)).content.decode()
        assert "were cancelled" in html and url(other, tail="answer/") not in html

    def test_what_was_let_in_is_told_with_its_response_once_it_is_over(self, client, programme, coordinator, found):
        make_let_in(found, "The library", "", by=coordinator)
        make_resident_answer(found, SECRET)
        (point,) = programme.comments.owed()
        point.programme = fresh(programme)
        respond_to(point, by=coordinator)
        assert "The library" not in client.get(url(found)).content.decode()

        close_round(found, by=coordinator)
        html = client.get(url(found)).content.decode()

        assert "The library" in html and "Answers: \u20661\u2069" in html and SECRET not in html
        point.refresh_from_db()
        assert words_in("en")[point.disposition.result] in html and point.disposition.reason.first()[1] in html


class TestAnswering:
    def test_a_resident_gets_a_number_a_code_and_a_copy(self, client, found):
        response = answer(client, found, "ar", answer_0="المكتبة")
        html, statement = response.content.decode(), Statement.objects.get()

        assert response.status_code == 200 and "no-store" in response["Cache-Control"]
        assert statement.parted_number in html and statement.parted_code in html and "المكتبة" in html
        assert (statement.language, statement.way, statement.moderation) == ("ar", "public", "waiting")
        assert (statement.contributor_name, statement.author) == ("", None)

    def test_the_same_form_twice_shows_the_same_number(self, client, found):
        where = url(found, tail="answer/")
        sent = as_written(client, where, answer_0="The library")
        pages = [client.post(where, sent).content.decode() for _click in range(2)]

        assert Statement.objects.count() == 1 and Statement.objects.get().parted_code in pages[1]

    def test_who_knows_the_key_of_an_answer_and_its_words_is_not_shown_the_code(self, client, found):
        answer(client, found, answer_0="The library")
        statement = Statement.objects.get()
        html = answer(client, found, answer_0="The library", record_key=str(statement.key)).content.decode()

        assert statement.code and statement.parted_code not in html

    def test_nothing_leaves_without_our_own_form(self, found):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post(url(found, tail="answer/"), {"answer_0": "x"}).status_code == 403

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ({}, "error_empty"),
            ({"answer_0": "Kept", "website": "spam"}, "error_again"),
            ({"answer_0": "Kept", "ago": 0}, "error_again"),
            ({"answer_0": "Kept", "begun": "made up"}, "error_again"),
            ({"answer_0": "Kept", "ago": 100_000}, "error_again"),
            ({"answer_0": "Kept" * 1000}, "error_long"),
        ],
    )
    def test_what_is_wrong_is_said_in_the_language_of_the_page_and_nothing_is_lost(self, client, found, said, why):
        sent = {name: value for name, value in said.items() if name != "ago"}
        stamp = {"begun": a_while_ago(said["ago"])} if "ago" in said else {}
        html = answer(client, found, "ar", **sent, **stamp).content.decode()

        assert not Statement.objects.exists() and "error-summary" in html
        assert words_in("ar")[why].partition("{")[0] in html
        assert ("Kept" in html) == bool(said) and 'value="spam"' not in html

    def test_a_form_that_was_refused_can_be_sent_again(self, client, found, monkeypatch):
        monkeypatch.setattr("programmes.forms.residents.SOONEST", 0)
        refused = answer(client, found, answer_0="Kept", website="spam")
        form = refused.context["form"]
        again = {name: form[name].value() for name in ("answer_0", "answer_1", "text", "begun", "record_key")}
        client.post(url(found, tail="answer/"), again | {"answer_1": "", "text": ""})

        assert Statement.objects.get().answers == ["Kept", ""]

    def test_what_is_sent_too_late_is_given_back(self, client, found):
        where = url(found, tail="answer/")
        sent = as_written(client, where, answer_0="Half an hour of work")
        close_round(found, by=SYSTEM)
        html = client.post(where, sent).content.decode()

        assert "Half an hour of work" in html and words_in("en")["error_over"] in html
        assert not Statement.objects.exists()

    def test_one_network_sends_only_so_many(self, client, found, monkeypatch):
        monkeypatch.setattr("stakeholders.accounts.OF_RESIDENTS", [Limit(("address",), 2, AN_HOUR)])
        pages = [answer(client, found, answer_0=f"Answer {number}").content.decode() for number in range(3)]

        assert Statement.objects.count() == 2 and "Answer 2" in pages[2] and "Too many attempts" in pages[2]

    def test_a_page_of_markup_is_text(self, client, found):
        html = answer(client, found, answer_0="<script>alert(1)</script>").content.decode()
        assert "<script>alert" not in html and "&lt;script&gt;" in html


class TestModerating:
    def address(self, found, tail: str = "") -> str:
        return f"/en/programmes/{found.programme.slug}/rounds/{found.key}/residents/{tail}"

    def test_only_writers_read_what_waits(self, client, programme, coordinator, found):
        statement = make_resident_answer(found, SECRET)
        member = make_member(make_chosen_group(programme, by=coordinator))
        share_programme(fresh(programme), SWITCHED, by=coordinator)
        own = f"/en/programmes/{programme.slug}/"
        for tail in ("", "comments/", "responses/", "responses.csv", "rounds/", f"rounds/{found.key}/", "preview/"):
            for person in (member, coordinator):
                client.force_login(person)
                assert SECRET not in client.get(own + tail).content.decode(), tail
        client.force_login(member)
        assert client.get(self.address(found)).status_code == 404
        client.force_login(coordinator)
        assert SECRET in client.get(self.address(found)).content.decode()
        assert client.get(f"{own}statements/{statement.key}/").status_code == 404

    def test_it_is_let_in_hidden_and_let_in_again(self, client, coordinator, found):
        statement = make_resident_answer(found)
        client.force_login(coordinator)

        client.post(self.address(found, f"{statement.key}/let-in/"))
        assert Comment.objects.owed().count() == 1
        assert client.post(self.address(found, f"{statement.key}/hide/"), {"why": " "}).status_code == 200
        client.post(self.address(found, f"{statement.key}/hide/"), {"why": "It names a person"})

        assert "Hidden: It names a person" in client.get(self.address(found)).content.decode()
        assert not Comment.objects.owed().filter(withdrawn_at=None).exists()
        told = client.get(f"/en/programmes/{found.programme.slug}/responses/?result=withdrawn").content.decode()
        assert "Hidden on" in told and "by its writer" not in told

    def test_the_home_tells_how_many_wait(self, client, coordinator, found):
        make_resident_answer(found)
        client.force_login(coordinator)

        assert (
            "1 answer waits to be looked at." in client.get(f"/en/programmes/{found.programme.slug}/").content.decode()
        )

    def test_an_editor_flags_and_does_not_decide(self, client, programme, found, coordinator):
        statement = make_resident_answer(found)
        client.force_login(make_editor(programme.lead.municipality))

        assert client.post(self.address(found, f"{statement.key}/let-in/")).status_code == 403
        client.post(self.address(found, f"{statement.key}/flag/"))
        assert "asks a coordinator to look" in client.get(self.address(found)).content.decode()

    def test_what_a_resident_said_is_hidden_with_a_reason_or_stays(self, client, programme, found):
        make_let_in(found)
        client.force_login(make_editor(programme.lead.municipality))
        own = f"/en/programmes/{programme.slug}/comments/{Comment.objects.get().key}/"

        assert [client.post(own + tail).status_code for tail in ("withdraw/", "change/")] == [403, 403]
        told = client.get(own).content.decode()
        assert f"{own}show/" in told and f"{own}change/" not in told and f"{own}withdraw/" not in told
        assert Comment.objects.get().withdrawn_at is None

    def test_the_list_asks_few_statements_however_many_there_are(self, client, coordinator, found):
        client.force_login(coordinator)
        make_resident_answer(found)
        one = statements(lambda: client.get(self.address(found)))
        for _number in range(8):
            make_resident_answer(found)

        assert statements(lambda: client.get(self.address(found))) == one

    def test_questions_are_written_in_a_further_language(self, client, coordinator, programme):
        client.force_login(coordinator)
        where = f"/en/programmes/{programme.slug}/rounds/ask-residents/"
        sent = {"opens_on": "2099-01-01", "closes_on": "2099-02-01", "title_sv": "Vad?", "questions_sv": "Vad hjälpte?"}
        sent["languages_chosen"] = ["ar", "so"]
        edit = client.post(where, sent).url
        html = client.get(edit).content.decode()
        assert re.search(r'name="title_ar"[^>]*dir="rtl"', html) and 'name="title_so"' in html

        version = {"row_version": "1"}
        wrong = client.post(edit, sent | version | {"title_ar": "ماذا؟"}).content.decode()
        client.post(edit, sent | version | {"title_ar": "ماذا؟", "questions_ar": "ما الذي ساعدك؟"})

        assert "Write the name and the questions in each language" in wrong
        assert Round.objects.get().questions.text("ar") == "ما الذي ساعدك؟"

    def test_nobody_is_made_a_participant_of_questions_for_everybody(self, client, coordinator, programme, found):
        client.force_login(coordinator)
        page = f"/en/programmes/{programme.slug}/rounds/{found.key}/"

        assert client.get(f"{page}participants/").status_code == 404
        assert f"/en/residents/{found.pk}/ar/" in client.get(page).content.decode()


class TestWords:
    def test_every_language_says_the_same(self):
        known = words_in(INSTEAD).texts
        for language in with_words():
            texts = words_in(language).texts
            assert set(texts) == set(known)
            assert {name for name in texts if "{" in texts[name]} == {name for name in known if "{" in known[name]}

    def test_every_language_has_a_name_of_its_own_and_a_file_is_of_a_language(self):
        assert set(OWN_NAMES) == set(SpokenLanguage.values) >= with_words()

    def test_a_language_without_words_is_asked_within_english(self, client, programme):
        found = make_open_questions(
            programme, languages=["so"], title={"sv": "Vad?", "so": "Maxaa?"}, questions={"sv": "Vad?", "so": "Maxaa?"}
        )
        html = client.get(url(found, "so")).content.decode()

        assert '<html lang="en" dir="ltr">' in html and '<h1 lang="so" dir="ltr">Maxaa?' in html
