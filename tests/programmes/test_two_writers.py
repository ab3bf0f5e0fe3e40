"""Two people save one field at the same moment: one is saved, the other is told, and sees both texts."""

from functools import partial

import pytest
from django.test import Client

from programmes.models import Responsibility
from tests.programmes.every_kind import edit_url, make_town
from tests.programmes.sending import as_sent, opened
from tests.threads import at_once, database_for_threads, in_thread

ROUNDS = 40


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_save_at_the_same_moment_one_is_told(tmp_path):
    """Forty times two threads save the same field: each time one is saved and the other sees both texts."""
    programme, coordinator = make_town()
    url = edit_url(programme, "mandate", Responsibility.objects.get(programme=programme))
    sessions = [Client(), Client()]
    for client in sessions:
        client.force_login(coordinator)
    with database_for_threads(tmp_path):
        told = in_thread(lambda: [race(sessions, url, number) for number in range(ROUNDS)])
        stored = in_thread(lambda: Responsibility.objects.get(programme=programme))

    assert [sorted(answers) for answers, _winner, _name in told] == [[302, 409]] * ROUNDS
    assert [name for _answers, winner, name in told] == [winner for _answers, winner, _name in told]
    assert stored.row_version == 1 + ROUNDS


def race(sessions, url: str, number: int) -> tuple[list[int], str, str]:
    """The two answers, what the one who was not refused had written, and what is stored."""
    forms = [opened(client, url) for client in sessions]

    def save(at: int) -> int:
        sent = as_sent(forms[at], coordinator_name=f"Person {at} in round {number}")
        return sessions[at].post(url, sent).status_code

    answers = at_once(*(partial(save, at) for at in range(len(sessions))))
    winner = next((at for at, status in enumerate(answers) if status == 302), None)
    name = Responsibility.objects.get(pk=forms[0].instance.pk).coordinator_name
    return answers, f"Person {winner} in round {number}", name
