"""Changes of the filter's arrangement: each is one version and one ledger entry."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Any, Final

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, authorize
from comments.domain.phrases import Phrase
from comments.filter.policy import PROFILES, Policy, load_policy
from comments.filter.policy_change import WrongChange, changed
from comments.services import ledger
from comments.services.current_filter import SETTING, Arrangement, arrangement
from comments.services.errors import Conflict, NotFound
from comments.services.ledger_chain import hold_head
from comments.services.newsroom import Newsroom
from comments.store import comments as stored_comments
from comments.store import own_words as stored
from comments.store.models import Account, FilterVersion

SET_POLICY: Final = "set policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """Who changes the filter's arrangement, of which newsroom, and when."""

    editor: Account
    actor: Actor
    newsroom: Newsroom
    now: datetime


def begin_change(db: Session, by: Editing) -> Arrangement:
    """The arrangement that is to be changed; until the transaction ends by nobody else.

    Raises NotPermitted for whoever is no editor.
    """
    authorize(by.actor, Act.MANAGE_FILTER)
    hold_head(db)  # two editors at once: the second sees what the first has done
    return arrangement(db, by.newsroom, afresh=True)


def end_change(
    db: Session, standing: Arrangement, act: str, content: str, by: Editing
) -> Arrangement:
    """Make the arrangement the next version, and note in the ledger what was changed.

    `content` is what the ledger keeps a digest of, so that rows cannot be touched up.
    """
    made = replace(standing, version=standing.version + 1, stamp=token_hex(8))
    version = FilterVersion(
        version=made.version,
        profile=made.profile,
        changes=dict(made.changes),
        act=act,
        changed_by=by.editor.id,
        changed_at=by.now,
    )
    db.add(version)
    stored_comments.put_site_setting(db, SETTING, asdict(made), by.now)
    key = by.newsroom.ledger_key
    ledger.record(
        db,
        act,
        by=by.editor,
        key=key,
        now=by.now,
        subject=f"filter:{made.version}",
        detail=ledger.keyed_digest(content, key),
    )
    return made


def set_policy(
    db: Session,
    profile: str,
    changes: Mapping[str, Any],
    by: Editing,
    *,
    seen: int | None = None,
) -> Arrangement:
    """Choose a shipped profile and change single thresholds of it.

    `changes` is a table of rule and severity; entries that say what the profile says
    are left out.  Conflict for a table that no policy can be made of, and when the
    policy is another one by now than it was in the version that the editor has seen.
    """
    standing = begin_change(db, by)
    if seen is not None and not _same_policy(
        find_version(db, by.newsroom, seen), standing
    ):
        raise Conflict(
            Phrase("A colleague has changed the policy meanwhile; look again.")
        )
    if profile not in PROFILES:
        raise Conflict(Phrase("There is no profile %(profile)s.", profile=profile))
    shipped = load_policy(profile)
    try:
        policy = changed(shipped, changes, by.newsroom.rules)
    except WrongChange as wrong:
        raise Conflict(
            Phrase("This table cannot be used: %(wrong)s.", wrong=wrong)
        ) from None
    wanted = _differences(shipped, policy)
    made = replace(standing, profile=profile, changes=wanted)
    if _same_policy(made, standing):
        return standing
    return end_change(db, made, SET_POLICY, f"{profile} {wanted}", by)


def find_version(db: Session, newsroom: Newsroom, version: int) -> Arrangement:
    """An arrangement of the past, or the present one, by its number."""
    if version == 0:
        return Arrangement(0, newsroom.filter.policy.name)
    found = stored.get_version(db, version)
    if found is None:
        raise NotFound(Phrase("The filter has no such version."))
    return Arrangement(found.version, found.profile, found.changes)


def latest_versions(db: Session, limit: int) -> Sequence[FilterVersion]:
    """The newest versions, the latest first."""
    return stored.latest_versions(db, limit)


def _same_policy(one: Arrangement, other: Arrangement) -> bool:
    return (one.profile, one.changes) == (other.profile, other.changes)


def _differences(shipped: Policy, policy: Policy) -> dict[str, Any]:
    """What a policy says otherwise than the profile it was made from."""
    table: dict[str, Any] = {}
    for (rule, severity), thresholds in policy.table.items():
        if thresholds != shipped.table[rule, severity]:
            table.setdefault(rule, {})[severity.value] = thresholds.as_table()
    return table
