"""One replay: many readers post and report while the moderators drain the queue."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Event
from typing import Final
from uuid import uuid4

from tqdm import tqdm

from bench._client import Client, Tally, Unanswered
from bench._corpus import Labelled
from bench._moderators import Moderator
from bench._people import People
from bench._readers import Drafts, Offended, Poster, Reporter
from bench._record import Record

POSTING: Final = 24  # connections
REPORTING: Final = 8
THREADS: Final = 50
GLANCE_SECONDS: Final = 0.5  # between two looks at how far it is


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is replayed, and the seed of all that is left to chance."""

    comments: int
    reports: int
    seed: int

    def chance(self, number: int = 0) -> Random:
        return Random(self.seed * 1_000 + number)  # noqa: S311  (a replay, no secret)


@dataclass
class Run:
    """What a replay sent, what came back, and how long it took."""

    threads: Mapping[int, str]
    record: Record = field(default_factory=Record)
    tally: Tally = field(default_factory=Tally)
    posting_seconds: float = 0.0
    seconds: float = 0.0


def drive(base: str, people: People, corpus: list[Labelled], plan: Plan) -> Run:
    """Replay real comments against the server at this address."""
    tally = Tally()
    run = Run(make_threads(base, people, tally), tally=tally)
    moderators = _moderators(base, people, run, corpus)
    started = time.monotonic()
    with ThreadPoolExecutor(POSTING + REPORTING + len(moderators)) as team:
        posted, sent = Event(), Event()
        deciding = [team.submit(moderator.work, sent) for moderator in moderators]
        posting, reporting = _readers_at_work(
            team, base, people, corpus, plan, run, posted
        )
        with _progress(run, plan) as look:
            _finish(posting, look, run, posted)
            run.posting_seconds = time.monotonic() - started
            _finish(reporting, look, run, sent)
            _finish(deciding, look, run, Event())
    run.seconds = time.monotonic() - started
    return run


def _readers_at_work(
    team: ThreadPoolExecutor,
    base: str,
    people: People,
    corpus: list[Labelled],
    plan: Plan,
    run: Run,
    posted: Event,
) -> tuple[list[Future[None]], list[Future[None]]]:
    readers, threads = list(people.readers), list(run.threads)
    drafts = Drafts(list(corpus), readers, threads, plan.chance())
    offended = Offended(readers)
    posting = [
        team.submit(_post, base, run, drafts, offended, plan, number)
        for number in range(POSTING)
    ]
    reporting = [
        team.submit(_report, base, run, offended, plan, posted)
        for _ in range(REPORTING)
    ]
    return posting, reporting


def make_threads(base: str, people: People, tally: Tally) -> dict[int, str]:
    """Make the articles of this replay; give their threads' ids and addresses."""
    client, edition = Client(base, tally), uuid4().hex[:8]
    threads = {}
    for number in range(THREADS):
        url = f"https://news.example/{edition}/{number}"
        article = {"url": url, "title": f"Article {number}", "section": "Replay"}
        answer = client.call(
            "make a thread",
            "PUT",
            "/api/v1/threads",
            headers=people.editor.headers,
            body=article,
        )
        threads[int(answer.document["id"])] = url
    client.close()
    return threads


def _moderators(
    base: str, people: People, run: Run, corpus: Sequence[Labelled]
) -> list[Moderator]:
    rule_of = {comment.text: comment.rule for comment in corpus}
    staff = list(people.moderators)
    return [
        Moderator(
            person,
            staff[(place + 1) % len(staff)],
            (Client(base, run.tally), Client(base, run.tally)),
            run.record,
            rule_of,
            run.threads,
        )
        for place, person in enumerate(staff)
    ]


def _post(
    base: str, run: Run, drafts: Drafts, offended: Offended, plan: Plan, number: int
) -> None:
    client = Client(base, run.tally)
    poster = Poster(client, run.record, offended, plan.chance(1 + number))
    while len(run.record.comments) < plan.comments:
        poster.post(drafts.draw())
    client.close()


def _report(
    base: str, run: Run, offended: Offended, plan: Plan, everything_is_posted: Event
) -> None:
    client = Client(base, run.tally)
    Reporter(client, run.record, plan.reports).work(offended, everything_is_posted)
    client.close()


def _finish(
    work: Sequence[Future[None]], look: Callable[[], None], run: Run, done: Event
) -> None:
    """Wait for some threads to end; one that broke off is a discrepancy."""
    while not all(part.done() for part in work):
        look()
        time.sleep(GLANCE_SECONDS)
    done.set()
    for part in work:
        try:
            part.result()
        except Unanswered as problem:
            run.tally.surprise(str(problem))


@contextmanager
def _progress(run: Run, plan: Plan) -> Iterator[Callable[[], None]]:
    with tqdm(total=plan.comments, unit=" comments", mininterval=1) as bar:

        def look() -> None:
            bar.set_postfix(
                reports=len(run.record.reports),
                decisions=len(run.record.decisions),
                refresh=False,
            )
            bar.update(min(len(run.record.comments), plan.comments) - bar.n)

        yield look
        look()
