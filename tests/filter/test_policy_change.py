"""An editor writes down a change of the policy, whole or in part."""

import pytest

from comments.domain.posted_rules import POSTED_RULES
from comments.domain.verdict import Severity
from comments.filter.policy import PROFILES, Policy, Thresholds, load_policy
from comments.filter.policy_change import WrongChange, changed, read_change

STANDARD = load_policy("standard")


def change(toml: str) -> Policy:
    return changed(STANDARD, read_change(toml.encode()), POSTED_RULES)


def test_what_a_change_does_not_name_stays_as_it_is() -> None:
    policy = change("[be-nice]\nmild = { hold = 0.3 }")
    key = ("be-nice", Severity.MILD)
    assert policy.table[key] == Thresholds(hold=0.3)
    assert {**policy.table, key: STANDARD.table[key]} == STANDARD.table


def test_an_entry_is_replaced_as_a_whole() -> None:
    policy = change("[be-nice]\nsevere = { hold = 0.3 }\nmild = {}")
    assert policy.table["be-nice", Severity.SEVERE] == Thresholds(hold=0.3)
    assert policy.table["be-nice", Severity.MILD] == Thresholds()


@pytest.mark.parametrize("profile", PROFILES)
def test_a_complete_profile_gives_that_profile(profile: str) -> None:
    shipped = load_policy(profile)
    table: dict[str, dict[str, object]] = {}
    for (rule, severity), thresholds in shipped.table.items():
        bounds = {"hold": thresholds.hold, "reject": thresholds.reject}
        table.setdefault(rule, {})[severity] = {
            key: value for key, value in bounds.items() if value <= 1
        }
    named = {"name": shipped.name, "version": shipped.version}
    assert changed(STANDARD, named | table, POSTED_RULES) == shipped


def test_a_changed_policy_does_not_pass_for_the_one_in_force() -> None:
    assert change("").label == f"{STANDARD.label}+change"
    assert change('version = "draft 2"').label == "standard@draft 2"


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        ("[be-kind]\nmild = {}", "be-kind"),
        ("[be-truthful]\nmild = {}", "be-truthful"),
        ("be-nice = 0.5", "be-nice"),
        ("[be-nice]\nhuge = {}", "huge"),
        ("[be-nice]\nmild = 0.5", "be-nice.mild"),
        ("[be-nice]\nmild = { delete = 0.5 }", "be-nice.mild"),
        ("[be-nice]\nmild = { hold = 1.5 }", "be-nice.mild.hold"),
        ("[be-nice]\nmild = { hold = nan }", "be-nice.mild.hold"),
        ("[be-nice]\nmild = { hold = true }", "be-nice.mild.hold"),
        ('[be-nice]\nmild = { hold = "0.5" }', "be-nice.mild.hold"),
        ("[be-nice]\nmild = { hold = 0.9, reject = 0.5 }", "be-nice.mild"),
        ("name = 3", "name"),
        ("[be-nice", "TOML"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_with_its_place(
    toml: str, place: str
) -> None:
    with pytest.raises(WrongChange, match=place):
        change(toml)


def test_a_change_is_written_in_utf_8() -> None:
    with pytest.raises(WrongChange, match="UTF-8"):
        read_change(b'name = "caf\xe9"')
