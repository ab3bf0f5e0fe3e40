import pytest


@pytest.mark.django_db
def test_healthz_says_ok(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
