"""Who may not sit at the desk: refused before anything that they sent is read."""

import pytest
from flask import Flask
from sqlalchemy import select

from comments.domain.sanctions import SanctionKind
from comments.services.sanction_user import NewSanction, sanction_user
from comments.store.models import Account, LedgerEntry
from tests.web.desk.conftest import CLEAN, Desk

PAGES = [
    "/queue",
    "/queue/1",
    "/queue/1/next",
    "/queue/changes",
    "/queue/keys",
    "/people/1",
    "/reporters",
    "/reporters/together/1",
    "/threads/1/settings",
    "/site",
]
ACTS = [
    "/queue/claim",
    "/queue/1/decision",
    "/queue/1/release",
    "/queue/1/skip",
    "/decisions/1/undo",
    "/second-readings/1/undo",
    "/people/1/sanctions",
    "/sanctions/1/lift",
    "/reporters/together/1/dismiss",
    "/threads/1/settings",
    "/threads/1/title",
    "/site",
]
DESKS = (
    "queue.",
    "queue_changes.",
    "desk_keys.",
    "people.",
    "reporters.",
    "editor.",
)


def ban(desk: Desk, part: str, kind: SanctionKind = SanctionKind.BAN) -> None:
    with desk.database.transaction(writes=True) as db:
        sanction_user(
            db,
            NewSanction(desk.cast[part].id, kind, "be-nice", None),
            moderator=db.get_one(Account, desk.cast["editor"].id),
            actor=desk.actor("editor"),
            newsroom=desk.parley.newsroom,
            now=desk.clock(),
        )


def test_this_file_knows_every_route_of_the_desk(app: Flask) -> None:
    known = {rule.replace("/1", "/<n>") for rule in (*PAGES, *ACTS)}
    found = {
        "/".join(
            "<n>" if part.startswith("<") else part for part in rule.rule.split("/")
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(DESKS)
    }
    assert found == known


@pytest.mark.parametrize("address", PAGES)
def test_a_visitor_is_sent_to_log_in(desk: Desk, address: str) -> None:
    answer = desk.see("anonymous", address)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/login?next=")


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_sees_nothing_of_the_desk(desk: Desk, address: str) -> None:
    assert desk.see("reader", address).status_code == 403


@pytest.mark.parametrize("address", ACTS)
@pytest.mark.parametrize(("part", "status"), [("anonymous", 401), ("reader", 403)])
def test_no_outsider_acts_even_with_a_valid_token(
    desk: Desk, address: str, part: str, status: int
) -> None:
    desk.post("author")
    assert (
        desk.send(part, address).status_code == status
    )  # and not 400: nothing is read
    assert desk.send(part, address, action="approve", version="x").status_code == status


@pytest.mark.parametrize("address", ["/queue/claim", "/queue/1/decision"])
def test_a_muted_reader_is_no_moderator_either(desk: Desk, address: str) -> None:
    desk.browser("reader")
    ban(desk, "reader", SanctionKind.MUTE)
    assert desk.send("reader", address).status_code == 403


@pytest.mark.parametrize("address", ACTS)
def test_a_banned_moderator_acts_no_more(desk: Desk, address: str) -> None:
    desk.post("author")
    browser = desk.browser("moderator")
    token = browser.token("/account")
    ban(desk, "moderator")
    answer = browser.post(address, data={"csrf_token": token, "action": "approve"})
    assert answer.status_code in (400, 401, 403)
    assert browser.get("/queue").status_code == 303


@pytest.mark.parametrize("address", ["/threads/1/settings", "/site"])
def test_a_moderator_has_no_editors_switches(desk: Desk, address: str) -> None:
    assert desk.see("moderator", address).status_code == 403
    assert desk.send("moderator", address, site="pause").status_code == 403


def test_no_page_of_the_desk_acts_when_it_is_only_read(desk: Desk) -> None:
    comment_id = desk.post("author", CLEAN)
    desk.report("reader", comment_id)
    for address in (*PAGES, *ACTS):
        desk.see("administrator", address)
    with desk.database.transaction() as db:
        assert db.scalars(select(LedgerEntry)).all() == []
    assert desk.item(comment_id).version == 1


def test_another_page_cannot_send_a_moderators_decision(desk: Desk) -> None:
    comment_id = desk.post("author")
    address = f"{desk.address(comment_id)}/decision"
    answer = desk.browser("moderator").post(
        address, data={"action": "approve", "version": "1"}
    )
    assert answer.status_code == 400
    assert desk.comment(comment_id).status == "held"
