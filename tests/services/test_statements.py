"""Statements of reasons carry what art. 17(3) of the Digital Services Act asks for.

docs/duties.md names the test that pins each field.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from comments.domain.redress import Redress
from comments.domain.review_item import Source
from comments.domain.sanctions import SanctionKind
from comments.domain.statement_of_reasons import Ground, Measure
from comments.domain.statement_words import paragraphs
from comments.services.errors import Refused
from comments.services.notices import Notice
from comments.services.sanction_user import NewSanction, sanction_user
from comments.services.stated import SETTING
from comments.store.comments import put_site_setting
from comments.store.models import Thread
from tests.services.conftest import Town

CLEAN = "The second crew came over the mill side at nine."
RUDE = "The mayor is a pathetic lying idiot."
DUTIES = Path(__file__).parents[2] / "docs" / "duties.md"


def told(town: Town, name: str = "ana") -> Notice:
    """The newest statement that somebody may read."""
    town.wait(seconds=31)
    return town.notices(name)[0]


def part(town: Town, notice: Notice, code: str) -> str:
    found = {p.code: p for p in paragraphs(notice.stated, town.newsroom.rules)}
    return " ".join(found[code].sentences)


def take_down(town: Town, rule: str = "be-nice", text: str = CLEAN) -> int:
    number = town.post("ana", text).comment.id
    town.report("ben", number, rule)
    town.decide("mod", number, "reject", rule=rule)
    return number


def impose(town: Town, kind: SanctionKind, term: timedelta | None = None) -> None:
    with town.database.transaction(writes=True) as db:
        sanction_user(
            db,
            NewSanction(town.people["ana"], kind, "be-nice", term, note="Third time."),
            moderator=town.account(db, "mod"),
            actor=town.actor("mod"),
            newsroom=town.newsroom,
            now=town.now,
        )


def test_a_hold_says_that_readers_do_not_see_it_yet_and_until_when(town: Town) -> None:
    town.post("ana", RUDE)
    notice = told(town)
    assert notice.stated.measure is Measure.WITHHELD
    assert "everywhere" in part(town, notice, "what")
    assert "until a moderator decides" in part(town, notice, "what")


def test_a_removal_says_that_it_holds_everywhere_and_for_good(town: Town) -> None:
    take_down(town)
    notice = told(town)
    assert notice.stated.measure is Measure.REMOVED
    assert notice.stated.headline == "Your comment was removed"
    assert "in every country" in part(town, notice, "what")
    assert "no end date" in part(town, notice, "what")


def test_a_text_that_was_never_shown_was_refused_and_not_removed(town: Town) -> None:
    number = town.post("ana", RUDE).comment.id
    town.decide("mod", number, "reject")
    notice = told(town)
    assert notice.stated.measure is Measure.REFUSED
    assert notice.stated.headline == "Your comment was not published"


@pytest.mark.parametrize("kind", [k for k in SanctionKind if k != "message"])
def test_each_sanction_says_what_it_takes_and_until_when(
    town: Town, kind: SanctionKind
) -> None:
    impose(town, kind, None if kind is SanctionKind.WARNING else timedelta(days=7))
    notice = told(town)
    is_warning = kind is SanctionKind.WARNING
    assert (notice.stated.measure is Measure.WARNED) is is_warning
    said = part(town, notice, "what")
    assert ("nothing is taken away" in said) is is_warning
    assert ("It ends on 21 March 2026" in said) is not is_warning
    assert "Third time." in part(town, notice, "why")
    assert notice.stated.appeal_until is not None


@pytest.mark.parametrize("mode", ["thread", "person"])
def test_whoever_is_read_before_they_appear_is_told_why(town: Town, mode: str) -> None:
    if mode == "person":
        impose(town, SanctionKind.ALWAYS_REVIEW)
    else:
        with town.database.transaction(writes=True) as db:
            db.get_one(Thread, town.thread_id).mode = "pre"
    town.post("ana", CLEAN)
    notice = told(town)
    assert notice.stated.measure is Measure.WITHHELD
    assert notice.stated.facts.sources == (Source.MODE,)
    assert not notice.stated.detected_by_program
    assert "moderator reads" in part(town, notice, "why")


def test_the_facts_are_the_reasons_the_words_and_what_led_to_it(town: Town) -> None:
    number = town.post("ana", RUDE).comment.id
    town.decide("mod", number, "reject", note="He is named.")
    notice = told(town)
    assert notice.stated.words
    assert all(word in RUDE for word in notice.stated.words)
    assert notice.stated.facts.findings[0].reason in part(town, notice, "why")
    assert "He is named." in part(town, notice, "why")
    assert notice.stated.facts.sources == (Source.FILTER,)


def test_a_report_led_to_it_and_nobody_says_whose(town: Town) -> None:
    take_down(town)
    notice = told(town)
    assert notice.stated.facts.sources == (Source.REPORT,)
    assert "A reader reported it." in part(town, notice, "how")
    assert "ben" not in str(paragraphs(notice.stated, town.newsroom.rules))


def test_a_decision_by_the_program_says_so(town: Town) -> None:
    town.post("ana", RUDE)
    notice = told(town)
    assert notice.stated.automated
    assert notice.stated.detected_by_program
    assert "a program, found this and decided" in part(town, notice, "how")


def test_what_a_program_noticed_and_a_person_decided_says_both(town: Town) -> None:
    number = town.post("ana", RUDE).comment.id
    town.decide("mod", number, "reject")
    notice = told(town)
    assert not notice.stated.automated
    assert notice.stated.detected_by_program
    assert "a program, noticed it" in part(town, notice, "how")
    assert "a person, decided" in part(town, notice, "how")


def test_what_no_program_had_a_part_in_says_so(town: Town) -> None:
    take_down(town, "be-truthful")
    notice = told(town)
    assert not notice.stated.detected_by_program
    assert "No program had a part in it." in part(town, notice, "how")


def test_a_breach_of_the_rules_names_the_rule_and_its_text(town: Town) -> None:
    take_down(town)
    notice = told(town)
    assert notice.stated.ground is Ground.RULES
    assert "“Be Nice”" in part(town, notice, "why")
    assert "Argue with what people say" in part(town, notice, "why")


def test_a_breach_of_the_law_says_which_and_why(town: Town) -> None:
    number = town.post("ana", CLEAN).comment.id
    town.report("ben", number)
    town.decide("mod", number, "reject", rule="unlawful", note="§ 130: it incites.")
    notice = told(town)
    assert notice.stated.ground is Ground.LAW
    assert "The ground is the law" in part(town, notice, "why")
    assert "Which law, and why" in part(town, notice, "why")
    assert "§ 130: it incites." in part(town, notice, "why")


def test_nobody_rejects_as_unlawful_without_saying_which_law(town: Town) -> None:
    number = town.post("ana", CLEAN).comment.id
    town.report("ben", number)
    with pytest.raises(Refused, match="which law"):
        town.decide("mod", number, "reject", rule="unlawful", note="  ")


def test_whoever_is_restricted_learns_of_every_way_of_redress(town: Town) -> None:
    set_redress(town, body="the Press Council", court="In this city: the Town Court.")
    take_down(town)
    notice = told(town)
    said = part(town, notice, "redress")
    assert "free of charge" in said
    assert "until 14 September 2026" in said
    assert "the Press Council, outside the newsroom, or to a court" in said
    assert "the Town Court" in said


def test_what_was_told_holds_whatever_an_editor_sets_later(town: Town) -> None:
    number = take_down(town)
    set_redress(town, appeal_days=14)
    town.wait(days=100)
    decision = town.notices("ana")[0].statement.decision_id
    assert decision is not None
    assert not town.appeal("ana", decision).repeated
    assert town.item(number) is not None


def test_a_comment_that_is_shown_again_leaves_nothing_to_redress(town: Town) -> None:
    number = town.post("ana", RUDE).comment.id
    town.decide("mod", number, "approve")
    notice = told(town)
    assert notice.stated.measure is Measure.NONE
    assert [p.code for p in paragraphs(notice.stated, town.newsroom.rules)] == ["what"]


def test_the_table_of_duties_names_tests_that_are_here() -> None:
    named = set(re.findall(r"`(test_\w+)`", DUTIES.read_text(encoding="utf-8")))
    written = "".join(
        file.read_text(encoding="utf-8")
        for file in Path(__file__).parents[1].rglob("test_*.py")
    )
    assert named
    assert {name for name in named if f"def {name}(" not in written} == set()


def set_redress(town: Town, **given: object) -> None:
    with town.database.transaction(writes=True) as db:
        record = Redress(**given).as_record()  # type: ignore[arg-type]
        put_site_setting(db, SETTING, record, town.now)
