"""What a person was to others goes with them, and is theirs to take along."""

from sqlalchemy import select

from comments.domain.closing import Leave
from comments.services.appreciate import appreciate
from comments.services.follow import follow_thread
from comments.store.models import Comment
from comments.store.one_another import Appreciation, FollowedThread
from tests.services.conftest import Town
from tests.services.test_own_data import archive_of, close, part

PLAIN = "The bridge was closed in 1987 as well."


def test_thanks_and_ties_go_with_the_person_and_counts_stay_exact(town: Town) -> None:
    number = town.post("ana", PLAIN).comment.id
    with town.database.transaction(writes=True) as db:
        thread_id = db.get_one(Comment, number).thread_id
        ben = town.actor("ben")
        appreciate(db, number, actor=ben, now=town.now)
        follow_thread(db, thread_id, actor=ben, now=town.now)
    own = archive_of(town, "ben")
    assert [row["comment_id"] for row in part(own, "thanks")] == [number]
    assert len(part(own, "discussions")) == 1
    close(town, "ben", Leave.ANONYMISE)
    with town.database.transaction() as db:
        assert db.get_one(Comment, number).appreciated == 0
        assert not db.scalars(select(Appreciation)).all()
        assert not db.scalars(select(FollowedThread)).all()
