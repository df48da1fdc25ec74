"""The editors' pages: the newsroom's own words, and the policy in force."""

import re

import pytest

from comments.store.models import OwnWord
from tests.web.desk.conftest import CLEAN, RUDE, Desk, hidden

GRUMBOLD = "That grumbold again."


def add(desk: Desk, text: str = "grumbold", part: str = "editor", **fields: str) -> int:
    usual = {"treatment": "hold", "rule": "be-nice", "reason": "A nickname."}
    return desk.send(part, "/words", text=text, **(usual | fields)).status_code


def status_of(desk: Desk, text: str) -> str:
    return desk.comment(desk.post("author", text)).status


def words_on(desk: Desk, address: str = "/words") -> list[str]:
    page = desk.see("editor", address).text
    return re.findall(r"<strong dir=\"auto\"><bdi>(.*?)</bdi>", page)


def the_word(desk: Desk) -> OwnWord:
    with desk.database.transaction() as db:
        return db.query(OwnWord).filter(OwnWord.ended_in.is_(None)).one()


def thresholds(desk: Desk, **changed: str) -> dict[str, str]:
    """The form of the thresholds as the page shows it, with some fields typed over."""
    page = desk.see("editor", "/policy").text
    form = page[page.index("/policy/thresholds") :]
    inputs = re.findall(r"<input name=\"(\S+)\".*?value=\"(\S*?)\">", form, re.DOTALL)
    typed = {
        name.replace("__", ".").replace("_", "-"): v for name, v in changed.items()
    }
    kept = {"version": hidden(form, "version"), "profile": hidden(form, "profile")}
    return dict(inputs) | kept | {"do": "save"} | typed


def test_an_editor_bans_a_word_and_frees_it_again(desk: Desk) -> None:
    assert status_of(desk, GRUMBOLD) == "published"
    assert add(desk) == 303
    assert status_of(desk, "That gr*mbold, again and again.") == "held"
    page = desk.see("editor", "/words?done=added").text
    assert words_on(desk) == ["grumbold"]
    assert "Lee Editor" in page
    assert "A nickname." in page
    desk.send("editor", f"/words/{the_word(desk).id}/remove")
    assert words_on(desk) == []
    assert status_of(desk, "That grumbold, once more.") == "published"


def test_a_moderator_sees_a_watched_word_marked_in_the_queue(desk: Desk) -> None:
    add(desk, treatment="watch")
    comment_id = desk.post("author", GRUMBOLD)
    assert desk.comment(comment_id).status == "published"
    page = desk.see("moderator", desk.address(comment_id)).text
    assert re.search(r"<mark[^>]*>grumbold", page)
    assert "the newsroom’s own list" in page
    assert "filter" in desk.see("moderator", "/queue").text


def test_an_author_is_told_whose_list_it_is_and_may_mend(desk: Desk) -> None:
    add(desk)
    nudge = desk.send(
        "author", f"/threads/{desk.thread_id}/comments", text=GRUMBOLD, attempt="a1"
    )
    assert nudge.status_code == 422
    assert "the newsroom’s own list" in nudge.text
    assert re.search(r"<mark[^>]*>grumbold", nudge.text)


def test_the_list_is_found_by_word_and_list_and_may_end(desk: Desk) -> None:
    add(desk, until="2026-03-20")
    assert words_on(desk, "/words?search=GRUMB&list=banned") == ["grumbold"]
    assert words_on(desk, "/words?list=allowed") == []
    desk.clock.advance(days=7)
    desk.browsers.clear()  # nobody stays logged in for so long
    assert 'data-expired="true"' in desk.see("editor", "/words").text
    assert status_of(desk, GRUMBOLD) == "published"
    address = f"/words/{the_word(desk).id}/end"
    assert desk.send("editor", address, until="2026-03-01").status_code == 409
    assert desk.send("editor", address, until="soon").status_code == 400
    assert desk.send("editor", address, until="").status_code == 303
    assert the_word(desk).expires_at is None


def test_many_words_come_at_once_and_go_out_as_text(desk: Desk) -> None:
    fields = {"treatment": "allow", "rule": "be-nice", "reason": "Names of rivers."}
    lines = "crap\nbridge mafia\treject\tkeep-it-clean\t\tA slander.\n"
    done = desk.send("editor", "/words/import", lines=lines, **fields)
    assert done.status_code == 303
    assert words_on(desk) == ["bridge mafia", "crap"]
    exported = desk.see("editor", "/words/export")
    assert exported.mimetype == "text/plain"
    assert "crap\tallow\t\t\tNames of rivers.\tLee Editor\t2026-03-14" in exported.text
    again = desk.send("editor", "/words/import", lines=exported.text, **fields)
    assert again.status_code == 303
    assert words_on(desk) == ["bridge mafia", "crap"]


def test_a_refused_form_keeps_what_was_typed(desk: Desk) -> None:
    usual = {"treatment": "watch", "rule": "spam", "reason": "Because."}
    refused = desk.send("editor", "/words", text="...", **usual)
    assert refused.status_code == 409
    assert 'value="..."' in refused.text
    assert 'value="Because."' in refused.text
    assert re.search(r'value="watch"\s+selected', refused.text)
    lines = "grumbold\nwozzock\tburn\n"
    refused = desk.send("editor", "/words/import", lines=lines, **usual)
    assert refused.status_code == 400
    assert "Line 2:" in refused.text
    assert "wozzock\tburn" in refused.text
    assert words_on(desk) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "g" * 101},
        {"text": "a\0b"},
        {"reason": ""},
        {"treatment": "burn"},
        {"rule": "be-truthful"},
        {"until": "31.3.2027"},
    ],
)
def test_a_broken_entry_is_not_listed(desk: Desk, wrong: dict[str, str]) -> None:
    assert add(desk, **({"text": "grumbold"} | wrong)) == 400
    assert words_on(desk) == []


def test_a_hostile_entry_is_only_text_on_the_page(desk: Desk) -> None:
    add(desk, "<script>alert(1)</script>", reason="<img src=x onerror=alert(1)>")
    page = desk.see("editor", "/words").text
    assert "<script>alert" not in page
    assert "<img" not in page


@pytest.mark.parametrize("part", ["anonymous", "reader", "moderator"])
def test_the_pages_are_for_editors(desk: Desk, part: str) -> None:
    for address in ("/words", "/policy", "/words/export"):
        assert desk.see(part, address).status_code in (303, 403)
    assert add(desk, part=part) in (401, 403)
    assert words_on(desk) == []


def test_an_editor_chooses_a_profile_and_changes_one_threshold(desk: Desk) -> None:
    assert status_of(desk, RUDE) == "held"
    desk.send("editor", "/policy/profile", profile="lenient")
    assert status_of(desk, f"{RUDE} Really.") == "published"
    page = desk.see("editor", "/policy").text
    assert 'data-policy="lenient@2026-11-24+1"' in page
    stricter = thresholds(desk, be_nice__mild__hold="0,5")
    assert desk.send("editor", "/policy/thresholds", **stricter).status_code == 303
    assert status_of(desk, f"{RUDE} Truly so.") == "held"
    page = desk.see("editor", "/policy").text
    assert page.count('data-changed="true"') == 1
    desk.send("editor", "/policy/profile", profile="family")
    assert 'data-policy="family@2026-11-24+3"' in desk.see("editor", "/policy").text
    assert "lenient" in desk.see("editor", "/policy?version=2").text
    reset = thresholds(desk) | {"do": "reset"}
    desk.send("editor", "/policy/thresholds", **reset)
    assert 'data-changed="true"' not in desk.see("editor", "/policy").text


def test_saving_the_table_as_it_is_changes_nothing(desk: Desk) -> None:
    desk.send("editor", "/policy/thresholds", **thresholds(desk))
    page = desk.see("editor", "/policy").text
    assert 'data-policy="standard@2026-11-24"' in page
    assert desk.see("editor", "/policy?version=1").status_code == 404


def test_of_two_editors_the_second_learns_what_the_first_has_done(desk: Desk) -> None:
    seen = thresholds(desk, be_nice__mild__hold="0.9")
    add(desk)  # a word is no other policy
    assert desk.send("editor", "/policy/thresholds", **seen).status_code == 303
    late = thresholds(desk, be_nice__mild__hold="0.1")
    desk.send("administrator", "/policy/profile", profile="family")
    assert desk.send("administrator", "/policy/thresholds", **late).status_code == 409


@pytest.mark.parametrize("typed", ["2", "-1", "nan", "much", "0.61"])
def test_a_threshold_that_makes_no_sense_is_refused(desk: Desk, typed: str) -> None:
    wrong = thresholds(desk, be_nice__mild__hold=typed, be_nice__mild__reject="0.6")
    answer = desk.send("editor", "/policy/thresholds", **wrong)
    assert answer.status_code in (400, 409)
    assert "+1" not in desk.see("editor", "/policy").text


def test_a_table_with_a_line_missing_is_not_taken_for_never(desk: Desk) -> None:
    sent = thresholds(desk)
    del sent["be-nice.severe.reject"]
    assert desk.send("editor", "/policy/thresholds", **sent).status_code == 400


def test_the_site_page_leads_to_both(desk: Desk) -> None:
    page = desk.see("editor", "/site").text
    assert 'href="/policy"' in page
    assert 'href="/words"' in page
    assert status_of(desk, CLEAN) == "published"
