"""What readers are to one another, and to the newsroom: thanks, silence, attention.

No text of a comment stands here; a message between the newsroom and an author does.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from comments.store.models import Account, Base, Comment, identity, reference
from comments.store.types import Identity


class Appreciation(Base):
    """A reader's thanks for a comment; `comments.appreciated` counts these rows."""

    __tablename__ = "appreciations"
    __table_args__ = (
        UniqueConstraint("comment_id", "account_id"),
        Index("ix_appreciations_account_id_id", "account_id", "id"),
    )

    id: Mapped[int] = identity()
    comment_id: Mapped[int] = reference("comments.id")
    account_id: Mapped[int] = reference("accounts.id")
    created_at: Mapped[datetime]


class IgnoredPerson(Base):
    """Somebody whom a reader does not want to read; nobody else ever learns of it."""

    __tablename__ = "ignored_people"
    __table_args__ = (UniqueConstraint("account_id", "ignored_id"),)

    id: Mapped[int] = identity()
    account_id: Mapped[int] = reference("accounts.id")
    ignored_id: Mapped[int] = reference("accounts.id", index=True)
    created_at: Mapped[datetime]
    ignored: Mapped[Account] = relationship(lazy="raise", foreign_keys=[ignored_id])


class FollowedThread(Base):
    """A discussion of which a reader wants to hear."""

    __tablename__ = "followed_threads"
    __table_args__ = (UniqueConstraint("account_id", "thread_id"),)

    id: Mapped[int] = identity()
    account_id: Mapped[int] = reference("accounts.id")
    thread_id: Mapped[int] = reference("threads.id", index=True)
    created_at: Mapped[datetime]


class FollowedPerson(Base):
    """Somebody of whose comments a reader wants to hear."""

    __tablename__ = "followed_people"
    __table_args__ = (UniqueConstraint("account_id", "followed_id"),)

    id: Mapped[int] = identity()
    account_id: Mapped[int] = reference("accounts.id")
    followed_id: Mapped[int] = reference("accounts.id", index=True)
    created_at: Mapped[datetime]
    followed: Mapped[Account] = relationship(lazy="raise", foreign_keys=[followed_id])


class News(Base):
    """Something that a reader asked to hear of: a reply, a followed thread or person.

    One of a kind about a subject: the comment, or for a message of the newsroom's the
    message.
    """

    __tablename__ = "news"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "subject_id"),
        Index("ix_news_account_id_id", "account_id", "id"),
        Index("ix_news_comment_id", "comment_id"),
    )

    id: Mapped[int] = identity()
    account_id: Mapped[int] = reference("accounts.id")
    kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int] = mapped_column(Identity)
    comment_id: Mapped[int] = reference("comments.id")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    comment: Mapped[Comment] = relationship(lazy="raise")


class NewsSetting(Base):
    """How a reader wants to hear of a kind of news; as is usual, without a row."""

    __tablename__ = "news_settings"

    account_id: Mapped[int] = reference("accounts.id", primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    delivery: Mapped[str] = mapped_column(String(8))


class ContactConsent(Base):
    """The author of a marked comment lets the newsroom ask them more about it."""

    __tablename__ = "contact_consents"

    comment_id: Mapped[int] = reference("comments.id", primary_key=True)
    created_at: Mapped[datetime]


class PrivateMessage(Base):
    """A message between the newsroom and a comment's author; nobody else reads it.

    `findings` is what the filter said of it; `folded` says that it may break a rule,
    so that whoever it is for opens it knowingly.
    """

    __tablename__ = "private_messages"
    __table_args__ = (
        UniqueConstraint("sender_id", "attempt"),
        Index("ix_private_messages_comment_id_id", "comment_id", "id"),
    )

    id: Mapped[int] = identity()
    comment_id: Mapped[int] = reference("comments.id")
    sender_id: Mapped[int] = reference("accounts.id")
    from_newsroom: Mapped[bool] = mapped_column(Boolean)
    attempt: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    findings: Mapped[list[Any]]
    folded: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    sender: Mapped[Account] = relationship(lazy="raise")
