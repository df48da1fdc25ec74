"""Eight moderators at work through HTTP, each with a connection of their own."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, Final
from urllib.parse import urlencode

import psutil
from sqlalchemy import select

from bench._client import Client, Tally
from bench._people import Person, person
from comments.services.sessions import start_session
from comments.store.database import Database
from comments.store.models import Account, Comment
from comments.web.sessions import SIGNED_IN

QUEUE, OPEN, CLAIM, DECIDE, SEARCH, KEY = (
    "open the queue",
    "open an item",
    "claim the next",
    "decide",
    "search",
    "primary-key read",
)
ACTS: Final = (QUEUE, CLAIM, OPEN, DECIDE, SEARCH)
SOUGHT: Final = ("council", '"ferry line" harbour', "moron -clown", "page 999999")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the moderators work, and how many comments there are to read by key."""

    base: str
    database: Database
    comments: int


def signed_in(desk: Desk, account_ids: list[int]) -> list[Person]:
    """Sessions as a log-in makes them, without the time that hashing takes."""
    now = datetime.now(UTC)
    with desk.database.transaction(writes=True) as db:
        tokens = [
            start_session(db, db.get_one(Account, number), now=now).token
            for number in account_ids
        ]
    return [
        person(desk.base, {"Cookie": f"parley={SIGNED_IN}{token}"}) for token in tokens
    ]


def work(desk: Desk, people: list[Person], rounds: int, pause: float) -> Tally:
    """Let everybody open, claim, read and decide so many times."""
    tally = Tally()
    with ThreadPoolExecutor(len(people)) as room:
        sitting = [
            room.submit(_sit, desk, moderator, rounds, pause, tally)
            for moderator in people
        ]
        for moderator in sitting:
            moderator.result()
    return tally


def processor_seconds(desk: Desk, moderator: Person, times: int) -> dict[str, float]:
    """What one act takes of all processors together, in the server and the database."""
    client, taken = Client(desk.base, Tally()), dict.fromkeys(ACTS, 0.0)
    chance = Random(moderator.id)  # noqa: S311  (a benchmark)
    for act in (QUEUE, CLAIM, OPEN, SEARCH):
        item = _claim(client, moderator)
        before = _used()
        for _ in range(times):
            _one(act, client, moderator, item)
        taken[act] = (_used() - before) / times
    for _ in range(times):
        item = _claim(client, moderator)
        before = _used()
        _decide(client, moderator, item, chance)
        taken[DECIDE] += (_used() - before) / times
    client.close()
    return taken


def _sit(
    desk: Desk, moderator: Person, rounds: int, pause: float, tally: Tally
) -> None:
    client = Client(desk.base, tally)
    chance = Random(moderator.id)  # noqa: S311  (a benchmark)
    for _ in range(rounds):
        _one(QUEUE, client, moderator, {})
        item = _claim(client, moderator)
        if not item:
            break
        _read_by_key(desk, chance, tally)
        _one(OPEN, client, moderator, item)
        time.sleep(chance.random() * 2 * pause)
        _decide(client, moderator, item, chance)
        _one(SEARCH, client, moderator, item)
    client.close()


def _one(act: str, client: Client, moderator: Person, item: dict[str, Any]) -> None:
    if act == CLAIM:
        _claim(client, moderator)
        return
    sought = {"q": SOUGHT[item["id"] % len(SOUGHT)] if item else SOUGHT[0]}
    paths = {QUEUE: "/queue", SEARCH: f"/desk/search?{urlencode(sought)}"}
    path = paths.get(act) or f"/queue/{item['id']}"
    answer = client.call(act, "GET", path, headers=moderator.headers)
    if answer.status != 200:
        client.tally.surprise(f"{act}: {answer.status}")


def _claim(client: Client, moderator: Person) -> dict[str, Any]:
    answer = client.call(
        CLAIM, "POST", "/api/v1/queue/claim", headers=moderator.headers, body={}
    )
    if answer.status not in (200, 204):
        client.tally.surprise(f"{CLAIM}: {answer.status}")
    return answer.document if answer.status == 200 else {}


def _decide(
    client: Client, moderator: Person, item: dict[str, Any], chance: Random
) -> None:
    rejects = chance.random() < 0.4
    order = {
        "action": "reject" if rejects else "approve",
        "rule": "be-nice" if rejects else None,
        "version": item["version"],
        "last_report": item["last_report"],
    }
    path = f"/api/v1/queue/{item['id']}/decision"
    answer = client.call(DECIDE, "POST", path, headers=moderator.headers, body=order)
    if answer.status != 200:
        client.tally.surprise(f"{DECIDE}: {answer.status} {answer.document}")


def _read_by_key(desk: Desk, chance: Random, tally: Tally) -> None:
    number = 1 + chance.randrange(desk.comments)
    started = time.perf_counter()
    with desk.database.transaction() as db:
        db.execute(select(Comment.__table__).where(Comment.id == number)).one()
    took = time.perf_counter() - started
    with tally.lock:
        tally.seconds[KEY].append(took)


def _used() -> float:
    """Processor seconds of the server and the database: all that this one started."""
    times = [each.cpu_times() for each in psutil.Process().children(recursive=True)]
    return float(sum(each.user + each.system for each in times))
