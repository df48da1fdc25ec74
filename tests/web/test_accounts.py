"""Registering, logging in and out, changing the password."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from comments.store.models import Account
from tests.web.conftest import (
    PASSWORD,
    Browser,
    ClientFor,
    browser_of,
    database_of,
)

Cast = dict[str, Account]
NEW = "four grey herons"


def test_a_visitor_registers_and_is_signed_in(app: Flask, visitor: Browser) -> None:
    answer = visitor.send(
        "/register", "/register", name="  Nadia   B. ", password=PASSWORD, next="/x"
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/x"
    page = visitor.get("/account").text
    assert "Nadia B." in page
    assert "Log out" in page


def test_a_registration_stores_a_reader_and_no_password(
    app: Flask, visitor: Browser
) -> None:
    visitor.send(
        "/register",
        "/register",
        name="Nadia B.",
        password=PASSWORD,
        email="n@example.org",
        role="administrator",
    )
    with database_of(app).transaction() as db:
        account = db.scalars(select(Account)).one()
    assert (account.role, account.email) == ("reader", "n@example.org")
    assert account.password_hash.startswith("$argon2id$")
    assert PASSWORD not in account.password_hash


@pytest.mark.parametrize(
    "name",
    [
        "Marta R.",
        "marta r",
        "MARTA_R",
        "Mаrta R.",  # a Cyrillic letter
        "Ｍａｒｔａ Ｒ.",
        "M\u200barta R.",
        "Márta R.",
        "𝓜𝓪𝓻𝓽𝓪 R",
        "Marta\u00adR.",
        "rnarta r",
    ],
)
def test_nobody_registers_under_a_name_that_looks_like_anothers(
    cast: Cast, visitor: Browser, name: str
) -> None:
    answer = visitor.send("/register", "/register", name=name, password=PASSWORD)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "name",
    [
        "Moderator",
        "M0derator",
        "mod_erator",
        "The Moderator",
        "admin",
        "Admin 2",
        "Parley",
        "Раrley",
        "Newsroom Staff",
    ],
)
def test_nobody_registers_as_the_newsroom(visitor: Browser, name: str) -> None:
    answer = visitor.send("/register", "/register", name=name, password=PASSWORD)
    assert answer.status_code == 400
    assert "kept for the newsroom" in answer.text


@pytest.mark.parametrize(
    "name",
    ["", "A", "a" * 41, "...", "\u202eevil", "a\x00b", "\u3164\u3164", "<b>x</b>"],
)
def test_a_name_that_cannot_be_shown_is_refused(visitor: Browser, name: str) -> None:
    answer = visitor.send("/register", "/register", name=name, password=PASSWORD)
    assert answer.status_code == 400


def test_a_name_that_breaks_the_rules_is_refused(visitor: Browser) -> None:
    answer = visitor.send("/register", "/register", name="Fuck You", password=PASSWORD)
    assert answer.status_code == 400
    assert "may break the rules" in answer.text


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password1",
        "12345678",
        "Qwerty123!",
        "aaaaaaaaaa",
        "x" * 129,
        "nadiab99",
    ],
)
def test_a_password_that_protects_nothing_is_refused(
    visitor: Browser, password: str
) -> None:
    answer = visitor.send("/register", "/register", name="Nadia B.", password=password)
    assert answer.status_code == 400
    assert 'value="Nadia B."' in answer.text
    assert password not in answer.text


def test_a_password_may_have_any_characters(visitor: Browser) -> None:
    fields = {"name": "Nadia B.", "password": "Größe 🦆 中文 x"}
    answer = visitor.send("/register", "/register", **fields)
    assert answer.status_code == 303


def test_a_name_is_found_however_it_is_spelled(cast: Cast, visitor: Browser) -> None:
    assert visitor.log_in("  marta r ").status_code == 303


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    cast: Cast, app: Flask
) -> None:
    answers = [
        browser_of(app).log_in(name, "not the one at all")
        for name in (cast["reader"].name, "Nobody N.")
    ]
    pages = [without_tokens(answer.text) for answer in answers]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert pages[0].replace(cast["reader"].name, "Nobody N.") == pages[1]
    headers = [{k for k, _ in answer.headers} for answer in answers]
    assert headers[0] == headers[1]


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrf_token"\s+value="[^"]+"', "", page)


def test_an_empty_log_in_form_says_what_is_missing(visitor: Browser) -> None:
    answer = visitor.log_in("Tom K.", "")
    assert answer.status_code == 400
    assert 'value="Tom K."' in answer.text
    assert "your password" in answer.text


def test_a_wrong_present_password_changes_nothing(client_for: ClientFor) -> None:
    browser = client_for("reader")
    answer = browser.send("/account/password", "/account", present="wrong one", new=NEW)
    assert answer.status_code == 400
    assert "not your present password" in answer.text


def test_a_changed_password_is_the_one_that_counts(
    app: Flask, cast: Cast, client_for: ClientFor
) -> None:
    client_for("reader").send(
        "/account/password", "/account", present=PASSWORD, new=NEW
    )
    assert browser_of(app).log_in(cast["reader"].name).status_code == 401
    assert browser_of(app).log_in(cast["reader"].name, NEW).status_code == 303


def test_a_signed_in_reader_sees_log_out_on_every_page(client_for: ClientFor) -> None:
    browser = client_for("reader")
    for page in ("/account", "/nowhere"):
        assert "Log out" in browser.get(page).text


def test_a_log_in_form_is_not_shown_to_the_signed_in(client_for: ClientFor) -> None:
    browser = client_for("reader")
    assert browser.get("/login").headers["Location"] == "/"
    assert browser.get("/register").headers["Location"] == "/account"


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_nobody_is_logged_out_by_anything_but_the_form(
    client_for: ClientFor, method: str
) -> None:
    browser = client_for("reader")
    getattr(browser, method)("/logout")
    assert browser.get("/account").status_code == 200
