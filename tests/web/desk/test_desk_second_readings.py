"""A second person reads a decided item, and no page tells them that it is one."""

import re

from comments.store.comments import put_site_setting
from comments.store.second_readings import SecondReading
from tests.web.desk.conftest import Desk, hidden

PLAIN = "The second crew came over the mill side at nine, and their driver knew why."


def read_twice(desk: Desk) -> None:
    with desk.database.transaction(writes=True) as db:
        put_site_setting(db, "desk", {"second_share": 100}, desk.clock())


def decided(desk: Desk) -> int:
    """What a moderator took down ten minutes ago."""
    comment_id = desk.post("author", PLAIN)
    desk.report("reader", comment_id)
    desk.decide("moderator", comment_id, rule="be-nice", note="It names nobody kindly.")
    desk.clock.advance(minutes=10)
    return comment_id


def test_the_page_is_that_of_any_open_item(desk: Desk) -> None:
    read_twice(desk)
    comment_id = decided(desk)
    address = desk.claim("second moderator")
    assert address == desk.address(comment_id)
    page = desk.see("second moderator", address).text
    article = page.partition("<article")[2].partition("</article>")[0]
    assert 'data-state="open"' in article
    assert 'data-version="1"' in article
    assert 'data-status="published"' in article
    assert 'data-standing="mine"' in article
    assert "Published" in article
    for telling in ("Jo Moderator", "rejected under", "Rejected<", "It names nobody"):
        assert telling not in page
    assert f'id="item-{desk.item(comment_id).id}"' in page
    assert 'data-open-items="1"' in page
    record = desk.see("second moderator", f"/people/{desk.cast['author'].id}").text
    assert 'data-rejected="0"' in record


def test_the_second_verdict_goes_on_to_the_next_item_and_changes_nothing(
    desk: Desk,
) -> None:
    read_twice(desk)
    comment_id = decided(desk)
    told = desk.told("author")
    address = desk.claim("second moderator")
    shown = desk.see("second moderator", address).text
    seen = {name: hidden(shown, name) for name in ("version", "last_report")}
    sent = {**seen, "action": "approve", "note": "Rude to nobody."}
    answer = desk.send("second moderator", f"{address}/decision", **sent)
    assert answer.status_code == 303
    assert desk.comment(comment_id).status == "rejected"
    assert desk.told("author") == told
    again = desk.send("second moderator", f"{address}/decision", **sent)
    assert (again.status_code, again.headers["Location"]) == (
        303,
        "/queue?none_left=1",
    )
    page = desk.see("second moderator", "/queue").text
    undo = re.search(r'action="(/second-readings/\d+/undo)"', page)
    assert undo is not None
    back = desk.send("second moderator", undo.group(1))
    assert back.headers["Location"] == address
    assert 'data-standing="mine"' in desk.see("second moderator", address).text


def test_the_editor_reads_where_two_people_differed(desk: Desk) -> None:
    read_twice(desk)
    comment_id = decided(desk)
    address = desk.claim("second moderator")
    desk.decide("second moderator", comment_id, action="approve", note="Not rude.")
    page = desk.see("editor", "/desk/health").text
    assert 'data-pairs="1"' in page
    assert "It names nobody kindly." in page
    assert "Not rude." in page
    assert f'href="{address}"' in page
    assert "too few to say more" in page
    assert "Kim Moderator" not in page.partition('id="agreement-heading"')[2]
    assert "Not rude." not in desk.see("moderator", "/desk/health").text


def test_only_an_editor_sets_the_share(desk: Desk) -> None:
    address = "/desk/health/second-share"
    assert desk.send("moderator", address, share="10").status_code == 403
    for share in ("10", "0", "100"):
        assert desk.send("editor", address, share=share).status_code == 303
        assert f'data-share="{share}"' in desk.see("editor", "/desk/health").text
    for wrong in ("101", "some", "-1", ""):
        assert desk.send("editor", address, share=wrong).status_code == 400


def test_a_program_is_handed_it_as_any_item(desk: Desk) -> None:
    read_twice(desk)
    comment_id = decided(desk)
    browser = desk.browser("second moderator")
    token = {"X-CSRFToken": browser.token("/account")}
    handed = browser.post("/api/v1/queue/claim", headers=token).get_json()
    assert handed["comment"]["id"] == comment_id
    assert handed["state"] == "open"
    assert handed["comment"]["status"] == "published"
    assert [report["rule"] for report in handed["reports"]] == ["be-nice"]
    assert [signal["source"] for signal in handed["signals"]] == ["report"]
    seen = browser.get(f"/api/v1/queue/{handed['id']}").get_json()
    assert (seen["state"], seen["version"]) == ("open", handed["version"])
    answer = browser.post(
        f"/api/v1/queue/{handed['id']}/decision",
        headers=token,
        json={"action": "approve", "version": handed["version"]},
    )
    assert answer.status_code == 200
    assert answer.get_json()["decision"]["id"] is None
    assert answer.get_json()["item"]["state"] == "decided"


def test_agreement_is_there_for_programs_and_spreadsheets(desk: Desk) -> None:
    read_twice(desk)
    comment_id = decided(desk)
    desk.claim("second moderator")
    desk.decide("second moderator", comment_id, action="approve")
    found = desk.see("moderator", "/api/v1/desk/agreement").get_json()
    assert found["share"] == 100
    overall, nice = found["rows"]
    assert (overall["rule"], overall["pairs"], overall["alike"]) == ("", 1, 0)
    assert (overall["few"], overall["kappa"]) == (True, 0)
    assert (nice["rule"], nice["both"], nice["one"]) == ("be-nice", 0, 1)
    sheet = desk.see("moderator", "/desk/health/agreement.csv")
    assert sheet.text.splitlines() == [
        "\ufeffrule,pairs,alike,both,one,few,kappa,low,high",
        ",1,0,,,True,0.0,0.0,0.0",
        "be-nice,1,0,0,1,True,0.0,0.0,0.0",
    ]
    assert desk.see("reader", "/desk/health/agreement.csv").status_code == 403


def test_enough_pairs_are_drawn_as_a_plot(desk: Desk) -> None:
    rows = 40
    with desk.database.transaction(writes=True) as db:
        db.add_all(pair(desk, number) for number in range(rows))
    page = desk.see("moderator", "/desk/health").text
    section = page.partition('id="agreement-heading"')[2].partition("</section>")[0]
    assert f'data-pairs="{rows}"' in page
    assert 'aria-labelledby="agreement-title agreement-desc"' in section
    assert "All verdicts" in section
    assert "0.50 (0.27–0.73)" in section  # 30 of 40 are alike, and 20 by chance


def pair(desk: Desk, number: int) -> SecondReading:
    """Of forty pairs twenty approve, ten reject, and ten differ."""
    first = "approve" if number < 20 else "reject"
    second = "approve" if number < 30 else "reject"
    return SecondReading(
        item_id=number,
        comment_id=number,
        revision_id=number,
        version=1,
        closed_version=2,
        rank=0,
        author_id=1,
        state="read",
        as_it_was={},
        decision_id=1000 + number,
        first_by=desk.cast["moderator"].id,
        first_action=first,
        first_rule="spam" if first == "reject" else None,
        decided_at=desk.clock(),
        ready_at=desk.clock(),
        seen_by=[],
        second_by=desk.cast["second moderator"].id,
        second_action=second,
        second_rule="spam" if second == "reject" else None,
        read_at=desk.clock(),
    )
