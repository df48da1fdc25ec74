"""What moderators see, as JSON: items, decisions, where an item stands now."""

from comments.domain.verdict import Finding
from comments.services.decide import Decided
from comments.services.errors import PresentState
from comments.services.list_items import ItemList, ListedItem
from comments.services.read_appeals import OpenAppeal
from comments.store.models import (
    Account,
    Comment,
    Decision,
    Report,
    ReviewSignal,
    UnlawfulNotice,
)
from comments.web.api.cursors import write_cursor
from comments.web.api.representations import (
    Document,
    appeal_json,
    article_json,
    maybe_moment_json,
    moment_json,
    person_json,
)


def items_json(page: ItemList) -> Document:
    """A page of the queue."""
    return {
        "items": [item_json(listed) for listed in page.items],
        "open": page.count,
        "next": write_cursor(*page.next) if page.next else None,
    }


def item_json(listed: ListedItem) -> Document:
    """An item with all that a decision about it rests on; no reporter's name."""
    item, comment = listed.item, listed.item.comment
    findings = [Finding.from_record(record) for record in listed.revision.findings]
    return {
        "id": item.id,
        "version": item.version,
        "state": item.state,
        "urgency": round(listed.urgency, 2),
        "escalated": item.escalated,
        "comment": {
            "id": comment.id,
            "revision_id": listed.revision.id,
            "text": listed.revision.text,
            "author": person_json(comment.author),
            "status": comment.status,
        },
        "parent": listed.parent and _parent_json(listed.parent),
        "thread": article_json(comment.thread),
        "signals": [_signal_json(signal) for signal in item.signals],
        "findings": [finding.as_json() for finding in findings],
        "reports": [_report_json(report) for report in listed.reports],
        "last_report": listed.reports[-1].id if listed.reports else None,
        "appeal": listed.appeal and appeal_json(listed.appeal),
        "notices": [_notice_json(notice) for notice in listed.notices],
        "claimed_by": listed.holder and _name_json(listed.holder),
        "claimed_until": maybe_moment_json(
            item.claimed_until if listed.holder else None
        ),
        "opened_at": moment_json(item.opened_at),
    }


def open_appeal_json(row: OpenAppeal) -> Document:
    """An appeal that waits, and whose decision it is about; null is the filter's."""
    decider = row.decision.moderator
    return appeal_json(row.appeal) | {
        "item_id": row.item_id,
        "comment_id": row.comment.id,
        "author": person_json(row.comment.author),
        "thread": article_json(row.comment.thread),
        "decided_by": decider and _name_json(decider),
        "overdue": row.is_overdue,
        "may_decide": row.may_decide,
    }


def decided_json(decided: Decided, decider: Account) -> Document:
    """A recorded decision and where it left its item."""
    item = decided.item
    return {
        "decision": _decision_json(decided.decision, decider),
        "item": {"id": item.id, "version": item.version, "state": item.state},
    }


def present_json(present: PresentState) -> Document:
    """Where an item stands now, for a moderator who saw it earlier."""
    return {
        "item_id": present.item_id,
        "version": present.version,
        "state": present.state,
        "comment_status": present.comment_status,
        "decided_by": present.decided_by,
        "action": present.action,
        "rule": present.rule,
        "decided_at": maybe_moment_json(present.decided_at),
    }


def _decision_json(decision: Decision, decider: Account) -> Document:
    return {
        "id": decision.id,
        "item_id": decision.item_id,
        "comment_id": decision.comment_id,
        "action": decision.action,
        "rule": decision.rule,
        "note": decision.note or "",
        "decided_by": _name_json(decider),
        "created_at": moment_json(decision.created_at),
    }


def _name_json(account: Account) -> Document:
    return {"id": account.id, "name": account.name}


def _parent_json(parent: Comment) -> Document:
    shown = (r.text for r in parent.revisions if r.id == parent.shown_revision_id)
    return {
        "id": parent.id,
        "text": next(shown, None),
        "author": person_json(parent.author),
    }


def _signal_json(signal: ReviewSignal) -> Document:
    return {
        "source": signal.source,
        "rule": signal.rule or None,
        "points": round(signal.points, 2),
        "words": signal.words,
    }


def _report_json(report: Report) -> Document:
    return {
        "id": report.id,
        "rule": report.rule,
        "note": report.note or "",
        "created_at": moment_json(report.created_at),
    }


def _notice_json(notice: UnlawfulNotice) -> Document:
    return {
        "id": notice.id,
        "explanation": notice.explanation,
        "created_at": moment_json(notice.created_at),
    }
