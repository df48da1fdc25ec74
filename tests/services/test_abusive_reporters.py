"""Who misuses Report: a list that accuses nobody by chance and does nothing itself."""

from collections.abc import Sequence

import pytest

from comments.domain.sanctions import SanctionKind
from comments.services.abusive_reporters import (
    AbusiveReporter,
    abusive_reporters,
    surely_declined,
)
from comments.services.sanction_user import NewSanction, sanction_user
from tests.services.conftest import Town
from tests.services.test_brigades import brigades, known, past, report_all, write


def reported(town: Town, name: str, verdicts: str) -> None:
    """What somebody reported, and what became of it: a for approved, r for rejected."""
    for letter in verdicts:
        town.wait(hours=1)  # else ana would be held for writing so much
        comment = write(town, "ana", f"{name} {town.now}")
        town.report(name, comment)
        town.decide("mod", comment, {"a": "approve", "r": "reject"}[letter])
    town.wait(minutes=1)


def listed(town: Town) -> Sequence[AbusiveReporter]:
    with town.database.transaction() as db:
        return abusive_reporters(db, town.now)


def names(town: Town) -> list[str]:
    return [line.account.name for line in listed(town)]


def test_whose_reports_are_declined_beyond_chance_is_listed_the_surest_first(
    town: Town,
) -> None:
    reported(town, "ben", "aaaaaaar")
    reported(town, "cleo", "aaaaaaaaaaa")
    reported(town, "noor", "aarraarr")
    surest, other = listed(town)
    assert (surest.account.name, surest.declined, surest.judged) == ("cleo", 11, 11)
    assert (other.account.name, other.declined, other.judged) == ("ben", 7, 8)
    assert surest.surely == pytest.approx(0.741, abs=0.001)
    assert other.surely == pytest.approx(0.529, abs=0.001)


def test_seven_declined_reports_accuse_nobody(town: Town) -> None:
    reported(town, "ben", "a" * 7)
    assert names(town) == []
    reported(town, "ben", "a")
    assert names(town) == ["ben"]


def test_what_may_still_be_undone_and_what_is_old_is_not_counted(town: Town) -> None:
    reported(town, "ben", "a" * 7)
    comment = write(town, "ana", "last")
    town.report("ben", comment)
    town.decide("mod", comment, "approve")
    assert names(town) == []
    town.wait(seconds=31)
    assert names(town) == ["ben"]
    town.wait(days=91)
    assert names(town) == []


def test_the_step_that_is_suggested_follows_the_last_one_and_stops_at_a_mute(
    town: Town,
) -> None:
    reported(town, "ben", "a" * 8)
    (line,) = listed(town)
    assert line.suggestion is not None
    assert (line.suggestion.kind, line.suggestion.rule) == ("message", "be-proactive")
    for kind, following in (("message", "warning"), ("mute", None)):
        with town.database.transaction(writes=True) as db:
            sanction_user(
                db,
                NewSanction(
                    town.people["ben"], SanctionKind(kind), "be-proactive", None, "Stop"
                ),
                moderator=town.account(db, "mod"),
                actor=town.actor("mod"),
                newsroom=town.newsroom,
                now=town.now,
            )
        (line,) = listed(town)
        assert (line.suggestion and line.suggestion.kind.value) == following


def test_the_list_names_the_groups_in_which_somebody_reported(town: Town) -> None:
    gang = ("ben", "cleo", "noor")
    known(town, gang)
    past(town, "aaa")
    report_all(town, gang, write(town, "ana", "last"))
    reported(town, "ben", "a" * 6)
    (line,) = listed(town)
    assert line.brigades == (brigades(town)[0].id,)


def test_nobody_is_sure_of_what_was_never_judged() -> None:
    assert surely_declined(0, 0) == 0
    assert surely_declined(3, 0) < 0.5
