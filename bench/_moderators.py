"""Moderators who drain the queue through the API while readers post."""

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, Final

from bench._client import Answer, Client
from bench._people import Person
from bench._record import Record, SentDecision

CONTESTED: Final = 20  # every so many items a colleague decides at the same moment
IDLE_SECONDS: Final = 0.1


class Moderator:
    """One moderator and, on contested items, the colleague who decides as well."""

    def __init__(
        self,
        person: Person,
        colleague: Person,
        clients: tuple[Client, Client],
        record: Record,
        rule_of: Mapping[str, str | None],
        thread_ids: Collection[int],
    ) -> None:
        self.person = person
        self.colleague = colleague
        self.client, self.colleagues_client = clients
        self.tally = self.client.tally
        self.record = record
        self.rule_of = rule_of
        self.thread_ids = thread_ids

    def work(self, everything_is_sent: Event) -> None:
        """Claim and decide until all is posted and reported and nothing waits."""
        with ThreadPoolExecutor(1) as colleague:
            while True:
                was_last = everything_is_sent.is_set()
                item = self._claim()
                if item is not None and item["thread"]["id"] in self.thread_ids:
                    self._judge(item, colleague)
                elif item is not None:
                    self._skip(item)
                elif was_last:
                    return
                else:
                    everything_is_sent.wait(IDLE_SECONDS)

    def _claim(self) -> dict[str, Any] | None:
        answer = self.client.call(
            "claim", "POST", "/api/v1/queue/claim", headers=self.person.headers
        )
        if answer.status not in (200, 204):
            self.tally.surprise(f"a claim was answered with {answer.status}")
        return answer.document if answer.status == 200 else None

    def _skip(self, item: Mapping[str, Any]) -> None:
        """Leave what is not of this replay to the moderators of the newsroom."""
        path = f"/api/v1/queue/{item['id']}/skip"
        self.client.call("skip", "POST", path, headers=self.person.headers)

    def _judge(self, item: dict[str, Any], pool: ThreadPoolExecutor) -> None:
        body = self._order(item)
        if item["id"] % CONTESTED:
            self._settle(item, body, self._decide(item, body))
            return
        self.tally.count("contested decisions")
        other = pool.submit(self._decide_as_colleague, item, body)
        answers = [self._decide(item, body), other.result()]
        self._settle(item, body, answers[0])
        self._settle(item, body, answers[1], self.colleague)
        if sorted(answer.status for answer in answers) not in ([200, 409], [409, 409]):
            self.tally.surprise("two moderators decided one version")

    def _order(self, item: dict[str, Any]) -> dict[str, Any]:
        """What the label says: clean is approved, the rest rejected under its rule."""
        order = {"version": item["version"], "last_report": item["last_report"]}
        broken = self.rule_of.get(item["comment"]["text"])
        if broken is None:
            return order | {"action": "approve"}
        found = [finding["rule"] for finding in item["findings"]]
        rule = broken if broken in found or not found else found[0]
        return order | {"action": "reject", "rule": rule}

    def _decide(self, item: Mapping[str, Any], body: Mapping[str, Any]) -> Answer:
        return _decide(self.client, self.person, item, body)

    def _decide_as_colleague(
        self, item: Mapping[str, Any], body: Mapping[str, Any]
    ) -> Answer:
        return _decide(self.colleagues_client, self.colleague, item, body)

    def _settle(
        self,
        item: Mapping[str, Any],
        body: Mapping[str, Any],
        answer: Answer,
        decider: Person | None = None,
    ) -> None:
        if answer.status == 409:
            self.tally.count("stale decisions refused with 409")
        elif answer.status != 200:
            self.tally.surprise(f"a decision was answered with {answer.status}")
        else:
            moderator = decider or self.person
            self.record.add_decision(_sent(item, body, answer, moderator))


def _decide(
    client: Client, person: Person, item: Mapping[str, Any], body: Mapping[str, Any]
) -> Answer:
    path = f"/api/v1/queue/{item['id']}/decision"
    return client.call("decide", "POST", path, headers=person.headers, body=body)


def _sent(
    item: Mapping[str, Any], body: Mapping[str, Any], answer: Answer, by: Person
) -> SentDecision:
    return SentDecision(
        id=answer.document["decision"]["id"],
        item_id=item["id"],
        version=body["version"],
        comment_id=item["comment"]["id"],
        action=body["action"],
        rule=body.get("rule"),
        moderator_id=by.id,
    )
