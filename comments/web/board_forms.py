"""What readers send from the board's forms, and where they ask to be on it."""

import re
import secrets
from typing import Final

from comments.domain.appeals import MAX_APPEAL
from comments.domain.marks import Mark
from comments.domain.moderation import MAX_TEXT
from comments.domain.posted_rules import RuleBook, codes
from comments.domain.reports import MAX_EXPLANATION, MAX_NOTE
from comments.services.post_comment import NewComment
from comments.services.read_thread import Sort
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
        raise InvalidField("rule", "Choose the rule that it breaks.")
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
        raise InvalidField("good_faith", "Please confirm this, or do not send it.")
    return notice


def read_comment_address(fields: Fields, field: str) -> int:
    """The number of the comment that a link or a number stands for."""
    typed = read_text(fields, field, LONGEST_ADDRESS).strip()
    found = COMMENT_ADDRESS.fullmatch(typed)
    number = read_id({field: found.group(1)}, field) if found else None
    if number is None:
        raise InvalidField(
            field, "Paste the comment's link: you find it beside the comment."
        )
    return number


def read_appeal(fields: Fields) -> str:
    """What an author tells the next moderator; nothing is fine too."""
    return read_text(fields, "text", MAX_APPEAL, required=False)


def read_sort(fields: Fields) -> Sort:
    """The order that a reader asked for."""
    return read_choice(fields, "sort", Sort) if fields.get("sort") else Sort.NEWEST


def read_cursor(fields: Fields, field: str = "cursor") -> int | None:
    """Where a page begins; None at the first one."""
    return read_id(fields, field, required=False)


def _read_mark(fields: Fields) -> str | None:
    return read_choice(fields, "mark", Mark).value if fields.get("mark") else None


def _read_email(fields: Fields) -> str:
    email = read_text(fields, "email", LONGEST_EMAIL, required=False).strip()
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise InvalidField("email", "This does not look like an e-mail address.")
    return email
