"""The API's description (OpenAPI 3.1), made from the routes and their declarations.

Nothing is written twice: paths and methods come from the routes, who may ask from the
declared act, limits from the declared limit, the rest from `@documented`.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from flask import Flask, Response, current_app
from werkzeug.routing import Rule

from comments.domain.permissions import SCOPES, VISITOR, Act, Scope, can
from comments.web import access, limits
from comments.web.api import answers
from comments.web.api.blueprints import ROOT, api, staff_api
from comments.web.api.operations import DECLARATION, Answer, Operation, documented
from comments.web.api.replies import as_json
from comments.web.api.shapes import ID, Shape
from comments.web.caching import public_page
from comments.web.problem_words import TITLES
from comments.web.security import SAFE_METHODS

VERSION: Final = "1"
PLACE: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
AUTOMATIC: Final = frozenset({"HEAD", "OPTIONS"})  # Flask adds them by itself
DOCUMENT: Final[Shape] = {"type": "object"}
NAMES: Final = {id(shape): name for name, shape in answers.NAMED.items()}


@api.get("/openapi.json")
@access.requires(Act.READ_BOARD)
@documented("This description", {200: Answer("The description", DOCUMENT)})
def openapi() -> Response:
    return public_page(as_json(describe(current_app)))  # type: ignore[return-value]


def describe(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of everything that the API's blueprints serve."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Parley",
            "version": VERSION,
            "summary": "Comments under articles, kept by posted rules.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": ROOT}],
        "paths": _paths(app),
        "components": {
            "schemas": {
                name: _referring(shape, top=True)
                for name, shape in answers.NAMED.items()
            },
            "securitySchemes": _schemes(app),
        },
    }


def api_rules(app: Flask) -> Iterator[Rule]:
    """The routes of the API, in the order of their paths."""
    blueprints = {api.name, staff_api.name}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint.partition(".")[0] in blueprints:
            yield rule


def _paths(app: Flask) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for rule in api_rules(app):
        path = PLACE.sub(r"{\1}", rule.rule.removeprefix(ROOT))
        for method in sorted((rule.methods or set()) - AUTOMATIC):
            view = app.view_functions[rule.endpoint]
            described = _operation(rule, method, view)
            paths.setdefault(path, {})[method.lower()] = described
    return paths


def _operation(rule: Rule, method: str, view: Any) -> dict[str, Any]:
    operation: Operation = getattr(view, DECLARATION)
    act: Act = getattr(view, access.DECLARATION)
    described = {
        "operationId": rule.endpoint.partition(".")[2],
        "summary": operation.summary,
        "parameters": _parameters(rule, operation),
        "responses": _responses(operation, view, act, method),
        "security": list(_ways_in(act, method)),
        "x-act": act.value,
    }
    if operation.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": operation.body}},
        }
    return described


def _parameters(rule: Rule, operation: Operation) -> list[dict[str, Any]]:
    places = [
        {"name": name, "in": "path", "required": True, "schema": ID}
        for name in PLACE.findall(rule.rule)
    ]
    asked = [
        {
            "name": name,
            "in": "query",
            "required": name in operation.required_query,
            "schema": shape,
        }
        for name, shape in operation.query.items()
    ]
    return places + asked


def _responses(
    operation: Operation, view: Any, act: Act, method: str
) -> dict[str, Any]:
    said = {
        status: Answer(TITLES[status], problem=True)
        for status in _refusals(operation, view, act, method)
    }
    all_answers = sorted((said | dict(operation.answers)).items())
    return {str(status): _answer(answer) for status, answer in all_answers}


def _refusals(operation: Operation, view: Any, act: Act, method: str) -> Iterator[int]:
    """The problems that any operation of this kind may have."""
    yield from (401, 403, 500, 503)
    if method not in SAFE_METHODS or operation.query:
        yield 400
    if method not in SAFE_METHODS:
        yield 413
    if operation.body is not None:
        yield 415
    if hasattr(view, limits.DECLARATION):
        yield 429


def _answer(answer: Answer) -> dict[str, Any]:
    described: dict[str, Any] = {"description": answer.means}
    shape = answer.shape
    if answer.problem:
        shape = shape or answers.PROBLEM
    if shape is not None:
        kind = "application/problem+json" if answer.problem else answer.content
        described["content"] = {kind: {"schema": _referring(shape)}}
    return described


def _ways_in(act: Act, method: str) -> Iterator[dict[str, list[str]]]:
    """A browser's cookie, a token with any one of the act's scopes, or nothing."""
    if can(VISITOR, act):
        yield {}
    if method in SAFE_METHODS:
        yield {"cookie": []}
    else:
        yield {"cookie": [], "csrf": []}
    for scope in sorted(SCOPES.get(act, frozenset[Scope]())):
        yield {"token": [scope.value]}


def _schemes(app: Flask) -> dict[str, Any]:
    cookie = app.config["SESSION_COOKIE_NAME"]
    return {
        "cookie": {"type": "apiKey", "in": "cookie", "name": cookie},
        "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
        "token": {"type": "http", "scheme": "bearer"},
    }


def _referring(value: Any, *, top: bool = False) -> Any:
    """A shape in which every named shape is a reference to its name."""
    if not top and id(value) in NAMES:
        return {"$ref": f"#/components/schemas/{NAMES[id(value)]}"}
    if isinstance(value, dict):
        return {key: _referring(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_referring(inner) for inner in value]
    return value
