"""What the API is sent, to frozen dataclasses, by the readers that forms share."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from flask import request

from comments.domain.appeals import MAX_APPEAL
from comments.domain.articles import one_spelling
from comments.domain.marks import Mark
from comments.domain.moderation import MAX_TEXT, DecisionAction
from comments.domain.posted_rules import UNLAWFUL
from comments.domain.reading import EPOCH, Show, Sort
from comments.domain.reports import MAX_EXPLANATION, MAX_NOTE
from comments.services.decide import Order
from comments.services.manage_threads import ArticleFacts, Mode, ThreadChange
from comments.services.post_comment import NewComment
from comments.services.read_thread import View
from comments.services.report_comment import NewNotice, NewReport
from comments.web.api import bodies
from comments.web.api.cursors import read_place
from comments.web.api.shapes import Shape
from comments.web.context import parley
from comments.web.forms import (
    LONGEST_EMAIL,
    LONGEST_ID,
    Fields,
    InvalidField,
    read_choice,
    read_flag,
    read_id,
    read_json,
    read_one_of,
    read_text,
)
from comments.web.posting import Edit

DEFAULT_LIMIT: Final = 50
LONGEST_MOMENT: Final = 40
MOST_COMMENTS: Final = 100
TYPES: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
NAMES_OF_TYPES: Final = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
}
COMMENT_ADDRESS: Final = re.compile(r"/comments/([0-9]{1,16})/?", re.ASCII)
COMMENT_ANCHOR: Final = re.compile(r"comment-([0-9]{1,16})", re.ASCII)


def read_body(body: Shape) -> Fields:
    """The JSON object that was sent, its fields of the types that the body declares."""
    fields = read_json(request)
    for name, shape in body["properties"].items():
        if name in fields:
            _refuse_other_type(name, fields[name], shape["type"])
    return fields


def read_check() -> str:
    """A text to be judged."""
    return read_text(read_body(bodies.CHECK), "text", MAX_TEXT)


def read_article() -> ArticleFacts:
    """What the newsroom says of an article."""
    fields = read_body(bodies.NEW_THREAD)
    return ArticleFacts(
        url=_article_address(fields),
        title=read_text(fields, "title", bodies.LONGEST_TITLE),
        section=optional(fields, "section", bodies.LONGEST_SECTION),
        standfirst=optional(fields, "standfirst", bodies.LONGEST_STANDFIRST),
    )


def read_thread_change() -> ThreadChange:
    """What an editor changes about a thread."""
    fields = read_body(bodies.THREAD_CHANGE)
    is_open, mode = fields.get("open"), fields.get("mode")
    if is_open is None and mode is None:
        raise InvalidField("open", "Say what to change: open, mode or both.")
    return ThreadChange(
        is_open=is_open,
        mode=None if mode is None else read_choice(fields, "mode", Mode),
    )


def read_new_comment(thread_id: int) -> NewComment:
    """A comment for a thread."""
    fields = read_body(bodies.NEW_COMMENT)
    return NewComment(
        thread_id=thread_id,
        text=read_text(fields, "text", MAX_TEXT),
        attempt=read_text(fields, "attempt", bodies.LONGEST_ATTEMPT),
        parent_id=read_id(fields, "parent_id", required=False),
        mark=optional_word(fields, "mark", tuple(map(str, Mark))),
        contact=read_flag(fields, "contact"),
        insist=read_flag(fields, "insist"),
    )


def read_edit(comment_id: int) -> Edit:
    """An author's later words."""
    fields = read_body(bodies.EDIT)
    return Edit(
        comment_id=comment_id,
        text=read_text(fields, "text", MAX_TEXT),
        insist=read_flag(fields, "insist"),
    )


def read_report(comment_id: int) -> NewReport:
    """A reader's report; what is against the law has a form of its own."""
    fields = read_body(bodies.NEW_REPORT)
    if fields.get("rule") == UNLAWFUL:
        raise InvalidField(
            "rule", "What is against the law is told by POST /api/v1/notices."
        )
    return NewReport(
        comment_id=comment_id,
        rule=read_one_of(fields, "rule", bodies.REPORTABLE),
        note=optional(fields, "note", MAX_NOTE),
    )


def read_notice() -> NewNotice:
    """A notice of unlawful content, from anyone."""
    fields = read_body(bodies.NEW_NOTICE)
    comment_id = _comment_address(fields)
    explanation = read_text(fields, "explanation", MAX_EXPLANATION)
    if not read_flag(fields, "good_faith"):
        raise InvalidField(
            "good_faith", "Say (true) that you believe this is correct and complete."
        )
    return NewNotice(
        comment_id=comment_id,
        explanation=explanation,
        name=optional(fields, "name", bodies.LONGEST_NAME),
        email=_email(fields),
    )


def read_newest_news() -> int:
    """Up to which of their news a reader has read."""
    return _required_id(read_body(bodies.NEWS_READ), "newest")


def read_appeal() -> str:
    """What an author says to whoever looks again; nothing will do."""
    return optional(read_body(bodies.NEW_APPEAL), "text", MAX_APPEAL)


def read_order(item_id: int) -> Order:
    """What a moderator decides, on which version."""
    fields = read_body(bodies.NEW_DECISION)
    action = read_choice(fields, "action", DecisionAction)
    rejects = action is DecisionAction.REJECT
    return Order(
        item_id=item_id,
        action=action,
        version=_required_id(fields, "version"),
        rule=read_one_of(fields, "rule", bodies.CITABLE) if rejects else None,
        note=optional(fields, "note", bodies.LONGEST_DECISION_NOTE),
        last_report=read_id(fields, "last_report", required=False),
    )


def read_address() -> str:
    """The article's address that is asked about."""
    return read_text(request.args, "url", bodies.LONGEST_URL)


def read_view() -> View:
    """Which comments of a thread are listed, in which order."""
    asked, since = request.args, _read_since()
    sort = read_choice(asked, "sort", Sort) if asked.get("sort") else Sort.NEWEST
    if since is not None and not sort.by_time:
        raise InvalidField("sort", "With since, comments are listed by time.")
    show = read_choice(asked, "show", Show) if asked.get("show") else Show.ALL
    if show is Show.NEW:
        raise InvalidField("show", "Ask for what is new by since.")
    cursor = read_place(asked, ranked=since is not None or not sort.by_time)
    return View(sort=sort, show=show, cursor=cursor, new_since=since)


def read_limit() -> int:
    """How many comments to list at most."""
    limit = read_id(request.args, "limit", required=False) or DEFAULT_LIMIT
    if limit > MOST_COMMENTS:
        raise InvalidField("limit", f"At most {MOST_COMMENTS} fit on a page.")
    return limit


def _read_since() -> datetime | None:
    typed = read_text(request.args, "since", LONGEST_MOMENT, required=False)
    if not typed:
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not moment >= EPOCH:
        raise InvalidField("since", "Write the moment as 2026-03-14T09:00:00Z.")
    return moment


def _refuse_other_type(name: str, value: Any, declared: str | list[str]) -> None:
    allowed = [declared] if isinstance(declared, str) else declared
    for kind in allowed:
        # In Python true is a number as well; in JSON it is not.
        if type(value) in TYPES[kind]:
            return
    raise InvalidField(name, f"{name} must be {_named(allowed)}.")


def _named(kinds: Iterable[str]) -> str:
    return " or ".join(NAMES_OF_TYPES[kind] for kind in kinds if kind != "null")


def optional(fields: Fields, field: str, maximum: int) -> str:
    """A text that may be left out."""
    return read_text(fields, field, maximum, required=False)


def optional_word(fields: Fields, field: str, choices: tuple[str, ...]) -> str | None:
    """One of some words, or none."""
    if fields.get(field) in (None, ""):
        return None
    return read_one_of(fields, field, choices)


def _required_id(fields: Fields, field: str) -> int:
    number = read_id(fields, field)
    if number is None:
        raise InvalidField(field, f"{field} is missing.")
    return number


def _email(fields: Fields) -> str:
    email = optional(fields, "email", LONGEST_EMAIL).strip()
    if email and not re.fullmatch(r"[^\s@]+@[^\s@]+", email):
        raise InvalidField("email", "This does not look like an e-mail address.")
    return email


def _article_address(fields: Fields) -> str:
    address = read_text(fields, "url", bodies.LONGEST_URL)
    parts = _split(address)
    is_web = parts is not None and parts.scheme in ("http", "https") and parts.netloc
    if not is_web or not address.isprintable() or set(address) & {" ", "@"}:
        raise InvalidField("url", "Give the article's full http or https address.")
    return one_spelling(address)


def _comment_address(fields: Fields) -> int:
    """The comment behind its permalink; the address is read, never fetched."""
    parts = _split(read_text(fields, "comment_url", bodies.LONGEST_URL))
    own = ("", request.host, parley().settings.public_host)
    if parts is not None and parts.netloc in own:
        found = COMMENT_ADDRESS.fullmatch(parts.path) or (
            COMMENT_ANCHOR.fullmatch(parts.fragment)
        )
        if found is not None and 0 < int(found[1]) <= LONGEST_ID:
            return int(found[1])
    raise InvalidField(
        "comment_url", "Give the address that the comment's own link leads to."
    )


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
