"""A list of the queue that stays open: who holds what, what is decided, what is new."""

import re

from tests.web.desk.conftest import CLEAN, Desk

KIM = "second moderator"


def row(page: str, item_id: int) -> str:
    """One row of a list, or what is said about it to a list that is open."""
    found = re.search(rf'<li[^>]*data-item="{item_id}".*?</li>', page, re.DOTALL)
    return " ".join(found[0].split()) if found else ""


def changes(desk: Desk, part: str, shown: str, query: str = "") -> str:
    answer = desk.see(part, f"/queue/changes?shown={shown}{query}")
    assert answer.status_code == 200
    return answer.text


def arrived(page: str) -> int:
    found = re.search(r'data-arrived="(\d+)"', page)
    assert found is not None
    return int(found[1])


def test_a_row_says_who_holds_its_item_and_until_when(desk: Desk) -> None:
    item = desk.item(desk.post("author"))
    desk.claim(KIM)
    theirs = row(desk.see("moderator", "/queue").text, item.id)
    assert "With <bdi>Kim Moderator</bdi> until 09:28:23 UTC" in theirs
    assert "Yours until 09:28:23 UTC" in row(desk.see(KIM, "/queue").text, item.id)
    desk.clock.advance(seconds=91)
    assert "until" not in row(desk.see("moderator", "/queue").text, item.id)


def test_an_open_list_hears_of_a_lease_and_of_a_verdict(desk: Desk) -> None:
    number = desk.post("author")
    shown = str(desk.item(number).id)
    desk.claim(KIM)
    told = row(changes(desk, "moderator", shown), int(shown))
    assert 'data-held-by="Kim Moderator"' in told
    desk.decide(KIM, number, rule="be-nice")
    told = row(changes(desk, "moderator", shown), int(shown))
    assert 'data-decided="true"' in told
    assert "<bdi>Kim Moderator</bdi> rejected under “Be Nice”" in told
    assert "<bdi>You</bdi> rejected" in row(changes(desk, KIM, shown), int(shown))


def test_a_comment_that_its_author_took_back_is_no_longer_open(desk: Desk) -> None:
    number = desk.post("author")
    shown = desk.item(number).id
    desk.withdraw("author", number)
    assert "No longer open" in row(changes(desk, "moderator", str(shown)), shown)


def test_without_a_script_a_reload_shows_the_verdict_for_a_moment(desk: Desk) -> None:
    first, second = desk.post("author"), desk.post("reader")
    desk.decide(KIM, first, rule="be-nice")
    item = desk.item(first).id
    page = desk.see("moderator", "/queue").text
    assert "<bdi>Kim Moderator</bdi> rejected under “Be Nice”" in row(page, item)
    assert row(page, desk.item(second).id) != ""
    desk.clock.advance(minutes=3)
    assert row(desk.see("moderator", "/queue").text, item) == ""


def test_a_row_that_stays_keeps_to_the_filter_of_the_list(desk: Desk) -> None:
    number = desk.post("author")
    desk.decide(KIM, number, rule="be-nice")
    item = desk.item(number).id
    assert row(desk.see("moderator", "/queue?source=filter").text, item) != ""
    assert row(desk.see("moderator", "/queue?source=report").text, item) == ""


def test_what_is_new_is_counted_and_what_is_shown_is_not(desk: Desk) -> None:
    shown = desk.item(desk.post("author")).id
    assert arrived(changes(desk, "moderator", str(shown))) == 0
    desk.post("reader")
    one = changes(desk, "moderator", str(shown))
    assert (arrived(one), "View 1 new item<" in one) == (1, True)
    desk.post("stranger")
    two = changes(desk, "moderator", str(shown))
    assert (arrived(two), "View 2 new items<" in two) == (2, True)


def test_what_moves_up_from_below_is_not_new(desk: Desk) -> None:
    first, second = desk.post("author"), desk.post("reader")
    ids = (desk.item(first), desk.item(second))
    items = sorted(ids, key=lambda item: (item.rank, item.id), reverse=True)
    last = f"&last={items[0].rank!r}:{items[0].id}"
    assert arrived(changes(desk, "moderator", str(items[0].id), last)) == 0


def test_only_what_fits_the_filter_of_the_list_is_new_to_it(desk: Desk) -> None:
    desk.post("author")
    assert arrived(changes(desk, "moderator", "", "&rule=be-truthful")) == 0
    number = desk.post("author", CLEAN)
    desk.report("reader", number, "be-truthful")
    assert arrived(changes(desk, "moderator", "", "&rule=be-truthful")) == 1


def test_a_list_to_which_nothing_happened_costs_no_answer(desk: Desk) -> None:
    shown = desk.item(desk.post("author")).id
    address = f"/queue/changes?shown={shown}"
    tag = desk.see("moderator", address).headers["ETag"]
    again = desk.browser("moderator").get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.text) == (304, "")
    assert again.headers["Cache-Control"] == "private, no-store"
    desk.claim(KIM)
    again = desk.browser("moderator").get(address, headers={"If-None-Match": tag})
    assert again.status_code == 200


def test_a_list_that_no_page_made_is_refused_plainly(desk: Desk) -> None:
    for query in ("shown=x", "shown=" + "1," * 2_000, "shown=1&last=x"):
        assert desk.see("moderator", f"/queue/changes?{query}").status_code == 400
