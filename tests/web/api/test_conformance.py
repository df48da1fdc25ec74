"""Whatever a program sends, the answers are those that the description promises."""

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.api.conftest import RUDE, Call, Program
from tests.web.api.test_openapi import CONTRACT

# The same examples on every machine; an app without a server needs no deadline.
ASKED_OFTEN = settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
TAKING_NOTHING = {
    ("GET", "/openapi.json"),
    ("GET", "/session"),
    ("GET", "/me/company"),
    ("GET", "/me/messages"),
    ("GET", "/me/mail"),
    ("POST", "/me/data"),
    ("GET", "/reporters"),
}
PARTS = (None, "author", "reader", "moderator", "editor")
Programs = dict[str | None, Program]
# Ids that the busy newsroom has, and one that it has not.
IDS = st.sampled_from([1, 2, 3, 99])


@pytest.fixture
def programs(program: Call, thread_id: int) -> Programs:
    """A newsroom in which something of everything has happened, and its people."""
    known = {part: program(part) for part in PARTS}
    author, reader, moderator = known["author"], known["reader"], known["moderator"]
    for number in range(2):
        posted = author.comment(thread_id, f"{RUDE} {number}", insist=True).json
        shown = author.comment(thread_id, f"Remark {number}.").json
        reader.post(f"/comments/{shown['id']}/reports", rule="be-nice")
        author.post(f"/decisions/{posted['statement']['decision_id']}/appeal")
    item = moderator.post("/queue/claim").json
    moderator.post(
        f"/queue/{item['id']}/decision", action="approve", version=item["version"]
    )
    return known


@pytest.mark.parametrize("operation", sorted(CONTRACT), ids=" ".join)
def test_whatever_is_sent_is_answered_as_described(
    app: Flask, programs: Programs, operation: tuple[str, str]
) -> None:
    promised = _promised(app, operation)

    @ASKED_OFTEN
    @given(promised.as_strategy(), st.sampled_from(PARTS), IDS)
    def ask_well(case: Case, part: str | None, number: int) -> None:
        case.path_parameters = dict.fromkeys(case.path_parameters or {}, number)
        case.call_and_validate(headers=programs[part].headers, checks=CHECKS)

    @ASKED_OFTEN
    @given(promised.as_strategy(GenerationMode.NEGATIVE), st.sampled_from(PARTS))
    def ask_badly(case: Case, part: str | None) -> None:
        case.call_and_validate(headers=programs[part].headers, checks=CHECKS)

    ask_well()
    if operation not in TAKING_NOTHING:
        ask_badly()


def _promised(app: Flask, operation: tuple[str, str]) -> APIOperation:
    method, path = operation
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    return description[path][method]
