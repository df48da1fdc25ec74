"""The draw of double review: a share of questions, and nobody can tell which."""

from comments.domain.double_review import is_drawn

KEY = b"a key that is kept outside the database"


def drawn(share: int, key: bytes = KEY) -> set[int]:
    return {item for item in range(4000) if is_drawn(key, item, 1, share=share)}


def test_a_share_of_none_draws_nothing_and_of_all_everything() -> None:
    assert drawn(0) == set()
    assert len(drawn(100)) == 4000


def test_about_the_share_is_drawn() -> None:
    assert 150 < len(drawn(5)) < 250  # 200 expected, 14 the standard deviation


def test_the_same_question_is_drawn_alike_and_another_key_draws_others() -> None:
    assert drawn(5) == drawn(5)
    assert drawn(5) != drawn(5, b"another key")


def test_a_later_question_about_an_item_is_drawn_anew() -> None:
    later = {item for item in range(4000) if is_drawn(KEY, item, 3, share=5)}
    assert later != drawn(5)


def test_a_larger_share_draws_the_same_and_more() -> None:
    assert drawn(5) < drawn(20)
