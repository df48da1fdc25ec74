"""Who may ask: a token of the scope `filter`, as Google's services take a key."""

from typing import Any

import pytest
from flask import Flask

from comments.domain.permissions import Scope
from tests.web.conftest import ClientFor
from tests.web.perspective.conftest import ANALYZE, PLAIN, Asker, MakeKey
from tests.web.perspective.test_errors import error

BODY = {"comment": {"text": PLAIN}, "requestedAttributes": {"TOXICITY": {}}}


@pytest.mark.parametrize("name", ["X-Goog-Api-Key", "x-goog-api-key"])
def test_the_key_may_stand_in_a_header(
    app: Flask, make_key: MakeKey, name: str
) -> None:
    answer = Asker(app.test_client(), "").send(
        ANALYZE, BODY, headers={name: make_key()}
    )
    assert answer.status_code == 200


def test_a_bearer_token_serves_as_well(app: Flask, make_key: MakeKey) -> None:
    headers = {"Authorization": f"Bearer {make_key()}"}
    assert (
        Asker(app.test_client(), "").send(ANALYZE, BODY, headers=headers).status_code
        == 200
    )


def test_space_around_a_pasted_key_does_no_harm(app: Flask, make_key: MakeKey) -> None:
    assert Asker(app.test_client(), f" {make_key()}\n").analyze().status_code == 200


@pytest.mark.parametrize("key", ["", " "])
def test_without_a_key_nothing_is_answered(app: Flask, key: str) -> None:
    told = error(Asker(app.test_client(), key).analyze())
    assert (told["code"], told["status"]) == (403, "PERMISSION_DENIED")


@pytest.mark.parametrize("key", ["AIza-of-old", "parley_x", "\x00", "é", "x" * 5_000])
def test_a_key_that_nobody_has_is_not_valid(app: Flask, key: str) -> None:
    told = error(Asker(app.test_client(), key).analyze())
    assert (told["code"], told["status"]) == (400, "INVALID_ARGUMENT")
    assert told["details"][0]["reason"] == "API_KEY_INVALID"
    assert key not in told["message"]


def test_a_key_for_something_else_is_refused(app: Flask, make_key: MakeKey) -> None:
    told = error(Asker(app.test_client(), make_key(scope=Scope.READ)).analyze())
    assert (told["code"], told["status"]) == (403, "PERMISSION_DENIED")


def test_a_signed_in_browser_is_no_key(client_for: ClientFor) -> None:
    browser = client_for("editor")
    headers = {"X-CSRFToken": browser.token()}
    answer = browser.post(ANALYZE, json=BODY, headers=headers)
    assert error(answer)["code"] == 403


def test_another_sites_page_is_refused(asker: Asker) -> None:
    answer = asker.send(ANALYZE, BODY, headers={"Origin": "https://other.example"})
    assert error(answer)["status"] == "PERMISSION_DENIED"


def test_a_key_opens_nothing_else(app: Flask, make_key: MakeKey) -> None:
    client, query = app.test_client(), {"key": make_key()}
    check = client.post("/api/v1/check", query_string=query, json={"text": PLAIN})
    assert check.status_code == 401
    assert client.get("/account", query_string=query).status_code == 303


def test_no_answer_sets_a_cookie_or_stays_in_a_cache(asker: Asker) -> None:
    for answer in (asker.analyze(), asker.analyze("")):
        assert "Set-Cookie" not in answer.headers
        assert "no-store" in answer.headers["Cache-Control"]


class TestUnderProductionLimits:
    """A client that asks too fast is told when to go on, and others are not."""

    @pytest.fixture
    def limits_raised(self) -> bool:
        return False

    def test_each_key_has_a_limit_of_its_own(
        self, app: Flask, make_key: MakeKey
    ) -> None:
        busy, other = (Asker(app.test_client(), make_key()) for _ in range(2))
        answers: list[Any] = [busy.send(ANALYZE, {}) for _ in range(601)]
        statuses = [answer.status_code for answer in answers]
        assert statuses == [400] * 600 + [429]
        assert error(answers[-1])["status"] == "RESOURCE_EXHAUSTED"
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert other.analyze().status_code == 200
