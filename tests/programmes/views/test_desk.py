"""The adviser's desk: whose turn it is, since when, what is open, and nothing of what is not shared."""

from datetime import timedelta

import pytest
from django.urls import reverse

from integration_programme.actors import SYSTEM
from integration_programme.translations import Translations
from programmes.actions.advising import add_note
from programmes.actions.programmes import share_programme
from programmes.actions.sharing import share_place
from programmes.enums import Audience
from programmes.models import item_place
from stakeholders.actions.people import end_role
from stakeholders.models import today
from tests.programmes.factories import change, fresh, respond_to
from tests.programmes.reviews import adviser_of, as_seen, ask, make_shared, send_one
from tests.programmes.sending import as_sent, opened
from tests.stakeholders.factories import make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(coordinator):
    return make_shared(by=coordinator)


@pytest.fixture
def adviser(programme):
    return adviser_of(programme)


def desk(client, adviser, **chosen) -> dict:
    client.force_login(adviser)
    return client.get("/en/overview/", chosen).context["region"]


def row(client, adviser, name: str = "Närpes") -> dict:
    return next(row for _sort, rows in desk(client, adviser)["groups"] for row in rows if row["name"] == name)


def test_the_turn_goes_to_the_advisers_and_back(client, programme, adviser, coordinator):
    make_municipality("893")
    seen = [row(client, adviser)["sort"]]
    review = ask(programme, by=coordinator)
    asked = row(client, adviser)
    seen.append(asked["sort"])
    send_one(programme, adviser, "Name one owner", "Fewer measures")
    sent = row(client, adviser)
    seen.append(sent["sort"])

    assert seen == ["draft", "turn", "draft"]
    assert (asked["turn"].asked_on, asked["contact"]) == (today(), today())
    assert asked["review_url"].endswith(f"/{review.key}/")
    assert (sent["open"], sent["turn"].sent_on) == (2, today())
    assert sent["compare_url"].endswith("?from=1&to=today")


def test_what_has_a_response_or_is_kept_back_is_open_no_more(client, programme, adviser, coordinator):
    review = send_one(programme, adviser, "Name one owner", "Fewer measures")
    comment = review.comments.first()
    comment.programme = programme
    respond_to(comment, by=coordinator)
    numbers = [row(client, adviser)["open"]]
    share_place(fresh(programme), item_place(programme, "objectives"), {Audience.ADVISER: False}, by=coordinator)
    numbers.append(row(client, adviser)["open"])

    assert numbers == [1, 0]


def test_a_programme_that_is_closed_again_leaves_nothing_of_its_reviews(client, programme, adviser, coordinator):
    ask(programme, by=coordinator)
    share_programme(fresh(programme), [], by=coordinator)
    found = row(client, adviser)

    assert (found["sort"], found["line"], found["contact"], found["review_url"]) == ("nothing", None, None, "")
    assert programme.slug not in client.get("/en/overview/").content.decode()


def test_the_last_note_tells_of_the_contact_and_of_the_next(client, programme, adviser):
    town, again = programme.lead.municipality, today() + timedelta(days=3)
    add_note(town.centre, town, "We spoke", day=today() - timedelta(days=9), by=adviser)
    add_note(town.centre, town, "We met", day=today() - timedelta(days=2), again_on=again, by=adviser)
    found = row(client, adviser)

    assert (found["contact"], found["next"], found["is_again"]) == (today() - timedelta(days=2), again, True)


def test_the_desk_shows_one_sort_and_some_at_a_time(client, programme, adviser, monkeypatch):
    monkeypatch.setattr("programmes.views.desk.ON_A_PAGE", 1)
    for code in ("893", "905"):
        make_municipality(code)
    first, chosen = desk(client, adviser), desk(client, adviser, show="nothing")

    assert [sort for sort, _rows in first["groups"]] == ["draft"]
    assert [sort for sort, _rows in chosen["groups"]] == ["nothing"]
    assert "show=nothing&amp;page=2" in client.get("/en/overview/?show=nothing").content.decode()


def test_notes_are_for_the_advisers_of_the_centre_alone(client, programme, adviser, coordinator):
    town = programme.lead.municipality
    add_note(town.centre, town, "They hesitate", day=today(), by=adviser)
    url = reverse("adviser_notes", args=[town.centre.code, town.code])
    answers = {}
    for name, person in {"own": adviser, "colleague": adviser_of(programme), "town": coordinator}.items():
        client.force_login(person)
        answer = client.get(url)
        answers[name] = (answer.status_code, "They hesitate" in answer.content.decode())

    assert answers == {"own": (200, True), "colleague": (200, True), "town": (404, False)}
    client.force_login(coordinator)
    for page in ("programme", "programme_history", "reviews"):
        html = client.get(reverse(page, args=[programme.slug])).content.decode()
        assert "noted something" not in html and "They hesitate" not in html


# The pages of a review


def test_nobody_meets_a_review_that_an_adviser_has_only_begun(client, programme, adviser, coordinator):
    client.force_login(adviser)
    url = client.post(reverse("begin_review", args=[programme.slug]))["Location"]
    add = reverse("add_draft", args=[programme.slug, url.rstrip("/").rsplit("/", 1)[1]])
    client.post(f"{add}?item=objectives.means", {"text": "So many measures"})
    assert "So many measures" in client.get(url).content.decode()

    for person in (coordinator, adviser_of(programme)):
        client.force_login(person)
        assert client.get(url).status_code == 404
        assert "/reviews/" not in client.get(reverse("programme", args=[programme.slug])).content.decode().replace(
            f"/{programme.slug}/reviews/", "", 1
        )
    client.force_login(coordinator)
    seen_as_adviser = client.get(f"/as-adviser{url}")
    assert seen_as_adviser.status_code == 404


def test_the_adviser_compares_with_what_was_open_when_it_was_gone_through(client, coordinator, adviser, programme):
    element = programme.elements.get(element="document.strategy")
    place = item_place(programme, "document")
    share_place(programme, place, {Audience.ADVISER: False}, by=coordinator)
    _write(element, "<p>Nobody was to read this.</p>", by=coordinator)
    send_one(programme, adviser, "Good", item="objectives.means")
    share_place(fresh(programme), place, {Audience.ADVISER: None}, by=coordinator)
    _write(fresh(programme).elements.get(element="document.strategy"), "<p>Now it is open.</p>", by=coordinator)
    url = f"{reverse('compare_versions', args=[programme.slug])}?from=1&to=today&language=sv"

    client.force_login(adviser)
    html = client.get(url).content.decode()
    assert "Now it is open" in html and "Nobody was to read" not in html
    assert as_seen(programme, adviser).sight.is_whole


def _write(element, html: str, *, by=SYSTEM) -> None:
    change(element, text=Translations({"sv": html}), by=by)


def test_the_coordinator_asks_and_is_led_to_what_came(client, programme, adviser, coordinator):
    client.force_login(coordinator)
    url = reverse("reviews", args=[programme.slug])
    assert str(adviser) in client.get(url).content.decode()
    asked = client.post(url, {"message": "Please", "wished_on": ""})["Location"]
    send_one(programme, adviser, "Name one owner")

    page = client.get(asked)

    assert "1 comment came with it" in page.content.decode()
    assert "Name one owner" in client.get(page.context["responses_url"]).content.decode()
    assert "the adviser's comments came on" in client.get(reverse("programme", args=[programme.slug])).content.decode()


def test_a_second_message_stays_in_the_form_where_the_advisers_are_asked_already(
    client, programme, adviser, coordinator
):
    client.force_login(coordinator)
    url = reverse("reviews", args=[programme.slug])
    mine = as_sent(opened(client, url), message="Please look at the costs above all.")
    ask(programme, by=coordinator)

    told = client.post(url, mine, follow=True)

    form = told.context["form"]
    assert form.errors.keys() == {"message"} and form["message"].value() == "Please look at the costs above all."
    assert "The advisers have been asked." not in told.content.decode()


def test_another_adviser_takes_up_what_was_left_and_reads_nothing_that_was_gathered(
    client, programme, adviser, coordinator
):
    ask(programme, by=coordinator)
    client.force_login(adviser)
    url = client.post(reverse("begin_review", args=[programme.slug]))["Location"].replace("/sv/", "/en/", 1)
    add = reverse("add_draft", args=[programme.slug, url.rstrip("/").rsplit("/", 1)[1]])
    client.post(f"{add}?item=objectives.means", {"text": "So many measures"})
    other, begin = adviser_of(programme), reverse("begin_review", args=[programme.slug])
    client.force_login(other)
    while_there = client.get(url).content.decode()
    end_role(adviser.roles.get(), by=SYSTEM)

    told = client.get(url).content.decode()
    begun = client.get(client.post(begin)["Location"]).content.decode()

    assert f'action="{begin}"'.replace("/sv/", "/en/", 1) in told.replace("/sv/", "/en/")
    assert "does not read it any more" in told and "does not read it any more" not in while_there
    assert "So many measures" not in told + begun and "Send the review" in begun
