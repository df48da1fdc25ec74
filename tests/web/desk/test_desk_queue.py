"""The queue: what waits, who holds what, and who is handed which item."""

import pytest

from tests.web.desk.conftest import CLEAN, RUDE, Desk


def test_a_moderator_sees_what_waits_and_why(desk: Desk) -> None:
    held = desk.post("author")
    shown = desk.post("author", CLEAN)
    desk.report("reader", shown, "be-truthful")
    page = desk.see("moderator", "/queue").text
    assert 'data-open-items="2"' in page
    assert f'data-comment="{held}"' in page
    assert f'data-comment="{shown}"' in page
    assert "Be Nice" in page
    assert "1 report" in page
    assert "Marta R." in page


def test_the_most_urgent_item_stands_first(desk: Desk) -> None:
    mild = desk.post("author")
    desk.clock.advance(minutes=5)
    escalated = desk.post("reader")
    desk.decide("moderator", escalated, action="escalate", note="Is it?")
    page = desk.see("editor", "/queue").text
    first, second = (
        page.index(f'data-comment="{escalated}"'),
        page.index(f'data-comment="{mild}"'),
    )
    assert first < second


def test_the_queue_is_filtered_by_rule_and_by_source(desk: Desk) -> None:
    held = desk.post("author")
    shown = desk.post("author", CLEAN)
    desk.report("reader", shown, "be-truthful")
    by_rule = desk.see("moderator", "/queue?rule=be-truthful").text
    assert f'data-comment="{shown}"' in by_rule
    assert f'data-comment="{held}"' not in by_rule
    by_source = desk.see("moderator", "/queue?source=filter").text
    assert f'data-comment="{held}"' in by_source
    assert f'data-comment="{shown}"' not in by_source


def test_a_long_queue_is_read_in_pages_without_gaps(desk: Desk) -> None:
    for number in range(33):
        desk.post(
            "author" if number % 2 else "reader", f"{RUDE} I said it {number} times."
        )
    first = desk.see("moderator", "/queue").text
    more = first.split('href="/queue?cursor=')[1].split('"')[0]
    second = desk.see("moderator", f"/queue?cursor={more}").text
    seen = [page.count('class="queue-row"') for page in (first, second)]
    assert seen == [30, 3]


def test_an_empty_queue_is_said_kindly(desk: Desk) -> None:
    assert "Nothing waits for a moderator." in desk.see("moderator", "/queue").text
    where = desk.claim("moderator")
    assert "Nothing is left to hand out" in desk.see("moderator", where).text


def test_two_moderators_are_handed_different_items(desk: Desk) -> None:
    desk.post("author")
    desk.post("reader")
    first, second = desk.claim("moderator"), desk.claim("second moderator")
    assert first != second


def test_claiming_again_gives_the_item_that_i_hold(desk: Desk) -> None:
    desk.post("author")
    desk.post("reader")
    first = desk.claim("moderator")
    desk.clock.advance(seconds=60)
    assert desk.claim("moderator") == first
    desk.clock.advance(seconds=60)  # renewed: it would have run out
    assert desk.claim("second moderator") != first


def test_a_moderator_sees_who_holds_an_item(desk: Desk) -> None:
    comment_id = desk.post("author")
    address = desk.claim("moderator")
    queue = desk.see("second moderator", "/queue").text
    assert 'data-held-by="Jo Moderator"' in queue
    page = desk.see("second moderator", address).text
    assert 'data-standing="taken"' in page
    assert "Jo Moderator" in page
    assert 'name="version"' not in page
    assert desk.item(comment_id).claimed_by == desk.cast["moderator"].id


def test_opening_a_free_item_leases_it_and_gives_the_last_one_back(desk: Desk) -> None:
    first, second = desk.post("author"), desk.post("reader")
    desk.see("moderator", desk.address(first))
    assert desk.item(first).claimed_by == desk.cast["moderator"].id
    desk.see("moderator", desk.address(second))
    assert desk.item(first).claimed_by is None
    assert desk.item(second).claimed_by == desk.cast["moderator"].id


def test_an_item_that_was_given_back_is_anybodys(desk: Desk) -> None:
    comment_id = desk.post("author")
    address = desk.claim("moderator")
    answer = desk.send("moderator", f"{address}/release")
    assert answer.headers["Location"] == "/queue"
    assert desk.item(comment_id).claimed_by is None


def test_a_colleagues_lease_cannot_be_given_back(desk: Desk) -> None:
    comment_id = desk.post("author")
    address = desk.claim("moderator")
    desk.send("second moderator", f"{address}/release")
    assert desk.item(comment_id).claimed_by == desk.cast["moderator"].id


def test_a_skipped_item_goes_to_a_colleague(desk: Desk) -> None:
    desk.post("author")
    address = desk.claim("moderator")
    answer = desk.send("moderator", f"{address}/skip")
    assert "none_left" in answer.headers["Location"]
    assert desk.claim("second moderator") == address


def test_the_filter_is_kept_from_one_item_to_the_next(desk: Desk) -> None:
    held, shown = desk.post("author"), desk.post("author", CLEAN)
    desk.report("reader", shown, "be-truthful")
    where = desk.claim("moderator", only_rule="be-truthful")
    assert where == f"{desk.address(shown)}?rule=be-truthful"
    page = desk.see("moderator", where).text
    assert 'name="only_rule" value="be-truthful"' in page
    answer = desk.decide("moderator", shown, action="approve", only_rule="be-truthful")
    assert answer.headers["Location"] == "/queue?rule=be-truthful&none_left=1"
    assert desk.item(held).state == "open"


@pytest.mark.parametrize(
    "query",
    ["rule=share-with-us", "rule=x", "source=x", "cursor=x", "cursor=nan:1"],
)
def test_a_filter_that_does_not_exist_is_refused_plainly(
    desk: Desk, query: str
) -> None:
    assert desk.see("moderator", f"/queue?{query}").status_code == 400
