"""Which keys a moderator may choose."""

import pytest

from comments.domain.desk_keys import (
    DEFAULT_KEYS,
    DeskAct,
    UnfitKeys,
    choose_keys,
    stored_keys,
)


def test_the_usual_keys_may_be_chosen() -> None:
    assert choose_keys(DEFAULT_KEYS) == DEFAULT_KEYS


def test_a_capital_letter_is_the_key_that_is_pressed_without_shift() -> None:
    keys = choose_keys({**DEFAULT_KEYS, DeskAct.APPROVE: " J "})
    assert keys[DeskAct.APPROVE] == "j"


@pytest.mark.parametrize("key", ["", " ", "ab", "7", "\x00", "\u200b", "İ"])
def test_a_key_is_one_sign_and_no_digit(key: str) -> None:
    with pytest.raises(UnfitKeys) as unfit:
        choose_keys({**DEFAULT_KEYS, DeskAct.SKIP: key})
    assert set(unfit.value.problems) == {DeskAct.SKIP}


def test_one_key_does_one_thing_and_both_acts_are_told() -> None:
    with pytest.raises(UnfitKeys) as unfit:
        choose_keys({**DEFAULT_KEYS, DeskAct.SKIP: "A"})
    assert set(unfit.value.problems) == {DeskAct.SKIP, DeskAct.APPROVE}
    assert "“A”" in unfit.value.problems[DeskAct.SKIP]
    assert "approve" in unfit.value.problems[DeskAct.SKIP]


def test_an_act_that_came_after_the_choice_takes_no_key_that_is_in_use() -> None:
    chosen = {"approve": "u", "gone": "x"}
    keys = stored_keys(chosen)
    assert keys[DeskAct.APPROVE] == "u"
    assert keys[DeskAct.UNDO] == ""
    assert keys[DeskAct.SKIP] == "n"
