"""Whom a text mentions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.domain.mentions import find_mentions
from comments.domain.names import fold_name

PEOPLE = {
    fold_name(name): name for name in ("Tom", "Tom K.", "Ana P.", "O’Hara", "Zoë")
}


def mentioned(text: str) -> list[tuple[str, str]]:
    return [
        (text[mention.start : mention.end], mention.found)
        for mention in find_mentions(text, PEOPLE.get)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Tom K. was there", [("@Tom K.", "Tom K.")]),
        ("@tom k was there", [("@tom k", "Tom K.")]),
        ("@Tom was, and @Ana P., too", [("@Tom", "Tom"), ("@Ana P.", "Ana P.")]),
        ("(@Tom)", [("@Tom", "Tom")]),
        ("@Tomorrow @Tom_K", [("@Tom_K", "Tom K.")]),
        ("@O'Hara and @Zoe\u0308?", [("@O'Hara", "O’Hara"), ("@Zoe\u0308", "Zoë")]),
        ("tom@Tom.example, @ Tom, @Nobody", []),
        ("@Tom\nK.", [("@Tom", "Tom")]),
    ],
)
def test_a_mention_is_a_sign_and_the_longest_name_that_fits(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert mentioned(text) == found


@given(st.text("@TomK. aO’'Hr_-\n", max_size=60))
def test_whoever_is_found_was_called(text: str) -> None:
    for mention in find_mentions(text, PEOPLE.get):
        assert text[mention.start] == "@"
        typed = text[mention.start + 1 : mention.end]
        assert fold_name(typed) == fold_name(mention.found)


def test_nobody_can_call_a_whole_town() -> None:
    assert len(mentioned("@Tom " * 1000)) == 30
