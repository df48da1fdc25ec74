"""The form for a text: fresh, or sent back with all that was typed into it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from flask import request, url_for

from comments.adapters.render import MarkedSpan
from comments.domain.moderation import MAX_TEXT
from comments.domain.posted_rules import PostedRule, RuleBook
from comments.domain.verdict import Finding, Outcome, Verdict
from comments.web.board_forms import LONGEST_ATTEMPT, new_attempt
from comments.web.context import parley
from comments.web.forms import InvalidField, read_text
from comments.web.posting import Nudged

WRITE: Final = "write"  # the form's anchor: an answer to it scrolls there


@dataclass(frozen=True, slots=True)
class Nudge:
    """What an author is told before anything is stored."""

    verdict: Verdict
    rules: tuple[PostedRule, ...]
    marks: tuple[MarkedSpan, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in the filter's plain words, each once."""
        return tuple(dict.fromkeys(finding.reason for finding in self.verdict.grounds))

    @property
    def would_be_rejected(self) -> bool:
        """Whether insisting would store a text that nobody sees."""
        return self.verdict.outcome is Outcome.REJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One form for a text.

    `key` names it in the browser, which keeps what is being written; `page` is where
    the form stands.  With `preview` the text is shown as readers would see it.
    """

    action: str
    page: str
    key: str
    attempt: str = field(default_factory=new_attempt)
    text: str = ""
    mark: str = ""
    contact: bool = False
    asks_mark: bool = False
    refused: InvalidField | None = None
    nudge: Nudge | None = None
    preview: bool = False


def comment_draft(thread_id: int) -> Draft:
    """The form under an article."""
    return Draft(
        action=url_for("writing.post", thread_id=thread_id, _anchor=WRITE),
        page=url_for("board.thread", thread_id=thread_id),
        key=f"thread-{thread_id}",
        asks_mark=True,
    )


def reply_draft(comment_id: int) -> Draft:
    """The form below a comment."""
    return Draft(
        action=url_for("writing.send_reply", comment_id=comment_id, _anchor=WRITE),
        page=url_for("writing.reply", comment_id=comment_id),
        key=f"reply-{comment_id}",
        asks_mark=True,
    )


def edit_draft(comment_id: int) -> Draft:
    """The form for a comment's next words."""
    return Draft(
        action=url_for("writing.send_edit", comment_id=comment_id, _anchor=WRITE),
        page=url_for("writing.edit", comment_id=comment_id),
        key=f"edit-{comment_id}",
    )


def as_previewed(draft: Draft) -> Draft:
    """The form as it was sent, with the text as readers would see it."""
    read_text(request.form, "text", MAX_TEXT)
    return replace(_as_sent(draft), preview=True)


def as_refused(draft: Draft, refused: InvalidField) -> Draft:
    """The form as it was sent, with what could not be used."""
    return replace(_as_sent(draft), refused=refused)


def as_nudged(draft: Draft, nudged: Nudged) -> Draft:
    """The form as it was sent, with what may break which rule."""
    return replace(_as_sent(draft), nudge=nudge_of(nudged.verdict, parley().rules))


def nudge_of(verdict: Verdict, rules: RuleBook) -> Nudge:
    """A verdict in the words of the rules."""
    grounds = verdict.grounds
    broken = dict.fromkeys(ground.rule for ground in grounds)
    named = tuple(rules.get(code) for code in broken if code in rules)
    return Nudge(verdict, named, marks_of(grounds, rules))


def marks_of(findings: Iterable[Finding], rules: RuleBook) -> tuple[MarkedSpan, ...]:
    """The words that findings are about, each with its rule's headline."""
    return tuple(
        (start, end, headline(finding.rule, rules))
        for finding in findings
        for start, end in finding.spans
    )


def headline(code: str, rules: RuleBook) -> str:
    """A rule's headline; a code that no rule has any more stands for itself."""
    return rules.get(code).headline if code in rules else code


def _as_sent(draft: Draft) -> Draft:
    attempt = request.form.get("attempt", "")
    return replace(
        draft,
        attempt=attempt if 0 < len(attempt) <= LONGEST_ATTEMPT else draft.attempt,
        text=request.form.get("text", ""),
        mark=request.form.get("mark", ""),
        contact=bool(request.form.get("contact")),
    )
