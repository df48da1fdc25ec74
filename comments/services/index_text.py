"""Keeping the index of words in step with the texts: every writer of texts calls this.

The filter's reading goes in beside the typed words, so that whoever looks for a word
also finds it in disguise.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comments.domain.search_query import words_of
from comments.filter import Filter
from comments.store import search_texts as stored
from comments.store.models import Comment, Revision

BATCH = 500


def index_revision(
    db: Session, comment: Comment, revision: Revision, reader: Filter | None
) -> None:
    """Put a stored revision's words into the index."""
    typed = words_of(revision.text)
    words = [*typed, *_disguised(revision.text, set(typed), reader)]
    signs = (
        stored.sign_of("a", comment.author_id),
        stored.sign_of("t", comment.thread_id),
    )
    stored.put_words(db, revision.id, words, signs)


def index_again(db: Session, comment: Comment, reader: Filter | None = None) -> None:
    """Index a comment's texts as they are now; an erased one is forgotten."""
    for revision in comment.revisions:
        stored.remove_words(db, [revision.id])
        if revision.text:
            index_revision(db, comment, revision, reader)


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


def _disguised(text: str, typed: set[str], reader: Filter | None) -> list[str]:
    if reader is None:
        return []
    read = " ".join(word.text for word in reader.read(text).words)
    return [word for word in words_of(read) if word not in typed]
