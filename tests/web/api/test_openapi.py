"""The API's description says what there is, all of it and nothing else."""

import re
from pathlib import Path

import pytest
from flask import Flask

from comments.domain.permissions import Act
from comments.web.api.openapi import describe
from comments.web.limits import LIMITS, Limited
from tests.web.api.conftest import Call

ROOT = "/api/v1"
DOCUMENTATION = Path(__file__).parents[3] / "docs/api.md"
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
# What the integrations rely on, whatever else there is.
CONTRACT = {
    ("POST", "/check"),
    ("PUT", "/threads"),
    ("PATCH", "/threads/{thread_id}"),
    ("GET", "/threads"),
    ("GET", "/threads/{thread_id}/comments"),
    ("POST", "/threads/{thread_id}/comments"),
    ("PATCH", "/comments/{comment_id}"),
    ("DELETE", "/comments/{comment_id}"),
    ("POST", "/comments/{comment_id}/reports"),
    ("POST", "/notices"),
    ("GET", "/me/reports"),
    ("GET", "/me/notices"),
    ("POST", "/decisions/{decision_id}/appeal"),
    ("GET", "/appeals"),
    ("POST", "/sanctions/{sanction_id}/appeal"),
    ("GET", "/queue"),
    ("GET", "/queue/{item_id}"),
    ("POST", "/queue/claim"),
    ("POST", "/queue/{item_id}/decision"),
    ("POST", "/queue/{item_id}/release"),
    ("POST", "/queue/{item_id}/skip"),
    ("POST", "/decisions/{decision_id}/undo"),
    ("GET", "/search"),
    ("GET", "/people/{account_id}/sanctions"),
    ("POST", "/people/{account_id}/sanctions"),
    ("POST", "/sanctions/{sanction_id}/lift"),
    ("GET", "/reporters"),
    ("GET", "/reporters/together/{brigade_id}"),
    ("POST", "/reporters/together/{brigade_id}/dismiss"),
    ("GET", "/threads/counts"),
    ("PUT", "/comments/{comment_id}/appreciation"),
    ("DELETE", "/comments/{comment_id}/appreciation"),
    ("GET", "/me/company"),
    ("PUT", "/me/ignored/{person_id}"),
    ("DELETE", "/me/ignored/{person_id}"),
    ("PUT", "/me/followed-people/{person_id}"),
    ("DELETE", "/me/followed-people/{person_id}"),
    ("PUT", "/me/followed-threads/{thread_id}"),
    ("DELETE", "/me/followed-threads/{thread_id}"),
    ("GET", "/me/news"),
    ("POST", "/me/news/read"),
    ("GET", "/me/messages"),
    ("GET", "/me/messages/{comment_id}"),
    ("POST", "/me/messages/{comment_id}"),
    ("GET", "/shared/{comment_id}/messages"),
    ("POST", "/shared/{comment_id}/messages"),
    ("GET", "/me/mail"),
    ("PATCH", "/me/mail"),
    ("POST", "/me/data"),
    ("GET", "/session"),
    ("GET", "/openapi.json"),
}


def served(app: Flask) -> set[tuple[str, str]]:
    """Every method and path under the API's root, as the router knows them."""
    return {
        (method, re.sub(r"<[^<>]*?([a-z_]+)>", r"{\1}", rule.rule.removeprefix(ROOT)))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(ROOT)
        for method in (rule.methods or set()) & METHODS
    }


def described(app: Flask) -> dict[tuple[str, str], dict]:
    return {
        (method.upper(), path): operation
        for path, operations in describe(app)["paths"].items()
        for method, operation in operations.items()
    }


def test_what_is_served_is_described_and_what_is_described_is_served(
    app: Flask,
) -> None:
    assert set(described(app)) == served(app)


def test_the_contract_is_served(app: Flask) -> None:
    assert served(app) >= CONTRACT


@pytest.mark.parametrize("operation", sorted(CONTRACT), ids=" ".join)
def test_a_person_finds_every_operation_in_the_documentation(
    operation: tuple[str, str],
) -> None:
    method, path = operation
    written = re.sub(r"{[a-z_]+}", "{id}", f"{method} {path}")
    assert written in DOCUMENTATION.read_text(encoding="utf-8")


def test_anybody_reads_the_description(program: Call) -> None:
    answer = program().get("/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.json["openapi"].startswith("3.1")
    assert "public" in answer.headers["Cache-Control"]


def test_every_operation_says_what_it_is_for_under_a_name_of_its_own(
    app: Flask,
) -> None:
    operations = list(described(app).values())
    assert all(operation["summary"] for operation in operations)
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)


def test_every_name_that_is_referred_to_is_described(app: Flask) -> None:
    document = describe(app)
    referred = set(re.findall(r"#/components/schemas/(\w+)", str(document)))
    assert referred == set(document["components"]["schemas"])


def test_whoever_may_come_in_without_an_account_is_told_so(app: Flask) -> None:
    ways = {key: operation["security"] for key, operation in described(app).items()}
    assert {} in ways["GET", "/threads"]
    assert {} in ways["POST", "/notices"]
    assert {} not in ways["POST", "/queue/claim"]
    assert {"token": ["moderate"]} in ways["POST", "/queue/claim"]
    assert {"cookie": [], "csrf": []} in ways["POST", "/check"]
    assert {"token": ["filter"]} in ways["POST", "/check"]


@pytest.mark.parametrize("act", [Act.POST, Act.REPORT, Act.CHECK_TEXT, Act.APPEAL])
def test_what_is_limited_says_so(app: Flask, act: Act) -> None:
    assert LIMITS[Limited.POST]
    operations = [o for o in described(app).values() if o["x-act"] == act.value]
    assert operations
    assert all("429" in operation["responses"] for operation in operations)
