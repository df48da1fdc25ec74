"""What every view may reach: the settings, the database, the filter, the rules."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from flask import current_app, g
from sqlalchemy.orm import Session

from comments.adapters.catalogues import Catalogues
from comments.adapters.passwords import Passwords
from comments.adapters.signed_links import SignedLinks
from comments.domain.posted_rules import RuleBook
from comments.filter import Filter
from comments.services.compiled_filters import CompiledFilters
from comments.services.newsroom import Newsroom
from comments.settings import Settings
from comments.store.database import Database, DatabaseUnavailable

EXTENSION = "parley"
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Parley:
    """One running installation; made once by `create_app`.

    `filter` is the one that was shipped; `current_filter` says which one is in force.
    """

    settings: Settings
    database: Database
    filter: Filter
    rules: RuleBook
    clock: Clock
    passwords: Passwords
    compiled: CompiledFilters = field(default_factory=CompiledFilters)
    catalogues: Catalogues = field(default_factory=Catalogues)

    @property
    def newsroom(self) -> Newsroom:
        """The newsroom's standing arrangements, for the use-cases."""
        return Newsroom(
            rules=self.rules,
            filter=self.filter,
            ledger_key=self.settings.ledger_key.encode(),
            checks_floods=not self.settings.limits_raised,
            compiled=self.compiled,
        )

    @property
    def links(self) -> SignedLinks:
        """What makes the links in letters, and knows them again."""
        return SignedLinks(self.settings.secret_key, self.settings.public_url)


def parley() -> Parley:
    """The installation that answers this request."""
    return cast(Parley, current_app.extensions[EXTENSION])


def now() -> datetime:
    """The moment of this request: one value, however long the request takes."""
    if "now" not in g:
        g.now = parley().clock()
    return cast(datetime, g.now)


def note_in_passing(write: Callable[[Session], object]) -> None:
    """Write something down while somebody reads; it is not what they came for.

    Reading goes on while writing is down, and then nothing is noted.
    """
    with (
        suppress(DatabaseUnavailable),
        parley().database.transaction(writes=True) as db,
    ):
        write(db)


def utc_clock() -> datetime:
    """The time of day."""
    return datetime.now(UTC)


def once(key: str, make: Callable[[], Any]) -> Any:
    """A value made at most once in a request."""
    if key not in g:
        setattr(g, key, make())
    return getattr(g, key)
