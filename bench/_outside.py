"""What can be seen of a server from outside, held against what was acknowledged."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from bench._checks import Check
from bench._client import Client, Tally
from bench._drive import Run
from bench._people import People, Person
from bench._record import Record, SentDecision

EVERYBODY: dict[str, str] = {}


def counts_shown(base: str, run: Run, stored: Mapping[int, int] | None) -> Check:
    """Compare each thread's count in the API, on its page and in its list.

    `stored` are the counts that the database holds, where it can be asked.
    """
    client, wrong = Client(base, Tally()), 0
    for thread_id, url in run.threads.items():
        listed = sum(c["text"] is not None for c in _listed(client, thread_id))
        expected = listed if stored is None else stored[thread_id]
        shown = (_in_api(client, url), _on_page(client, thread_id), listed)
        wrong += shown != (expected,) * 3
    return Check("each count shown equals the comments there", len(run.threads), wrong)


def queue_shown(base: str, people: People, run: Run) -> Check:
    """Look for items of this replay that are still open."""
    client = Client(base, Tally())
    items = _pages(client, "/api/v1/queue?", "items", people.editor)
    left = sum(item["thread"]["id"] in run.threads for item in items)
    return Check("the queue shows nothing of this replay", len(run.threads), left)


def from_outside(base: str, people: People, run: Run) -> list[Check]:
    """Check all that readers and moderators can see for themselves."""
    persons = {p.id: p for p in (*people.readers, *people.moderators, people.editor)}
    return [
        _comments_shown(base, run),
        _statements_shown(base, persons, run.record),
        _reports_shown(base, persons, run.record),
        _once_a_version(run.record),
        counts_shown(base, run, None),
        queue_shown(base, people, run),
    ]


def _comments_shown(base: str, run: Run) -> Check:
    client = Client(base, Tally())
    shown: dict[int, list[str]] = {}
    for thread_id in run.threads:
        for comment in _listed(client, thread_id):
            if comment["text"] is not None:
                shown.setdefault(comment["id"], []).append(comment["text"])
    decided = {d.comment_id: d for d in sorted(run.record.decisions, key=_by_id)}
    expected = {
        c.id: [c.text]
        for c in run.record.comments
        if _is_shown(c.status, decided.get(c.id))
    }
    wrong = [
        i for i in shown.keys() | expected.keys() if shown.get(i) != expected.get(i)
    ]
    return Check(
        "each acknowledged comment is shown once as typed, or is not to be shown",
        len(run.record.comments),
        len(wrong),
    )


def _by_id(decision: SentDecision) -> int:
    return decision.id


def _is_shown(first: str, decision: SentDecision | None) -> bool:
    return first == "published" if decision is None else decision.action == "approve"


def _statements_shown(
    base: str, persons: Mapping[int, Person], record: Record
) -> Check:
    client = Client(base, Tally())
    told = [c for c in record.comments if c.statement_id is not None]
    notices: dict[int, set[int]] = {}
    for author in {c.author_id for c in told}:
        found = _pages(client, "/api/v1/me/notices?", "notices", persons[author])
        notices[author] = {notice["id"] for notice in found}
    wrong = sum(c.statement_id not in notices[c.author_id] for c in told)
    return Check("each author finds the statement of reasons", len(told), wrong)


def _reports_shown(base: str, persons: Mapping[int, Person], record: Record) -> Check:
    client = Client(base, Tally())
    seen: list[tuple[int, int, str]] = []
    for reporter in {r.reporter_id for r in record.reports}:
        found = _pages(client, "/api/v1/me/reports?", "reports", persons[reporter])
        seen += [(r["id"], r["comment_id"], r["rule"]) for r in found]
    sent = [(r.id, r.comment_id, r.rule) for r in record.reports]
    wrong = sum(seen.count(report) != 1 for report in sent)
    return Check("each reporter finds the report", len(sent), wrong)


def _once_a_version(record: Record) -> Check:
    judged = [(d.item_id, d.version) for d in record.decisions]
    wrong = len(judged) - len(set(judged))
    return Check("no item is decided twice at one version", len(judged), wrong)


def _in_api(client: Client, url: str) -> int:
    path = f"/api/v1/threads?url={quote(url, safe='')}"
    answer = client.call("thread", "GET", path, headers=EVERYBODY)
    return int(answer.document["comment_count"])


def _on_page(client: Client, thread_id: int) -> int:
    path = f"/threads/{thread_id}"
    page = client.call("page", "GET", path, headers=EVERYBODY).page
    found = re.search(r'data-comment-count="(\d+)"', page)
    return int(found[1]) if found else -1


def _listed(client: Client, thread_id: int) -> Iterator[dict[str, Any]]:
    path = f"/api/v1/threads/{thread_id}/comments?limit=100&"
    return _pages(client, path, "comments", None)


def _pages(
    client: Client, path: str, name: str, person: Person | None
) -> Iterator[dict[str, Any]]:
    cursor = ""
    headers = person.headers if person else EVERYBODY
    while True:
        answer = client.call("list", "GET", f"{path}{cursor}", headers=headers)
        yield from answer.document[name]
        if answer.document["next"] is None:
            return
        cursor = f"cursor={answer.document['next']}"
