"""The filter learns of a newsroom's decisions, and switches only when it is told."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from comments.domain.permissions import NotPermitted
from comments.domain.submission import Submission
from comments.domain.verdict import Finding, Severity, Target
from comments.filter import load_filter
from comments.filter.calibration import UNCORRECTED, Calibration, Correction
from comments.filter.comparison import Stand, Taught
from comments.filter.policy import load_policy
from comments.services.calibrations import calibration_in_use, version_in_use
from comments.services.current_filter import current_filter, current_name_check
from comments.services.errors import NotFound
from comments.services.filter_versions import Editing
from comments.services.learning import (
    FEWEST_FITTED,
    TooFewDecisions,
    learn,
    split_by_time,
    store_candidate,
)
from comments.services.ledger_chain import verify
from comments.services.lessons import (
    SETTLED,
    Taken,
    all_pages,
    decisions_page,
    taught_by,
    unopposed_page,
)
from comments.services.use_calibration import SWITCH, digest_of, use_calibration
from comments.store.models import FilterCalibration, LedgerEntry
from tests.services.conftest import LEDGER_KEY, Town

STANDARD = load_policy("standard")
INSULT = "You are an idiot."
CRAP = "The sausage was crap, said my aunt, and she knows about sausages."
FAINT = "This damn bridge has been closed for a year."
PLAIN = "Thank you for the article."


def decisions(town: Town) -> list[Taken]:
    with town.database.transaction() as db:
        return decisions_page(db, before=None)


def unopposed(town: Town) -> list[Taken]:
    with town.database.transaction() as db:
        return unopposed_page(db, before=None, now=town.now)


def test_a_decision_teaches_with_its_text_and_the_rule_that_it_cites(
    town: Town,
) -> None:
    approved = town.post("ana", INSULT).comment.id
    rejected = town.post("ben", INSULT).comment.id
    town.decide("mod", approved, "approve")
    town.decide("mod", rejected, "reject", rule="be-nice")
    town.post("cleo", INSULT)
    newest, oldest = decisions(town)
    assert (newest.stand, newest.rule) == (Stand.REJECTED, "be-nice")
    assert (oldest.stand, oldest.rule) == (Stand.APPROVED, None)
    assert {newest.text, oldest.text} == {INSULT}


def test_what_a_moderator_took_back_teaches_nothing(town: Town) -> None:
    comment = town.post("ana", INSULT).comment.id
    town.undo("mod", town.decide("mod", comment, "reject").decision.id)
    assert decisions(town) == []


def test_an_overturned_appeal_teaches_what_it_ended_with(town: Town) -> None:
    comment = town.post("ana", INSULT).comment.id
    rejected = town.decide("mod", comment, "reject").decision
    town.wait(minutes=1)
    town.appeal("ana", rejected.id)
    town.decide("mia", comment, "approve")
    (taken,) = decisions(town)
    assert (taken.stand, taken.appealed) == (Stand.APPROVED, True)


def test_an_undone_second_look_leaves_the_first_one_standing(town: Town) -> None:
    comment = town.post("ana", INSULT).comment.id
    rejected = town.decide("mod", comment, "reject").decision
    town.wait(minutes=1)
    town.appeal("ana", rejected.id)
    town.undo("mia", town.decide("mia", comment, "approve").decision.id)
    (taken,) = decisions(town)
    assert (taken.stand, taken.appealed) == (Stand.REJECTED, False)


def test_a_published_text_that_nobody_objects_to_teaches_in_time(town: Town) -> None:
    kept = publish_with_finding(town, "ana")
    reported = publish_with_finding(town, "ben")
    town.report("cleo", reported)
    town.post("noor", PLAIN)
    assert unopposed(town) == []
    town.wait(days=SETTLED.days, hours=1)
    publish_with_finding(town, "noor")
    (taken,) = unopposed(town)
    assert (taken.stand, taken.text) == (Stand.UNOPPOSED, FAINT)
    assert kept


def publish_with_finding(town: Town, name: str) -> int:
    """Post a text that is published although something was noticed in it."""
    posted = town.post(name, FAINT)
    assert posted.revision.status == "published"
    assert posted.revision.findings
    return posted.comment.id


def test_pages_are_read_to_their_end_and_no_further_than_the_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def page(before: int | None) -> list[Taken]:
        first = 10 if before is None else before - 1
        places = range(first, max(0, first - 3), -1)
        return [
            Taken(n, PLAIN, datetime.min.replace(tzinfo=UTC), Stand.APPROVED)
            for n in places
        ]

    assert [taken.place for taken in all_pages(page)] == list(range(10, 0, -1))
    monkeypatch.setattr("comments.services.lessons.MOST", 4)
    assert len(list(all_pages(page))) == 6


def test_texts_are_judged_anew_and_let_go(town: Town) -> None:
    town.decide("mod", town.post("ana", INSULT).comment.id, "approve")
    (taught,) = taught_by(decisions(town), load_filter)
    expected = load_filter().run(Submission(INSULT)).findings
    assert taught.findings == expected
    assert INSULT not in repr(replace(taught, findings=()))


def mild_history(now: datetime) -> list[Taught]:
    """A newsroom that lets four of five mild vulgarities pass."""
    return history(now, 200, 50)


def history(now: datetime, approved: int, rejected: int) -> list[Taught]:
    """Decisions about mild vulgarity, approvals and rejections spread over the time."""
    found = Finding(
        "keep-it-clean", "words", ((0, 1),), Severity.MILD, 0.7, Target.NONE, ""
    )
    total = approved + rejected
    stands = [
        Stand.APPROVED
        if n * approved // total < (n + 1) * approved // total
        else Stand.REJECTED
        for n in range(total)
    ]
    return [
        Taught(now + timedelta(minutes=n), stand, (found,), "keep-it-clean")
        for n, stand in enumerate(stands)
    ]


def test_the_later_decisions_are_held_back(now: datetime) -> None:
    taught = history(now, 70, 30)
    split = split_by_time(reversed(taught))
    assert split.fitted == taught[:70]
    assert split.held_back == taught[70:]
    assert max(one.at for one in split.fitted) < split.at


def test_a_newsroom_that_is_milder_than_the_filter_is_told_so(now: datetime) -> None:
    learned = learn(mild_history(now), STANDARD, UNCORRECTED)
    assert learned.comparison.loss.highest < 0
    assert learned.calibration.rules["keep-it-clean"].shift < 0
    texts, before, after = learned.comparison.stopped[Stand.APPROVED]
    assert (texts, before, after) == (60, 60, 0)


@pytest.mark.parametrize(("approved", "rejected"), [(0, 0), (300, 3), (20, 20)])
def test_too_few_decisions_are_refused_with_their_number(
    now: datetime, approved: int, rejected: int
) -> None:
    taught = history(now, approved, rejected) if approved else []
    with pytest.raises(TooFewDecisions) as refused:
        learn(taught, STANDARD, UNCORRECTED)
    assert f"{FEWEST_FITTED} of each are needed" in str(refused.value)


def test_too_few_later_decisions_are_refused_as_well(now: datetime) -> None:
    early = history(now, 200, 50)
    late = history(now + timedelta(days=9), 100, 0)
    with pytest.raises(TooFewDecisions, match="of the later decisions"):
        learn([*early, *late], STANDARD, UNCORRECTED)


def test_texts_without_a_finding_do_not_count_as_decisions(now: datetime) -> None:
    bare = [replace(one, findings=()) for one in history(now, 100, 100)]
    with pytest.raises(TooFewDecisions):
        learn(bare, STANDARD, UNCORRECTED)


def candidate(town: Town) -> int:
    """Store what a milder newsroom has taught."""
    learned = learn(mild_history(town.now), STANDARD, UNCORRECTED)
    with town.database.transaction(writes=True) as db:
        row = store_candidate(db, learned, STANDARD, UNCORRECTED, town.now)
        return row.version


def use(town: Town, version: int, name: str = "edda") -> None:
    with town.database.transaction(writes=True) as db:
        editing = Editing(
            editor=town.account(db, name),
            actor=town.actor(name),
            newsroom=town.newsroom,
            now=town.now,
        )
        use_calibration(db, version, editing)


def in_use(town: Town) -> Calibration:
    with town.database.transaction() as db:
        return calibration_in_use(db)


def test_a_candidate_is_numbers_alone_and_changes_nothing(town: Town) -> None:
    version = candidate(town)
    with town.database.transaction() as db:
        row = db.get_one(FilterCalibration, version)
        written = json.dumps([row.numbers, row.report])
        assert current_filter(db, town.newsroom, town.now) is town.newsroom.filter
    for telling in ("idiot", "spans", "reason", "text"):
        assert telling not in written.replace("texts", "")
    assert row.report["against"] == 0
    assert row.report["held_back"]["approved"] == 60
    assert in_use(town) == UNCORRECTED


def test_an_editor_switches_and_the_next_comment_is_judged_anew(town: Town) -> None:
    assert town.post("ana", CRAP).revision.status == "held"
    version = candidate(town)
    use(town, version)
    posted = town.post("ben", CRAP)
    assert posted.revision.status == "published"
    assert posted.revision.policy == f"{STANDARD.label}/c{version}"
    use(town, 0)
    again = town.post("cleo", CRAP).revision
    assert (again.status, again.policy) == ("held", STANDARD.label)


def test_each_calibration_is_known_from_the_others(town: Town) -> None:
    labels = []
    for number in (candidate(town), candidate(town)):
        use(town, number)
        with town.database.transaction() as db:
            judge = current_filter(db, town.newsroom, town.now)
        labels.append(judge.run(Submission(PLAIN)).policy)
    assert [label[-3:] for label in labels] == ["/c1", "/c2"]


def test_every_switch_is_an_entry_of_a_ledger_that_verifies(town: Town) -> None:
    version = candidate(town)
    for number in (version, 0, version):
        use(town, number)
    with town.database.transaction() as db:
        entries = db.scalars(select(LedgerEntry).order_by(LedgerEntry.sequence)).all()
        assert not [problem for _, problem in verify(db, key=LEDGER_KEY) if problem]
    assert [(entry.act, entry.subject) for entry in entries] == [
        (SWITCH, f"calibration:{number}") for number in (version, 0, version)
    ]
    assert entries[0].actor == "pseudonym-edda"
    assert entries[0].detail == entries[2].detail != entries[1].detail


def test_what_is_in_use_already_is_no_switch(town: Town) -> None:
    use(town, 0)
    version = candidate(town)
    use(town, version)
    use(town, version)
    with town.database.transaction() as db:
        entry = db.scalars(select(LedgerEntry)).one()
    assert entry.subject == f"calibration:{version}"


def test_the_ledgers_digest_is_that_of_the_numbers_as_they_are_read(
    town: Town,
) -> None:
    version = candidate(town)
    use(town, version)
    with town.database.transaction() as db:
        row = db.get_one(FilterCalibration, version)
        entry = db.scalars(select(LedgerEntry)).one()
        assert entry.detail == digest_of(row.numbers)


def test_a_moderator_does_not_switch(town: Town) -> None:
    version = candidate(town)
    with pytest.raises(NotPermitted):
        use(town, version, name="mod")
    assert in_use(town) == UNCORRECTED


def test_a_version_that_is_not_there_is_not_switched_to(town: Town) -> None:
    with pytest.raises(NotFound, match="99"):
        use(town, 99)
    with town.database.transaction() as db:
        assert version_in_use(db)[0] == 0
        assert not db.scalars(select(LedgerEntry)).all()


def test_names_are_judged_as_before(town: Town) -> None:
    use(town, candidate(town))
    with town.database.transaction() as db:
        check = current_name_check(db, town.newsroom, town.now)
    assert check("You Idiot").outcome == "hold"


def test_a_stored_correction_is_the_one_that_was_fitted(town: Town) -> None:
    learned = learn(mild_history(town.now), STANDARD, UNCORRECTED)
    version = candidate(town)
    use(town, version)
    assert in_use(town) == replace(learned.calibration, version=version)


def test_a_candidate_is_compared_with_the_correction_in_use(now: datetime) -> None:
    taught = mild_history(now)
    milder = Calibration(3, {"keep-it-clean": Correction(1.0, -2.0)})
    learned = learn(taught, STANDARD, milder)
    assert learned.comparison.stopped[Stand.APPROVED][1] == 0
