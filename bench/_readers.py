"""Readers who post real comments, and who report what others found offensive."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from queue import Empty, Queue
from random import Random
from threading import Event, Lock
from typing import Any, Final

from bench._client import Answer, Client
from bench._corpus import Labelled
from bench._people import Person
from bench._record import Record, SentComment, SentReport

REPLIES: Final = 0.4  # of all comments, about as on a news site
SENT_TWICE: Final = 0.03  # a slow connection, an impatient finger
REPORTERS: Final = 2  # of one comment, at most


@dataclass(frozen=True, slots=True)
class Draft:
    """What one reader is about to post, and what they do when nudged."""

    author: Person
    thread_id: int
    comment: Labelled
    is_reply: bool
    insists: bool
    twice: bool


class Drafts:
    """An endless pile of drafts from which all posting threads draw."""

    def __init__(
        self,
        corpus: list[Labelled],
        readers: list[Person],
        thread_ids: list[int],
        chance: Random,
    ) -> None:
        self._pile = self._write(corpus, readers, thread_ids, chance)
        self._lock = Lock()

    def draw(self) -> Draft:
        with self._lock:
            return next(self._pile)

    def _write(
        self,
        corpus: list[Labelled],
        readers: list[Person],
        thread_ids: list[int],
        chance: Random,
    ) -> Iterator[Draft]:
        for number in count():
            if number % len(corpus) == 0:
                chance.shuffle(corpus)
            yield Draft(
                author=chance.choice(readers),
                thread_id=chance.choice(thread_ids),
                comment=corpus[number % len(corpus)],
                is_reply=chance.random() < REPLIES,
                insists=chance.random() < 0.5,
                twice=chance.random() < SENT_TWICE,
            )


class Offended:
    """Published comments that somebody will report."""

    def __init__(self, readers: list[Person]) -> None:
        self._readers = readers
        self._queue: Queue[tuple[Person, int, str]] = Queue()

    def notice(self, comment: SentComment, rule: str, chance: Random) -> None:
        others = [r for r in self._readers if r.id != comment.author_id]
        for reader in chance.sample(others, min(REPORTERS, len(others))):
            self._queue.put((reader, comment.id, rule))

    def next(self) -> tuple[Person, int, str] | None:
        try:
            return self._queue.get(timeout=0.2)
        except Empty:
            return None


class Poster:
    """One connection through which readers post."""

    def __init__(
        self, client: Client, record: Record, offended: Offended, chance: Random
    ) -> None:
        self.client = client
        self.tally = client.tally
        self.record = record
        self.offended = offended
        self.chance = chance

    def post(self, draft: Draft) -> None:
        """Post a draft; when the filter nudges, insist, revise or drop it."""
        body: dict[str, Any] = {
            "text": draft.comment.text,
            "attempt": secrets.token_hex(12),
        }
        if draft.is_reply:
            body["parent_id"] = self._parent(draft)
        answer = self._send_somewhere(draft, body)
        if answer.status == 422:
            answer = self._after_the_nudge(draft, body, answer)
        if answer.status == 422:
            self.tally.count("nudged, then dropped")
            return
        self._note(draft, body, answer)

    def _parent(self, draft: Draft) -> int | None:
        return self.record.some_comment_in(draft.thread_id, self.chance)

    def _after_the_nudge(
        self, draft: Draft, body: dict[str, Any], answer: Answer
    ) -> Answer:
        if draft.insists:
            self.tally.count("nudged, then insisted")
            body["insist"] = True
            return self._send_somewhere(draft, body)
        body["text"] = without_marked_words(body["text"], answer.document["findings"])
        if not body["text"].strip():
            return answer
        again = self._send_somewhere(draft, body)
        if again.status != 422:
            self.tally.count("nudged, then revised")
        return again

    def _send_somewhere(self, draft: Draft, body: dict[str, Any]) -> Answer:
        """Send a reply; let it stand alone if its parent was taken down meanwhile."""
        answer = self._send(draft, body)
        if answer.status != 409 or body.get("parent_id") is None:
            return answer
        self.tally.count("replies whose parent had gone")
        body |= {"parent_id": None, "attempt": secrets.token_hex(12)}
        return self._send(draft, body)

    def _send(self, draft: Draft, body: Mapping[str, Any]) -> Answer:
        return self.client.call(
            "post a comment",
            "POST",
            f"/api/v1/threads/{draft.thread_id}/comments",
            headers=draft.author.headers,
            body=body,
        )

    def _note(self, draft: Draft, body: dict[str, Any], answer: Answer) -> None:
        if answer.status not in (200, 201, 202):
            self.tally.surprise(f"a comment was answered with {answer.status}")
            return
        sent = _sent(draft, body, answer)
        self.record.add_comment(sent)
        if draft.twice:
            self._send_again(draft, body, sent)
        as_labelled = sent.text == draft.comment.text
        if draft.comment.rule and as_labelled and sent.status == "published":
            self.offended.notice(sent, draft.comment.rule, self.chance)

    def _send_again(
        self, draft: Draft, body: Mapping[str, Any], first: SentComment
    ) -> None:
        again = self._send(draft, body)
        self.tally.count("comments sent twice")
        if again.status != 200 or again.document["id"] != first.id:
            self.tally.surprise(f"the same form again was answered {again.status}")


def _sent(draft: Draft, body: Mapping[str, Any], answer: Answer) -> SentComment:
    document = answer.document
    statement = document["statement"]
    return SentComment(
        id=document["id"],
        thread_id=draft.thread_id,
        parent_id=body.get("parent_id"),
        author_id=draft.author.id,
        attempt=body["attempt"],
        text=body["text"],
        status=document["status"],
        statement_id=statement and statement["id"],
        is_first_answer=answer.status != 200,
    )


def without_marked_words(text: str, findings: list[dict[str, Any]]) -> str:
    """Take the words out that a nudge marked, as its author might."""
    marked = {
        place
        for finding in findings
        for start, end in finding["spans"]
        for place in range(start, end)
    }
    return "".join(sign for place, sign in enumerate(text) if place not in marked)


class Reporter:
    """One connection through which readers report."""

    def __init__(self, client: Client, record: Record, wanted: int) -> None:
        self.client = client
        self.tally = client.tally
        self.record = record
        self.wanted = wanted

    def work(self, offended: Offended, everything_is_posted: Event) -> None:
        """Report until enough was reported or nothing is left to report."""
        while len(self.record.reports) < self.wanted:
            seen = offended.next()
            if seen is not None:
                self._report(*seen)
            elif everything_is_posted.is_set():
                return

    def _report(self, reader: Person, comment_id: int, rule: str) -> None:
        answer = self._send(reader, comment_id, rule)
        if answer.status == 404:
            self.tally.count("reports of what had just been taken down")
        elif answer.status in (200, 201):
            report_id = answer.document["id"]
            self.record.add_report(SentReport(report_id, comment_id, reader.id, rule))
            if report_id % 10 == 0:
                self._report_again(reader, comment_id, rule, report_id)
        else:
            self.tally.surprise(f"a report was answered with {answer.status}")

    def _report_again(
        self, reader: Person, comment_id: int, rule: str, first: int
    ) -> None:
        again = self._send(reader, comment_id, rule)
        self.tally.count("reports sent twice")
        gone = again.status == 404  # rejected between the two
        if not gone and (again.status, again.document.get("id")) != (200, first):
            self.tally.surprise(f"the same report again was answered {again.status}")

    def _send(self, reader: Person, comment_id: int, rule: str) -> Answer:
        return self.client.call(
            "report",
            "POST",
            f"/api/v1/comments/{comment_id}/reports",
            headers=reader.headers,
            body={"rule": rule, "note": ""},
        )
