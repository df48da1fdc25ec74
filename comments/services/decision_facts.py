"""The facts of a decision: what its author is told that it rests on."""

from sqlalchemy.orm import Session

from comments.domain.moderation import RevisionStatus
from comments.domain.review_item import ItemState
from comments.domain.statement_of_reasons import Facts, sources_of
from comments.domain.verdict import Finding
from comments.store.models import Appeal, Decision, ReviewItem, Revision


def decision_facts(
    db: Session,
    item: ReviewItem,
    revision: Revision,
    appeal: Appeal | None,
    *,
    rule: str | None,
    note: str,
) -> Facts:
    """What led to the item, the marked words under the cited rule, and the note."""
    before = RevisionStatus(revision.status)
    if appeal is not None:  # what is looked at again, and not how it stood meanwhile
        first = db.get_one(Decision, appeal.decision_id).previous_status
        before = RevisionStatus(first) if first else before
    return facts_of_look(item, revision, before, rule=rule, note=note)


def facts_of_look(
    item: ReviewItem | None,
    revision: Revision,
    before: RevisionStatus,
    *,
    rule: str | None,
    note: str,
) -> Facts:
    """The facts when there is no appeal; no item means that nobody had asked."""
    is_open = item is not None and item.state == ItemState.OPEN
    signals = item.signals if item is not None and is_open else []
    return Facts(
        _cited(revision, rule),
        note=note,
        sources=sources_of(signal.source for signal in signals),
        was_shown=before is RevisionStatus.PUBLISHED,
    )


def _cited(revision: Revision, rule: str | None) -> tuple[Finding, ...]:
    """The words that the filter had marked under the rule that the moderator cites."""
    findings = [Finding.from_record(record) for record in revision.findings]
    return tuple(finding for finding in findings if finding.rule == rule)
