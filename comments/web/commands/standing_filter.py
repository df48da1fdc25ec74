"""The filter as it stands now, for commands that judge texts by it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from comments.filter import Filter, load_filter
from comments.filter.policy import Policy
from comments.web.commands.newsroom import newsroom_or_stop
from comments.web.context import EXTENSION


@dataclass(frozen=True, slots=True)
class StandingFilter:
    """The policy in force, and how to make the filter, here or in another process."""

    policy: Policy
    make: Callable[[], Filter]


def standing_filter(*, needs_database: bool) -> StandingFilter:
    """The newsroom's filter; without a newsroom, if one may do without, the shipped."""
    if needs_database:
        newsroom_or_stop()
    parley = current_app.extensions.get(EXTENSION)
    policy = parley.filter.policy if parley else load_filter().policy
    return StandingFilter(policy, load_filter)
