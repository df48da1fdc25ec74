"""Sealed evidence: it stays as it was, it shows a change, and it ends with its term."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import func, select, text

from comments.domain.closing import Leave
from comments.domain.evidence import EvidenceTerm
from comments.domain.permissions import VISITOR, NotPermitted
from comments.services.close_account import ask_to_close
from comments.services.erase_account import begin_erasure, erase_some
from comments.services.evidence import (
    delete_some,
    list_evidence,
    prolong,
    set_term,
    take_evidence,
    verify_evidence,
)
from comments.services.ledger_chain import verify
from comments.services.report_comment import NewNotice, file_notice
from comments.store.models import LedgerEntry
from comments.store.sealed_evidence import SealedEvidence
from tests.services.conftest import LEDGER_KEY, Town

RUDE = "The mayor is a pathetic lying idiot."
RUDER = "The mayor is a pathetic lying idiot, and so is the council."
CLEAN = "The second crew came over the mill side at nine."


def escalated(town: Town) -> int:
    """A rude answer, edited once and reported, about which an editor is asked."""
    first = town.post("ben", CLEAN).comment.id
    answer = town.post("ana", CLEAN, parent_id=first).comment.id
    town.edit("ana", answer, RUDE)
    town.report("cleo", answer)
    town.decide("mod", answer, "escalate", note="He names a day.")
    return answer


def file(town: Town, comment_id: int) -> None:
    new = NewNotice(
        comment_id=comment_id,
        explanation="It names a child.",
        name="Rosa",
        email="rosa@reader.example",
    )
    with town.database.transaction(writes=True) as db:
        file_notice(db, new, actor=VISITOR, newsroom=town.newsroom, now=town.now)


def pieces(town: Town) -> list[SealedEvidence]:
    with town.database.transaction() as db:
        return list(list_evidence(db, actor=town.actor("edda")))


def problems(town: Town) -> list[str]:
    with town.database.transaction() as db:
        found = list(verify_evidence(db))
        found += [words for _, words in verify(db, key=LEDGER_KEY) if words]
    return found


def worker(town: Town) -> int:
    with town.database.transaction(writes=True) as db:
        return delete_some(db, newsroom=town.newsroom, now=town.now)


def act_on(town: Town, act: object, evidence_id: int, name: str = "edda") -> None:
    with town.database.transaction(writes=True) as db:
        act(  # type: ignore[operator]
            db,
            evidence_id,
            editor=town.account(db, name),
            actor=town.actor(name),
            newsroom=town.newsroom,
            now=town.now,
        )


def test_an_escalation_seals_the_comment_with_all_around_it(town: Town) -> None:
    answer = escalated(town)
    (piece,) = pieces(town)
    sealed = json.loads(piece.document)
    assert [revision["text"] for revision in sealed["revisions"]] == [CLEAN, RUDE]
    assert sealed["revisions"][1]["findings"][0]["rule"] == "be-nice"
    assert sealed["author"] == {"id": town.people["ana"], "name": "ana"}
    assert sealed["comment"]["id"] == answer
    assert sealed["thread"]["title"] == "The mill bridge is closed"
    (parent,) = sealed["parents"]
    assert parent["author"]["name"] == "ben"
    assert parent["revisions"][0]["text"] == CLEAN
    assert [report["reporter_id"] for report in sealed["reports"]] == [
        town.people["cleo"]
    ]
    asked = sealed["decisions"][-1]
    assert (asked["action"], asked["note"]) == ("escalate", "He names a day.")
    assert asked["by"] == "pseudonym-mod"
    assert sha256(piece.document.encode()).hexdigest() == piece.digest
    with town.database.transaction() as db:
        last = db.scalars(
            select(LedgerEntry).order_by(LedgerEntry.sequence.desc()).limit(1)
        ).one()
    assert (last.act, last.detail) == ("seal evidence", f"sha256:{piece.digest}")
    assert last.comment_id == answer
    assert problems(town) == []


def test_a_notice_seals_once_for_each_text(town: Town) -> None:
    comment_id = town.post("ana", CLEAN).comment.id
    file(town, comment_id)
    until = pieces(town)[0].keep_until
    town.wait(minutes=3)
    file(town, comment_id)
    (piece,) = pieces(town)
    assert (piece.cause, piece.keep_until - until) == (
        "notice",
        timedelta(minutes=3),
    )
    assert json.loads(piece.document)["notices"][0]["name"] == "Rosa"
    town.edit("ana", comment_id, f"{CLEAN} Or at ten.")
    file(town, comment_id)
    assert len(pieces(town)) == 2
    assert problems(town) == []


def test_it_outlives_edits_withdrawal_and_the_account(town: Town) -> None:
    answer = escalated(town)
    before = pieces(town)[0].document
    town.edit("ana", answer, RUDER)
    town.withdraw("ana", answer)
    with town.database.transaction(writes=True) as db:
        ask_to_close(db, town.people["ana"], Leave.REMOVE, now=town.now)
    town.wait(days=15)
    with town.database.transaction(writes=True) as db:
        assert begin_erasure(db, town.people["ana"], now=town.now)
        erase_some(db, town.people["ana"], now=town.now)
    (piece,) = pieces(town)
    assert piece.document == before
    assert RUDE in before
    assert problems(town) == []


def test_a_changed_a_missing_and_an_added_piece_are_found(town: Town) -> None:
    escalated(town)
    piece = pieces(town)[0]
    name = f"evidence {piece.id}"
    changes = {
        "UPDATE sealed_evidence SET document = document || ' '": "was changed",
        "UPDATE sealed_evidence SET digest = 'x'": "something else",
        "UPDATE sealed_evidence SET id = id + 7": "the ledger says nothing",
        "DELETE FROM sealed_evidence": "it is missing",
    }
    for change, words in changes.items():
        with town.database.transaction(writes=True) as db:
            db.execute(text(change))
            found = list(verify_evidence(db))
            assert any(words in problem for problem in found), change
            db.rollback()
    with town.database.transaction(writes=True) as db:
        db.execute(text("DELETE FROM sealed_evidence"))
    assert problems(town) == [f"{name}: it is missing"]


def test_it_is_deleted_at_the_end_of_its_term_and_the_ledger_says_so(
    town: Town,
) -> None:
    escalated(town)
    town.wait(days=183)
    assert worker(town) == 0
    town.wait(days=1)
    assert worker(town) == 1
    assert pieces(town) == []
    with town.database.transaction() as db:
        last = db.scalars(
            select(LedgerEntry).order_by(LedgerEntry.sequence.desc()).limit(1)
        ).one()
    assert (last.act, last.actor) == ("delete evidence", "machine")
    assert problems(town) == []


def test_a_stated_term_holds_and_an_editor_may_begin_it_anew(town: Town) -> None:
    escalated(town)
    with town.database.transaction(writes=True) as db:
        set_term(
            db,
            EvidenceTerm(30),
            editor=town.account(db, "edda"),
            actor=town.actor("edda"),
            newsroom=town.newsroom,
            now=town.now,
        )
    town.wait(days=170)
    assert worker(town) == 0
    act_on(town, prolong, pieces(town)[0].id)
    town.wait(days=29)
    assert worker(town) == 0
    town.wait(days=1)
    assert worker(town) == 1


def test_only_editors_read_it_and_the_ledger_says_that_they_did(town: Town) -> None:
    escalated(town)
    piece = pieces(town)[0]
    for name in ("mod", "ana"):
        with pytest.raises(NotPermitted):
            act_on(town, take_evidence, piece.id, name)
    act_on(town, take_evidence, piece.id)
    with town.database.transaction() as db:
        read = db.scalar(select(func.count()).where(LedgerEntry.act == "read evidence"))
    assert read == 1
