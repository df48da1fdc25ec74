"""Picked comments: which text of each is decided about, and how it stands now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from comments.domain.bulk import Pick, Standing
from comments.domain.moderation import (
    CommentStatus,
    RevisionState,
    RevisionStatus,
    judged_number,
)
from comments.domain.review_item import ItemState
from comments.store.models import Account, Comment, ReviewItem, Revision


def standing_of(
    comment: Comment,
    item: ReviewItem | None,
    *,
    moderator: Account,
    appealed: bool,
    noticed: bool,
    now: datetime,
) -> Standing:
    """How a comment stands now, as far as it may be passed over."""
    is_open = item is not None and item.state == ItemState.OPEN
    held_until = item.claimed_until if item else None
    leased = is_open and held_until is not None and held_until > now
    revision = judged(comment, item)
    return Standing(
        own=comment.author_id == moderator.id,
        status=CommentStatus(comment.status),
        revision_id=revision.id if revision else None,
        version=item.version if item else 0,
        is_open=is_open,
        with_colleague=leased and item is not None and item.claimed_by != moderator.id,
        escalated=item is not None and item.escalated,
        appealed=appealed,
        noticed=noticed,
    )


def judged(comment: Comment, item: ReviewItem | None) -> Revision | None:
    """The text that a decision is about: the open item's, else the one that is shown.

    When none is shown, the newest that its author has not replaced.
    """
    by_id = {revision.id: revision for revision in comment.revisions}
    if item is not None and item.state == ItemState.OPEN:
        return by_id.get(item.revision_id)
    if comment.shown_revision_id is not None:
        return by_id.get(comment.shown_revision_id)
    states = [
        RevisionState(r.number, RevisionStatus(r.status)) for r in comment.revisions
    ]
    newest = judged_number(states)
    return next((r for r in comment.revisions if r.number == newest), None)


def picks_of(
    comments: Sequence[Comment], items: Mapping[int, ReviewItem]
) -> tuple[Pick, ...]:
    """Comments as they stand now, picked; what has no text to decide is left out."""
    found = []
    for comment in comments:
        item = items.get(comment.id)
        revision = judged(comment, item)
        if revision is not None:
            version = item.version if item else 0
            found.append(Pick(comment.id, revision.id, version))
    return tuple(found)
