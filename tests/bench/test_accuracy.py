"""Who reads how good the filter is can trust the numbers: `make eval-filter`."""

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any

import pytest

from bench._section import NoSection, rewrite
from bench.accuracy.curves import Bin, Curve, calibration_error, curve, curves
from bench.accuracy.drawing import draw_curves, draw_reliability
from bench.accuracy.goals import GOALS, Goal
from bench.accuracy.groups import about_groups
from bench.accuracy.judging import Judged, Seen, judged_sets, seen_in
from bench.accuracy.measures import Mean, Share, share
from bench.accuracy.questions import (
    caught,
    caught_rightly,
    clean_flagged,
    clean_out_of_fold,
    marks,
    suite_caught,
    suite_published,
    worst_functionality,
    worst_term,
)
from bench.accuracy.report import pictures, report
from bench.accuracy.sets import CLEAN, SET_ASIDE, SUITE, TOXIC, read_sets
from comments.filter import check
from comments.filter.training.examples import HELD_OUT, Example

FIELDS = ("text", "any", "obscene", "threat", "identity", "insult", "term", "kind")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def write_set(folder: Path, name: str, rows: Sequence[dict[str, str]]) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS, restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as the shared one is, with a few sentences of our own in each set."""
    clean = [f"The bridge on road {number} opens at noon." for number in range(40)]
    toxic = [f"You idiot, bus {number} was on time." for number in range(40)]
    write_set(tmp_path, CLEAN, [{"text": text, "any": "0"} for text in clean])
    offending = {"any": "1", "insult": "1", "threat": "0"}
    write_set(tmp_path, TOXIC, [{"text": text, **offending} for text in toxic])
    neutral = [{"text": "gay neighbour", "any": "0", "term": "gay"}] * 3
    write_set(tmp_path, "madlibs", neutral)
    marked = [
        json.dumps({"text": text, "spans": list(range(4, 9))}) + "\n" for text in toxic
    ]
    (tmp_path / "toxic_spans.jsonl").write_text("".join(marked), "utf-8")
    return tmp_path


def seen(score: float = -inf, **said: Any) -> Seen:
    plain: dict[str, Any] = {
        "flagged": score >= 0,
        "hateful": False,
        "rules": frozenset(),
        "score": score,
        "threat": -inf,
        "attack": -inf,
        "confidence": 0.0,
        "spans": (),
    }
    return Seen(**plain | said)


def judged(
    score: float = -inf, said: dict[str, Any] | None = None, **row: Any
) -> Judged:
    return Judged({"text": "", **row}, seen(score, **said or {}))


def test_a_text_that_was_trained_on_judges_nothing(data: Path) -> None:
    for rows in (read_sets(data)[CLEAN], read_sets(data)["toxic_spans"]):
        assert 0 < len(rows) < 40
        assert all(Example(row["text"], (), "").bucket in HELD_OUT for row in rows)


def test_a_set_that_is_never_trained_on_is_judged_whole(data: Path) -> None:
    assert len(read_sets(data)["madlibs"]) == 3


def test_a_quick_look_takes_rows_from_all_over_a_set(data: Path) -> None:
    few, every = read_sets(data, 4)[SUITE], read_sets(data)[SUITE]
    assert len(few) == 4
    assert few[-1]["functionality"] > every[len(every) // 2]["functionality"]


def test_the_report_covers_each_goal_and_each_set_at_hand(data: Path) -> None:
    sets = judged_sets(read_sets(data, 6), encoder=False, processes=1)
    text = report([("tiers 1 and 2", sets)], NOW)
    assert all(f"| {goal.name} |" in text for goal in GOALS)
    assert f"| {TOXIC} | 6 | 100.0 % " in text
    assert "| davidson |" not in text
    assert "24 November 2026" in text
    assert max(map(len, (line for line in text.splitlines() if line[0:1] != "|"))) < 90
    assert all(len(content) < 20_000 for content in pictures(sets).values())


def test_nothing_of_a_text_that_judges_is_printed(data: Path) -> None:
    sets = judged_sets(read_sets(data, 6), encoder=False, processes=1)
    text = report([("tiers 1 and 2", sets)], NOW)
    for rows in sets.values():
        assert not any(one.row["text"] in text for one in rows)


def test_what_a_verdict_says_is_what_is_counted() -> None:
    insult, plain = seen_in(check("You are an idiot.")), seen_in(check("Good morning."))
    assert (insult.flagged, insult.hateful) == (True, False)
    assert not plain.flagged
    assert insult.rules == {"be-nice"}
    assert insult.score >= 0 > plain.score
    assert insult.confidence > plain.confidence
    assert insult.spans == ((11, 16),)


def test_an_interval_is_the_one_that_wilson_gives() -> None:
    low, high = Share(8, 10).interval
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert Share(0, 10).interval[0] == 0.0
    assert Share(0, 10).interval[1] > 0.2
    assert share([]) is None


def test_the_interval_of_a_mean_lies_around_it() -> None:
    low, high = Mean([0.0, 0.5, 1.0] * 30).interval
    assert 0.3 < low < 0.5 < high < 0.7


def test_only_labelled_rows_are_counted() -> None:
    rows = [
        judged(1.0, {}, any="1"),
        judged(any="1"),
        judged(1.0, any="0"),
        judged(1.0, any=""),
    ]
    assert caught(rows) == Share(1, 2)
    assert clean_flagged(rows) == Share(1, 1)


def test_an_attack_on_a_group_must_be_called_one() -> None:
    as_insult = {"rules": frozenset({"be-nice"})}
    rows = [judged(1.0, as_insult, identity="1", insult="1")]
    assert caught_rightly(rows, "identity") == Share(0, 1)
    assert caught_rightly(rows, "insult") == Share(1, 1)


def test_the_worst_group_is_the_one_that_is_flagged_most() -> None:
    rows = [judged(any="0", term="old")] * 9
    rows += [judged(1.0, any="0", term="young"), judged(any="0", term="young")]
    assert worst_term({"madlibs": rows}) == Share(1, 2)


def test_a_case_of_our_suite_counts_only_under_its_rule() -> None:
    nice = {"rules": frozenset({"be-nice"})}
    rows = [
        judged(1.0, nice, rule="be-nice", functionality="a"),
        judged(1.0, nice, rule="dont-threaten", functionality="b"),
        judged(rule="publish", functionality="b"),
    ]
    assert suite_caught(rows) == Share(1, 2)
    assert suite_published(rows) == Share(1, 1)
    assert worst_functionality({SUITE: rows}) == Share(1, 2)


def test_marks_count_by_the_character() -> None:
    rows = [
        judged(spans=[0, 1, 2, 3], said={"spans": ((2, 6),)}),
        judged(spans=[]),
        judged(spans=[1]),
    ]
    found = marks({"toxic_spans": rows})
    assert found is not None
    assert list(found.values) == [0.5, 1.0, 0.0]


def test_each_clean_comment_meets_a_bar_that_others_have_set() -> None:
    loud_fold = [judged(1.0 if place % 5 == 0 else -1.0) for place in range(50)]
    quiet = [judged(-2.0)] * 50
    assert clean_out_of_fold({CLEAN: loud_fold, SET_ASIDE: quiet}) == Share(10, 100)
    assert clean_out_of_fold({CLEAN: quiet}) is None


def test_a_curve_ends_where_texts_have_no_score() -> None:
    found = curve("x", [(2.0, True), (1.0, False), (-1.0, True), (-inf, True)])
    assert found.points == ((1 / 3, 1.0), (1 / 3, 0.5), (2 / 3, 2 / 3))
    assert found.now == (1 / 3, 0.5)
    assert found.base == 0.75


def test_texts_with_one_score_pass_a_bar_together() -> None:
    found = curve("x", [(1.0, True), (1.0, False)])
    assert found.points == ((1.0, 0.5),)


def test_threats_are_ranked_by_how_sure_a_threat_is() -> None:
    threat = judged(-1.0, {"threat": 2.0}, threat="1", any="1")
    other = judged(3.0, {"threat": -2.0}, threat="0", any="1")
    found = {one.name: one for one in curves({TOXIC: [threat, other]})}
    assert found["threats"].points[0] == (1.0, 1.0)


def test_who_is_right_half_the_time_is_wrong_to_be_sure() -> None:
    bins = [Bin(0.9, Share(5, 10)), Bin(0.2, Share(2, 10))]
    assert calibration_error(bins) == pytest.approx(0.2)


def test_a_picture_is_whole_and_draws_what_it_is_given() -> None:
    line = Curve("news & talk", ((0.0, 1.0), (1.0, 0.5)), (0.5, 0.75), 0.5)
    picture = draw_curves([line])
    assert ET.fromstring(picture).tag.endswith("svg")  # noqa: S314  (our own)
    assert "news &amp; talk (offending: 50%)" in picture
    assert "M56 20 L620 196" in picture
    assert ET.fromstring(draw_reliability([Bin(0.9, Share(5, 10))])) is not None  # noqa: S314


def test_groups_are_found_by_neutral_words_and_only_when_there_are_enough() -> None:
    attacks = [judged(text="Jewish mayor", identity="1")] * 15
    others = [judged(text="jews vote", identity="0")] * 15
    few = [judged(text="women", identity="1"), judged(text="women", identity="0")]
    found = dict(about_groups({"toxigen_human": [*attacks, *others, *few]}))
    assert list(found) == ["Jewish people"]
    assert len(found["Jewish people"]) == 30


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.9, "aim reached"), (0.8, "reached"), (0.79, "**missed**")],
)
def test_a_goal_says_how_far_it_is_reached(value: float, said: str) -> None:
    goal = Goal("x", 0.8, 0.9, lambda _: None)
    assert goal.verdict(Mean([value])) == said
    assert goal.verdict(None) == "not measured"


def test_a_goal_for_false_alarms_is_a_ceiling() -> None:
    goal = Goal("x", 0.015, 0.01, lambda _: None, at_most=True)
    assert goal.verdict(Share(2, 100)) == "**missed**"
    assert goal.bound(goal.must) == "≤ 1.5 %"


def test_a_measurement_replaces_its_own_part_of_a_document_alone(
    tmp_path: Path,
) -> None:
    document = tmp_path / "a.md"
    document.write_text("1\n<!-- x:begin -->\nold\n<!-- x:end -->\n2\n", "utf-8")
    rewrite(document, "x", "new\n")
    assert document.read_text("utf-8") == (
        "1\n<!-- x:begin -->\nnew\n<!-- x:end -->\n2\n"
    )
    with pytest.raises(NoSection):
        rewrite(document, "y", "new")
