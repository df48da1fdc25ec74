"""The lexicon: better_profanity's list, read from its package, and our corrections."""

import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

import comments.filter
from comments.domain.posted_rules import POSTED_RULES
from comments.domain.submission import Submission
from comments.domain.verdict import Outcome, Severity, Target
from comments.filter import check, load_filter
from comments.filter.lexicon import MOST_PLACES, load_lexicon, package_words
from comments.filter.reasons import REASONS

SOURCE = "better_profanity"


def test_better_profanity_is_really_a_source() -> None:
    shipped = set(package_words(SOURCE, "profanity_wordlist.txt"))
    taken = {t for t, e in load_lexicon().entries.items() if e.source == SOURCE}
    assert len(taken) > 250
    assert taken <= shipped
    assert check("What a wanker.").outcome is Outcome.HOLD
    corrections = resources.files("comments.filter") / "lexicon.toml"
    assert "fingerfucker" in taken
    assert "fingerfucker" not in corrections.read_text("utf-8")


def test_its_list_is_not_copied_into_the_tree() -> None:
    folder = Path(comments.filter.__file__).parent
    # The training cases are comments, not lists: a short one may be a single word.
    files = [file.read_text("utf-8") for file in folder.glob("*.toml")]
    ours = {" ".join(item.split()) for text in files for item in re.split('[,"]', text)}
    entries = load_lexicon().entries.values()
    theirs = {entry.text for entry in entries if entry.source == SOURCE}
    assert len(theirs - ours) > 300


@pytest.mark.parametrize(
    "word", ["gay", "queer", "god", "kill", "sex", "naked", "weed", "heroin", "breasts"]
)
def test_an_innocent_word_of_the_list_is_dropped(word: str) -> None:
    assert word in package_words(SOURCE, "profanity_wordlist.txt")
    assert word not in load_lexicon().entries
    assert check(f"They spoke of {word} in council.").outcome is Outcome.PUBLISH


def test_every_entry_can_be_explained_and_judged() -> None:
    filtered = {rule.code for rule in POSTED_RULES.filtered()}
    for entry in load_lexicon().entries.values():
        assert entry.rule in filtered
        assert entry.sense in REASONS
        assert 0 < entry.bare <= entry.confidence <= 1
        assert entry.thing <= entry.confidence <= entry.you


def test_no_reason_teaches_a_word() -> None:
    words = {text for text in load_lexicon().entries if " " not in text}
    for reason in REASONS.values():
        assert not words & set(reason.lower().replace(".", "").split())


@pytest.mark.parametrize(
    "text",
    [
        "Dick Van Dyke turned ninety-nine.",
        "A great tit at the feeder.",
        "The puppies and their mother, a bitch of four years, are with the breeder.",
        "Knee jerk reactions help nobody.",
        "Flame retardant foam was used.",
        "Do not try to fool the auditors.",
    ],
)
def test_innocent_company_clears_a_word(text: str) -> None:
    assert not check(text).grounds


def test_a_slur_at_someone_is_severe_and_rejected() -> None:
    verdict = check("Go home, you faggot.")
    [finding] = verdict.grounds
    assert (finding.severity, finding.target) == (Severity.SEVERE, Target.IDENTITY)
    assert verdict.outcome is Outcome.REJECT


def test_an_insult_to_the_reader_weighs_more_than_one_about_a_thing() -> None:
    at_reader = check("You are ridiculous.").scores["be-nice"]
    of_person = check("The mayor is ridiculous.").scores["be-nice"]
    of_thing = check("This ridiculous rule.").scores["be-nice"]
    assert at_reader > of_person > of_thing > 0


def test_two_doubtful_words_are_worse_than_one_said_twice() -> None:
    lists = replace(load_filter(), reviews=())

    def score(text: str) -> float:
        return lists.run(Submission(text)).scores["be-nice"]

    one = score("A childish council.")
    twice = score("A childish, childish council.")
    two = score("A childish, useless council.")
    assert one == twice < two


def test_a_word_repeated_without_end_hides_no_other() -> None:
    text = "damn " * 3 * MOST_PLACES + "and all dykes are sluts"
    hits = load_lexicon().find(load_filter().read(text))
    found = [hit.entry.text for hit in hits]
    assert found.count("damn") == MOST_PLACES
    assert found[-1] == "sluts"
