"""Display names: which may be had, and which are taken for one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.domain.names import UnfitName, fold_name, sounds_official, tidy_name

ALIKE = [
    ("Marta R.", "marta r"),
    ("Marta R.", "M a r t a - R"),
    ("Marta", "Mаrta"),  # a Cyrillic letter
    ("Marta", "Мarta"),
    ("Paul", "РauI"),
    ("Paul", "Pau1"),
    ("Paul", "𝓟𝓪𝓾𝓵"),
    ("Paul", "Ｐａｕｌ"),
    ("Paul", "Ρaul"),  # a Greek letter
    ("Tom", "T0m"),
    ("Tom", "Tóm"),
    ("Tom", "Tom\u200b"),
    ("Mo", "rno"),
    ("Willy", "VVilly"),
    ("Strasse", "Straße"),
    ("ILL", "lll"),
]
UNLIKE = [("Marta", "Maria"), ("Tom", "Tim"), ("李雷", "李磊"), ("Ann 2", "Ann 3")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike_are_one(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_names_that_a_reader_tells_apart_are_two(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


@given(st.text(max_size=60))
def test_a_name_that_is_let_through_shows_as_it_is_stored(typed: str) -> None:
    try:
        name = tidy_name(typed)
    except UnfitName:
        return
    assert tidy_name(name) == name
    assert 2 <= len(name) <= 40
    assert name == name.strip()
    assert 0 < len(fold_name(name)) <= 200


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "x" * 41,
        "...",
        "<script>",
        "a@b.example",
        "Tom\u202eK",
        "Tom\x00K",
        "\u3164\u3164",
        "Tom 🦆",
        "T" + "\u0300" * 9 + "om",
        "\ud800\ud800",
    ],
)
def test_a_name_that_cannot_be_shown_is_refused(typed: str) -> None:
    with pytest.raises(UnfitName):
        tidy_name(typed)


@pytest.mark.parametrize(
    "typed", ["O'Neill", "Jean-Luc", "Åsa Öberg", "李雷", "Михаил", "José 2", "dr. K."]
)
def test_the_names_that_people_have_are_let_through(typed: str) -> None:
    assert tidy_name(typed) == typed


@pytest.mark.parametrize(
    "name", ["Admin", "adm1n", "The Moderator", "Parley_Staff", "EDITOR 2", "Раrley"]
)
def test_a_name_that_sounds_official_is_noticed(name: str) -> None:
    assert sounds_official(name)


@pytest.mark.parametrize("name", ["Modesta", "Edith", "Rooth", "Adminah", "Teamster"])
def test_a_name_that_merely_resembles_one_is_not(name: str) -> None:
    assert not sounds_official(name)
