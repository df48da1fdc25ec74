"""Searching all comments' texts: held, shown and rejected, earlier texts included."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.names import fold_name
from comments.domain.review_item import ItemState
from comments.domain.search_query import (
    SearchQuery,
    Snippet,
    snippet_of,
)
from comments.services import as_it_was, second_readings
from comments.store import found_comments, search_texts
from comments.store.accounts import find_by_folded_name
from comments.store.found_comments import Narrowing
from comments.store.models import Account, Revision

PAGE: Final = 30
AT_ONCE: Final = 60  # revisions looked up at a time when nearly all of them fit
NARROWED: Final = 1000  # and when a filter passes over most of them
EVERYTHING: Final = Narrowing()
ROUNDS: Final = 6  # then the page is shown, and says how far it looked
NEWEST: Final = 2**53
MOST_SECTIONS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A question to the index, and what narrows it; `author` is a name."""

    query: SearchQuery
    author: str | None = None
    thread_id: int | None = None
    narrowing: Narrowing = EVERYTHING


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found, and the review item of its comment if it has one."""

    revision: Revision
    snippet: Snippet
    item_id: int | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Some of what was found, the newest first.

    `next` is where to look on, None at the end; a page may have few hits and yet a
    next one, when a filter passed over many texts.
    """

    hits: tuple[Hit, ...]
    next: int | None = None
    unknown_author: bool = False


def search_comments(
    db: Session, search: Search, *, moderator: Account, before: int | None = None
) -> SearchPage:
    """A page of texts with the wanted words, from newer to older."""
    signs = _signs(db, search)
    if signs is None:
        return SearchPage((), unknown_author=True)
    if not search.query:
        return SearchPage(())
    found, following = _walk(db, search, signs, before or NEWEST)
    items = found_comments.items_of(db, [r.comment_id for r in found])
    held = second_readings.held(db, moderator)
    as_it_was.veil(db, [revision.comment for revision in found], held)
    if held is not None and held.comment_id in items:
        items[held.comment_id] = (held.item_id, ItemState.OPEN)
    return SearchPage(tuple(_hit(r, search.query, items) for r in found), following)


def sections(db: Session) -> Sequence[str]:
    """The sections that a search can be narrowed to."""
    return found_comments.sections(db, limit=MOST_SECTIONS)


def _signs(db: Session, search: Search) -> list[str] | None:
    signs = []
    if search.thread_id is not None:
        signs.append(search_texts.sign_of("t", search.thread_id))
    if search.author is not None:
        account = find_by_folded_name(db, fold_name(search.author))
        if account is None:
            return None
        signs.append(search_texts.sign_of("a", account.id))
    return signs


def _walk(
    db: Session, search: Search, signs: list[str], before: int
) -> tuple[list[Revision], int | None]:
    """Look from new to old until a page is full, the index ends, or it was enough."""
    found: list[Revision] = []
    size = NARROWED if search.narrowing else AT_ONCE
    for _ in range(ROUNDS):
        ids = search_texts.find_revisions(
            db, search.query, signs, before=before, limit=size
        )
        wanted = PAGE - len(found)
        fits = found_comments.shown_among(db, ids, search.narrowing, limit=wanted + 1)
        found.extend(fits[:wanted])
        if len(fits) > wanted:
            return found, found[-1].id
        if len(ids) < size:
            return found, None
        before = ids[-1]
    return found, before


def _hit(
    revision: Revision, query: SearchQuery, items: dict[int, tuple[int, str]]
) -> Hit:
    item_id, state = items.get(revision.comment_id, (None, ""))
    return Hit(revision, snippet_of(revision.text, query), item_id, state == "open")
