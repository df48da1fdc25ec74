"""The filter as the newsroom has arranged it, found by a number that is read anyway.

Version 0 is the filter as shipped.  The number stands among the settings of the site,
which every submission reads, and so does that of the calibration; only who meets a new
one reads the lists and compiles.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from comments.domain.own_words import Listing, Treatment
from comments.domain.posted_rules import RuleBook
from comments.domain.verdict import Verdict
from comments.filter import Filter, check_name
from comments.filter.arrangement import arranged, for_names
from comments.filter.calibration import Calibration
from comments.filter.policy import Policy, load_policy
from comments.filter.policy_change import changed
from comments.services.calibrations import calibration_in_use, version_in_use
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


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that the filter in force is made of, in a form that other processes take."""

    policy: Policy
    listings: tuple[Listing, ...]
    calibration: Calibration

    def compiled(self, base: Filter) -> Filter:
        """The filter itself, made from the shipped one."""
        made = arranged(base, self.policy, self.listings)
        return replace(made, calibration=self.calibration)


def current_recipe(db: Session, newsroom: Newsroom, now: datetime) -> Recipe:
    """What the filter that judges at this moment is made of."""
    return _recipe(db, newsroom, arrangement(db, newsroom), now)[0]


def current_filter(db: Session, newsroom: Newsroom, now: datetime) -> Filter:
    """The filter that judges at this moment."""
    standing = arrangement(db, newsroom)
    calibration, stamp = version_in_use(db)
    if standing.version == calibration == 0:
        return newsroom.filter
    return newsroom.compiled.get(
        (standing.version, f"{standing.stamp} {calibration} {stamp}"),
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
    recipe, until = _recipe(db, newsroom, standing, now)
    return recipe.compiled(newsroom.filter), until


def _recipe(
    db: Session, newsroom: Newsroom, standing: Arrangement, now: datetime
) -> tuple[Recipe, datetime | None]:
    words = stored.words_in(db, standing.version)
    in_force = [w for w in words if w.expires_at is None or w.expires_at > now]
    recipe = Recipe(
        policy_of(standing, newsroom.rules),
        tuple(Listing(w.text, Treatment(w.treatment), w.rule) for w in in_force),
        calibration_in_use(db),
    )
    return recipe, stored.next_end(in_force, now)
