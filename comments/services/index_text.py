"""Keeping the index of words in step with the texts: every writer of texts calls this.

The filter's reading goes in beside the typed words, so that whoever looks for a word
also finds it in disguise.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comments.domain.search_query import words_of
from comments.filter import Filter
from comments.filter.nearness import bands_of
from comments.store import near_texts
from comments.store import search_texts as stored
from comments.store.models import Comment, Revision

BATCH = 500


def index_revision(
    db: Session, comment: Comment, revision: Revision, reader: Filter
) -> None:
    """Put a stored revision's words and bands into the indexes."""
    plain, typed = reader.plain_words(revision.text), words_of(revision.text)
    known = set(typed)
    words = [*typed, *(word for word in words_of(" ".join(plain)) if word not in known)]
    near_texts.put_bands(db, revision.id, bands_of(plain))
    stored.put_words(db, revision.id, words, _signs(comment))


def hand_over_words(db: Session, comment: Comment) -> None:
    """Find a comment's texts under its new author; erased ones no more."""
    for revision in comment.revisions:
        if not revision.text:
            stored.remove_words(db, [revision.id])
            near_texts.remove_bands(db, revision.id)
        else:
            stored.put_words(db, revision.id, words_of(revision.text), _signs(comment))


def index_after(
    db: Session, revision_id: int, reader: Filter, *, limit: int = BATCH
) -> int | None:
    """Index the next texts after an id; the last one's id, None when none was left."""
    query = (
        select(Revision)
        .where(Revision.id > revision_id, Revision.text != "")
        .options(joinedload(Revision.comment))
        .order_by(Revision.id)
        .limit(limit)
    )
    revisions: Sequence[Revision] = db.scalars(query).all()
    for revision in revisions:
        index_revision(db, revision.comment, revision, reader)
    return revisions[-1].id if revisions else None


def _signs(comment: Comment) -> tuple[str, str]:
    author = stored.sign_of("a", comment.author_id)
    return author, stored.sign_of("t", comment.thread_id)
