"""A moderator chooses what to be spared; texts are covered, and breaks offered."""

import re

from comments.store.models import Revision
from tests.web.desk.conftest import RUDE, Desk

CHOICE = {"blur": "severe", "easy_after": "3", "budget": "0"}


def severe(desk: Desk, part: str = "author") -> int:
    comment_id = desk.post(part)
    with desk.database.transaction(writes=True) as db:
        revision = db.get_one(Revision, desk.item(comment_id).revision_id)
        revision.findings = [
            found | {"severity": "severe"} for found in revision.findings
        ]
    return comment_id


def covered(desk: Desk, comment_id: int) -> bool:
    page = desk.see("moderator", desk.address(comment_id)).text
    judged = page.partition('class="judged"')[2].partition("</section>")[0]
    return "<details" in judged.partition('class="judged-text"')[0]


def test_severe_texts_are_covered_until_asked_for_with_a_plain_warning(
    desk: Desk,
) -> None:
    hard, mild = severe(desk), desk.post("reader", f"{RUDE} Really.")
    assert covered(desk, hard)
    assert not covered(desk, mild)
    page = desk.see("moderator", desk.address(hard)).text
    details = re.search(r"<details class=\"severe\".*?</details>", page, re.DOTALL)
    assert details is not None
    summary, _, text = details.group().partition("</summary>")
    assert "Severe words under Be Nice: show the text" in summary
    assert 'data-key="v"' in summary
    assert "pathetic" not in summary
    assert "pathetic" in text
    assert " open" not in summary


def test_each_moderator_says_what_is_covered(desk: Desk) -> None:
    hard, mild = severe(desk), desk.post("reader", f"{RUDE} Really.")
    for blur, expected in (("all", (True, True)), ("none", (False, False))):
        sent = desk.send("moderator", "/queue/comfort", **(CHOICE | {"blur": blur}))
        assert sent.headers["Location"] == "/queue/comfort?kept=1"
        assert (covered(desk, hard), covered(desk, mild)) == expected
    assert desk.send("moderator", "/queue/comfort", **CHOICE).status_code == 303
    assert covered(desk, hard)


def test_when_the_budget_is_spent_the_desk_offers_a_break_and_locks_nothing(
    desk: Desk,
) -> None:
    desk.send("moderator", "/queue/comfort", **(CHOICE | {"budget": "1"}))
    hard, other = severe(desk), severe(desk, "reader")
    assert 'class="sitting"' not in desk.see("moderator", "/queue").text
    desk.decide("moderator", hard, action="approve")
    page = desk.see("moderator", "/queue").text
    assert "You have decided 1 severe item in this sitting" in page
    assert "You have decided" not in desk.see("editor", "/queue").text
    assert "You have decided" not in desk.see("editor", "/desk/health").text
    assert desk.claim("moderator") == desk.address(other)
    sent = desk.send("moderator", "/queue/sitting", items="mild")
    assert sent.headers["Location"] == "/queue"
    page = desk.see("moderator", "/queue").text
    assert "You are handed mild items alone" in page
    desk.send("moderator", "/queue/sitting", items="all")
    assert 'class="sitting"' not in desk.see("moderator", "/queue").text


def test_the_editor_sets_what_holds_for_the_others(desk: Desk) -> None:
    address = "/queue/comfort/usual"
    choice = CHOICE | {"blur": "all"}
    assert desk.send("moderator", address, **choice).status_code == 403
    assert desk.send("editor", address, **choice).status_code == 303
    assert covered(desk, desk.post("author"))


def test_wrong_choices_are_refused(desk: Desk) -> None:
    for wrong in ({"blur": "some"}, {"budget": "many"}, {"easy_after": "501"}):
        sent = desk.send("moderator", "/queue/comfort", **(CHOICE | wrong))
        assert sent.status_code == 400
