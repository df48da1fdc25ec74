"""Sentences and small forms of words that several pages share."""

from datetime import datetime

from comments.domain.posted_rules import RuleBook
from comments.domain.sanctions import SanctionKind
from comments.services.sessions import Bound, Warned
from comments.web.context import parley


def silenced_sentence(bound: Bound | None) -> str:
    """What a sanctioned reader is told: what, until when, under which rule, why."""
    if bound is None:
        return "You may not post at the moment."
    what = {
        SanctionKind.MUTE: "You cannot post or report",
        SanctionKind.SUSPENSION: "This account is suspended",
        SanctionKind.BAN: "This account is closed to its owner",
    }.get(bound.kind, "You cannot post")
    under = f"under “{_headline(parley().rules, bound.rule)}”"
    note = f" A moderator wrote: “{bound.note}”" if bound.note else ""
    return f"{what} {_until(bound.ends_at)}, {under}.{note}"


def warned_sentence(warned: Warned) -> str:
    """What a reader with an unread warning is told."""
    under = f"A moderator warns you under “{_headline(parley().rules, warned.rule)}”."
    note = f" They wrote: “{warned.note}”" if warned.note else ""
    return f"{under}{note} You can post again once you have read this."


def exact_time(moment: datetime) -> str:
    """A moment in words, in UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def relative_time(moment: datetime, now: datetime) -> str:
    """How long ago a moment was; a moment to come counts as now."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86400:
        return f"{seconds // 3600} h"
    if seconds < 7 * 86400:
        return f"{seconds // 86400} d"
    return f"{moment.day} {moment:%b %Y}"


def short_number(number: int) -> str:
    """Exact up to 999, then 1.2k."""
    if number < 1000:
        return str(number)
    thousands = number / 1000
    return f"{thousands:.1f}k" if thousands < 10 else f"{thousands:.0f}k"


def _until(ends_at: datetime | None) -> str:
    return f"until {exact_time(ends_at)}" if ends_at else "for good"


def _headline(rules: RuleBook, code: str) -> str:
    return rules.get(code).headline if code in rules else code


def duration(seconds: int | None) -> str:
    """How long something took, in the two units that matter."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 86400:
        return f"{seconds // 3600} h {seconds % 3600 // 60} min"
    return f"{seconds // 86400} d {seconds % 86400 // 3600} h"
