"""Small facts that the board's pages rest on."""

from comments.services.own_statements import newest_notices
from comments.services.thread_state import thread_state
from tests.services.conftest import Town

RUDE = "You are an idiot and everybody here knows it."


def test_an_author_is_shown_the_newest_statement_about_a_comment(town: Town) -> None:
    comment_id = town.post("ana", RUDE).comment.id
    other_id = town.post("ana", f"{RUDE} Again.").comment.id
    town.decide("mod", comment_id, "reject")
    assert kinds(town, "ana", comment_id, other_id) == {
        comment_id: "held",
        other_id: "held",
    }
    town.wait(seconds=31)
    assert kinds(town, "ana", comment_id) == {comment_id: "rejected"}


def test_nobody_is_shown_a_statement_about_anothers_comment(town: Town) -> None:
    comment_id = town.post("ana", RUDE).comment.id
    assert kinds(town, "ben", comment_id) == {}
    assert kinds(town, "mod", comment_id) == {}


def test_a_threads_state_differs_when_what_visitors_see_differs(town: Town) -> None:
    states = [state(town)]
    posted = town.post("ana", "The bridge was closed in 1987 as well.")
    states.append(state(town))
    town.report("ben", posted.comment.id)
    assert state(town) == states[-1]  # a report changes nothing for visitors
    town.wait(seconds=1)
    town.decide("mod", posted.comment.id, "reject")
    states.append(state(town))
    assert len(set(states)) == len(states)


def kinds(town: Town, name: str, *comment_ids: int) -> dict[int, str]:
    with town.database.transaction() as db:
        found = newest_notices(db, town.people[name], comment_ids, town.now)
        return {number: notice.statement.kind for number, notice in found.items()}


def state(town: Town) -> str:
    with town.database.transaction() as db:
        return thread_state(db, town.thread_id)
