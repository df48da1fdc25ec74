"""A change to a policy: the part of a profile's table that is to be different.

An entry for a rule and a severity replaces the whole entry of the policy that is
changed, so a complete profile gives exactly that profile, and `mild = {}` publishes
what is mild.
"""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from comments.domain.posted_rules import RuleBook, codes
from comments.domain.verdict import SEVERITIES, Severity
from comments.filter.policy import Policy, Thresholds

HEADINGS: Final = ("name", "version")
BOUNDS: Final = ("hold", "reject")
CHANGED: Final = "+change"  # ends the label of a policy whose change has no version

Entry = tuple[tuple[str, Severity], Thresholds]


class WrongChange(ValueError):
    """A table that no policy can be made of; the message names the place."""


def read_change(content: bytes) -> dict[str, Any]:
    """The table of a TOML file, or WrongChange."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise WrongChange("it is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise WrongChange(f"it is not TOML: {error}") from None


def changed(policy: Policy, change: Mapping[str, Any], rules: RuleBook) -> Policy:
    """The policy with a change made to it; raises WrongChange."""
    entries = dict(_entries(change, codes(rules.filtered())))
    return Policy(
        name=_heading(change, "name") or policy.name,
        version=_heading(change, "version") or policy.version + CHANGED,
        table={**policy.table, **entries},
    )


def _heading(change: Mapping[str, Any], key: str) -> str:
    value = change.get(key, "")
    if not isinstance(value, str):
        raise WrongChange(f"{key} must be a text")
    return value


def _entries(change: Mapping[str, Any], filtered: Iterable[str]) -> Iterable[Entry]:
    known = list(filtered)
    for rule, severities in change.items():
        if rule in HEADINGS:
            continue
        if rule not in known:
            raise WrongChange(f"{rule} is no rule that the filter looks for")
        if not isinstance(severities, dict):
            raise WrongChange(f"[{rule}] must be a table")
        for severity, bounds in severities.items():
            if severity not in SEVERITIES:
                raise WrongChange(f"{rule}: {severity} is no severity")
            yield (rule, Severity(severity)), _thresholds(f"{rule}.{severity}", bounds)


def _thresholds(place: str, bounds: object) -> Thresholds:
    if not isinstance(bounds, dict) or not set(bounds) <= set(BOUNDS):
        raise WrongChange(f"{place} may name hold and reject, and nothing else")
    for key, value in bounds.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= 1:
            raise WrongChange(f"{place}.{key} must be a number from 0 to 1")
    thresholds = Thresholds(**bounds)
    if "hold" in bounds and thresholds.reject < thresholds.hold:
        raise WrongChange(f"{place}: what is rejected must be surer than what is held")
    return thresholds
