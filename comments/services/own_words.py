"""The newsroom's own words: added, given an end, removed, read in and written out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from comments.domain.own_words import (
    LIST_OF,
    MOST_WORDS,
    Entry,
    Treatment,
    last_day,
)
from comments.domain.phrases import Phrase
from comments.filter.own_words import normal_form
from comments.services.errors import Conflict, NotFound
from comments.services.filter_versions import Editing, begin_change, end_change
from comments.services.newsroom import Newsroom
from comments.store import own_words as stored
from comments.store.models import OwnWord

PAGE: Final = 50
LONGEST_NORMAL: Final = 400  # a few signs stand for whole words


@dataclass(frozen=True, slots=True)
class Imported:
    """How many entries an import added, changed, and found as they were."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class WordsPage:
    """A page of the list; `next` is where the following one begins."""

    words: Sequence[OwnWord]
    count: int
    next: int | None


def add_word(db: Session, new: Entry, by: Editing) -> OwnWord:
    """Put a word on the list.

    The same again changes nothing.  Conflict when it is on the list in another way, or
    when there is nothing in it that the filter could find.
    """
    standing = begin_change(db, by)
    normal = normal_of(new.listing.text, by.newsroom)
    present = stored.live_words(db, [normal]).get(normal)
    if present is not None and not is_over(present, by.now):
        if _says_the_same(present, new):
            return present
        raise Conflict(
            Phrase(
                "“%(text)s” is on the list already, as %(treatment)s: remove "
                "it there first.",
                text=present.text,
                treatment=LIST_OF[Treatment(present.treatment)],
            )
        )
    added = _put(db, {normal: new}, {normal: present}, standing.version + 1, by)
    end_change(db, standing, "add word", _content(added), by)
    return added[0]


def import_words(db: Session, news: Sequence[Entry], by: Editing) -> Imported:
    """Put many words on the list, as one version.

    An entry that is there in another way is replaced; nothing is removed.  Of entries
    that read the same the last one counts.
    """
    standing = begin_change(db, by)
    wanted = {normal_of(new.listing.text, by.newsroom): new for new in news}
    present = stored.live_words(db, wanted)
    different = {
        normal: new
        for normal, new in wanted.items()
        if normal not in present or not _says_the_same(present[normal], new)
    }
    changed = sum(normal in present for normal in different)
    if different:
        made = _put(db, different, present, standing.version + 1, by)
        end_change(db, standing, "import words", _content(made), by)
    added = len(different) - changed
    return Imported(added, changed, len(wanted) - len(different))


def remove_word(db: Session, word_id: int, by: Editing) -> OwnWord:
    """Take a word off the list; NotFound when it is not there any more."""
    standing = begin_change(db, by)
    word = _live(db, word_id)
    _end(word, standing.version + 1, by)
    end_change(db, standing, "remove word", _content([word]), by)
    return word


def set_end(
    db: Session, word_id: int, expires_at: datetime | None, by: Editing
) -> OwnWord:
    """Let an entry expire at a moment, or never; who added it and why stay."""
    standing = begin_change(db, by)
    word = _live(db, word_id)
    if word.expires_at == expires_at:
        return word
    if expires_at is not None and expires_at <= by.now:
        raise Conflict(Phrase("This day is over; to end an entry now, remove it."))
    _end(word, standing.version + 1, by)
    db.flush()
    renewed = OwnWord(
        text=word.text,
        normal=word.normal,
        treatment=word.treatment,
        rule=word.rule,
        reason=word.reason,
        added_by=word.added_by,
        added_at=word.added_at,
        added_in=standing.version + 1,
        expires_at=expires_at,
    )
    db.add(renewed)
    db.flush()
    end_change(db, standing, "expire word", _content([renewed]), by)
    return renewed


def find_word(db: Session, text: str, newsroom: Newsroom) -> OwnWord:
    """The entry for a word or phrase, however it is written; NotFound without one."""
    normal = normal_of(text, newsroom)
    found = stored.live_words(db, [normal]).get(normal)
    if found is None:
        raise NotFound(Phrase("“%(text)s” is not on the list.", text=text))
    return found


def read_words(
    db: Session,
    *,
    list_name: str | None = None,
    search: str = "",
    before: int | None = None,
) -> WordsPage:
    """A page of the list, the newest entries first."""
    treatments = [t.value for t, name in LIST_OF.items() if name == list_name]
    found = stored.search_words(
        db, treatments=treatments, search=search, before=before, limit=PAGE + 1
    )
    shown = found[:PAGE]
    more = len(found) > PAGE
    return WordsPage(shown, stored.count_live(db), shown[-1].id if more else None)


def is_over(word: OwnWord, now: datetime) -> bool:
    """Whether an entry that nobody removed has expired."""
    return word.expires_at is not None and word.expires_at <= now


def normal_of(text: str, newsroom: Newsroom) -> str:
    """How the filter reads an entry; Conflict when it reads nothing."""
    normal = normal_form(newsroom.filter.read(text))
    if not normal or len(normal) > LONGEST_NORMAL:
        raise Conflict(
            Phrase("“%(text)s” has no words that the filter could find.", text=text)
        )
    return normal


def _live(db: Session, word_id: int) -> OwnWord:
    word = stored.live_word(db, word_id)
    if word is None:
        raise NotFound(Phrase("This word is not on the list any more."))
    return word


def _put(
    db: Session,
    wanted: dict[str, Entry],
    present: "dict[str, OwnWord | None] | dict[str, OwnWord]",
    version: int,
    by: Editing,
) -> list[OwnWord]:
    """Add entries in place of those that read the same."""
    replaced = [word for n in wanted if (word := present.get(n)) is not None]
    for word in replaced:
        _end(word, version, by)
    db.flush()
    if stored.count_live(db) + len(wanted) > MOST_WORDS:
        raise Conflict(
            Phrase(
                "The list has room for %(most_words)s entries.", most_words=MOST_WORDS
            )
        )
    made = [_word(new, normal, version, by) for normal, new in wanted.items()]
    db.add_all(made)
    db.flush()
    return made


def _word(new: Entry, normal: str, version: int, by: Editing) -> OwnWord:
    return OwnWord(
        text=new.listing.text,
        normal=normal,
        treatment=new.listing.treatment.value,
        rule=new.listing.rule,
        reason=new.reason,
        added_by=by.editor.id,
        added_at=by.now,
        added_in=version,
        expires_at=new.expires_at,
    )


def _end(word: OwnWord, version: int, by: Editing) -> None:
    word.ended_by, word.ended_at, word.ended_in = by.editor.id, by.now, version


def _says_the_same(word: OwnWord, new: Entry) -> bool:
    listing = new.listing
    wanted = (listing.treatment, listing.rule, new.expires_at)
    return (word.treatment, word.rule, word.expires_at) == wanted


def _content(words: Iterable[OwnWord]) -> str:
    return "\n".join(
        "\t".join((w.text, w.treatment, w.rule or "", last_day(w.expires_at), w.reason))
        for w in words
    )
