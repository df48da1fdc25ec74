"""A change of the policy is tried on the comments that are there."""

import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from comments.domain.moderation import DecisionAction
from comments.domain.posted_rules import POSTED_RULES
from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Outcome, Severity, Target, Verdict
from comments.filter import load_filter
from comments.filter.policy import Policy, load_policy
from comments.filter.policy_change import changed
from comments.services.backtest import (
    Backtest,
    Change,
    ReplayedText,
    Sample,
    change_between,
    judge,
    stored_page,
)
from comments.services.judging import judged
from comments.store.replay import count_revisions, newest_revision
from tests.services.conftest import Town

APPROVE = DecisionAction.APPROVE
INSULT = "You are an idiot."
CURSE = "What a load of crap."
PLAIN = "Thank you for the article."
THREAT = "I will kill you."


def publish_mild() -> Policy:
    """A newsroom thinks of letting mild insults pass."""
    change: dict[str, Any] = {"be-nice": {"mild": {}}}
    return changed(load_policy("standard"), change, POSTED_RULES)


def replay(town: Town, after: Policy, **given: int) -> Backtest:
    """Replay everything that is stored, a text at a time."""
    test = Backtest(load_policy("standard"), after, **given)
    with town.database.transaction() as db:
        texts = stored_page(db, after=0, up_to=newest_revision(db))
    for replayed in texts:
        test.add(replayed, load_filter().run(Submission(replayed.text)))
    return test


def test_an_editor_sees_what_would_be_freed_and_what_was_decided(town: Town) -> None:
    approved = town.post("ana", INSULT).comment.id
    town.post("ben", INSULT)
    town.post("ana", PLAIN)
    town.decide("mod", approved, "approve")
    test = replay(town, publish_mild(), examples=5)
    assert test.texts == 3
    assert test.changes == {(Change.FREED, "be-nice"): 2}
    assert test.decisions[Change.FREED, "be-nice", APPROVE] == 1
    assert test.decisions[Change.FREED, "be-nice", None] == 1
    assert test.outcomes["before", Outcome.HOLD] == 2
    assert test.outcomes["after", Outcome.PUBLISH] == 3
    assert [example.replayed.text for example in test.examples()] == [INSULT, INSULT]


def test_a_decision_that_was_taken_back_does_not_count(town: Town) -> None:
    comment = town.post("ana", INSULT).comment.id
    town.undo("mod", town.decide("mod", comment, "reject").decision.id)
    test = replay(town, publish_mild())
    assert test.decisions == {(Change.FREED, "be-nice", None): 1}


def test_an_overturned_decision_counts_as_it_stands(town: Town) -> None:
    comment = town.post("ana", INSULT).comment.id
    rejected = town.decide("mod", comment, "reject").decision
    town.wait(minutes=1)
    town.appeal("ana", rejected.id)
    town.decide("mia", comment, "approve")
    test = replay(town, publish_mild())
    assert test.decisions == {(Change.FREED, "be-nice", APPROVE): 1}


def test_every_text_of_an_edited_comment_is_replayed(town: Town) -> None:
    comment = town.post("ana", PLAIN).comment.id
    town.edit("ana", comment, INSULT)
    test = replay(town, publish_mild(), examples=1)
    assert test.texts == 2
    (example,) = test.examples()
    assert example.replayed.key == f"comment {comment}, text 2"


def test_a_text_that_its_author_withdrew_is_counted_and_not_quoted(town: Town) -> None:
    town.withdraw("ana", town.post("ana", INSULT).comment.id)
    test = replay(town, publish_mild(), examples=5)
    assert test.changes[Change.FREED, "be-nice"] == 1
    assert list(test.examples()) == []


def test_a_flood_is_judged_by_what_was_noticed_when_it_came(town: Town) -> None:
    words = "The mill bridge has been closed for a whole year by now."
    for text in (words, words):
        town.post("ana", text)
    lax = changed(load_policy("standard"), {"spam": {"mild": {}}}, POSTED_RULES)
    assert replay(town, lax).changes == {(Change.FREED, "spam"): 1}


def test_pages_follow_one_another_without_gap_or_overlap(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.services.backtest.PAGE", 2)
    for number in range(5):
        town.post("ana", f"Remark {number} about the bridge, and no other.")
    places: list[int] = []
    with town.database.transaction() as db:
        newest = newest_revision(db)
        assert count_revisions(db, up_to=newest) == 5
    town.post("ben", "This came while the replay was under way.")
    while True:
        with town.database.transaction() as db:
            after = places[-1] if places else 0
            page = stored_page(db, after=after, up_to=newest)
        if not page:
            break
        assert len(page) <= 2
        places += [replayed.place for replayed in page]
    assert places == sorted(set(places))
    assert len(places) == 5


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (Outcome.PUBLISH, Outcome.HOLD, Change.HELD),
        (Outcome.PUBLISH, Outcome.REJECT, Change.REJECTED),
        (Outcome.HOLD, Outcome.REJECT, Change.REJECTED),
        (Outcome.HOLD, Outcome.PUBLISH, Change.FREED),
        (Outcome.REJECT, Outcome.PUBLISH, Change.FREED),
        (Outcome.REJECT, Outcome.HOLD, Change.EASED),
        (Outcome.HOLD, Outcome.HOLD, None),
    ],
)
def test_a_change_has_a_name(
    before: Outcome, after: Outcome, change: Change | None
) -> None:
    assert change_between(before, after) is change


def test_a_text_that_could_not_be_judged_is_held_under_any_policy() -> None:
    test = Backtest(load_policy("standard"), load_policy("lenient"))
    test.add(ReplayedText("1", PLAIN), Verdict(Outcome.HOLD, unavailable=("words",)))
    assert test.unjudged == 1
    assert test.outcomes == {("before", Outcome.HOLD): 1, ("after", Outcome.HOLD): 1}
    assert not test.changes


def test_a_text_is_counted_under_the_rule_that_decides() -> None:
    findings = (
        finding("be-nice", Severity.MILD, 0.7),
        finding("dont-threaten", Severity.SEVERE, 0.95),
    )
    verdict = judge(load_policy("standard"), Verdict(Outcome.PUBLISH, findings))
    assert (verdict.outcome, verdict.rule) == (Outcome.REJECT, "dont-threaten")


def finding(rule: str, severity: Severity, confidence: float) -> Finding:
    return Finding(rule, "words", ((0, 1),), severity, confidence, Target.NONE, "")


def test_the_same_seed_gives_the_same_examples_and_all_have_a_chance() -> None:
    def kept(seed: int) -> list[str]:
        test = Backtest(load_policy("standard"), publish_mild(), examples=3, seed=seed)
        verdict = load_filter().run(Submission(INSULT))
        for number in range(50):
            test.add(ReplayedText(str(number), INSULT), verdict)
        return [example.replayed.key for example in test.examples()]

    assert kept(1) == kept(1)
    assert len({key for seed in range(60) for key in kept(seed)}) > 40


def test_a_sample_never_holds_more_than_was_asked_for() -> None:
    sample = Sample(0, random.Random(1))  # noqa: S311  (no secret)
    test = Backtest(load_policy("standard"), publish_mild(), examples=1)
    test.add(ReplayedText("1", INSULT), load_filter().run(Submission(INSULT)))
    (example,) = test.examples()
    sample.add(example)
    assert sample.kept == []


def test_several_processes_judge_as_one_does_and_in_the_same_order() -> None:
    texts = [INSULT, PLAIN, THREAT, CURSE] * 130
    make = partial(load_filter, encoder=False)
    alone = [(text, v.outcome) for text, v in judged(texts, str, make)]
    shared = judged(iter(texts), str, make, processes=2)
    assert [(text, v.outcome) for text, v in shared] == alone
    assert [text for text, _ in alone] == texts


@pytest.mark.parametrize(("processes", "most"), [(1, 100), (2, 600)])
def test_no_more_texts_are_read_ahead_than_are_under_way(
    processes: int, most: int
) -> None:
    read = 0

    def archive() -> Iterator[str]:
        nonlocal read
        for read in range(1, 2001):  # noqa: B007  (counted for the test)
            yield PLAIN

    make = partial(load_filter, encoder=False)
    verdicts = judged(archive(), str, make, processes=processes)
    next(verdicts)
    assert read <= most
