"""The judged text stays in sight, however long the conversation above it."""

from tests.web.desk.conftest import RUDE, Desk

LONG = "The crew at the mill side told us to wait until the river had fallen. " * 3


def test_only_the_comment_that_is_answered_stands_open_above_a_text(desk: Desk) -> None:
    above = [desk.post("reader", f"{LONG} First.")]
    for word in ("Second", "Third"):
        above.append(desk.post("stranger", f"{LONG} {word}.", parent_id=above[-1]))
    judged = desk.post("author", RUDE, parent_id=above[-1])
    page = desk.see("moderator", desk.address(judged)).text
    folded, answered = page.split('class="further-up"')[1].split("</details>")[:2]
    assert 'data-folded="2"' in page
    assert "First." in folded
    assert "Second." in folded
    assert "Third." in answered.split('class="judged"')[0]


def test_one_parent_is_not_folded(desk: Desk) -> None:
    above = desk.post("reader", f"{LONG} First.")
    judged = desk.post("author", RUDE, parent_id=above)
    page = desk.see("moderator", desk.address(judged)).text
    assert "further-up" not in page
    assert "First." in page.split('class="judged"')[0]
