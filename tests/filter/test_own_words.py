"""The newsroom's own words: banned, watched and allowed, whatever they wear."""

import pytest

from comments.domain.own_words import Listing, Treatment
from comments.domain.submission import Submission
from comments.domain.verdict import Outcome, Verdict
from comments.filter import Filter, load_filter
from comments.filter.arrangement import arranged, for_names
from comments.filter.own_words import NO_WORDS, compile_words, normal_form
from comments.filter.policy import load_policy

SHIPPED = load_filter()
LIST = (
    Listing("grumbold", Treatment.HOLD, "be-nice"),
    Listing("bridge mafia", Treatment.REJECT, "keep-it-clean"),
    Listing("Northgate", Treatment.WATCH, "be-nice"),
    Listing("grumbold street", Treatment.ALLOW),
    Listing("idiot", Treatment.ALLOW),
    Listing("Cocking", Treatment.ALLOW),
)


def with_list(*listings: Listing) -> Filter:
    return arranged(SHIPPED, SHIPPED.policy, listings)


TOWN = with_list(*LIST)


def judge(text: str) -> Verdict:
    return TOWN.run(Submission(text))


def marked(verdict: Verdict, text: str, check: str) -> list[str]:
    spans = [s for f in verdict.findings if f.check == check for s in f.spans]
    return [text[start:end] for start, end in spans]


def read_by_the_learned_tiers(town: Filter, text: str) -> str:
    """What stands in a text's place for the tiers that weigh all its words."""
    context = town._context(Submission(text), town.read(text))
    return town.own_words.clear(context).reading.typed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("That grumbold again.", "grumbold"),
        ("That GRUMBOLD, again.", "GRUMBOLD"),
        ("That grumb0ld again.", "grumb0ld"),
        ("That g.r.u.m.b.o.l.d again.", "g.r.u.m.b.o.l.d"),
        ("That g r u m b o l d again.", "g r u m b o l d"),
        ("That gruuuumbold again.", "gruuuumbold"),
        ("That gr*mbold again.", "gr*mbold"),
        ("That ｇｒｕｍｂｏｌｄ again.", "ｇｒｕｍｂｏｌｄ"),
        ("That grumbоld again.", "grumbоld"),  # the o is Cyrillic
        ("That gru\u200bmbold again.", "gru\u200bmbold"),
        ("That grum.bold again.", "grum.bold"),
    ],
)
def test_a_banned_word_is_held_in_every_disguise_and_marked(
    text: str, words: str
) -> None:
    assert SHIPPED.run(Submission(text)).outcome is Outcome.PUBLISH
    verdict = judge(text)
    assert verdict.outcome is Outcome.HOLD
    assert marked(verdict, text, "banned") == [words]
    assert verdict.may_nudge
    assert verdict.grounds[0].rule == "be-nice"
    assert "the newsroom’s own list" in verdict.grounds[0].reason
    assert "grumbold" not in verdict.grounds[0].reason


def test_an_entry_says_under_which_rule_its_words_are_rejected() -> None:
    text = "The br1dge m@fia strikes again."
    verdict = judge(text)
    assert verdict.outcome is Outcome.REJECT
    assert verdict.grounds[0].rule == "keep-it-clean"
    assert marked(verdict, text, "banned") == ["br1dge m@fia"]


def test_words_of_a_banned_phrase_are_free_by_themselves() -> None:
    assert judge("The bridge is shut.").findings == ()
    assert judge("They built a bridge. Mafia films are dull.").findings == ()


def test_a_watched_word_is_published_and_kept_for_a_moderator() -> None:
    text = "N0rthgate is shut on Mondays."
    verdict = judge(text)
    assert verdict.outcome is Outcome.PUBLISH
    assert [finding.check for finding in verdict.watched] == ["watched"]
    assert marked(verdict, text, "watched") == ["N0rthgate"]
    assert verdict.grounds == ()
    assert not judge("The town gate is shut.").watched


def test_a_list_has_the_last_word_under_every_profile() -> None:
    for profile in ("family", "standard", "lenient"):
        own = arranged(SHIPPED, load_policy(profile), LIST)
        assert own.run(Submission("That grumbold.")).outcome is Outcome.HOLD
        assert own.run(Submission("Northgate is shut.")).outcome is Outcome.PUBLISH


@pytest.mark.parametrize(
    "text", ["You are an idiot.", "An 1diot is in charge.", "The IDIOT savant sang."]
)
def test_an_allowed_word_counts_for_nothing(text: str) -> None:
    assert SHIPPED.run(Submission(text)).outcome is Outcome.HOLD
    assert judge(text).outcome is Outcome.PUBLISH


def test_the_learned_tiers_read_nothing_into_an_allowed_word() -> None:
    text = "You are an idiot."
    learned_alone = arranged(SHIPPED, SHIPPED.policy, [Listing("x", Treatment.ALLOW)])
    surest = max(learned_alone.run(Submission(text)).scores.values())
    left = max(judge(text).scores.values())
    assert left < 0.3 < surest


def test_an_allowed_word_excuses_nothing_beside_it() -> None:
    text = "You idiot, you fucking moron, I will kill you."
    verdict = judge(text)
    assert verdict.outcome is Outcome.REJECT
    assert {f.rule for f in verdict.grounds} >= {"keep-it-clean", "dont-threaten"}
    assert not any("idiot" in text[s:e] for f in verdict.findings for s, e in f.spans)


def test_an_allowed_word_does_not_free_a_worse_phrase_with_it() -> None:
    town = with_list(Listing("ass", Treatment.ALLOW))
    assert town.run(Submission("The ass brayed.")).outcome is Outcome.PUBLISH
    assert town.run(Submission("Kiss my ass.")).outcome is Outcome.HOLD
    assert read_by_the_learned_tiers(town, "The ass brayed.") == "The map brayed."
    assert read_by_the_learned_tiers(town, "Kiss my ass.") == "Kiss my ass."


def test_an_allowed_verb_lets_nobody_threaten() -> None:
    town = with_list(
        Listing("shoot", Treatment.ALLOW), Listing("kill", Treatment.ALLOW)
    )
    for threat in ("I will shoot you.", "Somebody should kill the mayor."):
        assert town.run(Submission(threat)).outcome is not Outcome.PUBLISH
    assert town.run(Submission("They shoot birds here.")).outcome is Outcome.PUBLISH


def test_of_a_banned_and_an_allowed_entry_the_longer_one_counts() -> None:
    assert judge("The shop in Grumbold Street is shut.").outcome is Outcome.PUBLISH
    both = "Grumbold Street is full of grumbold people."
    assert judge(both).outcome is Outcome.HOLD
    assert marked(judge(both), both, "banned") == ["grumbold"]
    town = with_list(
        Listing("grumbold", Treatment.ALLOW),
        Listing("filthy grumbold", Treatment.HOLD, "be-nice"),
    )
    assert town.run(Submission("A filthy grumbold.")).outcome is Outcome.HOLD


def test_a_display_name_is_held_to_the_same_lists() -> None:
    names = for_names(TOWN)
    assert for_names(SHIPPED).run_name("Grumbold").outcome is Outcome.PUBLISH
    assert names.run_name("Grumbold").outcome is Outcome.HOLD
    assert names.run_name("BigGrumboldFan").outcome is Outcome.HOLD
    assert names.run_name("mygrumbold").outcome is Outcome.HOLD
    assert names.run_name("Northgate").outcome is Outcome.PUBLISH


def test_the_shipped_filter_is_not_touched_by_a_newsrooms_list() -> None:
    assert SHIPPED.own_words is NO_WORDS
    assert judge("That grumbold.").outcome is Outcome.HOLD
    assert SHIPPED.run(Submission("That grumbold.")).outcome is Outcome.PUBLISH
    assert with_list().run(Submission("You are an idiot.")).outcome is Outcome.HOLD


@pytest.mark.parametrize("text", ["", " . ", "!!!", "https://spam.example/x"])
def test_an_entry_that_reads_as_nothing_finds_nothing(text: str) -> None:
    assert normal_form(SHIPPED.read(text)) == ""
    assert compile_words([Listing(text, Treatment.HOLD)], SHIPPED.read) is NO_WORDS


def test_a_text_of_nothing_but_listed_words_is_no_burden() -> None:
    text = "grumbold idiot " * 230
    verdict = judge(text)
    assert verdict.unavailable == ()
    assert len(marked(verdict, text, "banned")) == 230
