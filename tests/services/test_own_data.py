"""Own data: a person takes all of it along, or goes, and the record still holds."""

import csv
import io
import json
import tracemalloc
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select, update

from comments.domain.closing import FORMER_READER, Leave
from comments.services import ledger_chain
from comments.services.close_account import (
    ask_to_close,
    keep_account,
    pending_closure,
)
from comments.services.erase_account import begin_erasure, erase_some
from comments.services.errors import Conflict, NotFound
from comments.services.own_data import write_archive
from comments.services.own_parts import PARTS
from comments.services.read_thread import read_thread
from comments.store.models import (
    Account,
    Base,
    Comment,
    LedgerEntry,
    Report,
    Revision,
    StatementOfReasons,
    Thread,
)
from tests.services.conftest import LEDGER_KEY, Town

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."
# Every column that points at a person: what becomes of it when they go.  A new one
# belongs here, in `erase_account` or `erase_comment`, and in `own_parts`.
POINTERS = {
    ("account_closures", "account_id"): "says that they went, and nothing else",
    ("account_traces", "account_id"): "deleted",
    ("address_confirmations", "account_id"): "deleted",
    ("api_tokens", "account_id"): "deleted",
    ("appeals", "author_id"): "points at the shell, text blanked",
    ("appreciations", "account_id"): "deleted, and taken off the count",
    ("brigade_members", "account_id"): "deleted",
    ("brigades", "dismissed_by"): "staff's",
    ("bulk_decisions", "moderator_id"): "staff's",
    ("chosen_keys", "account_id"): "deleted",
    ("comments", "author_id"): "points at the former reader",
    ("decisions", "moderator_id"): "staff's: closed only once they are readers",
    ("desk_comforts", "account_id"): "deleted",
    ("digests", "account_id"): "deleted",
    ("filter_versions", "changed_by"): "staff's",
    ("followed_people", "account_id"): "deleted",
    ("followed_people", "followed_id"): "deleted",
    ("followed_threads", "account_id"): "deleted",
    ("ignored_people", "account_id"): "deleted",
    ("ignored_people", "ignored_id"): "deleted",
    ("last_readings", "account_id"): "deleted",
    ("log_in_codes", "account_id"): "deleted",
    ("login_sessions", "account_id"): "deleted",
    ("mail_choices", "account_id"): "deleted",
    ("news", "account_id"): "deleted",
    ("news_settings", "account_id"): "deleted",
    ("own_words", "added_by"): "staff's",
    ("own_words", "ended_by"): "staff's",
    ("private_messages", "sender_id"): "deleted with all about their comments",
    ("reports", "reporter_id"): "points at the shell, note blanked",
    ("review_items", "author_id"): "points at the former reader",
    ("review_items", "claimed_by"): "staff's, for 90 seconds",
    ("sanction_appeals", "account_id"): "points at the shell, text blanked",
    ("sanction_appeals", "decided_by"): "staff's",
    ("sanctions", "account_id"): "points at the shell, note blanked",
    ("sanctions", "decided_by"): "staff's",
    ("sanctions", "lifted_by"): "staff's",
    ("second_readings", "claimed_by"): "staff's, for 90 seconds",
    ("second_readings", "first_by"): "staff's",
    ("second_readings", "second_by"): "staff's",
    ("skipped_items", "moderator_id"): "staff's, for a while",
    ("urgent_letters", "account_id"): "deleted",
    ("statements", "account_id"): "points at the shell, facts blanked",
}


def ask(town: Town, name: str, leave: Leave) -> None:
    with town.database.transaction(writes=True) as db:
        ask_to_close(db, town.people[name], leave, now=town.now)


def close(town: Town, name: str, leave: Leave, *, at_once: int = 2) -> None:
    """Ask, wait, and let a worker do it."""
    ask(town, name, leave)
    town.wait(days=14)
    with town.database.transaction(writes=True) as db:
        assert begin_erasure(db, town.people[name], now=town.now)
    while True:
        with town.database.transaction(writes=True) as db:
            if not erase_some(db, town.people[name], now=town.now, limit=at_once):
                return


def archive_of(town: Town, name: str) -> ZipFile:
    file = io.BytesIO()
    with town.database.transaction() as db:
        write_archive(
            db,
            town.people[name],
            file,
            name=name,
            site="https://talk.example",
            now=town.now,
        )
    return ZipFile(file)


def part(archive: ZipFile, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(archive.read(f"{name}.json"))
    return found


def sheet(archive: ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def texts(town: Town) -> list[str]:
    with town.database.transaction() as db:
        return sorted(db.scalars(select(Revision.text)))


def is_intact(town: Town) -> bool:
    with town.database.transaction() as db:
        walked = list(ledger_chain.verify(db, key=LEDGER_KEY))
    return len(walked) > 1 and all(problem is None for _, problem in walked)


def lived_in(town: Town) -> dict[str, int]:
    """Ana has written, been answered, been removed, reported, and appealed."""
    ids = {
        "answered": town.post("ana", CLEAN).comment.id,
        "alone": town.post("ana", "It was dark by then.").comment.id,
        "bens": town.post("ben", "The mill side was closed at eight.").comment.id,
    }
    town.post("ben", "Which side was that?", parent_id=ids["answered"])
    rejected = town.post("ana", "Nobody was at the bridge before ten, nobody.")
    ids["rejected"] = rejected.comment.id
    town.report("ben", ids["rejected"])
    decided = town.decide("mod", ids["rejected"], "reject", rule="be-nice")
    town.report("ana", ids["bens"])
    town.wait(minutes=1)
    town.appeal("ana", decided.decision.id)
    return ids


def test_a_reader_downloads_all_that_is_about_them(town: Town) -> None:
    lived_in(town)
    archive = archive_of(town, "ana")
    assert archive.testzip() is None
    assert [row["name"] for row in part(archive, "account")] == ["ana"]
    assert len(part(archive, "comments")) == 3
    assert {row["text"] for row in part(archive, "texts")} == {
        CLEAN,
        "It was dark by then.",
        "Nobody was at the bridge before ten, nobody.",
    }
    (report,) = part(archive, "reports")
    assert (report["rule"], report["state"]) == ("be-nice", "received")
    assert [row["kind"] for row in part(archive, "statements")] == ["rejected"]
    assert [row["decided_by"] for row in part(archive, "decisions")] == ["a person"]
    assert len(part(archive, "appeals")) == 1


def test_a_download_holds_nobody_elses_words_or_names(town: Town) -> None:
    lived_in(town)
    archive = archive_of(town, "ana")
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Which side" not in everything
    assert "ben" not in everything.replace("benefit", "")
    assert '"mod"' not in everything


def test_each_part_comes_as_json_and_as_csv_with_the_same_rows(town: Town) -> None:
    lived_in(town)
    archive = archive_of(town, "ana")
    for one in PARTS:
        rows, lines = part(archive, one.name), sheet(archive, one.name)
        assert len(rows) == len(lines), one.name
        for row, line in zip(rows, lines, strict=True):
            assert list(row) == list(line) == one.columns()


def test_a_text_does_not_become_a_formula_and_json_is_exact(town: Town) -> None:
    formula = '=HYPERLINK("https://evil.example","look") is what he wrote'
    town.post("ana", formula)
    archive = archive_of(town, "ana")
    assert sheet(archive, "texts")[0]["text"] == f"'{formula}"
    assert part(archive, "texts")[0]["text"] == formula


def test_an_outcome_that_may_still_be_undone_is_not_in_a_download(
    town: Town,
) -> None:
    comment_id = town.post("ben", CLEAN).comment.id
    town.report("ana", comment_id)
    town.decide("mod", comment_id, "reject", rule="be-nice")
    assert part(archive_of(town, "ana"), "reports")[0]["state"] == "received"
    assert part(archive_of(town, "ben"), "statements") == []
    town.wait(seconds=31)
    assert part(archive_of(town, "ana"), "reports")[0]["state"] == "upheld"
    assert len(part(archive_of(town, "ben"), "statements")) == 1


def test_many_comments_are_written_a_page_at_a_time(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        for number in range(450):
            db.add(
                Comment(
                    thread_id=town.thread_id,
                    depth=0,
                    author_id=town.people["ana"],
                    attempt=str(number),
                    attempt_digest="",
                    status="published",
                    created_at=town.now,
                    revisions=[
                        Revision(
                            number=1,
                            text=f"{number} " + "word " * 500,
                            fingerprint="",
                            status="published",
                            findings=[],
                            policy="",
                            created_at=town.now,
                        )
                    ],
                )
            )
    tracemalloc.start()
    archive = archive_of(town, "ana")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(part(archive, "texts")) == 450
    assert peak < 8_000_000


def test_an_account_stays_for_two_weeks_and_can_be_kept(town: Town) -> None:
    ids = lived_in(town)
    ask(town, "ana", Leave.REMOVE)
    town.wait(days=13, hours=23)
    with town.database.transaction(writes=True) as db:
        assert not begin_erasure(db, town.people["ana"], now=town.now)
        assert erase_some(db, town.people["ana"], now=town.now) == 0
        keep_account(db, town.people["ana"])
    town.wait(days=2)
    with town.database.transaction(writes=True) as db:
        assert not begin_erasure(db, town.people["ana"], now=town.now)
        assert pending_closure(db, town.people["ana"]) is None
        assert db.get_one(Comment, ids["alone"]).status == "published"
        assert town.account(db, "ana").name == "ana"


def test_there_is_no_way_back_once_it_has_begun(town: Town) -> None:
    ask(town, "ana", Leave.REMOVE)
    town.wait(days=14)
    with town.database.transaction(writes=True) as db:
        begin_erasure(db, town.people["ana"], now=town.now)
    with (
        pytest.raises(NotFound),
        town.database.transaction(writes=True) as db,
    ):
        keep_account(db, town.people["ana"])


def test_staff_cannot_vanish_with_the_keys(town: Town) -> None:
    with pytest.raises(Conflict):
        ask(town, "mod", Leave.REMOVE)


def test_comments_that_stay_are_nobodys(town: Town) -> None:
    ids = lived_in(town)
    close(town, "ana", Leave.ANONYMISE)
    with town.database.transaction() as db:
        answered = db.get_one(Comment, ids["answered"])
        assert answered.status == "published"
        author = db.get_one(Account, answered.author_id)
        assert author.name == FORMER_READER
        assert author.id != town.people["ana"]
    kept = [CLEAN, "It was dark by then."]
    assert set(kept) < set(texts(town))
    assert "Nobody was at the bridge before ten, nobody." not in texts(town)


def test_two_who_went_cannot_be_told_apart(town: Town) -> None:
    first = town.post("ana", CLEAN).comment.id
    second = town.post("ben", "The mill side was closed at eight.").comment.id
    close(town, "ana", Leave.ANONYMISE)
    close(town, "ben", Leave.ANONYMISE)
    with town.database.transaction() as db:
        authors = {db.get_one(Comment, one).author_id for one in (first, second)}
    assert len(authors) == 1


def test_comments_that_go_leave_no_text_and_a_tombstone_where_somebody_answered(
    town: Town,
) -> None:
    ids = lived_in(town)
    close(town, "ana", Leave.REMOVE)
    assert not {CLEAN, "It was dark by then."} & set(texts(town))
    assert "Which side was that?" in texts(town)
    with town.database.transaction() as db:
        page = read_thread(db, town.thread_id)
        thread = db.get_one(Thread, town.thread_id)
    assert thread.comment_count == 2
    shown = {talk.root.id: talk.root for talk in page.conversations}
    assert set(shown) == {ids["answered"], ids["bens"]}
    assert shown[ids["answered"]].text is None
    assert shown[ids["answered"]].author_name is None


def test_the_ledger_still_verifies_and_leads_to_nobody(town: Town) -> None:
    lived_in(town)
    with town.database.transaction() as db:
        pseudonym = town.account(db, "ana").pseudonym
        before = list(db.scalars(select(LedgerEntry.mac)))
    close(town, "ana", Leave.REMOVE)
    assert is_intact(town)
    with town.database.transaction() as db:
        assert list(db.scalars(select(LedgerEntry.mac)))[: len(before)] == before
        held = select(func.count()).where(Account.pseudonym == pseudonym)
        assert db.scalar(held) == 0


def test_reports_stay_without_the_person(town: Town) -> None:
    ids = lived_in(town)
    with town.database.transaction(writes=True) as db:
        own = Report.reporter_id == town.people["ana"]
        db.execute(update(Report).where(own).values(note="I am his neighbour."))
    close(town, "ana", Leave.REMOVE)
    with town.database.transaction() as db:
        report = db.scalars(select(Report).where(own)).one()
        reporter = db.get_one(Account, report.reporter_id)
    assert (report.comment_id, report.note) == (ids["bens"], "")
    assert reporter.name == FORMER_READER
    item = town.item(ids["bens"])
    assert item is not None
    assert item.state == "open"  # the question that she raised is still asked


def test_a_closed_account_has_nothing_of_the_person(town: Town) -> None:
    lived_in(town)
    with town.database.transaction(writes=True) as db:
        account = town.account(db, "ana")
        account.email = account.email_folded = "ana@mail.example"
        account.email_confirmed_at = town.now
    close(town, "ana", Leave.ANONYMISE)
    with town.database.transaction() as db:
        shell = town.account(db, "ana")
        facts = list(
            db.scalars(
                select(StatementOfReasons.facts).where(
                    StatementOfReasons.account_id == shell.id
                )
            )
        )
    assert (shell.name, shell.email, shell.email_folded) == (FORMER_READER, None, None)
    assert shell.email_confirmed_at is None
    assert not shell.password_hash.startswith("$argon2")
    assert facts
    assert all(not fact["findings"] and not fact["note"] for fact in facts)
    left = archive_of(town, "ana")
    for name in ("comments", "texts", "sessions", "readings", "mail", "addresses"):
        assert part(left, name) == []


def test_an_edit_that_waits_goes_with_its_author_and_the_shown_text_stays(
    town: Town,
) -> None:
    comment_id = town.post("ana", CLEAN).comment.id
    town.edit("ana", comment_id, RUDE)
    close(town, "ana", Leave.ANONYMISE)
    assert sorted(texts(town)) == ["", CLEAN]
    item = town.item(comment_id)
    assert item is not None
    assert item.state == "decided"
    with town.database.transaction() as db:
        assert db.get_one(Comment, comment_id).status == "published"


def test_a_worker_that_dies_in_between_is_followed_by_another(town: Town) -> None:
    for number in range(5):
        town.post("ana", f"The crew came over the mill side, {number} of them.")
    ask(town, "ana", Leave.REMOVE)
    town.wait(days=14)
    for _ in range(6):  # each finds what is left, and begins nothing twice
        with town.database.transaction(writes=True) as db:
            begun = begin_erasure(db, town.people["ana"], now=town.now)
            if begun:
                erase_some(db, town.people["ana"], now=town.now, limit=1)
    with town.database.transaction(writes=True) as db:
        assert not begin_erasure(db, town.people["ana"], now=town.now)
        left = select(func.count()).where(Comment.author_id == town.people["ana"])
        assert db.scalar(left) == 0
        assert db.get_one(Thread, town.thread_id).comment_count == 0


def test_every_column_that_points_at_a_person_is_thought_of() -> None:
    found = {
        (table.name, key.parent.name)
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "accounts"
    }
    assert found - set(POINTERS) == set()
