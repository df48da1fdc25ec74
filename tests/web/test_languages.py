"""Pages speak the language that their reader, their address or the newsroom chose."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from comments.adapters.passwords import Passwords
from comments.settings import Settings, WrongSetting, read_settings
from tests.web.conftest import Browser, ClientFor, Clock, database_of

KEYS = {"SECRET_KEY": "s" * 32, "LEDGER_KEY": "l" * 32}
ENGLISH = '<html lang="en" dir="ltr"'
SPANISH = '<html lang="es" dir="ltr"'


def test_a_newsroom_speaks_english_unless_it_says_otherwise(visitor: Browser) -> None:
    page = visitor.get("/rules").text
    assert ENGLISH in page
    assert "<h1>The rules here</h1>" in page


def test_a_newsroom_that_speaks_spanish_does_so_to_everybody(
    settings: Settings, clock: Clock, quick_passwords: Passwords
) -> None:
    chosen = replace(settings, language="es")
    app = create_app(chosen, clock=clock, passwords=quick_passwords)
    page = app.test_client().get("/rules").text
    database_of(app).dispose()
    assert SPANISH in page
    assert "<h1>Las normas aquí</h1>" in page
    assert "Sea amable" in page


def test_an_address_asks_for_a_language_and_so_do_all_links_on_its_page(
    visitor: Browser,
) -> None:
    page = visitor.get("/rules?lang=es").text
    assert SPANISH in page
    assert 'href="/?lang=es"' in page
    assert 'href="/login?next=' in page
    assert "&amp;lang=es" in page.split('href="/login')[1].split('"')[0]


def test_a_language_that_nobody_speaks_here_is_the_newsrooms(visitor: Browser) -> None:
    assert ENGLISH in visitor.get("/rules?lang=xx").text
    assert ENGLISH in visitor.get("/rules?lang=../../etc/passwd").text


def test_what_a_browser_would_like_changes_no_page_that_caches_keep(
    visitor: Browser,
) -> None:
    plain = visitor.get("/rules")
    wished = visitor.get("/rules", headers={"Accept-Language": "es"})
    assert wished.data == plain.data
    assert plain.headers["Vary"] == "Cookie"
    assert "s-maxage" in plain.headers["Cache-Control"]
    asked = visitor.get("/rules?lang=es")
    assert "s-maxage" in asked.headers["Cache-Control"]
    assert asked.headers["ETag"] != plain.headers["ETag"]


def test_a_readers_own_choice_wins_on_every_page(client_for: ClientFor) -> None:
    reader = client_for("reader")
    answer = reader.send("/account/language", page="/account", language="es")
    assert answer.status_code == 303
    page = reader.get(answer.location).text
    assert SPANISH in page
    assert "Su elección queda guardada." in page
    assert SPANISH in reader.get("/rules?lang=en").text
    assert ENGLISH in client_for("stranger").get("/rules").text
    reader.send("/account/language", page="/account", language="")
    assert ENGLISH in reader.get("/rules").text


def test_a_reader_cannot_choose_what_is_not_spoken_here(client_for: ClientFor) -> None:
    reader = client_for("reader")
    answer = reader.send("/account/language", page="/account", language="xx")
    assert answer.status_code == 404
    assert ENGLISH in reader.get("/rules").text


def test_errors_and_refusals_are_said_in_the_language_of_the_page(
    visitor: Browser,
) -> None:
    assert "Aquí no hay nada" in visitor.get("/nowhere?lang=es").text
    refused = visitor.send("/login?lang=es", name="Nobody", password="wrong password")
    assert "Este nombre y esta contraseña no corresponden." in refused.text
    short = visitor.send("/register?lang=es", name="A", password="orange lamp on hay")
    assert "Un nombre tiene de 2 a 40 caracteres." in short.text


def test_a_visitor_changes_the_language_by_a_link(visitor: Browser) -> None:
    page = visitor.get("/rules").text
    assert 'href="/rules?lang=es" lang="es" hreflang="es"' in page
    assert ">Español</a>" in page


def test_a_language_from_right_to_left_turns_the_page_around(
    settings: Settings, clock: Clock, quick_passwords: Passwords, tmp_path: Path
) -> None:
    written = 'msgid ""\nmsgstr ""\n\nmsgid "The rules here"\nmsgstr "القواعد هنا"\n'
    (tmp_path / "ar.po").write_text(written, encoding="utf-8")
    chosen = replace(settings, language="ar", translations=str(tmp_path))
    app: Flask = create_app(chosen, clock=clock, passwords=quick_passwords)
    page = app.test_client().get("/rules").text
    database_of(app).dispose()
    assert '<html lang="ar" dir="rtl"' in page
    assert "<h1>القواعد هنا</h1>" in page


def test_a_setting_names_a_language_that_is_spoken_or_stops_the_start(
    tmp_path: Path,
) -> None:
    assert read_settings(KEYS | {"NEWSROOM_LANGUAGE": "es"}).language == "es"
    with pytest.raises(WrongSetting, match="NEWSROOM_LANGUAGE: must be one of: en, es"):
        read_settings(KEYS | {"NEWSROOM_LANGUAGE": "eu"})
    (tmp_path / "eu.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    own = {"NEWSROOM_LANGUAGE": "eu", "TRANSLATIONS": str(tmp_path)}
    assert read_settings(KEYS | own).language == "eu"
    with pytest.raises(WrongSetting, match="TRANSLATIONS"):
        read_settings(KEYS | {"TRANSLATIONS": str(tmp_path / "nowhere")})
