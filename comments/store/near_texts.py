"""Texts that are nearly the same, found by the bands in which they agree."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import BigInteger, ForeignKey, delete, func, select, union_all
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column

from comments.domain.moderation import CommentStatus
from comments.store.models import Base, Comment, Revision
from comments.store.types import Identity

MOST: Final = 1000  # looked at in a band; of a flood the newest tell enough


def _band() -> Mapped[int]:
    return mapped_column(BigInteger, index=True)


class TextBands(Base):
    """The bands of one revision's text; short and erased texts have none."""

    __tablename__ = "text_bands"

    revision_id: Mapped[int] = mapped_column(
        Identity, ForeignKey("revisions.id", ondelete="CASCADE"), primary_key=True
    )
    band_1: Mapped[int] = _band()
    band_2: Mapped[int] = _band()
    band_3: Mapped[int] = _band()
    band_4: Mapped[int] = _band()
    band_5: Mapped[int] = _band()
    band_6: Mapped[int] = _band()


COLUMNS: Final = tuple(f"band_{number}" for number in range(1, 7))


def put_bands(db: Session, revision_id: int, bands: Sequence[int]) -> None:
    """Keep a revision's bands, in place of those that were there."""
    if bands:
        values = dict(zip(COLUMNS, bands, strict=True))
        db.merge(TextBands(revision_id=revision_id, **values))
    else:
        remove_bands(db, revision_id)


def remove_bands(db: Session, revision_id: int) -> None:
    """Forget a revision's bands."""
    db.execute(delete(TextBands).where(TextBands.revision_id == revision_id))


def near_revisions(db: Session, revision: Revision, *, agreeing: int) -> list[int]:
    """Other comments' revisions that read the same, or agree in so many bands."""
    same = select(Revision.id).where(Revision.fingerprint == revision.fingerprint)
    found = set(db.scalars(same.order_by(Revision.id.desc()).limit(MOST)))
    bands = db.get(TextBands, revision.id)
    if not revision.fingerprint:
        return []  # an erased text is like no other
    if bands is not None:
        found.update(_agreeing(db, bands, agreeing))
    own = set(
        db.scalars(
            select(Revision.id).where(Revision.comment_id == revision.comment_id)
        )
    )
    return sorted(found - own, reverse=True)[:MOST]


def comments_with(
    db: Session, revision_ids: Sequence[int], *, limit: int
) -> Sequence[Revision]:
    """Some of these revisions with their comments and authors, the newest first."""
    query = (
        select(Revision)
        .join(Comment, Comment.id == Revision.comment_id)
        .where(Revision.id.in_(revision_ids), Comment.status != CommentStatus.WITHDRAWN)
        .options(joinedload(Revision.comment).joinedload(Comment.author))
        .order_by(Revision.id.desc())
        .limit(limit)
    )
    return db.scalars(query).all()


def _agreeing(db: Session, bands: TextBands, agreeing: int) -> Sequence[int]:
    in_bands = []
    for name in COLUMNS:
        column = getattr(TextBands, name)
        query = select(TextBands.revision_id).where(column == getattr(bands, name))
        newest = query.order_by(TextBands.revision_id.desc()).limit(MOST)
        in_bands.append(select(newest.subquery().c.revision_id))
    every = union_all(*in_bands).subquery()
    query = select(every.c.revision_id).group_by(every.c.revision_id)
    return db.scalars(query.having(func.count() >= agreeing)).all()
