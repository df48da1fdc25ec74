"""Searching all comments' texts, from the desk."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from flask import Blueprint, render_template, request
from markupsafe import Markup

from comments.adapters.render import render_found
from comments.domain.moderation import CommentStatus
from comments.domain.names import LONGEST_NAME
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.domain.search_query import MAX_QUERY, Snippet, read_query
from comments.services import search_comments as services
from comments.services.find_picks import picks_for
from comments.services.search_comments import Search
from comments.store.found_comments import Narrowing
from comments.web.access import own_row, requires, staff_blueprint
from comments.web.context import parley
from comments.web.desk_words import STATUS_WORDS
from comments.web.forms import Fields, InvalidField, read_id, read_one_of, read_text

LONGEST_SECTION: Final = 80
LONGEST_DAY: Final = 10
SEARCHED: Final = (
    CommentStatus.HELD,
    CommentStatus.PUBLISHED,
    CommentStatus.REJECTED,
)
FIELDS: Final = ("q", "status", "author", "thread", "section", "rule", "from", "to")


def _with_filters(name: str, import_name: str) -> Blueprint:
    blueprint = staff_blueprint(name, import_name, url_prefix="/desk")
    blueprint.add_app_template_filter(snippet, "snippet")
    return blueprint


def snippet(found: Snippet) -> Markup:
    """A piece of a text with the found words marked."""
    return render_found(
        found.text, found.spans, before=found.cut_before, after=found.cut_after
    )


search = _with_filters("search", __name__)


@search.get("/search")
@requires(Act.READ_QUEUE)
def show() -> str:
    asked, before = read_search(request.args), read_before(request.args)
    with parley().database.transaction() as db:
        page = services.search_comments(db, asked, moderator=own_row(db), before=before)
        sections = services.sections(db)
        picks = picks_for(db, [hit.revision.comment_id for hit in page.hits])
    kept = {name: request.args[name] for name in FIELDS if request.args.get(name)}
    return render_template(
        "desk/search.html",
        page=page,
        asked=asked,
        kept=kept,
        before=before,
        picks={pick.revision_id: pick for pick in picks.values()},
        **_choices(sections),
    )


def read_search(fields: Fields) -> Search:
    """What is looked for; no words are wrong, and an empty choice narrows nothing."""
    return Search(
        query=read_query(read_text(fields, "q", MAX_QUERY, required=False)),
        author=read_text(fields, "author", LONGEST_NAME, required=False).strip()
        or None,
        thread_id=read_id(fields, "thread", required=False),
        narrowing=Narrowing(
            status=_one_of(fields, "status", tuple(map(str, SEARCHED))),
            section=read_text(fields, "section", LONGEST_SECTION, required=False)
            or None,
            rule=_one_of(fields, "rule", tuple(r.code for r in parley().rules)),
            since=_day(fields, "from"),
            until=_day(fields, "to", days_later=1),
        ),
    )


def read_before(fields: Fields) -> int | None:
    """The id before which to look on."""
    return read_id(fields, "before", required=False)


def _choices(sections: Any) -> dict[str, Any]:
    return {
        "statuses": [(str(status), STATUS_WORDS[status]) for status in SEARCHED],
        "sections": sections,
    }


def _one_of(fields: Fields, field: str, choices: tuple[str, ...]) -> str | None:
    return read_one_of(fields, field, choices) if fields.get(field) else None


def _day(fields: Fields, field: str, *, days_later: int = 0) -> datetime | None:
    typed = read_text(fields, field, LONGEST_DAY, required=False).strip()
    if not typed:
        return None
    try:
        day = datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=UTC)
        return day + timedelta(days=days_later)
    except (ValueError, OverflowError):
        raise InvalidField(
            field, Phrase("%(field)s must be a day like 2026-03-14.", field=field)
        ) from None
