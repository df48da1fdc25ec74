"""Erasing what a person was to others: thanks, attention, silence, private words."""

from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from comments.services.appreciate import take_back_all
from comments.store.brigades import BrigadeMember
from comments.store.desk_comforts import DeskComfort
from comments.store.desk_keys import ChosenKeys
from comments.store.models import Comment
from comments.store.one_another import (
    ContactConsent,
    FollowedPerson,
    FollowedThread,
    IgnoredPerson,
    News,
    NewsSetting,
    PrivateMessage,
)
from comments.store.traces import AccountTrace
from comments.store.urgent_letters import UrgentLetter

# Rows that say something of the person, and the column that names them.
POINTING: Final[tuple[InstrumentedAttribute[int], ...]] = (
    IgnoredPerson.account_id,
    IgnoredPerson.ignored_id,
    FollowedPerson.account_id,
    FollowedPerson.followed_id,
    FollowedThread.account_id,
    News.account_id,
    NewsSetting.account_id,
    ChosenKeys.account_id,
    DeskComfort.account_id,
    UrgentLetter.account_id,
    BrigadeMember.account_id,
    AccountTrace.account_id,
)


def erase_ties(db: Session, account_id: int) -> None:
    """Take back a person's thanks, and forget whom they followed, ignored or wrote to.

    Counts of thanks stay exact.  What the newsroom and the person wrote to each other
    about the person's comments goes whole.
    """
    take_back_all(db, account_id)
    for column in POINTING:
        db.execute(delete(column.class_).where(column == account_id))
    own = select(Comment.id).where(Comment.author_id == account_id)
    for model in (PrivateMessage, ContactConsent):
        db.execute(delete(model).where(model.comment_id.in_(own)))
