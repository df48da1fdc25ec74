"""What readers send from the board's forms, and where they ask to be on it."""

import re
import secrets
from datetime import datetime
from typing import Final

from comments.domain.appeals import MAX_APPEAL
from comments.domain.marks import Mark
from comments.domain.moderation import MAX_TEXT
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import RuleBook, codes
from comments.domain.reading import Cursor, Show, Sort, moment_of_rank
from comments.domain.reports import MAX_EXPLANATION, MAX_NOTE
from comments.services.post_comment import NewComment
from comments.services.read_thread import View
from comments.services.report_comment import NewNotice, NewReport
from comments.web.forms import (
    LONGEST_EMAIL,
    Fields,
    InvalidField,
    read_choice,
    read_flag,
    read_id,
    read_one_of,
    read_text,
)
from comments.web.posting import Edit

LONGEST_ATTEMPT: Final = 64
LONGEST_NAME: Final = 100
LONGEST_ADDRESS: Final = 2000
RANKED: Final = re.compile(r"([0-9]{1,16})-([0-9]{1,15})", re.ASCII)
# The ways in which a reader may say which comment: its number, or a link to it.
COMMENT_ADDRESS: Final = re.compile(r"(?:.*(?:/comments/|#comment-))?([0-9]{1,16})/?")


def new_attempt() -> str:
    """A key for one form, so that sending it twice stores one comment."""
    return secrets.token_urlsafe(16)


def read_new_comment(
    fields: Fields, thread_id: int, *, parent_id: int | None = None
) -> NewComment:
    """What a reader wants to post under an article, or as a reply."""
    return NewComment(
        thread_id=thread_id,
        text=read_text(fields, "text", MAX_TEXT),
        attempt=read_text(fields, "attempt", LONGEST_ATTEMPT),
        parent_id=parent_id or read_id(fields, "parent_id", required=False),
        mark=_read_mark(fields),
        contact=read_flag(fields, "contact"),
        insist=read_flag(fields, "insist"),
    )


def read_edit(fields: Fields, comment_id: int) -> Edit:
    """What an author wants a comment to say instead."""
    return Edit(
        comment_id=comment_id,
        text=read_text(fields, "text", MAX_TEXT),
        insist=read_flag(fields, "insist"),
    )


def read_report(fields: Fields, comment_id: int, rules: RuleBook) -> NewReport:
    """Which rule a comment breaks, as a reader sees it."""
    if not fields.get("rule"):
        raise InvalidField("rule", Phrase("Choose the rule that it breaks."))
    return NewReport(
        comment_id=comment_id,
        rule=read_one_of(fields, "rule", codes(rules.reportable())),
        note=read_text(fields, "note", MAX_NOTE, required=False),
    )


def read_notice(fields: Fields) -> NewNotice:
    """A notice of unlawful content, from anyone who states good faith."""
    notice = NewNotice(
        comment_id=read_comment_address(fields, "comment"),
        explanation=read_text(fields, "explanation", MAX_EXPLANATION),
        name=read_text(fields, "name", LONGEST_NAME, required=False).strip(),
        email=_read_email(fields),
    )
    if not read_flag(fields, "good_faith"):
        raise InvalidField(
            "good_faith", Phrase("Please confirm this, or do not send it.")
        )
    return notice


def read_comment_address(fields: Fields, field: str) -> int:
    """The number of the comment that a link or a number stands for."""
    typed = read_text(fields, field, LONGEST_ADDRESS).strip()
    found = COMMENT_ADDRESS.fullmatch(typed)
    number = read_id({field: found.group(1)}, field) if found else None
    if number is None:
        raise InvalidField(
            field, Phrase("Paste the comment's link: you find it beside the comment.")
        )
    return number


def read_appeal(fields: Fields) -> str:
    """What an author tells the next moderator; nothing is fine too."""
    return read_text(fields, "text", MAX_APPEAL, required=False)


def read_view(fields: Fields) -> View:
    """Which part of a thread a reader asked for, and in which order."""
    show = read_choice(fields, "show", Show) if fields.get("show") else Show.ALL
    sort = read_choice(fields, "sort", Sort) if fields.get("sort") else Sort.NEWEST
    if show is not Show.ALL:
        sort = Sort.OLDEST if show is Show.NEW else Sort.NEWEST
    ranked = show is Show.NEW or not sort.by_time
    return View(
        sort=sort,
        show=show,
        cursor=_read_place(fields, ranked=ranked),
        new_since=_read_since(fields),
        wanted=read_cursor(fields, "comment"),
    )


def read_cursor(fields: Fields, field: str = "cursor") -> int | None:
    """Where a page begins; None at the first one."""
    return read_id(fields, field, required=False)


def _read_place(fields: Fields, *, ranked: bool) -> Cursor | None:
    typed = fields.get("cursor")
    if not typed:
        return None
    if not ranked:
        return Cursor(read_id(fields, "cursor") or 0)
    found = RANKED.fullmatch(typed)
    if found is None:
        raise InvalidField(
            "cursor", Phrase("This page begins nowhere; begin without it.")
        )
    return Cursor(int(found[2]), int(found[1]))


def _read_since(fields: Fields) -> datetime | None:
    since = read_cursor(fields, "since")
    return None if since is None else moment_of_rank(since)


def _read_mark(fields: Fields) -> str | None:
    return read_choice(fields, "mark", Mark).value if fields.get("mark") else None


def _read_email(fields: Fields) -> str:
    email = read_text(fields, "email", LONGEST_EMAIL, required=False).strip()
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise InvalidField(
            "email", Phrase("This does not look like an e-mail address.")
        )
    return email
