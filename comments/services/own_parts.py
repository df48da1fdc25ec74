"""The parts of a person's data: an open table, in the order of the files.

Whoever adds a table that points at accounts adds its part here, or says in
tests/services/test_own_data.py why there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import case, or_, select

from comments.services import own_ties as ties
from comments.services.own_ties import Rows
from comments.store.brigades import BrigadeMember
from comments.store.desk_comforts import DeskComfort
from comments.store.desk_keys import ChosenKeys
from comments.store.mail import AddressConfirmation, MailChoice
from comments.store.models import (
    Account,
    ApiToken,
    Appeal,
    Comment,
    Decision,
    LastReading,
    LoginSession,
    Report,
    Revision,
    Sanction,
    StatementOfReasons,
    Thread,
)
from comments.store.one_another import (
    Appreciation,
    ContactConsent,
    FollowedPerson,
    FollowedThread,
    IgnoredPerson,
    News,
    NewsSetting,
    PrivateMessage,
)
from comments.store.sanction_appeals import SanctionAppeal
from comments.store.traces import AccountTrace


@dataclass(frozen=True, slots=True)
class Part:
    """One file: what it is about, and its rows in the order of `key`."""

    name: str
    about: str
    key: Any
    query: Callable[[int, datetime], Rows]

    @property
    def key_name(self) -> str:
        """The column by which pages go on."""
        return str(self.key.key)

    def columns(self) -> list[str]:
        """The names of the columns."""
        nobody = self.query(0, datetime.now(UTC))
        return [str(column.key) for column in nobody.selected_columns]


def _account(me: int, now: datetime) -> Rows:
    return select(
        Account.id,
        Account.name,
        Account.email,
        Account.email_confirmed_at,
        Account.role,
        Account.pseudonym,
        Account.language,
        Account.published_comments,
        Account.reports_judged,
        Account.reports_upheld,
        Account.created_at,
    ).where(Account.id == me)


def _comments(me: int, now: datetime) -> Rows:
    return (
        select(
            Comment.id,
            Thread.url.label("article"),
            Thread.title,
            Comment.parent_id,
            Comment.mark,
            Comment.status,
            Comment.removed_under,
            Comment.appreciated,
            Comment.created_at,
            Comment.appeared_at,
            Comment.withdrawn_at,
        )
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.author_id == me)
    )


def _texts(me: int, now: datetime) -> Rows:
    return (
        select(
            Revision.id,
            Revision.comment_id,
            Revision.number,
            Revision.text,
            Revision.status,
            Revision.findings,
            Revision.policy,
            Revision.created_at,
        )
        .join(Comment, Comment.id == Revision.comment_id)
        .where(Comment.author_id == me)
    )


def _decisions(me: int, now: datetime) -> Rows:
    by_program = Decision.moderator_id.is_(None)
    return (
        select(
            Decision.id,
            Decision.comment_id,
            Decision.revision_id,
            Decision.action,
            Decision.rule,
            case((by_program, "a program"), else_="a person").label("decided_by"),
            Decision.created_at,
        )
        .join(Comment, Comment.id == Decision.comment_id)
        .where(Comment.author_id == me)
    )


def _statements(me: int, now: datetime) -> Rows:
    return select(
        StatementOfReasons.id,
        StatementOfReasons.comment_id,
        StatementOfReasons.decision_id,
        StatementOfReasons.kind,
        StatementOfReasons.rule,
        StatementOfReasons.automated,
        StatementOfReasons.facts,
        StatementOfReasons.created_at,
        StatementOfReasons.read_at,
    ).where(
        StatementOfReasons.account_id == me,
        StatementOfReasons.visible_at <= now,
        or_(
            StatementOfReasons.cancelled_at.is_(None),
            StatementOfReasons.cancelled_at > now,
        ),
    )


def _appeals(me: int, now: datetime) -> Rows:
    return select(
        Appeal.id,
        Appeal.decision_id,
        Appeal.comment_id,
        Appeal.text,
        Appeal.state,
        Appeal.created_at,
        Appeal.decided_at,
    ).where(Appeal.author_id == me)


def _reports(me: int, now: datetime) -> Rows:
    told = or_(Report.outcome_at.is_(None), Report.outcome_at <= now)
    return (
        select(
            Report.id,
            Report.comment_id,
            Thread.url.label("article"),
            Report.rule,
            Report.note,
            case((told, Report.state), else_="received").label("state"),
            case((told, Report.outcome_rule)).label("outcome_rule"),
            Report.created_at,
        )
        .join(Comment, Comment.id == Report.comment_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Report.reporter_id == me)
    )


def _sanctions(me: int, now: datetime) -> Rows:
    return select(
        Sanction.id,
        Sanction.kind,
        Sanction.rule,
        Sanction.note,
        Sanction.starts_at,
        Sanction.ends_at,
        Sanction.lifted_at,
    ).where(Sanction.account_id == me)


def _sessions(me: int, now: datetime) -> Rows:
    return select(
        LoginSession.id,
        LoginSession.created_at,
        LoginSession.seen_at,
        LoginSession.ended_at,
    ).where(LoginSession.account_id == me)


def _tokens(me: int, now: datetime) -> Rows:
    return select(
        ApiToken.id,
        ApiToken.name,
        ApiToken.scopes,
        ApiToken.created_at,
        ApiToken.expires_at,
        ApiToken.revoked_at,
    ).where(ApiToken.account_id == me)


def _readings(me: int, now: datetime) -> Rows:
    return (
        select(
            LastReading.thread_id,
            Thread.url.label("article"),
            LastReading.read_at,
        )
        .join(Thread, Thread.id == LastReading.thread_id)
        .where(LastReading.account_id == me)
    )


def _mail(me: int, now: datetime) -> Rows:
    return select(MailChoice.kind, MailChoice.cadence, MailChoice.changed_at).where(
        MailChoice.account_id == me
    )


def _addresses(me: int, now: datetime) -> Rows:
    return select(
        AddressConfirmation.id,
        AddressConfirmation.email,
        AddressConfirmation.created_at,
        AddressConfirmation.used_at,
    ).where(AddressConfirmation.account_id == me)


PARTS: Final = (
    Part("account", "your name, address and role", Account.id, _account),
    Part("comments", "where and when you commented", Comment.id, _comments),
    Part("texts", "each text, and what the filter said", Revision.id, _texts),
    Part("decisions", "what was decided about them", Decision.id, _decisions),
    Part("statements", "what you were told", StatementOfReasons.id, _statements),
    Part("appeals", "where you asked for another look", Appeal.id, _appeals),
    Part("reports", "what you reported, and the outcome", Report.id, _reports),
    Part("sanctions", "restrictions of your account", Sanction.id, _sanctions),
    Part(
        "sanction_appeals",
        "the same of these",
        SanctionAppeal.id,
        ties.sanction_appeals,
    ),
    Part("sessions", "where you were logged in", LoginSession.id, _sessions),
    Part("tokens", "keys for programs", ApiToken.id, _tokens),
    Part("readings", "when you last read", LastReading.thread_id, _readings),
    Part("mail", "which letters you chose", MailChoice.kind, _mail),
    Part("addresses", "addresses you gave", AddressConfirmation.id, _addresses),
    Part("thanks", "comments you appreciate", Appreciation.id, ties.thanks),
    Part("ignored", "people you ignore", IgnoredPerson.id, ties.ignored),
    Part("people", "people you follow", FollowedPerson.id, ties.followed_people),
    Part("discussions", "what you follow", FollowedThread.id, ties.followed_threads),
    Part("news", "what you were told of", News.id, ties.news),
    Part("news_settings", "which news you want", NewsSetting.kind, ties.news_settings),
    Part("consents", "what we may ask about", ContactConsent.comment_id, ties.consents),
    Part("keys", "keys you chose for the desk", ChosenKeys.account_id, ties.keys),
    Part("comfort", "what you are spared", DeskComfort.account_id, ties.comfort),
    Part(
        "reporting_together",
        "when your reports counted as one with others'",
        BrigadeMember.id,
        ties.reporting_together,
    ),
    Part("traces", "digests of your networks", AccountTrace.id, ties.traces),
    Part("messages", "between us and you", PrivateMessage.id, ties.messages),
)
