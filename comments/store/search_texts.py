"""The index of all comments' words: FTS5 on SQLite, a tsvector on PostgreSQL.

Both are given words that are already read, and look for them as they are, so that no
database's own idea of a word, a language or an accent changes what is found.  Beside
the words stand signs of the author and the thread, by which a search is narrowed in
the index itself.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from comments.domain.search_query import SearchQuery, Term

MOST_POSITIONS: Final = 16_383  # of a tsvector; no comment has so many words
PUT: Final = {
    "sqlite": (
        "INSERT OR REPLACE INTO search_texts (rowid, words, signs)"
        " VALUES (:id, :words, :signs)"
    ),
    "postgresql": (
        "INSERT INTO search_texts (revision_id, words)"
        " VALUES (:id, CAST(:words AS tsvector))"
        " ON CONFLICT (revision_id) DO UPDATE SET words = excluded.words"
    ),
}
FIND: Final = {
    "sqlite": (
        "SELECT rowid FROM search_texts WHERE search_texts MATCH :query"
        " AND rowid < :before ORDER BY rowid DESC LIMIT :limit"
    ),
    "postgresql": (
        "SELECT revision_id FROM search_texts WHERE words @@ CAST(:query AS tsquery)"
        " AND revision_id < :before ORDER BY revision_id DESC LIMIT :limit"
    ),
}
REMOVE: Final = {
    "sqlite": "DELETE FROM search_texts WHERE rowid IN :ids",
    "postgresql": "DELETE FROM search_texts WHERE revision_id IN :ids",
}


def sign_of(kind: str, row_id: int) -> str:
    """The sign by which the index knows an author or a thread."""
    return f"{kind}{row_id}"


def put_words(
    db: Session, revision_id: int, words: Sequence[str], signs: Iterable[str]
) -> None:
    """Index a revision's words, in place of what was there for it."""
    if _dialect(db) == "sqlite":
        values = {"words": " ".join(words), "signs": " ".join(signs)}
    else:
        values = {"words": _vector(words, signs)}
    db.execute(text(PUT[_dialect(db)]), {"id": revision_id} | values)


def remove_words(db: Session, revision_ids: Sequence[int]) -> None:
    """Forget the words of some revisions."""
    if revision_ids:
        query = text(REMOVE[_dialect(db)]).bindparams(bindparam("ids", expanding=True))
        db.execute(query, {"ids": list(revision_ids)})


def find_revisions(
    db: Session, query: SearchQuery, signs: Sequence[str], *, before: int, limit: int
) -> list[int]:
    """The newest revisions with these words, older than an id."""
    written = _match if _dialect(db) == "sqlite" else _tsquery
    values: dict[str, Any] = {"before": before, "limit": limit}
    values["query"] = written(query, signs)
    return list(db.scalars(text(FIND[_dialect(db)]), values))


def _dialect(db: Session) -> str:
    return db.get_bind().dialect.name


# Words are letters and digits alone, and signs are ours: neither can hold a
# quote.  A sign stands in a column of its own on SQLite, behind an @ in a vector.


def _vector(words: Sequence[str], signs: Iterable[str]) -> str:
    placed = [f"'{word}':{n}" for n, word in enumerate(words[:MOST_POSITIONS], 1)]
    return " ".join([*placed, *(f"'@{sign}'" for sign in signs)])


def _tsquery(query: SearchQuery, signs: Sequence[str]) -> str:
    wanted = [_row(term) for term in query.wanted]
    unwanted = [f"!{_row(term)}" for term in query.unwanted]
    return " & ".join([*wanted, *(f"'@{sign}'" for sign in signs), *unwanted])


def _row(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    words[-1] += ":*" if term.begins else ""
    return f"({' <-> '.join(words)})"


def _match(query: SearchQuery, signs: Sequence[str]) -> str:
    wanted = [_phrase(term) for term in query.wanted]
    wanted += [f'(signs : "{sign}")' for sign in signs]
    unwanted = [_phrase(term) for term in query.unwanted]
    match = f"({' AND '.join(wanted)})"
    return f"{match} NOT ({' OR '.join(unwanted)})" if unwanted else match


def _phrase(term: Term) -> str:
    star = " *" if term.begins else ""
    return f'(words : "{" ".join(term.words)}"{star})'
