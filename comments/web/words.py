"""Sentences and small forms of words that several pages share."""

from datetime import datetime

from comments.domain.phrases import Phrase, counted, joined
from comments.domain.posted_rules import RuleBook
from comments.domain.sanctions import SanctionKind
from comments.services.sessions import Bound, Warned
from comments.web.context import parley
from comments.web.languages import language


def silenced_sentence(bound: Bound | None) -> str:
    """What a sanctioned reader is told: what, until when, under which rule, why."""
    if bound is None:
        return Phrase("You may not post at the moment.")
    what = {
        SanctionKind.MUTE: Phrase("You cannot post or report"),
        SanctionKind.SUSPENSION: Phrase("This account is suspended"),
        SanctionKind.BAN: Phrase("This account is closed to its owner"),
    }.get(bound.kind, Phrase("You cannot post"))
    silenced = Phrase(
        "%(what)s %(until)s, under “%(rule)s”.",
        what=what,
        until=_until(bound.ends_at),
        rule=_headline(parley().rules, bound.rule),
    )
    if not bound.note:
        return silenced
    wrote = Phrase("A moderator wrote: “%(note)s”", note=bound.note)
    return Phrase("%(silenced)s %(wrote)s", silenced=silenced, wrote=wrote)


def warned_sentence(warned: Warned) -> str:
    """What a reader with an unread warning is told."""
    warns = Phrase(
        "A moderator warns you under “%(rule)s”.",
        rule=_headline(parley().rules, warned.rule),
    )
    wrote = [Phrase("They wrote: “%(note)s”", note=warned.note)] if warned.note else []
    after = Phrase("You can post again once you have read this.")
    return joined([warns, *wrote, after])


def exact_time(moment: datetime) -> str:
    """A moment in words, in UTC."""
    return language().moment(moment)


def relative_time(moment: datetime, now: datetime) -> Phrase | str:
    """How long ago a moment was; a moment to come counts as now."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 60:
        return Phrase("just now")
    if seconds < 3600:
        return Phrase("%(minutes)s min", minutes=seconds // 60)
    if seconds < 86400:
        return Phrase("%(hours)s h", hours=seconds // 3600)
    if seconds < 7 * 86400:
        return Phrase("%(days)s d", days=seconds // 86400)
    return language().day(moment)


def short_number(number: int) -> str:
    """Exact up to 999, then 1.2k."""
    if number < 1000:
        return str(number)
    thousands = number / 1000
    short = f"{thousands:.1f}" if thousands < 10 else f"{thousands:.0f}"
    return language().say(Phrase("%(thousands)sk", thousands=language().decimal(short)))


def _until(ends_at: datetime | None) -> Phrase:
    if ends_at is None:
        return Phrase("for good")
    return Phrase("until %(moment)s", moment=ends_at)


def _headline(rules: RuleBook, code: str) -> str:
    return rules.get(code).headline if code in rules else code


def duration(seconds: int | None) -> str:
    """How long something took, in the two units that matter."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return Phrase("%(seconds)s s", seconds=seconds)
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if hours == 0:
        return Phrase("%(minutes)s min", minutes=minutes)
    if days == 0:
        return Phrase("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes % 60)
    return Phrase("%(days)s d %(hours)s h", days=days, hours=hours % 24)


def wait_words(seconds: int) -> Phrase:
    """How long to wait, in words."""
    if seconds < 90:
        return counted("a second", "%(count)s seconds", seconds)
    minutes = -(-seconds // 60)
    if minutes < 90:
        return counted("a minute", "%(count)s minutes", minutes)
    return counted("an hour", "%(count)s hours", -(-minutes // 60))
