"""Earlier decisions about texts that are nearly the same, on both databases."""

from comments.domain.closing import Leave
from comments.services.erase_comment import erase_comment
from comments.services.near_texts import NearTexts, near_to
from comments.services.review_queue import judged_revision
from tests.services.conftest import Town

FLYER = (
    "The mayor is a pathetic lying idiot, and whoever reads this should come to the "
    "town hall on Monday evening and tell the whole council so to their faces."
)
NEARLY = FLYER.replace("Monday", "Tuesday")
DISGUISED = FLYER.replace("idiot", "1d1ot")
OTHER = "What a pathetic lying idiot wrote this article about our old mill bridge?"


def near(town: Town, comment_id: int) -> NearTexts:
    item = town.item(comment_id)
    assert item is not None
    with town.database.transaction() as db:
        return near_to(db, judged_revision(item.comment, item.revision_id))


def test_a_text_with_another_word_in_it_is_found_and_another_text_is_not(
    town: Town,
) -> None:
    first = town.post("ana", FLYER).comment.id
    second = town.post("ben", NEARLY).comment.id
    town.post("cleo", OTHER)
    third = town.post("noor", DISGUISED).comment.id
    found = [one.revision.comment_id for one in near(town, first).newest]
    assert found == [third, second]
    assert near(town, first).count == 2


def test_what_was_decided_about_near_identical_texts_is_counted(town: Town) -> None:
    first = town.post("ana", FLYER).comment.id
    second = town.post("ben", NEARLY).comment.id
    assert near(town, second).decided == []
    town.decide("mod", first, "reject", rule="be-nice")
    assert near(town, second).decided == [("reject", "be-nice", 1)]


def test_a_decision_that_was_undone_counts_no_more(town: Town) -> None:
    first = town.post("ana", FLYER).comment.id
    second = town.post("ben", NEARLY).comment.id
    decided = town.decide("mod", first, "reject", rule="be-nice")
    town.undo("mod", decided.decision.id)
    assert near(town, second).decided == []


def test_ones_own_earlier_text_is_not_another_comment(town: Town) -> None:
    first = town.post("ana", FLYER).comment.id
    town.edit("ana", first, NEARLY)
    assert near(town, first).count == 0


def test_an_erased_text_is_like_no_other(town: Town) -> None:
    first = town.post("ana", FLYER).comment.id
    second = town.post("ben", NEARLY).comment.id
    with town.database.transaction(writes=True) as db:
        other = town.people["cleo"]
        erase_comment(db, first, Leave.REMOVE, new_author_id=other, now=town.now)
    assert near(town, second).count == 0
