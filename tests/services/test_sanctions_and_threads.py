"""Sanctions, and what an editor does to threads and to the whole site."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from comments.domain.permissions import NotPermitted
from comments.domain.sanctions import SanctionKind
from comments.services import manage_threads, sanction_user
from comments.services.errors import Conflict, NotFound, Refused, ThreadClosed
from comments.services.ledger_chain import verify
from comments.services.manage_threads import ArticleFacts, Mode, ThreadChange
from comments.services.sanction_user import NewSanction
from comments.store.models import LedgerEntry, Sanction, Thread
from tests.services.conftest import LEDGER_KEY, Town

CLEAN = "The second crew came over the mill side at nine."


def _sanction(town: Town, by: str, whom: str, **given: object) -> Sanction:
    values: dict[str, object] = {
        "account_id": town.people[whom],
        "kind": SanctionKind.SUSPENSION,
        "rule": "be-nice",
        "term": timedelta(hours=24),
        "note": "Three insults this week.",
    }
    with town.database.transaction(writes=True) as db:
        return sanction_user.sanction_user(
            db,
            NewSanction(**(values | given)),  # type: ignore[arg-type]
            moderator=town.account(db, by),
            actor=town.actor(by),
            newsroom=town.newsroom,
            now=town.now,
        )


def _change(town: Town, by: str, change: ThreadChange) -> Thread:
    with town.database.transaction(writes=True) as db:
        return manage_threads.change_thread(
            db,
            town.thread_id,
            change,
            editor=town.account(db, by),
            actor=town.actor(by),
            newsroom=town.newsroom,
            now=town.now,
        )


def _pause(town: Town, by: str, *, paused: bool) -> None:
    with town.database.transaction(writes=True) as db:
        manage_threads.pause_site(
            db,
            paused=paused,
            editor=town.account(db, by),
            actor=town.actor(by),
            newsroom=town.newsroom,
            now=town.now,
        )


def _acts(town: Town) -> list[str]:
    with town.database.transaction() as db:
        assert not [problem for _, problem in verify(db, key=LEDGER_KEY) if problem]
        return list(db.scalars(select(LedgerEntry.act).order_by(LedgerEntry.sequence)))


def test_a_sanction_is_told_with_its_rule_term_and_note(town: Town) -> None:
    _sanction(town, "mod", "ana")
    (notice,) = town.notices("ana")
    assert notice.statement.kind == "sanction"
    assert notice.statement.rule == "be-nice"
    assert notice.statement.facts["note"] == "Three insults this week."
    assert _acts(town) == ["suspension"]


def test_nobody_sanctions_a_colleague_or_themselves(town: Town) -> None:
    for whom in ("mod", "mia", "edda"):
        with pytest.raises(NotPermitted):
            _sanction(town, "mod", whom)


def test_a_sanction_cites_a_posted_rule(town: Town) -> None:
    with pytest.raises(Refused):
        _sanction(town, "mod", "ana", rule="share-with-us")
    _sanction(town, "mod", "ana", rule="be-proactive")


def test_a_sanction_is_lifted_once_and_the_account_is_told(town: Town) -> None:
    imposed = _sanction(town, "mod", "ana")
    town.wait(minutes=5)
    with town.database.transaction(writes=True) as db:
        given = {"actor": town.actor("mia"), "newsroom": town.newsroom, "now": town.now}
        mia = town.account(db, "mia")
        lifted = sanction_user.lift_sanction(db, imposed.id, moderator=mia, **given)  # type: ignore[arg-type]
        assert lifted.lifted_at == town.now
        with pytest.raises(Conflict):
            sanction_user.lift_sanction(db, imposed.id, moderator=mia, **given)  # type: ignore[arg-type]
    assert [n.statement.kind for n in town.notices("ana")] == ["lifted", "sanction"]
    assert _acts(town) == ["suspension", "lift"]


def test_an_always_reviewed_author_waits_for_a_moderator(town: Town) -> None:
    _sanction(town, "mod", "ana", kind=SanctionKind.ALWAYS_REVIEW)
    assert town.post("ana", CLEAN).comment.status == "held"
    town.wait(hours=25)
    assert town.post("ana", "It is open again since noon.").comment.status == (
        "published"
    )


def test_a_premoderated_thread_holds_readers_and_not_staff(town: Town) -> None:
    _change(town, "edda", ThreadChange(mode=Mode.PRE))
    held = town.post("ana", CLEAN)
    assert held.comment.status == "held"
    assert held.statement is not None
    assert held.statement.facts["hold_reasons"] == ["premoderated"]
    assert town.post("mod", "The newsroom asks for patience.").comment.status == (
        "published"
    )
    assert town.decide("mod", held.comment.id, "approve").decision.action == "approve"


def test_a_closed_thread_takes_nothing_until_it_is_opened(town: Town) -> None:
    _change(town, "edda", ThreadChange(is_open=False))
    with pytest.raises(ThreadClosed):
        town.post("ana", CLEAN)
    _change(town, "edda", ThreadChange(is_open=True))
    assert town.post("ana", CLEAN).comment.status == "published"
    assert _acts(town) == ["close thread", "open thread"]


def test_a_moderator_does_not_close_threads(town: Town) -> None:
    with pytest.raises(NotPermitted):
        _change(town, "mod", ThreadChange(is_open=False))


def test_a_paused_site_takes_no_comments_anywhere(town: Town) -> None:
    _pause(town, "edda", paused=True)
    _pause(town, "edda", paused=True)
    with pytest.raises(ThreadClosed, match="paused"):
        town.post("ana", CLEAN)
    _pause(town, "edda", paused=False)
    town.post("ana", CLEAN)
    assert _acts(town) == ["pause site", "resume site"]


def test_an_article_has_one_thread_however_often_it_is_put(town: Town) -> None:
    article = ArticleFacts(url="https://news.example/new", title="Old", section="Local")
    renamed = ArticleFacts(url="https://news.example/new", title="New", section="City")
    with town.database.transaction(writes=True) as db:
        actor = town.actor("edda")
        first, made = manage_threads.put_thread(db, article, actor=actor, now=town.now)
        again, remade = manage_threads.put_thread(
            db, renamed, actor=actor, now=town.now
        )
    assert (made, remade) == (True, False)
    assert first.id == again.id
    assert (again.title, again.section) == ("New", "City")


def test_a_thread_that_is_not_there_cannot_be_changed(town: Town) -> None:
    town.thread_id = 999
    with pytest.raises(NotFound):
        _change(town, "edda", ThreadChange(is_open=False))
