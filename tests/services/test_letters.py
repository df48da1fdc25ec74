"""Letters and the outbox: who is written to, when, and what a letter never says."""

import pytest
from sqlalchemy import select, update

from comments.adapters.mailer import Letter
from comments.adapters.signed_links import SignedLinks
from comments.domain.sanctions import SanctionKind
from comments.services.letters import write_letter
from comments.services.outbox import RETRIES, put_off, settle, take_due
from comments.services.report_comment import NewNotice, file_notice
from comments.services.sanction_user import NewSanction, sanction_user
from comments.services.stationery import Stationery
from comments.store.models import Account, OutboxMessage
from tests.services.conftest import Town

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."
SITE = "https://talk.example"


@pytest.fixture(autouse=True)
def addresses(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        confirmed = {"email_confirmed_at": town.now}
        db.execute(
            update(Account).values(email=Account.name + "@mail.example", **confirmed)
        )


def send_all(town: Town) -> list[Letter]:
    """What a worker would send now."""
    links = SignedLinks("k" * 32, SITE)
    paper = Stationery(town.newsroom.rules, links, town.now)
    letters = []
    with town.database.transaction(writes=True) as db:
        for message in take_due(db, town.now):
            letters.append(write_letter(db, message, paper))
            settle(db, message.id, town.now)
    return [letter for letter in letters if letter is not None]


def test_the_author_of_a_held_comment_gets_a_letter_at_once(town: Town) -> None:
    town.post("ana", RUDE)
    (letter,) = send_all(town)
    assert letter.to == "ana@mail.example"
    assert letter.subject == "Your comment waits for a moderator"
    assert "a program" in letter.text
    assert "Be Nice" in letter.text
    assert f"{SITE}/me/notices#notice-" in letter.text
    assert RUDE not in letter.text


def test_a_letter_is_in_the_language_that_its_reader_chose(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        db.execute(update(Account).where(Account.name == "ana").values(language="es"))
    town.post("ana", RUDE)
    (letter,) = send_all(town)
    assert letter.subject == "Su comentario espera a un moderador"
    assert "Sea amable" in letter.text
    assert "moderator" not in letter.text
    assert "Elija qué se le envía" in letter.text


def test_a_decision_is_told_after_the_undo_window(town: Town) -> None:
    comment_id = town.post("ana", CLEAN).comment.id
    town.report("ben", comment_id)
    town.decide("mod", comment_id, "reject", rule="be-nice")
    assert send_all(town) == []
    town.wait(seconds=31)
    assert {letter.to: letter.subject for letter in send_all(town)} == {
        "ana@mail.example": "Your comment was removed",
        "ben@mail.example": "What came of your report",
    }
    assert send_all(town) == []


def test_nobody_hears_of_a_decision_that_was_undone_in_time(town: Town) -> None:
    comment_id = town.post("ana", CLEAN).comment.id
    town.report("ben", comment_id)
    decided = town.decide("mod", comment_id, "reject", rule="be-nice")
    town.wait(seconds=10)
    town.undo("mod", decided.decision.id)
    town.wait(minutes=10)
    assert send_all(town) == []


def test_an_undo_after_the_window_has_a_letter_of_its_own(town: Town) -> None:
    comment_id = town.post("ana", CLEAN).comment.id
    town.report("ben", comment_id)
    decided = town.decide("mod", comment_id, "reject", rule="be-nice")
    town.wait(seconds=31)
    send_all(town)
    town.undo("mod", decided.decision.id)
    assert [letter.subject for letter in send_all(town)] == [
        "Your comment is published"
    ]


def test_who_gave_no_address_gets_no_letter(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        db.execute(update(Account).values(email=None))
    town.post("ana", RUDE)
    assert send_all(town) == []


def test_an_address_that_nobody_confirmed_gets_no_letter(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        db.execute(update(Account).values(email_confirmed_at=None))
    town.post("ana", RUDE)
    assert send_all(town) == []


def test_whoever_filed_a_notice_of_unlawful_content_hears_the_outcome(
    town: Town,
) -> None:
    comment_id = town.post("ana", CLEAN).comment.id
    with town.database.transaction(writes=True) as db:
        new = NewNotice(
            comment_id=comment_id,
            explanation="It is against the law.",
            email="someone@mail.example",
        )
        file_notice(
            db,
            new,
            actor=town.actor("ben"),
            newsroom=town.newsroom,
            now=town.now,
        )
    town.decide("mod", comment_id, "reject", rule="unlawful", note="§ 1, a threat.")
    town.wait(seconds=31)
    letters = [x for x in send_all(town) if x.to == "someone@mail.example"]
    receipt, letter = sorted(letters, key=lambda one: "A person" in one.text)
    assert "has arrived" in receipt.text
    assert "removed under “Unlawful Content”" in letter.text
    assert "A person decided" in letter.text


def test_a_letter_links_to_nowhere_but_the_newsroom(town: Town) -> None:
    note = "See https://evil.example/a and www.evil.example, or javascript://x"
    with town.database.transaction(writes=True) as db:
        sanction_user(
            db,
            NewSanction(
                town.people["ana"], SanctionKind.WARNING, "spam", None, note=note
            ),
            moderator=town.account(db, "mod"),
            actor=town.actor("mod"),
            newsroom=town.newsroom,
            now=town.now,
        )
    (letter,) = send_all(town)
    assert "evil.example" not in letter.text
    assert letter.text.count("://") == letter.text.count(f"{SITE}/") == 3


def test_two_workers_never_take_the_same_message(town: Town) -> None:
    town.post("ana", RUDE)
    with town.database.transaction(writes=True) as db:
        assert len(take_due(db, town.now)) == 1
    with town.database.transaction(writes=True) as db:
        assert take_due(db, town.now) == []


def test_what_a_dead_worker_had_taken_is_sent_by_another(town: Town) -> None:
    town.post("ana", RUDE)
    with town.database.transaction(writes=True) as db:
        take_due(db, town.now)
    town.wait(minutes=11)
    assert len(send_all(town)) == 1


def test_an_unreachable_server_is_tried_again_and_given_up_at_last(
    town: Town,
) -> None:
    town.post("ana", RUDE)
    for _ in range(RETRIES):
        with town.database.transaction(writes=True) as db:
            (message,) = take_due(db, town.now)
            put_off(db, message.id, "ConnectionRefusedError", town.now)
        town.wait(days=1)
    with town.database.transaction(writes=True) as db:
        assert take_due(db, town.now) == []
        message = db.scalars(select(OutboxMessage)).one()
    assert message.attempts == RETRIES
    assert message.last_error == "ConnectionRefusedError"
