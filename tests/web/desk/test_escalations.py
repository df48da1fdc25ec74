"""Asking an editor, with a reason; and what the editor answers about life."""

import csv
import io

import pytest
from sqlalchemy import select

from comments.store.life_checklists import LifeChecklistRow
from comments.store.models import LedgerEntry
from tests.web.desk.conftest import Desk

YES = {
    "suspicion": "yes",
    "who": "The mayor, by an unknown reader",
    "where": "At the market",
    "when": "Saturday",
    "authority": "County police",
    "reference": "=2026/114",
    "told_at": "14 March, 9:40",
}


@pytest.fixture
def asked(desk: Desk) -> int:
    """A comment about which an editor was asked."""
    number = desk.post("author")
    desk.decide("moderator", number, action="escalate", note="He names a day.")
    assert desk.item(number).escalated
    return number


def rows(desk: Desk) -> list[LifeChecklistRow]:
    with desk.database.transaction() as db:
        return list(db.scalars(select(LifeChecklistRow).order_by(LifeChecklistRow.id)))


def test_whoever_asks_an_editor_says_why(desk: Desk) -> None:
    number = desk.post("author")
    answer = desk.decide("moderator", number, action="escalate", note=" ")
    assert answer.status_code == 400
    assert "Say in the note why you ask an editor" in answer.text
    assert f'data-item="{desk.item(number).id}"' in answer.text  # with its buttons
    assert not desk.item(number).escalated


def test_a_rejection_as_unlawful_asks_for_the_law_on_the_items_own_page(
    desk: Desk,
) -> None:
    number = desk.post("author")
    answer = desk.decide("moderator", number, rule="unlawful")
    assert answer.status_code == 400
    assert "Say in the note which law it breaks" in answer.text
    assert 'aria-describedby="note-wanted"' in answer.text
    assert desk.comment(number).status == "held"
    again = desk.decide("moderator", number, rule="unlawful", note="§ 201a: a child.")
    assert again.status_code == 303
    assert desk.comment(number).status == "rejected"


def test_an_editor_is_asked_about_life_and_safety_and_a_moderator_is_not(
    desk: Desk, asked: int
) -> None:
    address = desk.address(asked)
    assert 'data-life="open"' in desk.see("editor", address).text
    assert "data-life" not in desk.see("moderator", address).text
    assert desk.see("moderator", f"{address}/life").status_code == 403
    assert desk.send("moderator", f"{address}/life", **YES).status_code == 403
    assert rows(desk) == []


def test_the_answers_are_kept_and_in_the_ledger_without_their_words(
    desk: Desk, asked: int
) -> None:
    address = desk.address(asked)
    assert desk.send("editor", f"{address}/life", **YES).status_code == 303
    assert 'data-life="answered"' in desk.see("editor", address).text
    assert 'value="County police"' in desk.see("editor", f"{address}/life").text
    desk.send("editor", f"{address}/life", suspicion="no", reason="A song.")
    assert [row.answers["suspicion"] for row in rows(desk)] == [True, False]
    with desk.database.transaction() as db:
        entries = db.scalars(
            select(LedgerEntry).where(LedgerEntry.act == "life checklist")
        ).all()
    assert [entry.comment_id for entry in entries] == [asked, asked]
    assert all(entry.detail.startswith("hmac:") for entry in entries)
    assert all("police" not in entry.detail for entry in entries)


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({"suspicion": "no"}, "Say why there is no suspicion"),
        ({"suspicion": "yes"}, "Name whom you told"),
        ({"suspicion": "yes", "authority": "Police"}, "Say when they were told"),
    ],
)
def test_answers_that_account_for_nothing_come_back(
    desk: Desk, asked: int, answers: dict[str, str], missing: str
) -> None:
    address = f"{desk.address(asked)}/life"
    answer = desk.send("editor", address, **answers, where="At the market")
    assert answer.status_code == 400
    assert missing in answer.text
    assert 'value="At the market"' in answer.text
    assert rows(desk) == []


def test_what_nobody_escalated_has_no_checklist(desk: Desk) -> None:
    number = desk.post("author")
    address = f"{desk.address(number)}/life"
    assert desk.send("editor", address, **YES).status_code == 403
    assert rows(desk) == []


def test_an_editor_takes_all_answers_along(desk: Desk, asked: int) -> None:
    desk.send("editor", f"{desk.address(asked)}/life", **YES)
    answer = desk.see("editor", "/site/checklists.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert (row["comment"], row["suspicion"]) == (str(asked), "yes")
    assert row["reference"] == "'=2026/114"
    assert desk.see("moderator", "/site/checklists.csv").status_code == 403
