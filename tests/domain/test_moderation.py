"""The state machine of revisions and comments: every pair, and random histories."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.domain.moderation import (
    INITIAL_ACTION,
    RETURN_ACTION,
    TRANSITIONS,
    Action,
    CommentStatus,
    IllegalTransition,
    RevisionState,
    RevisionStatus,
    comment_status,
    judged_number,
    next_status,
    shown_number,
)
from comments.domain.verdict import Outcome

HELD, PUBLISHED, REJECTED, SUPERSEDED = RevisionStatus
STATUSES = (None, *RevisionStatus)

# The whole machine, written a second time on purpose: a row a status, and under each
# action what becomes of it; None where the action is an error.
MACHINE = {
    #            publish    hold   approve    reject    supersede   restore
    None: (PUBLISHED, HELD, None, REJECTED, None, None),
    HELD: (None, None, PUBLISHED, REJECTED, SUPERSEDED, None),
    PUBLISHED: (None, HELD, PUBLISHED, REJECTED, SUPERSEDED, None),
    REJECTED: (None, HELD, PUBLISHED, REJECTED, SUPERSEDED, None),
    SUPERSEDED: (None, None, None, None, None, PUBLISHED),
}


@pytest.mark.parametrize(("status", "action"), list(product(STATUSES, Action)))
def test_every_action_on_every_status_does_what_the_machine_says(
    status: RevisionStatus | None, action: Action
) -> None:
    expected = MACHINE[status][list(Action).index(action)]
    if expected is None:
        with pytest.raises(IllegalTransition):
            next_status(status, action)
    else:
        assert next_status(status, action) is expected


def test_the_table_lists_nothing_beyond_statuses_and_actions() -> None:
    assert set(TRANSITIONS) <= set(product(STATUSES, Action))


def test_every_outcome_of_the_filter_gives_a_new_revision_a_status() -> None:
    for outcome in Outcome:
        assert next_status(None, INITIAL_ACTION[outcome]) in RevisionStatus


@pytest.mark.parametrize("before", [HELD, PUBLISHED, REJECTED])
@pytest.mark.parametrize("decision", [Action.APPROVE, Action.REJECT])
def test_every_decision_can_be_taken_back(
    before: RevisionStatus, decision: Action
) -> None:
    decided = next_status(before, decision)
    assert next_status(decided, RETURN_ACTION[before]) is before


histories = st.lists(st.sampled_from(RevisionStatus), min_size=1, max_size=6).map(
    lambda statuses: [
        RevisionState(number, status) for number, status in enumerate(statuses, 1)
    ]
)


@given(histories)
def test_a_withdrawn_comment_stays_withdrawn(history: list[RevisionState]) -> None:
    assert comment_status(history, withdrawn=True) is CommentStatus.WITHDRAWN


@given(histories)
def test_a_comment_is_published_exactly_when_readers_see_a_revision(
    history: list[RevisionState],
) -> None:
    published = comment_status(history, withdrawn=False) is CommentStatus.PUBLISHED
    assert published == (shown_number(history) is not None)


@given(histories)
def test_readers_see_the_newest_published_revision(
    history: list[RevisionState],
) -> None:
    shown = shown_number(history)
    newer = [r for r in history if shown is None or r.number > shown]
    assert all(revision.status is not PUBLISHED for revision in newer)


@given(histories)
def test_an_unpublished_comment_stands_as_its_newest_revision(
    history: list[RevisionState],
) -> None:
    if shown_number(history) is None and history[-1].status is not SUPERSEDED:
        status = comment_status(history, withdrawn=False)
        assert status.value == history[-1].status.value


@given(histories)
def test_moderators_never_judge_a_text_that_was_replaced(
    history: list[RevisionState],
) -> None:
    number = judged_number(history)
    if number is None:
        assert all(revision.status is SUPERSEDED for revision in history)
    else:
        assert history[number - 1].status is not SUPERSEDED


@given(histories, st.integers(min_value=0, max_value=5))
def test_rejecting_the_shown_revision_never_shows_an_older_text(
    history: list[RevisionState], older: int
) -> None:
    """What apply_action keeps true: below a shown revision nothing is published."""
    shown = shown_number(history)
    if shown is None:
        return
    settled = [
        RevisionState(r.number, SUPERSEDED)
        if r.number < shown and r.status in (PUBLISHED, HELD)
        else r
        for r in history
    ]
    settled[shown - 1] = RevisionState(shown, next_status(PUBLISHED, Action.REJECT))
    assert shown_number(settled) is None
