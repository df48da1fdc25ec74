"""What visitors and readers see of a discussion."""

import re

from comments.store.models import Thread
from tests.web.board.conftest import PLAIN, RUDE, Board, add_article, element
from tests.web.conftest import Browser

ACTS = ("reply", "edit", "withdraw", "report")


def test_a_visitor_finds_every_article_with_its_section_and_count(
    board: Board, visitor: Browser
) -> None:
    board.comment("author")
    page = visitor.get("/")
    assert page.status_code == 200
    assert f'href="/threads/{board.thread_id}"' in page.text
    assert "The mill bridge is closed" in page.text
    assert "Local" in page.text
    assert "1 comment<" in page.text


def test_a_visitor_reads_the_board_and_finds_links_in_place_of_forms(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author")
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert f'id="comment-{number}"' in page
    assert PLAIN in page
    assert "Marta R." in page
    assert 'data-comment-count="1"' in page
    assert "Log in to comment" in page
    assert f'href="/comments/{number}/reply"' in page
    assert f'href="/comments/{number}/report"' in page
    assert "<form" not in page
    assert "csrf_token" not in page


def test_two_visitors_get_the_same_bytes_and_no_cookie(
    board: Board, visitor: Browser, stranger_browser: Browser
) -> None:
    board.comment("author")
    address = f"/threads/{board.thread_id}"
    stranger_browser.get("/login")  # has been given a cookie by a form
    first, second = visitor.get(address), stranger_browser.get(address)
    assert first.data == second.data
    for answer in (first, second):
        assert "Set-Cookie" not in answer.headers
        assert "public" in answer.headers["Cache-Control"]
        assert answer.headers["Vary"] == "Cookie"
    assert first.headers["ETag"] == second.headers["ETag"]


def test_a_visitor_who_has_the_page_is_told_so_until_somebody_posts(
    board: Board, visitor: Browser
) -> None:
    address = f"/threads/{board.thread_id}"
    known = {"If-None-Match": visitor.get(address).headers["ETag"]}
    again = visitor.get(address, headers=known)
    assert again.status_code == 304
    assert again.data == b""
    board.clock.advance(seconds=1)
    board.comment("author")
    changed = visitor.get(address, headers=known)
    assert changed.status_code == 200
    assert PLAIN in changed.text


def test_a_page_that_says_how_long_ago_is_new_after_a_minute(
    board: Board, visitor: Browser
) -> None:
    address = f"/threads/{board.thread_id}"
    known = {"If-None-Match": visitor.get(address).headers["ETag"]}
    board.clock.advance(minutes=1)
    assert visitor.get(address, headers=known).status_code == 200


def test_a_signed_in_reader_gets_a_page_that_no_cache_keeps(board: Board) -> None:
    page = board.see("reader")
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in page.headers
    assert 'name="attempt"' in page.text
    assert 'name="csrf_token"' in page.text


def test_the_first_page_of_an_empty_discussion_invites_the_first_comment(
    board: Board, visitor: Browser
) -> None:
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert 'data-state="empty"' in page
    assert "the first comment" in page


def test_the_rules_stand_above_the_form_and_on_a_page_of_their_own(
    board: Board, visitor: Browser
) -> None:
    page = visitor.get(f"/threads/{board.thread_id}").text
    rules = visitor.get("/rules").text
    posted = board.parley.rules.posted()
    assert len(posted) == 6
    for rule in posted:
        assert f'data-rule="{rule.code}"' in page
        assert f'id="{rule.code}"' in rules


def test_the_standfirst_is_shown_in_paragraphs(board: Board, visitor: Browser) -> None:
    number = add_article(board, "Two beds", "The first.\n\nThe second.")
    page = visitor.get(f"/threads/{number}").text
    assert '<p dir="auto">The first.</p><p dir="auto">The second.</p>' in page


def test_an_article_on_another_site_is_linked(board: Board, visitor: Browser) -> None:
    with board.database.transaction(writes=True) as db:
        thread = db.get_one(Thread, board.thread_id)
        thread.url = "https://news.example/bridge"
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert 'href="https://news.example/bridge"' in page


def test_an_article_of_this_site_is_not_linked_to_itself(
    board: Board, visitor: Browser
) -> None:
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert "Read the article" not in page


def test_a_long_discussion_comes_in_pages_without_gap_or_repetition(
    board: Board, visitor: Browser
) -> None:
    numbers = [board.comment("author", f"{PLAIN} {n}") for n in range(45)]
    for sort, expected in (("newest", numbers[::-1]), ("oldest", numbers)):
        seen, pages = [], 0
        address = f"/threads/{board.thread_id}?sort={sort}"
        while address:
            page = visitor.get(address).text
            seen += [int(n) for n in re.findall(r'id="comment-(\d+)"', page)]
            found = re.search(r'rel="next" href="([^"]+)"', page)
            address = found.group(1).replace("&amp;", "&") if found else ""
            pages += 1
        assert seen == expected
        assert pages == 3


def test_a_reader_pages_back_to_where_they_came_from(
    board: Board, visitor: Browser
) -> None:
    for n in range(45):
        board.comment("author", f"{PLAIN} {n}")
    first = visitor.get(f"/threads/{board.thread_id}").text
    second = _follow(visitor, first, "next")
    third = _follow(visitor, second, "next")
    again = _follow(visitor, third, "prev")
    assert _numbers(again) == _numbers(second)
    assert _numbers(_follow(visitor, again, "prev")) == _numbers(first)


def test_new_comments_do_not_shift_a_page_that_is_being_read(
    board: Board, visitor: Browser
) -> None:
    for n in range(25):
        board.comment("author", f"{PLAIN} {n}")
    first = visitor.get(f"/threads/{board.thread_id}").text
    second = _numbers(_follow(visitor, first, "next"))
    board.comment("reader", "A new comment at the top.")
    assert _numbers(_follow(visitor, first, "next")) == second


def test_replies_stand_below_what_they_answer_and_beyond_five_levels_flat(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author")
    for n in range(8):
        number = board.comment("reader", f"Reply {n} on the bridge.", parent_id=number)
    page = visitor.get(f"/threads/{board.thread_id}").text
    depths = re.findall(r'class="comment depth-(\d)"', page)
    assert depths == ["0", "1", "2", "3", "4", "5", "5", "5", "5"]
    deepest = element(page, f"comment-{number}")
    assert f'href="/comments/{number - 1}"' in deepest  # it says whom it answers


def test_the_link_of_a_deep_reply_leads_to_the_page_that_shows_it(
    board: Board, visitor: Browser
) -> None:
    root = board.comment("author")
    replies = [
        board.comment("reader", f"Reply {n} on the bridge.", parent_id=root)
        for n in range(65)
    ]
    for number in (root, replies[0], replies[29], replies[30], replies[64]):
        answer = visitor.get(f"/comments/{number}")
        assert answer.status_code == 303
        assert answer.location.endswith(f"#comment-{number}")
        assert f'id="comment-{number}"' in visitor.get(answer.location).text


def test_more_replies_follow_where_the_page_broke_off(
    board: Board, visitor: Browser
) -> None:
    root = board.comment("author")
    replies = [
        board.comment("reader", f"Reply {n} on the bridge.", parent_id=root)
        for n in range(65)
    ]
    page = visitor.get(f"/threads/{board.thread_id}").text
    seen = _numbers(page)[1:]
    while found := re.search(
        r'href="(/threads/\d+/conversations/[^"]+after=\d+)"', page
    ):
        page = visitor.get(found.group(1)).text
        seen += _numbers(page)[1:]
    assert seen == replies


def test_a_conversation_is_only_under_its_own_article(
    board: Board, visitor: Browser
) -> None:
    root = board.comment("author")
    other = add_article(board, "Another article")
    right = f"/threads/{board.thread_id}/conversations/{root}"
    assert visitor.get(right).status_code == 200
    assert visitor.get(f"/threads/{other}/conversations/{root}").status_code == 404


def test_what_is_not_there_is_not_there(board: Board, visitor: Browser) -> None:
    board.comment("author")
    for address in (
        "/threads/99",
        "/threads/99999999999999999999",
        "/comments/99",
        f"/threads/{board.thread_id}/conversations/99",
        "/comments/99/reply",
    ):
        assert board.see("reader", address).status_code == 404
    assert visitor.get("/threads/0x1").status_code == 404


def test_a_nonsensical_page_is_refused_in_a_sentence(
    board: Board, visitor: Browser
) -> None:
    for query in ("sort=best", "cursor=-1", "cursor=one", "cursor=1e3"):
        answer = visitor.get(f"/threads/{board.thread_id}?{query}")
        assert answer.status_code == 400


def test_a_tombstone_names_the_rule_and_keeps_the_replies(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author", "A text that will go.")
    board.comment("reader", "An answer that stays.", parent_id=number)
    board.reject(number, "keep-it-clean")
    page = visitor.get(f"/threads/{board.thread_id}").text
    tomb = element(page, f"comment-{number}")
    assert "Removed by a moderator" in tomb
    assert "Keep it Clean" in tomb
    assert 'data-status="rejected"' in tomb
    assert "Marta R." not in tomb
    assert "A text that will go." not in page
    assert "An answer that stays." in page
    assert 'data-comment-count="1"' in page


def test_a_withdrawn_comment_leaves_a_line_that_says_so(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author", "A text that will go.")
    board.comment("reader", "An answer that stays.", parent_id=number)
    board.send("author", f"/comments/{number}/withdraw")
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert "Withdrawn by its author" in element(page, f"comment-{number}")
    assert "A text that will go." not in page


def test_a_removed_comment_without_replies_leaves_nothing(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author", "A text that will go.")
    board.reject(number)
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert f"comment-{number}" not in page
    assert visitor.get(f"/comments/{number}").status_code == 404


def test_a_held_text_is_nowhere_but_on_its_authors_own_page(
    board: Board, visitor: Browser
) -> None:
    answered = board.comment("reader", "A comment that somebody answers.")
    root = board.comment("author", RUDE)
    reply = board.comment("author", f"{RUDE} Really.", parent_id=answered)
    addresses = [
        "/",
        f"/threads/{board.thread_id}",
        f"/threads/{board.thread_id}?sort=oldest",
        f"/threads/{board.thread_id}?cursor={root}",
        f"/threads/{board.thread_id}/conversations/{answered}",
        f"/threads/{board.thread_id}/conversations/{root}",
        f"/threads/{board.thread_id}?stored={root}",
        *(f"/comments/{n}" for n in (root, reply)),
        *(f"/comments/{n}/{act}" for n in (root, reply) for act in ACTS),
        f"/notices/unlawful?comment={root}",
        "/me/notices",
    ]
    for part in ("anonymous", "reader"):
        for address in addresses:
            page = board.browser(part).get(address, follow_redirects=True).text
            assert "idiot" not in page, (part, address)
            assert f"comment-{root}" not in page
    own = board.see("author").text
    assert own.count(RUDE) == 2
    assert 'data-comment-count="1"' in own


def test_a_held_comments_author_reads_which_rule_and_why(board: Board) -> None:
    number = board.comment("author", RUDE)
    page = element(board.see("author").text, f"comment-{number}")
    assert "Waits for a moderator: Be Nice" in page
    assert 'data-status="held"' in page
    assert "/me/notices?before=" in page


def test_staff_wear_a_badge_and_readers_do_not(board: Board, visitor: Browser) -> None:
    staff = board.comment("moderator", "We have asked the county.")
    reader = board.comment("reader")
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert 'class="badge"' in element(page, f"comment-{staff}")
    assert 'class="badge"' not in element(page, f"comment-{reader}")


def test_a_reader_is_offered_only_what_they_may_do(board: Board) -> None:
    number = board.comment("author")
    address = f"/comments/{number}"
    own, others = board.see("author").text, board.see("reader").text
    assert f'href="{address}/edit"' in own
    assert f'href="{address}/withdraw"' in own
    assert f'href="{address}/report"' not in own
    assert f'href="{address}/edit"' not in others
    assert f'href="{address}/withdraw"' not in others
    assert f'href="{address}/report"' in others
    assert "/people/" not in others
    assert "/people/" in board.see("moderator").text
    board.clock.advance(minutes=16)
    assert f'href="{address}/edit"' not in board.see("author").text


def test_a_mark_stands_beside_the_name(board: Board, visitor: Browser) -> None:
    number = board.comment("author", mark="witness")
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert "I was there" in element(page, f"comment-{number}")


def test_a_closed_discussion_says_so_and_offers_no_form(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author")
    board.close()
    for browser in (visitor, board.browser("reader")):
        page = browser.get(f"/threads/{board.thread_id}").text
        assert 'data-state="closed"' in page
        assert f"/comments/{number}/reply" not in page
        assert 'name="attempt"' not in page
        assert f"/comments/{number}/report" in page


def test_a_paused_site_says_so(board: Board, visitor: Browser) -> None:
    known = {
        "If-None-Match": visitor.get(f"/threads/{board.thread_id}").headers["ETag"]
    }
    board.pause()
    page = visitor.get(f"/threads/{board.thread_id}", headers=known)
    assert page.status_code == 200
    assert 'data-state="paused"' in page.text


def _numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="comment-(\d+)"', page)]


def _follow(browser: Browser, page: str, relation: str) -> str:
    found = re.search(f'rel="{relation}" href="([^"]+)"', page)
    assert found
    return browser.get(found.group(1).replace("&amp;", "&")).text
