"""Re-opening: a test for each clause of what a report does to a decided comment.

A report on an approved comment is never dropped.  It opens the item again when the text
is new, when its rule has not been judged, or when the new reports together, bursts and
brigades as one, weigh enough.  The card says who approved it and when.  It is the same
item, its version says that something is to be judged again, and nothing is hidden.
"""

from collections.abc import Sequence

import pytest

from comments.domain.permissions import VISITOR
from comments.domain.reports import REOPEN_WEIGHT, burst_of
from comments.services import review_queue
from comments.services.errors import NotFound, StaleDecision
from comments.services.notices import OwnReport, own_reports
from comments.services.read_item import ItemPage, read_item
from comments.services.report_comment import NewNotice, file_notice
from comments.store.models import ReviewItem
from tests.services.conftest import Town
from tests.services.test_brigades import known

CLEAN = "The second crew came over the mill side at nine."
CLEANER = "The second crew came at ten, I was wrong."


@pytest.fixture
def approved(town: Town) -> int:
    """A comment that ben reported and mod approved, beside others."""
    town.post("cleo", "A noise comment stands before the one that matters.")
    comment = town.post("ana", CLEAN).comment.id
    town.post("cleo", "And another one stands after it.")
    town.report("ben", comment)
    town.decide("mod", comment, "approve")
    town.wait(minutes=1)
    return comment


def item(town: Town, comment: int) -> ReviewItem:
    found = town.item(comment)
    assert found is not None
    return found


def page(town: Town, comment: int) -> ItemPage:
    with town.database.transaction() as db:
        moderator = town.account(db, "mia")
        return read_item(db, item(town, comment).id, moderator, town.now)


def own(town: Town, name: str) -> OwnReport:
    with town.database.transaction() as db:
        return own_reports(db, town.people[name], town.now)[0]


def trust(town: Town, names: Sequence[str]) -> None:
    """Twenty of twenty upheld: two such voices weigh more than REOPEN_WEIGHT."""
    known(town, names, judged=20, upheld=20)


def test_a_report_that_opens_nothing_is_kept_and_its_reporter_sees_it(
    town: Town, approved: int
) -> None:
    town.report("cleo", approved)
    assert item(town, approved).state == "decided"
    assert own(town, "cleo").state == "received"


def test_a_report_on_a_new_text_opens_the_item_again(town: Town, approved: int) -> None:
    town.edit("ana", approved, CLEANER)
    town.report("cleo", approved)
    again = page(town, approved)
    assert again.item.state == "open"
    assert again.revision.text == CLEANER


def test_the_same_reader_may_report_the_new_text(town: Town, approved: int) -> None:
    assert town.report("ben", approved).repeated
    town.edit("ana", approved, CLEANER)
    assert not town.report("ben", approved).repeated
    assert item(town, approved).state == "open"


def test_a_report_under_a_rule_that_nobody_judged_opens_it_again(
    town: Town, approved: int
) -> None:
    town.report("cleo", approved, "be-truthful")
    assert item(town, approved).state == "open"


def test_a_rule_that_was_judged_once_is_judged_for_this_text(
    town: Town, approved: int
) -> None:
    town.report("cleo", approved, "be-truthful")
    town.decide("mia", approved, "approve")
    town.report("noor", approved, "be-truthful")
    assert item(town, approved).state == "decided"


def test_a_rule_that_the_filter_had_shown_is_judged_with_it(town: Town) -> None:
    comment = town.post("ana", "The mayor is a pathetic lying idiot.").comment.id
    town.decide("mod", comment, "approve")
    town.report("cleo", comment, "be-nice")
    assert item(town, comment).state == "decided"
    town.report("noor", comment, "spam")
    assert item(town, comment).state == "open"


def test_new_reports_that_weigh_enough_open_it_again(town: Town, approved: int) -> None:
    trust(town, ("cleo", "noor"))
    town.report("cleo", approved)
    assert item(town, approved).state == "decided"
    town.report("noor", approved)
    assert item(town, approved).state == "open"


def test_reports_that_were_judged_before_do_not_weigh_again(town: Town) -> None:
    trust(town, ("ben", "cleo", "noor"))
    comment = town.post("ana", CLEAN).comment.id
    town.report("ben", comment)
    town.report("cleo", comment)
    town.decide("mod", comment, "approve")
    town.report("noor", comment)
    assert item(town, comment).state == "decided"


def test_reporters_without_a_good_record_have_to_be_more(
    town: Town, approved: int
) -> None:
    names = town.settle("doubtful", 6)
    known(town, names, judged=6, upheld=2)
    needed = -int(-REOPEN_WEIGHT // (3 / 9))
    assert needed == 5
    for name in names[: needed - 1]:
        town.report(name, approved)
    assert item(town, approved).state == "decided"
    town.report(names[needed - 1], approved)
    assert item(town, approved).state == "open"


def test_a_burst_of_new_reporters_is_one_voice_and_opens_nothing(
    town: Town, approved: int
) -> None:
    crowd = town.settle("crowd", 30)
    known(town, crowd, judged=0, upheld=0)
    for name in crowd:
        town.report(name, approved)
    assert item(town, approved).state == "decided"


def test_new_reporters_over_many_hours_open_nothing_either(
    town: Town, approved: int
) -> None:
    first = burst_of(town.now)
    for name in town.settle("crowd", 30):
        town.wait(minutes=11)
        town.report(name, approved)
    assert burst_of(town.now) > first + 30
    assert item(town, approved).state == "decided"


def test_the_card_then_says_who_approved_it_and_when(town: Town, approved: int) -> None:
    at = item(town, approved).decided_at
    town.report("cleo", approved, "be-truthful")
    (decision,) = page(town, approved).decisions
    assert decision.moderator is not None
    assert (decision.action, decision.moderator.name) == ("approve", "mod")
    assert decision.created_at == at


def test_it_is_the_same_item_with_what_is_new_alone(town: Town, approved: int) -> None:
    before = item(town, approved).id
    town.report("cleo", approved, "be-truthful")
    again = item(town, approved)
    assert again.id == before
    assert [(s.source, s.rule) for s in again.signals] == [("report", "be-truthful")]


def test_opening_again_raises_the_version_and_a_report_that_joins_does_not(
    town: Town, approved: int
) -> None:
    decided = item(town, approved).version
    town.report("cleo", approved)
    assert item(town, approved).version == decided
    town.report("noor", approved, "be-truthful")
    assert item(town, approved).version == decided + 1
    town.report("edda", approved, "spam")
    assert item(town, approved).version == decided + 1


def test_it_waits_from_when_it_was_opened_again(town: Town, approved: int) -> None:
    town.wait(days=3)
    town.report("cleo", approved, "be-truthful")
    again = item(town, approved)
    assert again.opened_at == town.now
    assert again.decided_at is None


def test_it_is_handed_out_again(town: Town, approved: int) -> None:
    town.report("cleo", approved, "be-truthful")
    with town.database.transaction(writes=True) as db:
        claimed = review_queue.claim(db, town.account(db, "mia"), town.now)
        assert claimed is not None
        assert claimed.comment_id == approved


def test_nothing_is_hidden_while_it_is_open_again(town: Town, approved: int) -> None:
    trust(town, ("cleo", "noor", "edda"))
    for name in ("cleo", "noor", "edda"):
        town.report(name, approved)
    assert item(town, approved).comment.status == "published"


def test_a_decision_about_what_was_seen_before_is_stale_and_changes_nothing(
    town: Town, approved: int
) -> None:
    before = item(town, approved).version
    town.report("cleo", approved, "be-truthful")
    with pytest.raises(StaleDecision) as refused:
        town.decide("mia", approved, "reject", version=before)
    assert refused.value.present.state == "open"
    assert item(town, approved).comment.status == "published"


def test_the_new_decision_settles_what_came_since_and_names_its_rule(
    town: Town, approved: int
) -> None:
    town.report("cleo", approved)
    town.report("noor", approved, "be-truthful")
    town.decide("mia", approved, "reject", rule="keep-it-clean")
    town.wait(seconds=31)
    for name in ("cleo", "noor"):
        assert own(town, name).state == "upheld"
        assert own(town, name).outcome_rule == "keep-it-clean"
    assert own(town, "ben").state == "not upheld"


def test_a_late_report_under_a_rule_not_shown_keeps_the_item_open(town: Town) -> None:
    comment = town.post("ana", CLEAN).comment.id
    seen = town.report("ben", comment).report
    town.wait(seconds=5)
    town.report("cleo", comment, "be-truthful")
    decided = town.decide("mod", comment, "approve", last_report=seen.id)
    assert decided.open
    left = item(town, comment)
    assert [(s.source, s.rule) for s in left.signals] == [("report", "be-truthful")]
    town.wait(seconds=31)
    assert own(town, "ben").state == "not upheld"
    assert own(town, "cleo").state == "received"


def test_a_late_report_under_a_rule_that_was_shown_is_settled_with_the_rest(
    town: Town,
) -> None:
    comment = town.post("ana", CLEAN).comment.id
    seen = town.report("ben", comment).report
    town.report("cleo", comment)
    assert not town.decide("mod", comment, "approve", last_report=seen.id).open


def test_taking_the_approval_back_opens_it_with_its_reports(town: Town) -> None:
    comment = town.post("ana", CLEAN).comment.id
    town.report("ben", comment)
    decided = town.decide("mod", comment, "approve")
    town.undo("mod", decided.decision.id)
    assert item(town, comment).state == "open"
    assert own(town, "ben").state == "received"


def test_a_notice_of_unlawful_content_always_opens_it_again(
    town: Town, approved: int
) -> None:
    for number in range(2):
        new = NewNotice(comment_id=approved, explanation=f"Defamation, {number}.")
        with town.database.transaction(writes=True) as db:
            file_notice(db, new, actor=VISITOR, newsroom=town.newsroom, now=town.now)
        assert item(town, approved).state == "open"
        town.decide("mia", approved, "approve")


def test_an_author_who_asks_opens_a_rejection_again(town: Town) -> None:
    comment = town.post("ana", CLEAN).comment.id
    town.report("ben", comment)
    decided = town.decide("mod", comment, "reject")
    town.wait(minutes=1)
    town.appeal("ana", decided.decision.id)
    again = item(town, comment)
    assert again.state == "open"
    assert again.barred_id == town.people["mod"]


def test_what_was_rejected_or_withdrawn_cannot_be_reported_and_opens_nothing(
    town: Town, approved: int
) -> None:
    town.withdraw("ana", approved)
    rejected = town.post("ana", "The last train left the mill at six.").comment.id
    town.report("ben", rejected)
    town.decide("mod", rejected, "reject")
    for comment in (approved, rejected):
        with pytest.raises(NotFound):
            town.report("cleo", comment, "spam")
        assert item(town, comment).state == "decided"
