"""Who guesses passwords is stopped, and nobody keeps the owner of an account out by guessing."""

import random
from datetime import timedelta
from functools import partial

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration_programme import clients
from integration_programme.models import Try
from stakeholders.models import Event, User
from tests.mails import received
from tests.pages import offences
from tests.stakeholders.factories import PASSWORD, make_user
from tests.threads import at_once, database_for_threads, in_thread

pytestmark = pytest.mark.django_db
HERE, THERE = "198.51.100.1", "203.0.113.2"
WELCOME, WRONG, REFUSED = 302, 200, 429


@pytest.fixture(autouse=True)
def a_proxy_of_ours(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]


def at_door(email: str, password: str = PASSWORD, *, address: str = HERE, browser: Client | None = None):
    """The answer to one try, in a browser that nobody has used or in this one."""
    sent = {"login": email, "password": password}
    headers = {"X-Forwarded-For": f"192.0.2.99, {address}"}  # the first is what the client itself sent
    return (browser or Client()).post(reverse("account_login"), sent, headers=headers)


def tried(*args, **where) -> int:
    return at_door(*args, **where).status_code


def used_by(user: User, address: str = THERE) -> Client:
    """A browser in which the person has signed in before, and out again."""
    browser = Client()
    assert tried(user.email, address=address, browser=browser) == WELCOME
    browser.post(reverse("account_logout"))
    return browser


def test_the_sixth_wrong_password_from_an_address_is_not_looked_at():
    user = make_user()

    answers = [tried(user.email, "wrong") for _ in range(7)]

    assert answers == [WRONG] * 5 + [REFUSED] * 2
    assert tried(user.email) == REFUSED
    assert tried(user.email, address=THERE) == WELCOME


def test_a_quarter_of_an_hour_later_there_is_room_again():
    user = make_user()
    for _ in range(5):
        tried(user.email, "wrong")

    Try.objects.update(at=timezone.now() - timedelta(minutes=15))

    assert tried(user.email) == WELCOME


def test_an_address_without_account_is_answered_alike(monkeypatch):
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)  # the pages say until which minute to wait
    user = make_user()

    answers = {email: [at_door(email, "wrong") for _ in range(7)] for email in (user.email, "nobody@example.org")}

    known, unknown = (
        [(each.status_code, each.content.decode().replace(email, "…")) for each in found]
        for email, found in answers.items()
    )
    assert [status for status, _page in known] == [status for status, _page in unknown]
    assert _told(known[0][1]) == _told(unknown[0][1]) != []
    assert _told(known[6][1]) == _told(unknown[6][1]) != []


def _told(page: str) -> list[str]:
    """The lines of a page without those that differ at every request: token and reference."""
    main = page.partition("<main")[2].splitlines()
    return [line for line in main if "csrfmiddlewaretoken" not in line and "this reference" not in line]


@pytest.mark.parametrize("spelling", [str.upper, str.title, lambda email: f" {email} "])
def test_another_spelling_of_the_address_is_the_same_account(spelling):
    user = make_user(email="anna.berg@example.org")
    for _ in range(5):
        tried(user.email, "wrong")

    assert tried(spelling(user.email), "wrong") == REFUSED


def test_the_twenty_first_wrong_password_from_an_address_is_not_looked_at():
    people = [make_user() for _ in range(25)]

    answers = [tried(each.email, "wrong") for each in people]

    assert answers == [WRONG] * 20 + [REFUSED] * 5


def test_who_signs_in_takes_only_the_own_failures_off_the_address():
    people = [make_user() for _ in range(22)]
    own, others = people[0], people[1:]
    tried(own.email, "wrong")
    for each in others[:18]:
        tried(each.email, "wrong")

    answers = [tried(own.email), *(tried(each.email, "wrong") for each in others[18:])]

    assert answers == [WELCOME, WRONG, WRONG, REFUSED]


def test_twenty_five_wrong_ones_through_the_proxy_keep_nobody_else_out():
    """Before, they closed the door for everybody behind the same proxy."""
    people = [make_user() for _ in range(10)]
    for number in range(25):
        tried(people[number % 10].email, "wrong", address=THERE)

    assert [tried(each.email, address=f"198.51.100.{at}") for at, each in enumerate(people)] == [WELCOME] * 10


@pytest.mark.parametrize("seed", range(2))
def test_a_training_room_gets_in(seed):
    """150 people from one address within two minutes, new browsers all; thirty mistype once, one after the other."""
    draw = random.Random(seed)
    people = [make_user(email=f"p{number}@example.org") for number in range(150)]
    mistyping = set(draw.sample(range(150), 30))
    tries = [(number, "wrong") for number in mistyping] + [(number, PASSWORD) for number in range(150)]
    draw.shuffle(tries)
    tries.sort(key=lambda each: _moment(draw, each, mistyping))

    answers = {each: tried(people[each[0]].email, each[1]) for each in tries}

    assert {answers[number, PASSWORD] for number in range(150)} == {WELCOME}
    assert {answers[number, "wrong"] for number in mistyping} == {WRONG}


def _moment(draw, each, mistyping) -> float:
    """When somebody tries, in seconds: who mistypes tries again a quarter of a minute later."""
    number, password = each
    first = random.Random(number).uniform(0, 105)
    return first + (draw.uniform(5, 15) if password == PASSWORD and number in mistyping else 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_training_room_gets_in_all_at_the_same_moment(tmp_path):
    people = [make_user().email for _ in range(40)]

    def come(number: int) -> int:
        if number % 5 == 0:
            tried(people[number], "wrong")
        return tried(people[number])

    with database_for_threads(tmp_path):
        assert in_thread(lambda: at_once(*(partial(come, number) for number in range(40)))) == [WELCOME] * 40


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_fifteen_guesses_at_the_same_moment_five_are_looked_at(tmp_path):
    email = make_user().email

    with database_for_threads(tmp_path):
        answers = in_thread(lambda: at_once(*(partial(tried, email, "wrong") for _ in range(15))))

    assert sorted(answers) == [WRONG] * 5 + [REFUSED] * 10


def test_an_attack_from_everywhere_is_stopped_and_the_owner_comes_in_as_ever():
    owner = make_user()
    browser = used_by(owner)

    answers = [tried(owner.email, "wrong", address=f"203.0.113.{at}") for at in range(40)]

    assert answers == [WRONG] * 30 + [REFUSED] * 10
    assert tried(owner.email, address="192.0.2.50") == REFUSED
    assert tried(owner.email, address="192.0.2.50", browser=browser) == WELCOME


def test_whoever_guesses_beside_the_owner_keeps_them_out_of_no_browser_of_theirs():
    owner, others = make_user(), [make_user() for _ in range(20)]
    browser = used_by(owner, address=HERE)
    for each in (owner, owner, owner, owner, owner, *others):
        tried(each.email, "wrong")

    assert tried(owner.email) == REFUSED
    assert tried(owner.email, browser=browser) == WELCOME


def test_a_browser_of_ones_own_has_five_of_its_own():
    owner = make_user()
    browser = used_by(owner)

    answers = [tried(owner.email, "wrong", address=f"198.51.100.{at}", browser=browser) for at in range(7)]

    assert answers == [WRONG] * 5 + [REFUSED] * 2


def test_the_mark_of_ones_own_account_opens_no_other_door():
    thief, owner = make_user(), make_user()
    browser = used_by(thief, address=HERE)

    answers = [tried(owner.email, "wrong", browser=browser) for _ in range(6)]

    assert answers == [WRONG] * 5 + [REFUSED]


def test_a_mark_that_somebody_made_up_is_none():
    owner = make_user()
    browser = Client()
    browser.cookies["browser"] = signing.dumps(["0", [owner.identity]], key="another key", salt=clients.SALT)
    for _ in range(5):
        tried(owner.email, "wrong", browser=browser)

    assert tried(owner.email, browser=browser) == REFUSED


def test_the_owner_who_is_refused_chooses_a_new_password_and_comes_in():
    owner, browser = make_user(), Client()
    for at in range(30):
        tried(owner.email, "wrong", address=f"203.0.113.{at}")
    assert tried(owner.email, browser=browser) == REFUSED

    browser.post(reverse("account_reset_password"), {"email": owner.email})
    (mail,) = received()
    link = next(line for line in mail.body.splitlines() if line.startswith("http")).partition("//")[2]
    page = browser.get("/" + link.partition("/")[2], follow=True)
    new = {"password1": "another three words", "password2": "another three words"}
    browser.post(page.request["PATH_INFO"], new)

    assert tried(owner.email, "another three words", browser=browser) == WELCOME


def test_no_more_than_five_mails_an_hour_go_to_an_account_and_nobody_is_told():
    make_user(email="anna@example.org")

    for email in ("anna@example.org", "nobody@example.org"):
        answers = [Client().post(reverse("account_reset_password"), {"email": email}) for _ in range(8)]
        assert {(each.status_code, each["Location"]) for each in answers} == {
            (302, reverse("account_reset_password_done"))
        }

    assert Try.objects.filter(act="mail-to").count() == 10


def test_an_address_asks_for_sixty_mails_an_hour():
    answers = [
        Client().post(reverse("account_reset_password"), {"email": f"p{number}@example.org"}) for number in range(62)
    ]

    assert [each.status_code for each in answers] == [302] * 60 + [429] * 2


def test_the_old_password_is_no_easier_to_guess_than_at_the_door(client):
    user = make_user()
    client.force_login(user)
    sent = {"oldpassword": "wrong", "password1": "another three words", "password2": "another three words"}

    answers = [client.post(reverse("account_change_password"), sent).status_code for _ in range(6)]
    answers.append(client.post(reverse("account_change_password"), sent | {"oldpassword": PASSWORD}).status_code)

    assert answers == [WRONG] * 5 + [REFUSED] * 2
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


# What is told


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Wait until "), ("fi", "Odota klo"), ("sv", "Vänta till kl.")],
)
def test_the_page_says_until_when_to_wait_and_what_to_do(language, sentence):
    user = make_user()
    for _ in range(5):
        tried(user.email, "wrong")

    response = Client().post(
        f"/{language}/account/login/",
        {"login": user.email, "password": PASSWORD},
        headers={"X-Forwarded-For": HERE},
    )

    html = response.content.decode()
    assert 890 <= int(response["Retry-After"]) <= 900
    assert sentence in html and f'href="/{language}/account/password/reset/"' in html
    assert offences(html) == []


def told() -> list[tuple]:
    return list(Event.objects.filter(kind="account").order_by("pk").values_list("verb", "actor_name", "names"))


def test_the_log_tells_of_tries_sign_ins_and_new_passwords(client):
    user = make_user(name="Anna Berg")
    Event.objects.all().delete()
    tried(user.email, "wrong")
    tried("nobody@example.org", "a secret written in the wrong field")
    tried(user.email, browser=client)
    new = {"oldpassword": PASSWORD, "password1": "another three words", "password2": "another three words"}
    client.post(reverse("account_change_password"), new)

    name = dict.fromkeys(("fi", "sv", "en"), "Anna Berg")
    assert told() == [
        ("give_wrong_password", "", name),
        ("name_no_account", "", {}),
        ("sign_in", "Anna Berg", name),
        ("change_password", "Anna Berg", name),
    ]
    assert Event.objects.get(verb="sign_in").data == {"network": "198.51.100.0/24"}


def test_what_is_refused_fills_no_log():
    user = make_user()
    for _ in range(30):
        tried(user.email, "wrong")

    assert Event.objects.filter(verb="give_wrong_password").count() == 5
    assert Try.objects.count() == 5
