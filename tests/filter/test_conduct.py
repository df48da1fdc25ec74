"""Conduct: links of newcomers, repeats and floods, told from stored facts."""

import pytest

from comments.domain.posted_rules import SPAM
from comments.domain.submission import (
    FLOOD_COMMENTS,
    SETTLED_AUTHOR,
    AuthorFacts,
    Submission,
)
from comments.domain.verdict import Outcome, Verdict
from comments.filter import load_filter

TEXT = "The ferry was late again this morning, by half an hour."
LINK = "Look at https://example.org/offer?x=1 (it is cheap)."


def run(text: str, facts: AuthorFacts | None) -> Verdict:
    return load_filter().run(Submission(text, facts))


def newcomer(**facts: object) -> AuthorFacts:
    return AuthorFacts(published_comments=0, **facts)  # type: ignore[arg-type]


def test_a_newcomers_link_waits_for_a_moderator() -> None:
    verdict = run(LINK, newcomer())
    [finding] = verdict.grounds
    assert (finding.rule, finding.check) == (SPAM, "links")
    assert [LINK[a:b] for a, b in finding.spans] == ["https://example.org/offer?x=1"]
    assert verdict.outcome is Outcome.HOLD


@pytest.mark.parametrize(
    "link", ["http://a.example", "HTTPS://A.EXAMPLE", "www.a.example"]
)
def test_every_kind_of_link_is_seen(link: str) -> None:
    assert run(f"See {link} now", newcomer()).outcome is Outcome.HOLD


def test_a_settled_author_may_link() -> None:
    assert run(LINK, AuthorFacts(SETTLED_AUTHOR)).outcome is Outcome.PUBLISH
    assert run(LINK, AuthorFacts(SETTLED_AUTHOR - 1)).outcome is Outcome.HOLD


def test_without_facts_only_words_are_judged() -> None:
    assert run(LINK, None).outcome is Outcome.PUBLISH


@pytest.mark.parametrize(
    "again",
    [
        TEXT,
        TEXT.upper(),
        f"  {TEXT}  ",
        TEXT.replace("e", "е"),  # Cyrillic
        TEXT.replace(".", "!!!"),
        TEXT.replace("ferry", "fer\u200bry"),
    ],
)
def test_a_text_posted_again_is_a_repeat(again: str) -> None:
    verdict = run(again, newcomer(recent_texts=("Hello all, good morning.", TEXT)))
    [finding] = verdict.grounds
    assert (finding.rule, finding.check, finding.spans) == (SPAM, "repeats", ())
    assert not verdict.may_nudge


def test_a_text_with_one_word_changed_is_a_repeat() -> None:
    long = "one two three four five six seven eight nine ten eleven twelve old town"
    again = long.replace("old town", "old city")
    facts = newcomer(recent_texts=(f"{long} thirteen fourteen fifteen sixteen",))
    assert run(f"{again} thirteen fourteen fifteen sixteen", facts).grounds == ()
    nearly = newcomer(recent_texts=(" ".join(f"word{n}" for n in range(40)),))
    assert run(" ".join(f"word{n}" for n in range(39)) + " other", nearly).grounds


def test_another_text_is_no_repeat() -> None:
    facts = newcomer(recent_texts=(TEXT,))
    assert run("The ferry was early this evening.", facts).outcome is Outcome.PUBLISH


def test_saying_i_agree_twice_is_a_conversation() -> None:
    facts = newcomer(recent_texts=("I agree",))
    assert run("I agree", facts).outcome is Outcome.PUBLISH


def test_a_flood_is_held_and_a_fast_debater_is_not() -> None:
    fast = newcomer(recent_comments=FLOOD_COMMENTS - 1)
    flooding = newcomer(recent_comments=FLOOD_COMMENTS)
    assert run(TEXT, fast).outcome is Outcome.PUBLISH
    verdict = run(TEXT, flooding)
    [finding] = verdict.grounds
    assert (finding.rule, finding.check, finding.spans) == (SPAM, "floods", ())
    assert verdict.outcome is Outcome.HOLD


def test_staff_and_load_tests_may_leave_the_flood_check_out() -> None:
    assert run(TEXT, newcomer(recent_comments=None)).outcome is Outcome.PUBLISH


def test_texts_that_read_the_same_have_one_fingerprint() -> None:
    fingerprint = load_filter().fingerprint
    assert fingerprint("Hello, World!") == fingerprint("hello   wоrld")
    assert fingerprint("Hello, World!") != fingerprint("Hello, Word!")
    assert fingerprint("👍") != fingerprint("👎")
