"""The policy's page: what becomes of a finding, and what an editor may change of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.domain.posted_rules import PostedRule
from comments.domain.verdict import SEVERITIES, Severity
from comments.filter.policy import PROFILES, load_policy
from comments.services.current_filter import Arrangement, arrangement, policy_of
from comments.services.filter_versions import (
    find_version,
    latest_versions,
    set_policy,
)
from comments.store.review_context import names_of
from comments.web.access import requires, staff_blueprint
from comments.web.context import parley
from comments.web.editing import editing
from comments.web.forms import Fields, InvalidField, read_id, read_one_of, read_text

policy = staff_blueprint("policy", __name__)

SHOWN_VERSIONS: Final = 20
LONGEST_NUMBER: Final = 8
BOUNDS: Final = ("hold", "reject")
PROFILE_WORDS: Final = {
    "family": Phrase("A family newspaper: doubt is enough to hold"),
    "standard": Phrase("Most newsrooms: what is mild but clear is held"),
    "lenient": Phrase("A rough board: swearing and mild insults are published"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: its thresholds now, and what the profile has there."""

    rule: PostedRule
    severity: Severity
    thresholds: Mapping[str, float]
    shipped: Mapping[str, float]

    @property
    def is_changed(self) -> bool:
        """Whether the newsroom has its own thresholds here."""
        return self.thresholds != self.shipped


@policy.get("/policy")
@requires(Act.MANAGE_FILTER)
def show() -> str:
    wanted = read_id(request.args, "version", required=False)
    with parley().database.transaction() as db:
        standing = arrangement(db, parley().newsroom)
        shown = find_version(db, parley().newsroom, wanted) if wanted else standing
        return _page(db, shown, is_past=shown.version != standing.version)


@policy.post("/policy/profile")
@requires(Act.MANAGE_FILTER)
def choose_profile() -> Response:
    profile = read_one_of(request.form, "profile", PROFILES)
    with parley().database.transaction(writes=True) as db:
        changes = arrangement(db, parley().newsroom, afresh=True).changes
        set_policy(db, profile, changes, editing(db))
    return redirect(url_for("policy.show", changed="1"), 303)


@policy.post("/policy/thresholds")
@requires(Act.MANAGE_FILTER)
def set_thresholds() -> Response:
    profile = read_one_of(request.form, "profile", PROFILES)
    is_reset = read_one_of(request.form, "do", ("save", "reset")) == "reset"
    changes = {} if is_reset else _read_thresholds(request.form)
    seen = _read_version(request.form)
    with parley().database.transaction(writes=True) as db:
        set_policy(db, profile, changes, editing(db), seen=seen)
    return redirect(url_for("policy.show", changed="1"), 303)


def _page(db: Session, shown: Arrangement, *, is_past: bool) -> str:
    versions = latest_versions(db, SHOWN_VERSIONS)
    return render_template(
        "desk/policy.html",
        shown=shown,
        label=policy_of(shown, parley().rules).label,
        rows=list(_rows(shown)),
        is_past=is_past,
        changed="changed" in request.args,
        profiles=[(name, PROFILE_WORDS[name]) for name in PROFILES],
        versions=versions,
        names=names_of(db, {version.changed_by for version in versions}),
    )


def _rows(shown: Arrangement) -> Iterator[Row]:
    in_force, shipped = policy_of(shown, parley().rules), load_policy(shown.profile)
    for rule in parley().rules.filtered():
        for severity in SEVERITIES:
            place = (rule.code, severity)
            thresholds = in_force.table[place].as_table()
            yield Row(rule, severity, thresholds, shipped.table[place].as_table())


def _read_thresholds(fields: Fields) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for rule in parley().rules.filtered():
        table[rule.code] = {
            severity.value: _read_bounds(fields, f"{rule.code}.{severity.value}")
            for severity in SEVERITIES
        }
    return table


def _read_bounds(fields: Fields, place: str) -> dict[str, float]:
    """The thresholds of one line; an empty field means that it never happens."""
    bounds = {}
    for bound in BOUNDS:
        name = f"{place}.{bound}"
        if name not in fields:
            raise InvalidField(name, Phrase("%(name)s is missing.", name=name))
        typed = read_text(fields, name, LONGEST_NUMBER, required=False).strip()
        if typed:
            bounds[bound] = _read_number(name, typed)
    return bounds


def _read_number(name: str, typed: str) -> float:
    try:
        return round(float(typed.replace(",", ".")), 3)
    except (ValueError, OverflowError):
        raise InvalidField(
            name, Phrase("%(name)s must be a number from 0 to 1.", name=name)
        ) from None


def _read_version(fields: Fields) -> int:
    """The version that the editor's page showed; 0 is the filter as shipped."""
    if fields.get("version") == "0":
        return 0
    return read_id(fields, "version") or 0
