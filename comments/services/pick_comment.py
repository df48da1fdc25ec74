"""Editors' picks: comments that the newsroom holds up as good ones."""

from datetime import datetime

from sqlalchemy.orm import Session

from comments.domain.permissions import Act, Actor, CommentFacts, authorize
from comments.domain.phrases import Phrase
from comments.services import ledger
from comments.services.errors import NotFound
from comments.services.newsroom import Newsroom
from comments.store import comments as stored
from comments.store.models import Account, Comment


def pick_comment(
    db: Session,
    comment_id: int,
    *,
    picked: bool,
    editor: Account,
    actor: Actor,
    newsroom: Newsroom,
    now: datetime,
) -> Comment:
    """Pick a comment, or take the pick back, with a ledger entry for each change.

    Only what readers see can be picked.  A comment that is taken down stays picked, and
    is shown as such when it comes back.
    """
    authorize(actor, Act.PICK)
    comment = stored.get_comment(db, comment_id, lock=True)
    if comment is None:
        raise NotFound(Phrase("This comment is not here."))
    if picked == (comment.picked_at is not None):
        return comment
    if picked:
        shown = comment.shown_revision_id is not None
        authorize(actor, Act.PICK, CommentFacts(comment.author_id, published=shown))
    comment.picked_at = now if picked else None
    stored.touch_thread(db, comment.thread_id, now)
    ledger.record(
        db,
        "pick" if picked else "unpick",
        by=editor,
        key=newsroom.ledger_key,
        now=now,
        subject=f"comment:{comment.id}",
    )
    return comment
