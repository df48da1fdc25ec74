"""The demo's newspaper: articles that are there, with the one tag in each."""

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask

from comments.settings import (
    NEWSPAPER,
    Settings,
    read_settings,
    with_generated_keys,
)
from comments.store.models import Thread
from tests.web.conftest import Browser, Clock, database_of

ARTICLE = "/local/mill-street-bridge-closed"
BOARD = "http://localhost"
HERE = "http://127.0.0.1"


@pytest.fixture
def kind() -> str:
    return "demo"


@pytest.fixture
def settings(settings: Settings, kind: str) -> Settings:
    allowed = (NEWSPAPER, HERE)
    return dataclasses.replace(settings, demo=kind == "demo", embed_origins=allowed)


@pytest.fixture(autouse=True)
def story(app: Flask, clock: Clock) -> None:
    with database_of(app).transaction(writes=True) as db:
        db.add(
            Thread(
                url=f"{NEWSPAPER}{ARTICLE}",
                title="The bridge is closed",
                section="Local",
                standfirst="Since six.\n\nNobody was hurt.",
                created_at=clock(),
                changed_at=clock(),
            )
        )


def test_read_the_article_leads_to_a_page_on_another_origin(visitor: Browser) -> None:
    page = visitor.get("/threads/1").text
    link = re.search(r'href="([^"]+)" rel="noopener">Read the article', page)
    assert link
    assert link.group(1) == f"{HERE}/courier{ARTICLE}"
    assert visitor.get(link.group(1)).status_code == 200


def test_an_article_carries_the_one_tag_and_its_own_words(visitor: Browser) -> None:
    page = visitor.get(f"/courier{ARTICLE}").text
    assert "<p>Nobody was hurt.</p>" in page
    tag = re.search(r"<script async\s+src=\"([^\"]+)\"\s+data-article=\"([^\"]+)", page)
    assert tag
    assert tag.groups() == (f"{BOARD}/embed.js", f"{NEWSPAPER}{ARTICLE}")
    framed = visitor.get("/embed", query_string={"url": tag.group(2)})
    assert framed.status_code == 200
    assert 'data-thread-id="1"' in framed.text
    assert HERE in framed.headers["Content-Security-Policy"]


def test_the_front_page_lists_what_the_newspaper_has_printed(visitor: Browser) -> None:
    page = visitor.get("/courier/").text
    assert f'href="{HERE}/courier{ARTICLE}"' in page
    assert f'data-parley-count="{NEWSPAPER}{ARTICLE}"' in page


def test_the_newspapers_policy_lets_the_board_in_and_nothing_else(
    visitor: Browser,
) -> None:
    answer = visitor.get(f"/courier{ARTICLE}")
    policy = answer.headers["Content-Security-Policy"]
    assert f"frame-src {BOARD};" in policy
    assert "unsafe" not in policy
    assert "Set-Cookie" not in answer.headers
    assert visitor.get("/courier/nowhere").status_code == 404


@pytest.mark.parametrize("kind", ["real"])
def test_a_real_newsroom_has_no_invented_newspaper(visitor: Browser) -> None:
    assert visitor.get("/courier/").status_code == 404
    assert f'href="{NEWSPAPER}{ARTICLE}" rel="noopener"' in (
        visitor.get("/threads/1").text
    )


@pytest.mark.parametrize(
    ("environment", "newspaper"),
    [
        ({"PORT": "8123"}, "http://localhost:8123"),
        ({"PUBLIC_URL": "http://localhost:9"}, "http://127.0.0.1:9"),
        ({"PUBLIC_URL": "https://demo.example"}, "https://demo.example"),
    ],
)
def test_the_newspaper_is_another_site_where_one_machine_has_two_names(
    environment: dict[str, str], newspaper: str, tmp_path: Path
) -> None:
    demo = {**environment, "PARLEY_DEMO": "1"}
    settings = read_settings(with_generated_keys(demo, tmp_path))
    assert settings.newspaper == newspaper
    assert settings.embed_origins == (NEWSPAPER, newspaper)
    plain = read_settings(with_generated_keys(environment, tmp_path))
    assert (plain.newspaper, plain.embed_origins) == ("", ())
