"""What a comment costs is measured over the same texts for everybody."""

import csv
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench._archive import WrongAnswers, answered_in_order
from bench._footprint import Footprint, footprint
from bench._hostile import hostile
from bench._peers import PEERS
from bench._timing import Piles, Timing, microseconds, timing
from bench.filter_speed import (
    TIERS,
    comments,
    footprints,
    limits,
    others,
    piles_of,
    speeds,
)
from comments.domain.moderation import MAX_TEXT

PILES = Piles(["a", "b"], ["c"], {"calm": "a", "storm": "storm"})


def write_set(file: Path, label: str, texts: Sequence[str]) -> None:
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerows([("text", "any"), *((text, label) for text in texts)])


def timed(name: str, cut: float) -> Timing:
    return Timing(name, "1.0", 0.5, 2_000.0, cut, 30_000.0, "storm")


def spin(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_one_comment_in_ten_is_toxic(tmp_path: Path) -> None:
    clean, toxic = [f"clean {n}" for n in range(25)], [f"toxic {n}" for n in range(9)]
    write_set(tmp_path / "civil_comments_clean.csv", "0", clean)
    write_set(tmp_path / "civil_comments_toxic_spans.csv", "1", toxic)
    mixed = comments(tmp_path, 100)
    assert len(mixed) == 20
    assert [text for text in mixed if text.startswith("toxic")] == toxic[:2]
    assert len(set(mixed)) == 20
    assert comments(tmp_path, 5) == mixed[:5]


def test_only_long_comments_are_cut_to_a_length() -> None:
    piles = piles_of(["short", "x" * 400])
    assert piles.cut == ["x" * 300]
    assert piles.real == ["short", "x" * 400]


def test_hostile_texts_are_many_and_as_long_as_may_be() -> None:
    families = hostile(["A comment. "] * 500)
    assert len(families) >= 50
    assert {len(text) for text in families.values()} == {MAX_TEXT}
    assert len(set(families.values())) == len(families)


def test_a_text_is_timed_by_the_processor_and_not_by_the_clock() -> None:
    (slept,) = microseconds(lambda _: time.sleep(0.05), ["a"])
    (spun,) = microseconds(lambda _: spin(0.05), ["a"])
    assert slept < 25_000 < spun


def test_the_worst_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = timing("x", "1", lambda: lambda text: spin(len(text) / 1_000), PILES)
    assert found.worst_family == "storm"
    assert found.worst >= 5_000 > found.cut
    assert found.load > 0


def test_others_are_timed_by_their_own_python(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert list(others(PILES, tmp_path / "nothing")) == []
    found = list(others(PILES, Path(sys.executable)))
    assert [(one.name, one.version) for one in found] == [("better-profanity", "0.7.0")]
    assert found[0].real > 0
    missing = set(PEERS) - {"better-profanity"}
    said = capfd.readouterr().err
    assert all(f"{name} is not installed." in said for name in missing)


def test_a_table_says_how_much_faster_each_one_is() -> None:
    text = speeds([timed("Parley", 500.0), timed("better-profanity", 60_000.0)])
    lines = text.splitlines()
    assert lines[2] == "| Parley 1.0 | 2,000 | 500 | × 120 | 30.0 | storm |"
    assert "| × 1 |" in lines[3]


def test_without_the_measure_no_ratio_is_claimed() -> None:
    assert "| – |" in speeds([timed("Parley", 500.0)])


def test_each_choice_of_tiers_is_timed() -> None:
    for make in TIERS.values():
        make()("Good morning.")


def test_memory_is_counted_above_bare_python() -> None:
    taken = footprint("off")
    assert 5 < taken.megabytes < 200
    assert 0 < taken.seconds < 60
    assert "| all | 120 | 0.7 |" in footprints({"all": Footprint(120.2, 0.65)})


def test_an_archive_counts_only_when_each_line_is_answered_in_order() -> None:
    lines = [json.dumps({"id": number}).encode() for number in (0, 1)]
    answered_in_order(lines, 2)
    for wrong in (lines[::-1], lines[:1], [*lines, lines[0]]):
        with pytest.raises(WrongAnswers):
            answered_in_order(wrong, 2)


def test_each_limit_is_held_against_the_tiers_that_it_is_for() -> None:
    text = limits([timed(name, 200.0) for name in TIERS])
    assert "| 300 characters, tier 1 | reached | 0.25 ms | 0.12 ms | 0.2 ms |" in text
    assert "| 300 characters, tiers 1 and 2 | aim reached | 1 ms |" in text
    assert "| worst, tiers 1 and 2 | **missed** | 5 ms | 3 ms | 30 ms |" in text
    assert "| worst, all tiers | reached |" in text
