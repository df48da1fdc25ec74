"""What the learned tier learns from, and texts as the encoder reads them."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.domain.posted_rules import POSTED_RULES, codes
from comments.domain.verdict import Severity, Target
from comments.filter.encoder_text import encoder_text
from comments.filter.training.examples import (
    CASES,
    HELD_OUT,
    LABELS,
    SOURCES,
    Example,
    read_cases,
)
from tests.filter.suite_cases import read_suite

FORBIDDEN = ("cat_large", "wiki_toxicity", "jigsaw_sample", "stormfront")
FILES = sorted(CASES.glob("*.toml"))


def _cases(file: Path) -> Iterator[dict[str, Any]]:
    yield from tomllib.loads(file.read_text("utf-8"))["case"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_says_what_it_breaks_and_with_which_words(file: Path) -> None:
    for case in _cases(file):
        if case["rule"] == "publish":
            assert not case.get("words")
            continue
        assert case["rule"] in codes(POSTED_RULES.filtered())
        assert case["severity"] in list(Severity)
        assert case["target"] in list(Target)
        assert case["words"]
        assert all(word in case["text"] for word in case["words"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_member_of_a_pair_stands_alone(file: Path) -> None:
    members = Counter(case["pair"] for case in _cases(file) if "pair" in case)
    assert all(count > 1 for count in members.values())


def test_there_are_about_as_many_innocent_cases_as_others() -> None:
    guilty = [example.labels[0] for example in read_cases()]
    assert len(guilty) > 2_000
    assert 0.4 < sum(guilty) / len(guilty) < 0.6


def test_nothing_that_judges_the_filter_is_trained_on() -> None:
    trained_on = {" ".join(example.text.split()) for example in read_cases()}
    judged_by = {" ".join(case.text.split()) for case in read_suite()}
    assert judged_by
    assert not trained_on & judged_by


def test_no_source_is_read_whose_licence_forbids_it() -> None:
    assert not set(SOURCES) & set(FORBIDDEN)


def test_a_text_falls_into_one_part_of_the_data_however_it_is_spaced() -> None:
    spaced = Example("The  Mill bridge!", (0.0,) * len(LABELS), "a")
    plain = Example("the mill bridge", (0.0,) * len(LABELS), "b")
    assert spaced.bucket == plain.bucket
    assert len(HELD_OUT) == 2


@given(st.text())
def test_every_character_to_encode_leads_back_into_the_text(text: str) -> None:
    plain, places = encoder_text(text)
    assert len(places) == len(plain) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)


def test_an_emoji_is_spelled_out_where_it_stands() -> None:
    plain, places = encoder_text("no 🐀 here")
    assert "rat" in plain
    assert places[plain.index("rat")] == 3
