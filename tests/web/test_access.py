"""Every view says what it lets people do, and lets nobody do more."""

import pytest
from flask import Flask

from comments.domain.permissions import Act, Actor, Refusal, Role, Scope, refusal
from comments.services.accounts import create_token
from comments.store.models import Account
from comments.web.access import requires, staff_blueprint
from tests.web.conftest import (
    CAST,
    PARTS,
    UNSAFE,
    ClientFor,
    Clock,
    browser_of,
    database_of,
    routes,
)

Cast = dict[str, Account]
LEAVING = ("/logout", "/account/sessions/1/end")  # the walk would go on as a visitor


def test_every_view_declares_its_act(app: Flask) -> None:
    views = {
        name: view for name, view in app.view_functions.items() if name != "static"
    }
    declared = {name: getattr(view, "act", None) for name, view in views.items()}
    assert declared
    assert [name for name, act in declared.items() if not isinstance(act, Act)] == []


def test_a_view_without_a_declaration_answers_nobody(
    app: Flask, client_for: ClientFor
) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = client_for("administrator").get("/forgotten")
    assert answer.status_code == 500
    assert "secret" not in answer.text


@pytest.mark.parametrize("part", PARTS)
def test_a_view_refuses_whoever_may_not_do_its_act(
    app: Flask, client_for: ClientFor, part: str
) -> None:
    browser = client_for(part)
    token = browser.token()
    for method, address, act in routes(app, ("GET", *UNSAFE)):
        refused = refusal(actor_of(part), act)
        if refused is None and address in LEAVING:
            continue
        answer = browser.open(address, method=method, headers={"X-CSRFToken": token})
        assert answer.status_code < 500, (method, address)
        if refused is Refusal.SIGN_IN and method == "GET":
            assert answer.status_code in (303, 401, 404), (method, address)
        elif refused is not None:
            assert answer.status_code in (401, 403, 404), (method, address)


def actor_of(part: str) -> Actor:
    if part == "anonymous":
        return Actor()
    return Actor(account_id=1, role=CAST[part][1])


def test_staff_routes_are_refused_to_readers_whatever_the_view_declares(
    app: Flask, client_for: ClientFor
) -> None:
    desk = staff_blueprint("spare_desk", __name__)
    desk.add_url_rule("/spare", "spare", requires(Act.READ_BOARD)(lambda: "desk"))
    app.register_blueprint(desk)
    assert client_for("anonymous").get("/spare").status_code == 303
    assert client_for("reader").get("/spare").status_code == 403
    assert client_for("moderator").get("/spare").status_code == 200


def test_a_bearer_token_acts_within_its_scopes_and_needs_no_csrf_token(
    app: Flask, cast: Cast, clock: Clock
) -> None:
    def whoami() -> str:
        return "let through"

    app.add_url_rule(
        "/api/v1/try",
        "try",
        requires(Act.DECIDE)(whoami),
        methods=["POST"],
    )
    with database_of(app).transaction(writes=True) as db:
        tokens = {
            (part, scope): create_token(
                db, cast[part].name, label="t", scopes=[scope], now=clock()
            )
            for part in ("reader", "moderator")
            for scope in (Scope.READ, Scope.MODERATE)
        }
    status = {
        key: browser_of(app)
        .post("/api/v1/try", headers={"Authorization": f"Bearer {token}"})
        .status_code
        for key, token in tokens.items()
    }
    assert status == {
        ("moderator", Scope.MODERATE): 200,
        ("moderator", Scope.READ): 403,
        ("reader", Scope.MODERATE): 403,
        ("reader", Scope.READ): 403,
    }
    unknown = browser_of(app).post(
        "/api/v1/try", headers={"Authorization": "Bearer parley_unknown"}
    )
    assert unknown.status_code == 401
    assert unknown.content_type == "application/problem+json"


def test_a_token_opens_no_page(app: Flask, cast: Cast, clock: Clock) -> None:
    with database_of(app).transaction(writes=True) as db:
        token = create_token(
            db, cast["reader"].name, label="t", scopes=list(Scope), now=clock()
        )
    answer = browser_of(app).get(
        "/account", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login")


def test_every_role_is_in_the_cast() -> None:
    assert {role for _, role in CAST.values()} == set(Role)
