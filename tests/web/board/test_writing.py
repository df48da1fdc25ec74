"""Posting, replying, editing, withdrawing: from form to board and back."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from comments.domain.sanctions import SanctionKind
from comments.store.models import Comment, FilterCount, Revision
from tests.web.board.conftest import (
    PLAIN,
    RUDE,
    THREAT,
    Board,
    add_article,
    element,
    number_in,
)
from tests.web.conftest import Browser, browser_of


def test_a_readers_comment_appears_at_once_where_the_answer_leads(
    board: Board, visitor: Browser
) -> None:
    answer = board.post("author")
    assert answer.status_code == 303
    number = number_in(answer.location)
    assert PLAIN in element(
        board.see("author", answer.location).text, f"comment-{number}"
    )
    assert PLAIN in visitor.get(f"/threads/{board.thread_id}").text


def test_the_form_of_the_page_itself_posts(board: Board) -> None:
    page = board.see("author").text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    action = re.search(r'id="write" method="post" action="([^"]+)"', page)
    assert action
    answer = board.browser("author").post(
        action.group(1).partition("#")[0], data={**fields, "text": PLAIN}
    )
    assert answer.status_code == 303


def test_words_that_would_be_held_are_shown_to_their_author_first(board: Board) -> None:
    answer = board.post("author", RUDE, attempt="one-form")
    page = answer.text
    assert answer.status_code == 422
    assert "This may break" in page
    assert '<em data-rule="be-nice">Be Nice</em>' in page
    assert '<mark title="Be Nice">idiot' in page
    assert re.search(r"<textarea[^>]*>\n" + re.escape(RUDE) + "</textarea>", page)
    assert 'name="attempt" value="one-form"' in page
    assert 'name="insist" value="1"' in page
    assert "Post as it is: a moderator will look first" in page
    assert board.stored() == 0


def test_a_nudged_author_changes_the_words_and_is_published(
    board: Board, visitor: Browser
) -> None:
    assert board.post("author", RUDE, attempt="one-form").status_code == 422
    answer = board.post("author", PLAIN, attempt="one-form")
    assert answer.status_code == 303
    assert PLAIN in visitor.get(f"/threads/{board.thread_id}").text
    assert board.stored() == 1


def test_a_nudged_author_insists_and_waits_for_a_moderator(board: Board) -> None:
    board.post("author", RUDE, attempt="one-form")
    answer = board.post("author", RUDE, attempt="one-form", insist="1")
    assert answer.status_code == 303
    page = board.see("author", answer.location).text
    assert "Waits for a moderator" in element(
        page, f"comment-{number_in(answer.location)}"
    )


def test_a_nudge_is_counted_under_its_rule(board: Board) -> None:
    board.post("author", RUDE)
    with board.database.transaction() as db:
        (counted,) = db.query(FilterCount).filter_by(event="nudge").all()
    assert (counted.rule, counted.count) == ("be-nice", 1)


def test_whoever_insists_on_a_threat_reads_that_it_is_not_shown(board: Board) -> None:
    nudge = board.post("author", THREAT)
    assert nudge.status_code == 422
    assert "it will not be shown, but you may ask for a moderator" in nudge.text
    answer = board.post("author", THREAT, insist="1")
    page = board.see("author", answer.location).text
    assert "Your comment was not published" in page
    assert "Ask for a moderator" in page
    assert 'data-rule="dont-threaten"' in page
    assert f"comment-{number_in(answer.location)}" not in page


def test_a_rejected_comments_statement_is_its_authors_alone(board: Board) -> None:
    answer = board.post("author", THREAT, insist="1")
    page = board.see("reader", answer.location).text
    assert "not published" not in page
    assert THREAT not in page


def test_the_same_form_sent_twice_posts_once_and_leads_to_one_place(
    board: Board,
) -> None:
    first = board.post("author", attempt="one-form")
    second = board.post("author", attempt="one-form")
    assert first.location == second.location
    assert board.stored() == 1


def test_the_same_form_sent_eight_times_at_once_posts_once(board: Board) -> None:
    board.browser("author")
    cookie = board.browser("author").get_cookie("parley")
    assert cookie

    def press(_: int) -> str:
        browser = browser_of(board.app)
        browser.set_cookie("parley", cookie.value)
        answer = browser.post(
            f"/threads/{board.thread_id}/comments",
            data={
                "csrf_token": board.tokens["author"],
                "attempt": "one-form",
                "text": PLAIN,
            },
        )
        assert answer.status_code == 303, answer.text
        return answer.location

    with ThreadPoolExecutor(8) as hands:
        places = set(hands.map(press, range(8)))
    assert len(places) == 1
    assert board.stored() == 1


def test_a_used_form_with_other_words_is_refused_and_keeps_them(board: Board) -> None:
    board.post("author", attempt="one-form")
    answer = board.post("author", "Quite other words.", attempt="one-form")
    assert answer.status_code == 409
    assert "Quite other words." in answer.text


@pytest.mark.parametrize("text", ["", "   ", "\r\n\r\n"])
def test_an_empty_comment_comes_back_with_a_sentence(board: Board, text: str) -> None:
    answer = board.post("author", text)
    assert answer.status_code == 400
    assert 'role="alert">Nothing was written here.' in answer.text
    assert 'name="attempt"' in answer.text


def test_a_comment_that_is_too_long_comes_back_whole(board: Board) -> None:
    text = "word " * 600 + "x"
    answer = board.post("author", text)
    assert answer.status_code == 400
    assert "3,001 characters" in answer.text
    assert text in answer.text
    assert board.stored() == 0


def test_the_longest_comment_fits_whatever_its_letters(board: Board) -> None:
    text = "🌉" * 3000
    assert board.post("author", text, insist="1").status_code == 303


def test_a_nul_is_refused_and_the_words_around_it_are_kept(board: Board) -> None:
    answer = board.post("author", "before\x00after")
    assert answer.status_code == 400
    assert "NUL" in answer.text
    assert "before" in answer.text
    assert "after" in answer.text
    assert board.stored() == 0


def test_half_a_character_is_refused_and_the_words_are_kept(board: Board) -> None:
    browser = board.browser("author")
    answer = browser.post(
        f"/threads/{board.thread_id}/comments",
        data=f"csrf_token={board.tokens['author']}&attempt=a&text=kept+words%ED%A0%80",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400
    assert "kept words" in answer.text


def test_ten_megabytes_are_refused_before_they_are_read(board: Board) -> None:
    answer = board.post("author", "x" * 10_000_000)
    assert answer.status_code == 413
    assert board.stored() == 0


def test_a_form_without_its_attempt_key_is_refused(board: Board) -> None:
    answer = board.post("author", attempt="")
    assert answer.status_code == 400
    assert PLAIN in answer.text


def test_an_unknown_mark_is_refused(board: Board) -> None:
    assert board.post("author", mark="expert").status_code == 400


def test_a_closed_discussion_refuses_and_keeps_the_text(board: Board) -> None:
    board.close()
    answer = board.post("author")
    assert answer.status_code == 409
    assert PLAIN in answer.text
    assert "closed" in answer.text


def test_a_paused_site_refuses_and_keeps_the_text(board: Board) -> None:
    board.pause()
    answer = board.post("author")
    assert answer.status_code == 409
    assert PLAIN in answer.text


def test_a_muted_reader_is_told_why_and_until_when(board: Board) -> None:
    board.ban("author", SanctionKind.MUTE)
    page = board.see("author").text
    answer = board.post("author")
    assert 'data-state="silenced"' in page
    assert 'name="attempt"' not in page
    assert answer.status_code == 403
    for told in (page, answer.text):
        assert "17 March 2026" in told
        assert "Be Nice" in told
    assert PLAIN in answer.text


def test_a_banned_reader_is_logged_out_and_posts_nothing(board: Board) -> None:
    board.see("author")
    board.ban("author")
    assert board.post("author").status_code in (400, 401, 403)
    assert board.stored() == 0


def test_a_visitor_who_posts_is_asked_to_log_in_and_keeps_the_text(
    board: Board,
) -> None:
    answer = board.post("anonymous")
    assert answer.status_code == 401
    assert PLAIN in answer.text


def test_a_visitor_who_wants_to_reply_comes_back_after_logging_in(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author")
    answer = visitor.get(f"/comments/{number}/reply")
    assert answer.status_code == 303
    assert answer.location.startswith("/login?next=")
    assert f"comments/{number}/reply" in answer.location.replace("%2F", "/")


def test_a_reader_replies_from_the_replys_own_page(board: Board) -> None:
    number = board.comment("author")
    page = board.see("reader", f"/comments/{number}/reply").text
    assert PLAIN in page
    answer = board.send(
        "reader", f"/comments/{number}/reply", text="Which side?", attempt="reply"
    )
    reply = number_in(answer.location)
    shown = element(board.see("author", answer.location).text, f"comment-{reply}")
    assert f'data-parent-id="{number}"' in shown


def test_a_nudged_reply_stays_beside_what_it_answers(board: Board) -> None:
    number = board.comment("author")
    answer = board.send(
        "reader", f"/comments/{number}/reply", text=RUDE, attempt="reply"
    )
    assert answer.status_code == 422
    assert PLAIN in answer.text
    assert "This may break" in answer.text
    assert f'action="/comments/{number}/reply#write"' in answer.text


def test_a_reply_to_a_removed_comment_is_refused_and_kept(board: Board) -> None:
    number = board.comment("author")
    board.reject(number)
    reply = {"text": "Which side?", "attempt": "reply"}
    answer = board.send("reader", f"/comments/{number}/reply", **reply)
    assert answer.status_code == 404
    assert "Which side?" in answer.text
    answer = board.post("reader", "Which side?", parent_id=number)
    assert answer.status_code == 409
    assert "Which side?" in answer.text


def test_a_reply_cannot_cross_to_another_article(board: Board) -> None:
    number = board.comment("author")
    other = add_article(board, "Another article")
    answer = board.post("reader", thread_id=other, parent_id=number)
    assert answer.status_code == 404


def test_an_author_mends_a_comment_and_readers_see_that_it_was(
    board: Board, visitor: Browser
) -> None:
    number = board.comment("author")
    form = board.see("author", f"/comments/{number}/edit").text
    assert PLAIN in form
    answer = board.edit("author", number, "The bridge closed in 1986, not 1987.")
    assert answer.status_code == 303
    page = element(visitor.get(f"/threads/{board.thread_id}").text, f"comment-{number}")
    assert "not 1987" in page
    assert "edited" in page
    assert PLAIN not in page


def test_an_edit_is_read_like_a_new_comment(board: Board, visitor: Browser) -> None:
    number = board.comment("author")
    nudge = board.edit("author", number, RUDE)
    assert nudge.status_code == 422
    assert RUDE in nudge.text
    assert board.edit("author", number, RUDE, insist="1").status_code == 303
    public = visitor.get(f"/threads/{board.thread_id}").text
    own = element(board.see("author").text, f"comment-{number}")
    assert PLAIN in public
    assert "idiot" not in public
    assert "Your edit waits for a moderator: Be Nice" in own
    assert RUDE in own
    assert PLAIN in own


def test_an_edit_that_is_rejected_tells_its_author(board: Board) -> None:
    number = board.comment("author")
    answer = board.edit("author", number, THREAT, insist="1")
    assert "not published" in board.see("author", answer.location).text


def test_an_edit_refused_for_its_form_keeps_the_words(board: Board) -> None:
    number = board.comment("author")
    answer = board.edit("author", number, "before\x00after")
    assert answer.status_code == 400
    assert "before" in answer.text


def test_nobody_edits_or_withdraws_anothers_comment(board: Board) -> None:
    number = board.comment("author")
    for part in ("reader", "moderator", "administrator"):
        assert board.see(part, f"/comments/{number}/edit").status_code == 403
        assert board.edit(part, number, "Other words.").status_code == 403
        assert board.see(part, f"/comments/{number}/withdraw").status_code == 403
        answer = board.send(part, f"/comments/{number}/withdraw")
        assert answer.status_code == 403
    assert PLAIN in board.see("reader").text


def test_after_a_quarter_of_an_hour_an_edit_is_refused_and_kept(board: Board) -> None:
    number = board.comment("author")
    board.clock.advance(minutes=16)
    answer = board.edit("author", number, "Other words.")
    assert answer.status_code == 403
    assert "Other words." in answer.text


def test_an_author_withdraws_after_being_asked(board: Board, visitor: Browser) -> None:
    number = board.comment("author")
    asked = board.see("author", f"/comments/{number}/withdraw")
    assert "Withdraw this comment?" in asked.text
    assert PLAIN in visitor.get(f"/threads/{board.thread_id}").text
    answer = board.send("author", f"/comments/{number}/withdraw")
    assert answer.status_code == 303
    page = visitor.get(f"/threads/{board.thread_id}").text
    assert PLAIN not in page
    assert 'data-comment-count="0"' in page


def test_text_is_stored_exactly_as_it_was_typed(board: Board) -> None:
    text = "  tab\tand\u200d joiner, \u202eover\u202c, a\u0301 and á\r\n\r\n  end \x07 "
    number = board.comment("author", text)
    with board.database.transaction() as db:
        assert db.query(Revision).filter_by(comment_id=number).one().text == text


def test_a_client_sets_nothing_but_the_forms_own_fields(board: Board) -> None:
    number = board.comment(
        "author", author_id="1", status="published", depth="0", id="900", created_at="0"
    )
    with board.database.transaction() as db:
        comment = db.get_one(Comment, number)
    assert number != 900
    assert comment.author_id == board.cast["author"].id
    assert comment.created_at == board.clock()


def test_a_get_never_posts_withdraws_or_reports(board: Board) -> None:
    number = board.comment("author")
    browser = board.browser("author")
    assert browser.get(f"/threads/{board.thread_id}/comments").status_code == 405
    browser.get(f"/comments/{number}/withdraw?confirm=1")
    browser.get(f"/comments/{number}/edit?text=other")
    assert PLAIN in board.see("reader").text


def test_a_preview_shows_how_it_will_look_and_stores_nothing(board: Board) -> None:
    answer = board.post("author", "> a\n\n*b* <i>", attempt="one-form", preview="1")
    assert answer.status_code == 200
    preview = answer.text[answer.text.index("data-preview") :]
    assert "<blockquote><p" in preview
    assert "<em>b</em> &lt;i&gt;" in preview
    assert 'name="attempt" value="one-form"' in answer.text
    assert "<textarea" in answer.text
    assert board.stored() == 0


def test_replies_and_edits_are_previewed_as_well(board: Board) -> None:
    number = board.comment("author")
    reply = board.send(
        "reader", f"/comments/{number}/reply", text="*so*", attempt="a", preview="1"
    )
    edit = board.edit("author", number, "*so*", preview="1")
    for answer in (reply, edit):
        assert answer.status_code == 200
        assert "<em>so</em>" in answer.text
    assert board.stored() == 1
    assert PLAIN in board.see("reader").text


def test_a_preview_of_too_much_says_so(board: Board) -> None:
    answer = board.post("author", "x" * 3001, preview="1")
    assert answer.status_code == 400
    assert "at most 3,000 fit" in answer.text


def test_a_script_is_told_where_its_comment_stands(board: Board) -> None:
    script = {"X-Requested-With": "fetch"}
    address = f"/threads/{board.thread_id}/comments"
    fields = {"text": PLAIN, "attempt": "one-form"}
    browser = board.browser("author")
    fields["csrf_token"] = board.tokens["author"]
    answers = [browser.post(address, data=fields, headers=script) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({number_in(answer.headers["Location"]) for answer in answers}) == 1
    assert answers[0].data == b""


def checked(board: Board, text: str) -> Any:
    return board.send("author", "/check", text=text).json


def test_the_rules_are_checked_in_place_and_nothing_is_stored(board: Board) -> None:
    rude = checked(board, f"So: {RUDE}")
    start, end, rule = rude["marks"][0]
    assert f"So: {RUDE}"[start:end] == "idiot"
    assert rule == "Be Nice"
    assert '<em data-rule="be-nice">Be Nice</em>' in rude["summary"]
    assert "idiot" in rude["summary"]
    assert checked(board, PLAIN) == {"marks": [], "summary": ""}
    assert board.stored() == 0
    with board.database.transaction() as db:
        assert db.query(FilterCount).count() == 0


def test_what_is_checked_in_place_comes_back_as_text(board: Board) -> None:
    text = "You <img src=x onerror=alert(1)> idiot<b>"
    assert "<img" not in checked(board, text)["summary"]


def test_a_visitor_checks_nothing(board: Board) -> None:
    assert board.send("anonymous", "/check", text=RUDE).status_code == 401


def test_an_answer_quotes_a_comments_own_words(board: Board) -> None:
    number = board.comment("author", "> An echo.\n\nThe *mill* side.\n\nTwice.")
    form = board.see("reader", f"/comments/{number}/reply")
    assert f"/comments/{number}/reply?quote={number}#write" in form.text
    quoting = board.see("reader", f"/comments/{number}/reply?quote={number}").text
    assert ">\n&gt; The *mill* side.\n&gt;\n&gt; Twice.\n\n</textarea>" in quoting


def test_nobody_quotes_what_is_not_shown_in_the_discussion(board: Board) -> None:
    number = board.comment("author")
    held = board.comment("author", RUDE)
    elsewhere = board.comment(
        "author", "Another thing.", thread_id=add_article(board, "Elsewhere")
    )
    for quoted in (held, elsewhere, 9999):
        address = f"/comments/{number}/reply?quote={quoted}"
        assert board.see("reader", address).status_code == 404


def test_a_mention_leads_to_what_its_person_said_before(board: Board) -> None:
    name = board.cast["reader"].name
    first = board.comment("reader", "The first crew came late.")
    board.comment("author", f"@{name} is right, @Nobody Else is not.")
    page = board.see("anonymous").text
    assert f'<a class="mention" href="/comments/{first}">@{name}</a> is right' in page
    assert "@Nobody Else is not" in page


def test_a_mention_of_somebody_whose_words_are_gone_is_plain(board: Board) -> None:
    name = board.cast["reader"].name
    first = board.comment("reader", "The first crew came late.")
    board.comment("author", f"@{name} is right.", parent_id=first)
    board.send("reader", f"/comments/{first}/withdraw")
    assert 'class="mention"' not in board.see("anonymous").text


def test_names_of_the_discussion_are_offered_to_whoever_writes(board: Board) -> None:
    name = board.cast["reader"].name
    board.comment("reader", "The first crew came late.")
    board.comment("stranger", RUDE)  # held: not in the discussion yet
    address = f"/threads/{board.thread_id}/names?start="
    assert board.see("author", address + name[:3].lower()).json == {"names": [name]}
    assert board.see("author", f"{address}%25").status_code == 200
    stranger = board.cast["stranger"].name
    assert board.see("author", address + stranger[:4]).json == {"names": []}
    assert board.see("anonymous", address + "a").status_code == 303
