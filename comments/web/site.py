"""What every page shows: who is signed in, what they may do, what waits for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import Flask, current_app, request, url_for
from sqlalchemy.orm import Session

from comments.domain.permissions import VISITOR, Act, can
from comments.domain.phrases import Phrase
from comments.services import notices, read_news
from comments.store.database import DatabaseUnavailable
from comments.web.access import current_account
from comments.web.context import now, once, parley
from comments.web.next_page import FRONT_PAGE, safe_next
from comments.web.words import exact_time, relative_time, short_number

NEWSROOM_NAME: Final = "Parley"


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the site's navigation."""

    label: str
    address: str
    is_current: bool
    count: int = 0


# Label, endpoint, for whom: everybody, visitors, the signed-in, staff, editors.
NAVIGATION: Final = (
    (Phrase("Articles"), "board.articles", "everybody"),
    (Phrase("Rules"), "board.rules", "everybody"),
    (Phrase("Log in"), "accounts.log_in", "visitors"),
    (Phrase("Register"), "accounts.register", "visitors"),
    (Phrase("News"), "news.show", "signed in"),
    (Phrase("Notices"), "notices.show", "signed in"),
    (Phrase("Queue"), "queue.show", "staff"),
    (Phrase("Appeals"), "appeals.show", "staff"),
    (Phrase("Shared"), "shared.show", "staff"),
    (Phrase("Reporters"), "reporters.show", "staff"),
    (Phrase("Health"), "desk_health.show", "staff"),
    (Phrase("Site"), "editor.site", "editors"),
    (Phrase("My page"), "own_page.comments", "signed in"),
)


# What a reader's own page is made of.
OWN_PAGES: Final = (
    (Phrase("My comments"), "own_page.comments"),
    (Phrase("News"), "news.show"),
    (Phrase("Notices"), "notices.show"),
    (Phrase("My reports"), "reports.mine"),
    (Phrase("Messages"), "own_messages.show"),
    (Phrase("People"), "company.show"),
    (Phrase("Mail"), "mail.show"),
    ("Account", "accounts.show"),
)


def install(app: Flask) -> None:
    """Give every template the words and values that the layout needs."""
    app.context_processor(_values)
    app.add_template_filter(exact_time)
    app.add_template_filter(short_number)
    app.add_template_filter(_relative, "relative_time")


def unread_count() -> int:
    """How many notices the signed-in reader has not opened."""
    return int(once("unread_count", _count_unread))


def unread_news() -> int:
    """How much the signed-in reader has not opened of what they asked to hear of."""
    return int(once("unread_news", lambda: _count(read_news.unread_news)))


COUNTS: Final = {"Notices": unread_count, "News": unread_news}


def navigation() -> Iterator[Link]:
    """The links for whoever reads the page; a part that is not there has none."""
    audiences = _audiences()
    for label, endpoint, audience in NAVIGATION:
        if audience in audiences and endpoint in current_app.view_functions:
            back = _page_to_return_to() if audience == "visitors" else None
            is_current = request.endpoint == endpoint
            count = COUNTS[label]() if label in COUNTS else 0
            yield Link(label, url_for(endpoint, next=back), is_current, count)


def _audiences() -> frozenset[str]:
    account = current_account()
    if account is None:
        return frozenset({"everybody", "visitors"})
    staff = {"staff"} if account.actor.is_staff else set()
    editors = {"editors"} if can(account.actor, Act.MANAGE_SITE) else set()
    return frozenset({"everybody", "signed in", *staff, *editors})


def _page_to_return_to() -> str | None:
    if request.method != "GET" or request.endpoint is None:
        return None
    if request.blueprint == "accounts":
        wanted = safe_next(request.args.get("next"))
        return wanted if wanted != FRONT_PAGE else None
    here = safe_next(request.full_path.rstrip("?"))
    return here if here != FRONT_PAGE else None


def _values() -> dict[str, Any]:
    account = current_account()
    actor = account.actor if account else VISITOR
    return {
        "account": account,
        "actor": actor,
        "Act": Act,
        "can": lambda act, subject=None: can(actor, act, subject),
        "navigation": navigation,
        "own_pages": OWN_PAGES,
        "newsroom_name": NEWSROOM_NAME,
        "now": now(),
        "rules": parley().rules,
        "unread_count": unread_count,
    }


def _count_unread() -> int:
    return _count(lambda db, me: notices.unread_count(db, me, now()))


def _count(unread: Callable[[Session, int], int]) -> int:
    account = current_account()
    if account is None:
        return 0
    try:
        with parley().database.transaction() as db:
            return unread(db, account.account_id)
    except DatabaseUnavailable:
        return 0


def _relative(moment: datetime) -> str:
    return relative_time(moment, now())
