"""The list of those who misuse Report, and the way there and on."""

from tests.web.desk.conftest import CLEAN, Desk


def misuse(desk: Desk, part: str) -> None:
    for number in range(8):
        desk.clock.advance(hours=1)  # nobody is held for writing so much
        comment_id = desk.post("author", f"{CLEAN} Crew {number}.")
        desk.report(part, comment_id)
        desk.decide("moderator", comment_id, action="approve")
    desk.clock.advance(minutes=1)


def test_the_list_leads_to_the_person_with_the_step_filled_in(desk: Desk) -> None:
    misuse(desk, "reader")
    person = desk.cast["reader"].id
    assert 'href="/reporters"' in desk.see("moderator", "/queue").text
    page = " ".join(desk.see("moderator", "/reporters").text.split())
    assert f'data-reporter="{person}" data-declined="8" data-judged="8"' in page
    assert "8 of 8 reports declined" in page
    assert "at least 68% beyond chance" in page
    assert f"/people/{person}?suggestion=be-proactive#sanction" in page
    form = desk.see("moderator", f"/people/{person}?suggestion=be-proactive").text
    assert 'value="be-proactive" selected' in form
    assert 'href="/reporters"' in form.partition("<main")[2]


def test_nobody_is_on_the_list_of_a_peaceful_board(desk: Desk) -> None:
    page = desk.see("moderator", "/reporters").text
    assert "data-reporter" not in page
    assert "Nobody, as far as" in page


def test_readers_do_not_see_it(desk: Desk) -> None:
    assert desk.see("reader", "/reporters").status_code == 403
