"""The same thing done at the same moment over HTTP, on both databases."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from sqlalchemy import func, select

from comments.store.models import Comment, Decision, LedgerEntry, Report
from tests.e2e.conftest import Town, token_on

TIMES = 8
RUDE = "The mayor is a pathetic lying idiot."
Answers = list[httpx.Response]


def at_once(act: Callable[[int], httpx.Response]) -> Answers:
    """Do something TIMES times at one moment."""
    together = Barrier(TIMES)

    def run(number: int) -> httpx.Response:
        together.wait()
        return act(number)

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(run, range(TIMES)))


def statuses(answers: Answers) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def acts(town: Town) -> Counter[str]:
    """How often each act stands in the ledger."""
    with town.database.transaction() as db:
        return Counter(db.scalars(select(LedgerEntry.act)))


def submit(town: Town, name: str, address: str, **fields: str) -> Answers:
    """Send one form TIMES times, as one browser would that was clicked in anger."""
    browser = town.browser(name)
    form = {"csrf_token": token_on(browser, "/account"), **fields}
    return at_once(lambda _: browser.post(address, data=form))


def test_a_form_that_is_sent_eight_times_is_one_comment(town: Town) -> None:
    fields = {"text": "A lantern on the quay at nine.", "attempt": "one"}
    answers = submit(town, "Marta R.", "/threads/1/comments", **fields)
    assert statuses(answers) == {303: TIMES}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    other = fields | {"text": "A lantern on the quay at ten."}
    with town.client("Marta R.") as client:
        again = client.post("/api/v1/threads/1/comments", json=other)
    assert again.status_code == 409
    with town.database.transaction() as db:
        assert db.scalar(select(func.count()).select_from(Comment)) == 1


@pytest.mark.parametrize(
    ("address", "fields", "act"),
    [
        ("/site", {"site": "pause"}, "pause site"),
        ("/threads/1/settings", {"state": "closed"}, "close thread"),
        ("/threads/1/settings", {"mode": "pre"}, "moderate pre"),
    ],
)
def test_what_editors_set_at_once_is_set_once(
    town: Town, address: str, fields: dict[str, str], act: str
) -> None:
    answers = submit(town, "Lee Moss", address, **fields)
    assert statuses(answers) == {303: TIMES}
    assert acts(town) == {act: 1}


def test_a_sanction_that_is_lifted_at_once_is_lifted_once(town: Town) -> None:
    browser = town.browser("Jo Marsh")
    mute = {"kind": "mute", "term": "1h", "rule": "be-nice", "note": ""}
    mute |= {"csrf_token": token_on(browser, "/account")}
    assert browser.post("/people/1/sanctions", data=mute).status_code == 303
    answers = submit(town, "Jo Marsh", "/sanctions/1/lift", reason="A mistake.")
    assert statuses(answers) == {303: 1, 409: TIMES - 1}
    assert acts(town) == {"mute": 1, "lift": 1}


def test_an_item_is_decided_once_and_appealed_once(town: Town) -> None:
    with town.client("Jo Marsh") as jo, town.client("Kim Reed") as kim:
        author = town.client("Marta R.")
        held = {"text": RUDE, "attempt": "rude", "insist": True}
        assert author.post("/api/v1/threads/1/comments", json=held).status_code == 202
        item = jo.get("/api/v1/queue").json()["items"][0]
        order = {"action": "reject", "rule": "be-nice", "version": item["version"]}
        decision = f"/api/v1/queue/{item['id']}/decision"
        answers = at_once(lambda n: (jo, kim)[n % 2].post(decision, json=order))
        assert statuses(answers) == {200: 1, 409: TIMES - 1}
        won = next(a.json()["decision"] for a in answers if a.status_code == 200)
        losers = [a.json()["current"] for a in answers if a.status_code == 409]
        assert {lost["decided_by"] for lost in losers} == {won["decided_by"]["name"]}
        appeal = f"/api/v1/decisions/{won['id']}/appeal"
        answers = at_once(lambda _: author.post(appeal, json={"text": "Why?"}))
        assert statuses(answers) == {200: TIMES - 1, 201: 1}
        author.close()
    with town.database.transaction() as db:
        by_people = select(func.count()).where(Decision.moderator_id.is_not(None))
        assert db.scalar(by_people) == 1


def test_a_report_that_is_sent_at_once_counts_once(town: Town) -> None:
    with town.client("Marta R.") as author, town.client("Tom K.") as reader:
        text = {"text": "A lantern on the quay at nine.", "attempt": "one"}
        made = author.post("/api/v1/threads/1/comments", json=text).json()
        address = f"/api/v1/comments/{made['id']}/reports"
        answers = at_once(lambda _: reader.post(address, json={"rule": "be-nice"}))
    assert statuses(answers) == {200: TIMES - 1, 201: 1}
    with town.database.transaction() as db:
        assert db.scalar(select(func.count()).select_from(Report)) == 1
