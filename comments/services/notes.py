"""What a letter, or a line of a digest, tells a reader of one thing that happened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from comments.adapters.signed_links import Purpose
from comments.domain.phrases import Phrase, joined
from comments.domain.reports import ReportState
from comments.domain.sanctions import LOCKING
from comments.domain.statement_of_reasons import Statement
from comments.domain.statement_words import paragraphs, quoted_words
from comments.services.appeal_sanction import link_to
from comments.services.news_notes import NEWS_NOTES
from comments.services.stated import stated
from comments.services.stationery import Note, Stationery, about_article, note
from comments.services.urgent_items import MESSAGE
from comments.services.urgent_letters import urgent_note
from comments.store.models import (
    Account,
    Decision,
    Report,
    StatementOfReasons,
    UnlawfulNotice,
)

OUTCOMES: Final = {
    ReportState.UPHELD: Phrase("A moderator looked, and the comment was removed"),
    ReportState.NOT_UPHELD: Phrase("A moderator looked, and the comment stays"),
    ReportState.MOOT: Phrase("The comment was changed or withdrawn before a decision"),
}

ANOTHER_LOOK: Final = Phrase(
    "Somebody who had not decided before looked at it again; what follows replaces "
    "what you may have been told earlier."
)
ARRIVED: Final = Phrase(
    "A moderator, a person, reads it, and this address hears what came of it."
)
NOTICE_SHOWN: Final = timedelta(days=365)
NOT_THE_END: Final = Phrase(
    "A person decided this. If you disagree, you may file another notice, or turn to a "
    "court or to an out-of-court dispute body."
)


def _statement(db: Session, statement_id: int, paper: Stationery) -> Note | None:
    statement = db.get_one(StatementOfReasons, statement_id)
    if statement.cancelled_at is not None:
        return None
    told = stated(db, statement)
    lines = [
        Phrase(
            "%(label)s: %(sentences)s",
            label=paragraph.label,
            sentences=joined(paragraph.sentences),
        )
        for paragraph in paragraphs(told, paper.rules)
    ]
    words = quoted_words(told)
    if words:
        lines.append(Phrase("The words that it is about: %(words)s.", words=words))
    return note(
        db.get_one(Account, statement.account_id),
        told.headline,
        [*about_article(db, statement.comment_id), *lines],
        paper.links.address(_page(db, statement, told, paper)),
    )


def _page(
    db: Session, row: StatementOfReasons, told: Statement, paper: Stationery
) -> str:
    """Where the statement stands; whom it keeps from logging in need not log in."""
    if row.sanction_id is not None and told.sanction in LOCKING:
        link = link_to(db, row.sanction_id, links=paper.links, now=paper.now)
        return link or f"/me/notices#notice-{row.id}"
    return f"/me/notices#notice-{row.id}"


def _report_outcome(db: Session, report_id: int, paper: Stationery) -> Note | None:
    report = db.get_one(Report, report_id)
    if report.state == ReportState.RECEIVED:
        return None
    body = [
        *about_article(db, report.comment_id),
        *_second_look(db, report.decision_id),
        _outcome(report.state, report.outcome_rule, paper),
        Phrase("Thank you for reporting it."),
    ]
    return note(
        db.get_one(Account, report.reporter_id),
        Phrase("What came of your report"),
        body,
        paper.links.address(f"/me/reports#report-{report.id}"),
    )


def unlawful_receipt(
    db: Session, notice_id: int, paper: Stationery
) -> tuple[str, str, list[str]] | None:
    """The confirmation that a notice has arrived, with the page that says how it is."""
    notice = db.get(UnlawfulNotice, notice_id)
    if notice is None or not notice.email:
        return None
    token = paper.links.write(Purpose.NOTICE, (notice.id,), paper.now + NOTICE_SHOWN)
    body = [
        *about_article(db, notice.comment_id),
        Phrase(
            "Your notice number %(id)s of unlawful content has arrived. %(arrived)s",
            id=str(notice.id),
            arrived=ARRIVED,
        ),
        Phrase("If it was not you who sent it, you need do nothing."),
        Phrase(
            "How it stands: %(address)s",
            address=paper.links.address(f"/notices/unlawful/{token}"),
        ),
    ]
    return notice.email, Phrase("Your notice has arrived"), body


def unlawful_outcome(
    db: Session, notice_id: int, paper: Stationery
) -> tuple[str, str, list[str]] | None:
    """Where to, under which subject and with which lines an outcome is told."""
    notice = db.get_one(UnlawfulNotice, notice_id)
    if notice.state == ReportState.RECEIVED or not notice.email:
        return None
    body = [
        *about_article(db, notice.comment_id),
        *_second_look(db, notice.decision_id),
        _outcome(notice.state, notice.outcome_rule, paper),
        NOT_THE_END,
    ]
    return notice.email, Phrase("What came of your notice"), body


# An open table, as `domain.mail.MAIL_KINDS` is: message of the outbox, who words it.
NOTES: Final[dict[str, Callable[[Session, int, Stationery], Note | None]]] = {
    "statement": _statement,
    "report-outcome": _report_outcome,
    **NEWS_NOTES,
    MESSAGE: urgent_note,
}


def _second_look(db: Session, decision_id: int | None) -> list[str]:
    """Say that this outcome replaces an earlier one, where it may."""
    decision = None if decision_id is None else db.get_one(Decision, decision_id)
    return [] if decision is None or decision.appeal_id is None else [ANOTHER_LOOK]


def _outcome(state: str, rule: str | None, paper: Stationery) -> str:
    words = OUTCOMES[ReportState(state)]
    if state == ReportState.UPHELD and rule is not None and rule in paper.rules:
        return Phrase(
            "%(words)s under “%(headline)s”.",
            words=words,
            headline=paper.rules.get(rule).headline,
        )
    return Phrase("%(words)s.", words=words)
