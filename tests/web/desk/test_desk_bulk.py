"""Several comments at once: ticked, previewed, decided, taken back."""

import re

from werkzeug.test import TestResponse

from tests.web.desk.conftest import CLEAN, RUDE, Desk, hidden

FLYER = (
    "The mayor is a pathetic lying idiot, and whoever reads this should come to the "
    "town hall on Monday evening and tell the whole council so to their faces."
)


def boxes(page: str) -> list[str]:
    """What can be ticked on a page."""
    found = re.findall(r'<input\s+class="pick"[^>]*?value="([^"]+)"', page, re.DOTALL)
    return [str(value) for value in found]


def picked(desk: Desk, *comment_ids: int) -> list[str]:
    page = desk.see("moderator", "/queue").text
    mine = [box for box in boxes(page) if int(box.split(".")[0]) in comment_ids]
    assert len(mine) == len(comment_ids)
    return mine


def preview(desk: Desk, picks: list[str], verdict: str = "be-nice") -> TestResponse:
    return desk.send("moderator", "/desk/bulk/preview", pick=picks, verdict=verdict)


def confirm(desk: Desk, page: str, **given: object) -> TestResponse:
    """Press the button of a preview, with what it has ticked."""
    fields = {
        "pick": boxes(page),
        "attempt": hidden(page, "attempt"),
        "verdict": hidden(page, "verdict"),
        "note": hidden(page, "note"),
    }
    return desk.send("moderator", "/desk/bulk", **(fields | given))


def statuses(desk: Desk, *comment_ids: int) -> list[str]:
    return [desk.comment(number).status for number in comment_ids]


def test_ticked_items_are_previewed_decided_and_taken_back(desk: Desk) -> None:
    mine = [desk.post("author", f"{RUDE} {number}") for number in range(3)]
    other = desk.post("reader", RUDE)
    page = preview(desk, picked(desk, *mine)).text
    assert 'data-decided="3"' in page
    assert "Reject 3 comments under “Be Nice”?" in page
    assert "about 3 comments" in page  # one letter, which is shown once
    assert statuses(desk, *mine) == ["held"] * 3
    done = confirm(desk, page)
    assert done.status_code == 303
    result = desk.see("moderator", done.headers["Location"]).text
    assert 'data-decided="3"' in result
    assert "nobody hears of it" in result
    assert statuses(desk, *mine, other) == ["rejected"] * 3 + ["held"]
    undone = desk.send("moderator", f"{done.headers['Location']}/undo")
    result = desk.see("moderator", undone.headers["Location"]).text
    assert 'data-undone="3"' in result
    assert statuses(desk, *mine) == ["held"] * 3
    desk.clock.advance(minutes=5)
    assert set(desk.told("author")) == {"held"}


def test_one_button_previews_all_that_the_page_shows(desk: Desk) -> None:
    for number in range(3):
        desk.post("author", f"{RUDE} {number}")
    page = desk.see("moderator", "/queue").text
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    answer = desk.send(
        "moderator", "/desk/bulk/preview", all="1", shown=shown, verdict="approve"
    )
    assert 'data-decided="3"' in answer.text
    assert "Approve 3 comments?" in answer.text


def test_what_is_unticked_in_the_preview_stays(desk: Desk) -> None:
    mine = [desk.post("author", f"{RUDE} {number}") for number in range(2)]
    page = preview(desk, picked(desk, *mine)).text
    kept = [box for box in boxes(page) if box.startswith(f"{mine[0]}.")]
    confirm(desk, page, pick=kept)
    assert statuses(desk, *mine) == ["rejected", "held"]


def test_a_preview_says_what_is_passed_over_and_why(desk: Desk) -> None:
    mine = [desk.post("author", f"{RUDE} {number}") for number in range(3)]
    picks = picked(desk, *mine)
    desk.see("second moderator", desk.address(mine[0]))  # opening it leases it
    desk.decide("second moderator", mine[1], rule="be-nice")
    page = preview(desk, picks).text
    assert 'data-decided="1"' in page
    assert 'data-reason="held"' in page
    assert "A colleague has it open." in page
    assert 'data-reason="changed"' in page


def test_nothing_ticked_and_no_verdict_are_refused_in_words(desk: Desk) -> None:
    mine = desk.post("author", RUDE)
    assert preview(desk, []).status_code == 400
    assert preview(desk, picked(desk, mine), verdict="").status_code == 400
    assert preview(desk, ["1.2"]).status_code == 400
    assert preview(desk, ["1.2.x"]).status_code == 400


def test_what_a_search_finds_can_be_ticked(desk: Desk) -> None:
    shown = desk.post("author", CLEAN)
    page = desk.see("moderator", "/desk/search?q=mill").text
    (box,) = boxes(page)
    page = preview(desk, [box], verdict="be-truthful").text
    confirm(desk, page)
    assert desk.comment(shown).status == "rejected"
    assert desk.comment(shown).removed_under == "be-truthful"


def test_all_near_identical_texts_go_together(desk: Desk) -> None:
    alike = [
        desk.post(part, FLYER.replace("Monday", day))
        for part, day in (("author", "Monday"), ("reader", "Tuesday"))
    ]
    other = desk.post("author", RUDE)
    page = desk.see("moderator", f"{desk.address(alike[0])}/near?verdict=spam").text
    assert 'data-decided="2"' in page
    confirm(desk, page)
    assert statuses(desk, *alike, other) == ["rejected", "rejected", "held"]


def test_what_stands_of_one_person_is_offered_with_a_ban(desk: Desk) -> None:
    mine = [desk.post("author", CLEAN), desk.post("author", RUDE)]
    person = f"/people/{desk.cast['author'].id}"
    imposed = desk.send(
        "moderator", f"{person}/sanctions", kind="ban", term="for-good", rule="be-nice"
    )
    offer = desk.see("moderator", imposed.headers["Location"]).text
    assert "data-offered" in offer
    page = desk.see("moderator", f"{person}/standing?span=week&verdict=be-nice").text
    assert 'data-decided="2"' in page
    confirm(desk, page)
    assert statuses(desk, *mine) == ["rejected", "rejected"]


def test_only_what_is_of_the_span_is_found(desk: Desk) -> None:
    old = desk.post("author", CLEAN)
    desk.clock.advance(days=3)
    new = desk.post("author", f"{CLEAN} Again.")
    person = f"/people/{desk.cast['author'].id}/standing?verdict=be-nice"
    for span, found in (("day", [new]), ("week", [new, old]), ("all", [new, old])):
        page = desk.see("moderator", f"{person}&span={span}").text
        assert [int(box.split(".")[0]) for box in boxes(page)] == found


def test_a_colleague_reads_a_result_and_cannot_undo_it(desk: Desk) -> None:
    mine = desk.post("author", RUDE)
    done = confirm(desk, preview(desk, picked(desk, mine)).text)
    result = desk.see("second moderator", done.headers["Location"])
    assert result.status_code == 200
    assert "Undo all of it" not in result.text
    refused = desk.send("second moderator", f"{done.headers['Location']}/undo")
    assert refused.status_code == 404
    assert desk.comment(mine).status == "rejected"
