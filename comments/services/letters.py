"""Letters: what an outbox message says when it leaves the house.

Text only, with no words of a reader in it and no link but to the newsroom's own pages.
"""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.adapters.mailer import Letter
from comments.domain.reports import ReportState
from comments.domain.statement_of_reasons import (
    HEADLINES,
    Facts,
    StatementKind,
    sentences,
)
from comments.services import account_letters
from comments.services.stationery import Stationery, Writer, folded, without_links
from comments.store.models import (
    Account,
    Comment,
    OutboxMessage,
    Report,
    Sanction,
    StatementOfReasons,
    Thread,
    UnlawfulNotice,
)

OUTCOMES: Final = {
    ReportState.UPHELD: "A moderator looked, and the comment was removed",
    ReportState.NOT_UPHELD: "A moderator looked, and the comment stays",
    ReportState.MOOT: "The comment was changed or withdrawn before a decision",
}

NOT_THE_END: Final = (
    "A person decided this. If you disagree, you may file another notice, or turn to a "
    "court or to an out-of-court dispute body."
)


def write_letter(
    db: Session, message: OutboxMessage, paper: Stationery
) -> Letter | None:
    """The letter of a message; None when it is moot or nobody gave an address."""
    return WRITERS[message.kind](db, message.subject_id, paper)


def _statement(db: Session, statement_id: int, paper: Stationery) -> Letter | None:
    statement = db.get_one(StatementOfReasons, statement_id)
    account = db.get_one(Account, statement.account_id)
    to = confirmed_address(account)
    if statement.cancelled_at is not None or to is None:
        return None
    kind = StatementKind(statement.kind)
    lines = sentences(
        kind,
        Facts.from_record(statement.facts),
        rule=statement.rule,
        automated=statement.automated,
        ends_at=_end_of(db, statement),
        rules=paper.rules,
    )
    where = f"{paper.links.public_url}/me/notices#notice-{statement.id}"
    body = [*_article(db, statement.comment_id), *lines]
    return _letter(to, HEADLINES[kind], body, where)


def _report_outcome(db: Session, report_id: int, paper: Stationery) -> Letter | None:
    report = db.get_one(Report, report_id)
    reporter = db.get_one(Account, report.reporter_id)
    to = confirmed_address(reporter)
    if report.state == ReportState.RECEIVED or to is None:
        return None
    body = [
        *_article(db, report.comment_id),
        _outcome(report.state, report.outcome_rule, paper),
        "Thank you for reporting it.",
    ]
    where = f"{paper.links.public_url}/me/reports"
    return _letter(to, "What came of your report", body, where)


def _notice_outcome(db: Session, notice_id: int, paper: Stationery) -> Letter | None:
    notice = db.get_one(UnlawfulNotice, notice_id)
    if notice.state == ReportState.RECEIVED or not notice.email:
        return None
    body = [
        *_article(db, notice.comment_id),
        _outcome(notice.state, notice.outcome_rule, paper),
        NOT_THE_END,
    ]
    return _letter(
        notice.email, "What came of your notice", body, paper.links.public_url
    )


WRITERS: Final[dict[str, Writer]] = {
    **account_letters.WRITERS,
    "statement": _statement,
    "report-outcome": _report_outcome,
    "notice-outcome": _notice_outcome,
}


def confirmed_address(account: Account) -> str | None:
    """Where an account's mail goes; None while nobody has said that it is theirs."""
    return account.email if account.email_confirmed_at is not None else None


def _outcome(state: str, rule: str | None, paper: Stationery) -> str:
    words = OUTCOMES[ReportState(state)]
    if state == ReportState.UPHELD and rule is not None and rule in paper.rules:
        return f"{words} under “{paper.rules.get(rule).headline}”."
    return f"{words}."


def _end_of(db: Session, statement: StatementOfReasons) -> datetime | None:
    if statement.sanction_id is None:
        return None
    return db.get_one(Sanction, statement.sanction_id).ends_at


def _article(db: Session, comment_id: int | None) -> list[str]:
    comment = db.get(Comment, comment_id) if comment_id is not None else None
    if comment is None:
        return []
    title = db.get_one(Thread, comment.thread_id).title
    return [f"It is about the discussion of “{title}”."]


def _letter(to: str, subject: str, body: list[str], where: str) -> Letter:
    paragraphs = [without_links(line) for line in body]
    return Letter(to, subject, folded([*paragraphs, f"Read more: {where}"]))
