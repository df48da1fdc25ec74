"""The filter as the newsroom has arranged it, found by a number that is read anyway.

Version 0 is the filter as shipped.  The number stands among the settings of the site,
which every submission reads; only who meets a new one reads the lists and compiles.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from comments.domain.own_words import Listing, Treatment
from comments.domain.posted_rules import RuleBook
from comments.domain.verdict import Verdict
from comments.filter import Filter, check_name
from comments.filter.arrangement import arranged, for_names
from comments.filter.policy import Policy, load_policy
from comments.filter.policy_change import changed
from comments.services.newsroom import Newsroom
from comments.store import comments as stored_comments
from comments.store import own_words as stored

SETTING: Final = "filter"


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A version of the filter: a shipped profile, and what is changed about it.

    `changes` is a table of rule and severity, in the form of a profile's file.  `stamp`
    is random: after a restore another version may get the same number.
    """

    version: int
    profile: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    stamp: str = ""


def current_filter(db: Session, newsroom: Newsroom, now: datetime) -> Filter:
    """The filter that judges at this moment."""
    standing = arrangement(db, newsroom)
    if standing.version == 0:
        return newsroom.filter
    return newsroom.compiled.get(
        (standing.version, standing.stamp),
        now,
        lambda: _compile(db, newsroom, standing, now),
    )


def current_name_check(
    db: Session, newsroom: Newsroom, now: datetime
) -> Callable[[str], Verdict]:
    """The check of display names, which knows the newsroom's own words too."""
    current = current_filter(db, newsroom, now)
    return check_name if current is newsroom.filter else for_names(current).run_name


def arrangement(
    db: Session, newsroom: Newsroom, *, afresh: bool = False
) -> Arrangement:
    """The version in force, read with the site's other settings."""
    value = stored_comments.site_setting(db, SETTING, afresh=afresh)
    if not value:
        return Arrangement(0, newsroom.filter.policy.name)
    return Arrangement(**value)


def policy_of(standing: Arrangement, rules: RuleBook) -> Policy:
    """The policy of a version; its label names the version."""
    profile = load_policy(standing.profile)
    if standing.version == 0:
        return profile
    version = f"{profile.version}+{standing.version}"
    return changed(profile, {**standing.changes, "version": version}, rules)


def _compile(
    db: Session, newsroom: Newsroom, standing: Arrangement, now: datetime
) -> tuple[Filter, datetime | None]:
    words = stored.words_in(db, standing.version)
    in_force = [w for w in words if w.expires_at is None or w.expires_at > now]
    listings = [Listing(w.text, Treatment(w.treatment), w.rule) for w in in_force]
    policy = policy_of(standing, newsroom.rules)
    compiled = arranged(newsroom.filter, policy, listings)
    return compiled, stored.next_end(in_force, now)
