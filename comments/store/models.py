"""The schema on one page.

Texts stand in `revisions` alone; everything else points at them by id.  Ids of other
rows are kept where an account may be erased (`ledger`), so nothing there cascades.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from comments.domain.moderation import MAX_TEXT
from comments.store.types import Document, Identity, Moment

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table shares."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: Moment,
        dict[str, Any]: Document,
        list[Any]: Document,
        int: Integer,
        bool: Boolean,
        float: Float,
        bytes: LargeBinary,
    }


def _id() -> Any:
    return mapped_column(Identity, primary_key=True)


def _to(column: str, **options: Any) -> Any:
    return mapped_column(Identity, ForeignKey(column), **options)


identity, reference = _id, _to  # for tables that stand in a file of their own


class Account(Base):
    """A person; `pseudonym` stands for them in the ledger.

    Mail goes to a confirmed address alone.  A closed account is an empty shell with a
    new pseudonym: what the ledger says leads to nobody any more.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = _id()
    name: Mapped[str] = mapped_column(String(40))
    name_folded: Mapped[str] = mapped_column(String(200), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_folded: Mapped[str | None] = mapped_column(String(254), index=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    pseudonym: Mapped[str] = mapped_column(String(32), unique=True)
    language: Mapped[str | None] = mapped_column(String(16))
    published_comments: Mapped[int] = mapped_column(server_default="0")
    reports_judged: Mapped[int] = mapped_column(server_default="0")
    reports_upheld: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime]


class LoginSession(Base):
    """One browser that is signed in; only the digest of its cookie is kept.

    `framed_by` is the site in whose pages alone this log-in holds.
    """

    __tablename__ = "login_sessions"

    id: Mapped[int] = _id()
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = _to("accounts.id", index=True)
    csrf_seed: Mapped[str] = mapped_column(String(64))
    framed_by: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(lazy="raise")


class LogInCode(Base):
    """A log-in handed to a frame on another site; its row goes when it is used.

    Only whoever knows what `challenge` is the digest of can use it (RFC 7636).
    """

    __tablename__ = "log_in_codes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = _to("accounts.id", index=True)
    challenge: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(255))
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ApiToken(Base):
    """A bearer token that acts for an account within its scopes."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = _id()
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    account_id: Mapped[int] = _to("accounts.id", index=True)
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(lazy="raise")


class Thread(Base):
    """The discussion attached to one article.

    `seen_on` is the site whose page made it, by being read; until the newsroom confirms
    it, the title is only what that page's address said.
    """

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_seen_on", "seen_on", "created_at"),
        Index("ix_threads_section", "section"),
    )

    id: Mapped[int] = _id()
    url: Mapped[str] = mapped_column(String(2000), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    section: Mapped[str] = mapped_column(String(80), server_default="")
    standfirst: Mapped[str] = mapped_column(Text, server_default="")
    is_open: Mapped[bool] = mapped_column(server_default=text("true"))
    mode: Mapped[str] = mapped_column(String(16), server_default="post")
    comment_count: Mapped[int] = mapped_column(server_default="0")
    seen_on: Mapped[str | None] = mapped_column(String(255))
    title_unverified: Mapped[bool] = mapped_column(server_default=text("false"))
    title_signed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # when what a visitor sees last changed


class Comment(Base):
    """A comment; its status and its shown revision follow from its revisions.

    `root_id` is the comment at the top of its conversation (its own id there),
    `shown_replies` counts the published comments below a root, and `appreciated` the
    readers who thanked for the comment.  `appeared_at` is when readers first saw it.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("author_id", "attempt"),
        Index("ix_comments_author_id_id", "author_id", "id"),
        Index("ix_comments_thread_id_id", "thread_id", "id"),
        Index("ix_comments_root_id_id", "root_id", "id"),
        Index(
            "ix_comments_roots",
            "thread_id",
            "id",
            sqlite_where=text("parent_id IS NULL"),
            postgresql_where=text("parent_id IS NULL"),
        ),
        Index(
            "ix_comments_roots_replied",
            "thread_id",
            "shown_replies",
            "id",
            sqlite_where=text("parent_id IS NULL"),
            postgresql_where=text("parent_id IS NULL"),
        ),
        Index(
            "ix_comments_roots_appreciated",
            "thread_id",
            "appreciated",
            "id",
            sqlite_where=text("parent_id IS NULL"),
            postgresql_where=text("parent_id IS NULL"),
        ),
        Index("ix_comments_appreciated", "thread_id", "appreciated", "id"),
        Index(
            "ix_comments_picked",
            "thread_id",
            "id",
            sqlite_where=text("picked_at IS NOT NULL"),
            postgresql_where=text("picked_at IS NOT NULL"),
        ),
        Index(
            "ix_comments_marked",
            "id",
            sqlite_where=text("mark IS NOT NULL"),
            postgresql_where=text("mark IS NOT NULL"),
        ),
        Index(
            "ix_comments_thread_id_marked",
            "thread_id",
            "mark",
            "id",
            sqlite_where=text("mark IS NOT NULL"),
            postgresql_where=text("mark IS NOT NULL"),
        ),
        Index("ix_comments_thread_id_appeared_at", "thread_id", "appeared_at", "id"),
        Index("ix_comments_created_at", "created_at"),
    )

    id: Mapped[int] = _id()
    thread_id: Mapped[int] = _to("threads.id")
    parent_id: Mapped[int | None] = _to("comments.id", index=True)
    root_id: Mapped[int | None] = _to("comments.id")
    depth: Mapped[int]
    author_id: Mapped[int] = _to("accounts.id")
    attempt: Mapped[str] = mapped_column(String(64))
    attempt_digest: Mapped[str] = mapped_column(String(64))
    mark: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    shown_revision_id: Mapped[int | None] = mapped_column(Identity)
    removed_under: Mapped[str | None] = mapped_column(String(40))
    shown_replies: Mapped[int] = mapped_column(server_default="0")
    appreciated: Mapped[int] = mapped_column(server_default="0")
    picked_at: Mapped[datetime | None]  # when an editor last picked it
    created_at: Mapped[datetime]
    appeared_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    author: Mapped[Account] = relationship(lazy="raise")
    thread: Mapped[Thread] = relationship(lazy="raise")
    revisions: Mapped[list["Revision"]] = relationship(
        lazy="raise", back_populates="comment", order_by="Revision.number"
    )


class Revision(Base):
    """One text of a comment, exactly as typed, and what the filter said of it."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("comment_id", "number"),
        CheckConstraint(f"length(text) <= {MAX_TEXT}", "text_length"),
    )

    id: Mapped[int] = _id()
    comment_id: Mapped[int] = _to("comments.id")
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    status: Mapped[str] = mapped_column(String(16))
    findings: Mapped[list[Any]]
    policy: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    comment: Mapped[Comment] = relationship(lazy="raise", back_populates="revisions")


class LastReading(Base):
    """When a reader last read a thread; what appeared since `new_since` is new to them.

    Forgotten after a while: what somebody reads in a newspaper is nobody's business.
    """

    __tablename__ = "last_readings"

    account_id: Mapped[int] = _to("accounts.id", primary_key=True)
    thread_id: Mapped[int] = _to("threads.id", primary_key=True)
    new_since: Mapped[datetime]
    read_at: Mapped[datetime] = mapped_column(index=True)


class ReviewItem(Base):
    """One open question about one comment; re-opened rather than made again."""

    __tablename__ = "review_items"
    __table_args__ = (
        Index(
            "ix_review_items_queue",
            "rank",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        *(
            Index(
                f"ix_review_items_{part}_queue",
                part,
                "rank",
                "id",
                sqlite_where=text("state = 'open'"),
                postgresql_where=text("state = 'open'"),
            )
            for part in ("thread_id", "author_id", "language")
        ),
        Index(
            "ix_review_items_oldest",
            "opened_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_review_items_claimed",
            "claimed_by",
            sqlite_where=text("claimed_by IS NOT NULL"),
            postgresql_where=text("claimed_by IS NOT NULL"),
        ),
    )

    id: Mapped[int] = _id()
    comment_id: Mapped[int] = _to("comments.id", unique=True)
    thread_id: Mapped[int] = _to("threads.id", index=True)
    author_id: Mapped[int] = _to("accounts.id", index=True)
    revision_id: Mapped[int] = _to("revisions.id")
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    rank: Mapped[float]
    language: Mapped[str] = mapped_column(String(8), server_default="")  # of the text
    escalated: Mapped[bool] = mapped_column(server_default=text("false"))
    barred_id: Mapped[int | None] = mapped_column(Identity)  # first decider, on appeal
    claimed_by: Mapped[int | None] = _to("accounts.id")
    claimed_until: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship(lazy="raise")
    signals: Mapped[list["ReviewSignal"]] = relationship(
        lazy="raise", order_by="ReviewSignal.id"
    )


class ReviewSignal(Base):
    """Why an item is open: a row for each source and rule, gone when it is decided."""

    __tablename__ = "review_signals"
    __table_args__ = (
        UniqueConstraint("item_id", "source", "rule"),
        Index("ix_review_signals_rule_source", "rule", "source"),
    )

    id: Mapped[int] = _id()
    item_id: Mapped[int] = _to("review_items.id")
    source: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str] = mapped_column(String(40))
    points: Mapped[float]
    words: Mapped[str] = mapped_column(String(300))


class SkippedItem(Base):
    """A moderator passed over an item; it is not handed to them again for a while."""

    __tablename__ = "skipped_items"

    item_id: Mapped[int] = _to("review_items.id", primary_key=True)
    moderator_id: Mapped[int] = _to("accounts.id", primary_key=True)
    until: Mapped[datetime]


class Report(Base):
    """A reader's statement that a revision breaks a rule."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("revision_id", "reporter_id"),
        Index("ix_reports_reporter_id_id", "reporter_id", "id"),
        Index("ix_reports_comment_id_state", "comment_id", "state"),
    )

    id: Mapped[int] = _id()
    comment_id: Mapped[int] = _to("comments.id")
    revision_id: Mapped[int] = _to("revisions.id")
    reporter_id: Mapped[int] = _to("accounts.id")
    item_id: Mapped[int] = _to("review_items.id")
    rule: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(500), server_default="")
    weight: Mapped[float]  # the reporter's, when the report came
    newcomer: Mapped[bool]
    burst: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    outcome_rule: Mapped[str | None] = mapped_column(String(40))
    decision_id: Mapped[int | None] = _to("decisions.id", index=True)
    created_at: Mapped[datetime]
    outcome_at: Mapped[datetime | None]
    comment: Mapped[Comment] = relationship(lazy="raise")
    reporter: Mapped[Account] = relationship(lazy="raise")


class UnlawfulNotice(Base):
    """A notice of unlawful content (DSA art. 16), from anyone."""

    __tablename__ = "unlawful_notices"

    id: Mapped[int] = _id()
    comment_id: Mapped[int] = _to("comments.id", index=True)
    revision_id: Mapped[int] = _to("revisions.id")
    item_id: Mapped[int] = _to("review_items.id")
    explanation: Mapped[str] = mapped_column(String(2000))
    name: Mapped[str] = mapped_column(String(100), server_default="")
    email: Mapped[str] = mapped_column(String(254), server_default="")
    status_digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(16))
    outcome_rule: Mapped[str | None] = mapped_column(String(40))
    decision_id: Mapped[int | None] = _to("decisions.id", index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    outcome_at: Mapped[datetime | None]


class Decision(Base):
    """An act on a revision, by a moderator or (without one) by the machine."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("item_id", "seen_version"),
        Index("ix_decisions_comment_id_id", "comment_id", "id"),
    )

    id: Mapped[int] = _id()
    comment_id: Mapped[int] = _to("comments.id")
    revision_id: Mapped[int] = _to("revisions.id", index=True)
    item_id: Mapped[int | None] = _to("review_items.id")
    seen_version: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(1000), server_default="")
    moderator_id: Mapped[int | None] = _to("accounts.id", index=True)
    previous_status: Mapped[str | None] = mapped_column(String(16))
    undoes_id: Mapped[int | None] = _to("decisions.id", unique=True)
    superseded_id: Mapped[int | None] = mapped_column(Identity)  # shown until then
    appeal_id: Mapped[int | None] = mapped_column(Identity)  # the appeal it answers
    created_at: Mapped[datetime]
    moderator: Mapped[Account | None] = relationship(lazy="raise")
    comment: Mapped[Comment] = relationship(lazy="raise")


class StatementOfReasons(Base):
    """What an author is told; it appears at `visible_at`, unless cancelled before."""

    __tablename__ = "statements"
    __table_args__ = (
        Index("ix_statements_account_id_id", "account_id", "id"),
        Index(
            "ix_statements_unread",
            "account_id",
            "visible_at",
            sqlite_where=text("read_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("read_at IS NULL AND cancelled_at IS NULL"),
        ),
    )

    id: Mapped[int] = _id()
    account_id: Mapped[int] = _to("accounts.id")
    comment_id: Mapped[int | None] = _to("comments.id")
    revision_id: Mapped[int | None] = _to("revisions.id")
    decision_id: Mapped[int | None] = _to("decisions.id", index=True)
    sanction_id: Mapped[int | None] = _to("sanctions.id")
    kind: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str | None] = mapped_column(String(40))
    automated: Mapped[bool]
    facts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    visible_at: Mapped[datetime]
    appeal_until: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    revision: Mapped[Revision | None] = relationship(lazy="raise")
    decision: Mapped[Decision | None] = relationship(lazy="raise")
    sanction: Mapped["Sanction | None"] = relationship(lazy="raise")


class Appeal(Base):
    """An author's request that somebody else looks at a decision.

    `mistake` says whose error an overturned decision was.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        Index(
            "ix_appeals_due",
            "due_at",
            "id",
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = _id()
    decision_id: Mapped[int] = _to("decisions.id", unique=True)
    comment_id: Mapped[int] = _to("comments.id", index=True)
    author_id: Mapped[int] = _to("accounts.id", index=True)
    text: Mapped[str] = mapped_column(String(2000), server_default="")
    state: Mapped[str] = mapped_column(String(16))
    mistake: Mapped[str] = mapped_column(String(16), server_default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]


class Sanction(Base):
    """What an account may not do, from when to when, by whose decision."""

    __tablename__ = "sanctions"
    __table_args__ = (
        Index("ix_sanctions_attempt", "decided_by", "attempt", unique=True),
        Index("ix_sanctions_starts_at", "starts_at"),
    )

    id: Mapped[int] = _id()
    account_id: Mapped[int] = _to("accounts.id", index=True)
    kind: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(1000), server_default="")
    decided_by: Mapped[int] = _to("accounts.id")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = _to("accounts.id")
    lift_reason: Mapped[str] = mapped_column(String(1000), server_default="")
    attempt: Mapped[str | None] = mapped_column(String(64))
    acknowledged_at: Mapped[datetime | None]  # a warning, by whom it was meant for


class LedgerEntry(Base):
    """One moderation act; appended only, chained by a MAC, with ids and no texts."""

    __tablename__ = "ledger"

    sequence: Mapped[int] = mapped_column(Identity, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(32))
    actor_role: Mapped[str] = mapped_column(String(16))
    act: Mapped[str] = mapped_column(String(24))
    rule: Mapped[str | None] = mapped_column(String(40))
    comment_id: Mapped[int | None] = mapped_column(Identity, index=True)
    revision_id: Mapped[int | None] = mapped_column(Identity)
    decision_id: Mapped[int | None] = mapped_column(Identity)
    subject: Mapped[str | None] = mapped_column(String(32))
    status_before: Mapped[str | None] = mapped_column(String(16))
    status_after: Mapped[str | None] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(String(200), server_default="")
    mac: Mapped[str] = mapped_column(String(64))


class LedgerHead(Base):
    """The end of the chain; its one row is locked while an entry is appended."""

    __tablename__ = "ledger_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(Identity)
    mac: Mapped[str] = mapped_column(String(64))


class OutboxMessage(Base):
    """Something to send after commit: what kind, about which rows, when."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_outbox_subject", "subject_id", "kind"),
    )

    id: Mapped[int] = _id()
    kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int] = mapped_column(Identity)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default="0")
    last_error: Mapped[str] = mapped_column(String(200), server_default="")
    done_at: Mapped[datetime | None]


class FilterCount(Base):
    """How often the filter nudged, held, rejected or failed, by day and rule."""

    __tablename__ = "filter_counts"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    event: Mapped[str] = mapped_column(String(16), primary_key=True)
    rule: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]


class OwnWord(Base):
    """A word of the newsroom's own list, from the version that added it on.

    Rows are ended, not deleted, so that the list of every version can be read again.
    `normal` is how the filter reads the text.
    """

    __tablename__ = "own_words"
    __table_args__ = (
        Index(
            "ix_own_words_live",
            "normal",
            unique=True,
            sqlite_where=text("ended_in IS NULL"),
            postgresql_where=text("ended_in IS NULL"),
        ),
    )

    id: Mapped[int] = _id()
    text: Mapped[str] = mapped_column(String(100))
    normal: Mapped[str] = mapped_column(String(400))
    treatment: Mapped[str] = mapped_column(String(16))
    rule: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(300))
    added_by: Mapped[int] = _to("accounts.id")
    added_at: Mapped[datetime]
    added_in: Mapped[int]
    expires_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = _to("accounts.id")
    ended_at: Mapped[datetime | None]
    ended_in: Mapped[int | None]


class FilterVersion(Base):
    """One arrangement of the filter: a profile, its changes, and who set them when."""

    __tablename__ = "filter_versions"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    profile: Mapped[str] = mapped_column(String(16))
    changes: Mapped[dict[str, Any]]
    act: Mapped[str] = mapped_column(String(24))
    changed_by: Mapped[int] = _to("accounts.id")
    changed_at: Mapped[datetime]


class FilterCalibration(Base):
    """A correction of the filter's confidences, fitted on decisions: numbers alone.

    `report` says how it did against the correction before, on decisions held back.
    """

    __tablename__ = "filter_calibrations"

    version: Mapped[int] = _id()
    numbers: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
    policy: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]


class RateCount(Base):
    """Counters of the rate limits, when there is no Redis."""

    __tablename__ = "rate_counts"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[float] = mapped_column(index=True)


class SiteSetting(Base):
    """What an editor sets for the whole site: the pause, the rules' texts."""

    __tablename__ = "site_settings"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
