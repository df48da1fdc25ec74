"""The newsroom's own words and policy: who changes them, and what follows."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from comments.domain.own_words import Entry, Listing, Treatment
from comments.domain.permissions import NotPermitted
from comments.services import own_words
from comments.services.compiled_filters import CompiledFilters
from comments.services.current_filter import (
    Arrangement,
    arrangement,
    current_filter,
    current_name_check,
    policy_of,
)
from comments.services.errors import Conflict, NotFound
from comments.services.filter_versions import Editing, find_version, set_policy
from comments.services.ledger_chain import verify
from comments.services.post_comment import Assessment
from comments.store.models import Account, FilterVersion, LedgerEntry, OwnWord
from comments.store.own_words import words_in
from tests.services.conftest import LEDGER_KEY, Town

GRUMBOLD = "That grumbold again."


def new_word(
    text: str = "grumbold",
    treatment: Treatment = Treatment.HOLD,
    rule: str | None = "be-nice",
    expires_at: datetime | None = None,
    reason: str = "A nickname for the neighbours.",
) -> Entry:
    return Entry(Listing(text, treatment, rule), reason, expires_at)


def editing(town: Town, name: str, editor: Account) -> Editing:
    return Editing(
        editor=editor, actor=town.actor(name), newsroom=town.newsroom, now=town.now
    )


def add(town: Town, new: Entry, name: str = "edda") -> OwnWord:
    with town.database.transaction(writes=True) as db:
        return own_words.add_word(db, new, editing(town, name, town.account(db, name)))


def bring(town: Town, *news: Entry) -> own_words.Imported:
    with town.database.transaction(writes=True) as db:
        by = editing(town, "edda", town.account(db, "edda"))
        return own_words.import_words(db, news, by)


def remove(town: Town, word_id: int, name: str = "edda") -> None:
    with town.database.transaction(writes=True) as db:
        by = editing(town, name, town.account(db, name))
        own_words.remove_word(db, word_id, by)


def expire(town: Town, word_id: int, end: datetime | None) -> OwnWord:
    with town.database.transaction(writes=True) as db:
        by = editing(town, "edda", town.account(db, "edda"))
        return own_words.set_end(db, word_id, end, by)


def arrange(town: Town, profile: str, changes: dict, name: str = "edda") -> Arrangement:
    with town.database.transaction(writes=True) as db:
        by = editing(town, name, town.account(db, name))
        return set_policy(db, profile, changes, by)


def outcome(town: Town, text: str) -> tuple[str, str]:
    """What becomes of a text that somebody posts, and under which policy."""
    judged = town.assess("ana", town.new_comment(text))
    assert isinstance(judged, Assessment)
    return judged.outcome.value, judged.verdict.policy


def ledger_of(town: Town) -> list[tuple[str, str | None]]:
    with town.database.transaction() as db:
        entries = db.scalars(select(LedgerEntry).order_by(LedgerEntry.sequence))
        return [(entry.act, entry.subject) for entry in entries]


def test_a_banned_word_holds_the_next_comment_and_is_named_in_the_record(
    town: Town,
) -> None:
    assert outcome(town, GRUMBOLD) == ("publish", "standard@2026-11-24")
    add(town, new_word())
    assert outcome(town, GRUMBOLD) == ("hold", "standard@2026-11-24+1")
    revision = town.post("ana", GRUMBOLD).revision
    assert revision.policy == "standard@2026-11-24+1"
    assert [f["check"] for f in revision.findings] == ["banned"]
    assert revision.status == "held"


def test_a_rejecting_entry_rejects_and_says_under_which_rule(town: Town) -> None:
    add(town, new_word(treatment=Treatment.REJECT, rule="keep-it-clean"))
    posted = town.post("ana", GRUMBOLD)
    assert posted.revision.status == "rejected"
    assert posted.statement is not None
    assert posted.statement.rule == "keep-it-clean"


def test_a_watched_word_is_published_and_lies_in_the_queue(town: Town) -> None:
    add(town, new_word(treatment=Treatment.WATCH))
    posted = town.post("ana", GRUMBOLD)
    assert posted.revision.status == "published"
    assert posted.statement is None
    item = town.item(posted.comment.id)
    assert item is not None
    assert [(s.source, s.rule) for s in item.signals] == [("filter", "be-nice")]
    assert "the newsroom’s own list" in item.signals[0].words
    decided = town.decide("mod", posted.comment.id, "approve")
    assert town.notices("ana") == []
    town.undo("mod", decided.decision.id)
    again = town.item(posted.comment.id)
    assert again is not None
    assert [(s.source, s.rule) for s in again.signals] == [("filter", "be-nice")]


def test_an_edit_that_brings_a_watched_word_asks_once_more(town: Town) -> None:
    add(town, new_word(treatment=Treatment.WATCH))
    comment_id = town.post("ana", GRUMBOLD).comment.id
    first = town.item(comment_id)
    town.edit("ana", comment_id, "That grumbold once more.")
    second = town.item(comment_id)
    assert first is not None
    assert second is not None
    assert second.version == first.version + 1
    assert second.state == "open"
    town.edit("ana", comment_id, "That neighbour once more.")
    third = town.item(comment_id)
    assert third is not None
    assert third.state == "decided"


def test_an_allowed_word_is_published(town: Town) -> None:
    text = "What a load of crap."
    assert outcome(town, text)[0] == "hold"
    add(town, new_word("crap", Treatment.ALLOW, None))
    assert outcome(town, text)[0] == "publish"


def test_a_removed_word_is_free_again_and_its_row_stays(town: Town) -> None:
    word = add(town, new_word())
    remove(town, word.id, "ada")
    assert outcome(town, GRUMBOLD) == ("publish", "standard@2026-11-24+2")
    with town.database.transaction() as db:
        assert [w.text for w in words_in(db, 1)] == ["grumbold"]
        assert list(words_in(db, 2)) == []
        ended = db.get_one(OwnWord, word.id)
        assert ended.ended_by == town.people["ada"]
    with pytest.raises(NotFound):
        remove(town, word.id)


def test_a_word_expires_by_itself_without_a_new_version(town: Town) -> None:
    add(town, new_word(expires_at=town.now + timedelta(hours=1)))
    assert outcome(town, GRUMBOLD)[0] == "hold"
    town.wait(minutes=59)
    assert outcome(town, GRUMBOLD)[0] == "hold"
    town.wait(minutes=1)
    assert outcome(town, GRUMBOLD) == ("publish", "standard@2026-11-24+1")
    again = add(town, new_word(reason="They are at it again."))
    assert again.reason == "They are at it again."
    assert outcome(town, GRUMBOLD)[0] == "hold"


def test_an_end_is_set_and_taken_away_and_who_added_the_word_stays(town: Town) -> None:
    word = add(town, new_word(), "ada")
    ending = expire(town, word.id, town.now + timedelta(days=1))
    assert (ending.added_by, ending.reason) == (word.added_by, word.reason)
    town.wait(days=2)
    assert outcome(town, GRUMBOLD)[0] == "publish"
    expire(town, ending.id, None)
    assert outcome(town, GRUMBOLD) == ("hold", "standard@2026-11-24+3")
    with town.database.transaction() as db:
        live = own_words.find_word(db, "grumbold", town.newsroom)
    with pytest.raises(Conflict):
        expire(town, live.id, town.now)


def test_the_same_word_twice_is_one_and_another_treatment_is_refused(
    town: Town,
) -> None:
    first = add(town, new_word("Grumbold"))
    assert add(town, new_word("ｇｒｕｍｂｏｌｄ")).id == first.id
    with pytest.raises(Conflict, match="banned"):
        add(town, new_word(treatment=Treatment.ALLOW, rule=None))
    assert len(ledger_of(town)) == 1


@pytest.mark.parametrize("text", ["...", "https://spam.example", "\u200b"])
def test_what_the_filter_could_never_find_is_not_listed(town: Town, text: str) -> None:
    with pytest.raises(Conflict):
        add(town, new_word(text))
    assert ledger_of(town) == []


def test_the_list_has_a_bound(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_words, "MOST_WORDS", 2)
    bring(town, new_word("grumbold"), new_word("wozzock"))
    with pytest.raises(Conflict, match="room for 2"):
        add(town, new_word("third"))
    bring(town, new_word("grumbold", Treatment.REJECT))  # replaces, so there is room


def test_an_import_adds_and_changes_and_removes_nothing(town: Town) -> None:
    add(town, new_word("grumbold"))
    add(town, new_word("wozzock"))
    brought = bring(
        town,
        new_word("grumbold", reason="Another reason is no change."),
        new_word("wozzock", Treatment.REJECT),
        new_word("frimble"),
        new_word("FRIMBLE", Treatment.WATCH),
    )
    assert brought == own_words.Imported(added=1, changed=1, unchanged=1)
    with town.database.transaction() as db:
        page = own_words.read_words(db)
    assert {(w.text, w.treatment) for w in page.words} == {
        ("grumbold", "hold"),
        ("wozzock", "reject"),
        ("FRIMBLE", "watch"),
    }
    assert ledger_of(town)[-1] == ("import words", "filter:3")
    assert bring(town, new_word("wozzock", Treatment.REJECT)).unchanged == 1
    assert len(ledger_of(town)) == 3  # nothing changed, so nothing is noted


@pytest.mark.parametrize("name", ["ana", "mod"])
def test_readers_and_moderators_change_neither_words_nor_policy(
    town: Town, name: str
) -> None:
    word = add(town, new_word())
    with pytest.raises(NotPermitted):
        add(town, new_word("wozzock"), name)
    with pytest.raises(NotPermitted):
        remove(town, word.id, name)
    with pytest.raises(NotPermitted):
        arrange(town, "lenient", {}, name)
    assert len(ledger_of(town)) == 1


def test_the_list_is_searched_by_word_and_reason_and_paged(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "PAGE", 2)
    bring(
        town,
        new_word("grumbold", reason="The 100%_wrong nickname."),
        new_word("Wozzock", Treatment.WATCH),
        new_word("crap", Treatment.ALLOW, None),
    )
    with town.database.transaction() as db:

        def found(**asked: object) -> list[str]:
            page = own_words.read_words(db, **asked)  # type: ignore[arg-type]
            return [word.text for word in page.words]

        assert found(search="wozz") == ["Wozzock"]
        assert found(search="%_") == ["grumbold"]
        assert found(list_name="banned") == ["grumbold"]
        assert found(list_name="allowed") == ["crap"]
        first = own_words.read_words(db)
        assert [w.text for w in first.words] == ["crap", "Wozzock"]
        assert first.count == 3
        assert found(before=first.next) == ["grumbold"]


def test_a_profile_is_chosen_and_a_single_threshold_is_changed(town: Town) -> None:
    mild = "You are an idiot."
    assert outcome(town, mild)[0] == "hold"
    arrange(town, "lenient", {})
    assert outcome(town, mild) == ("publish", "lenient@2026-11-24+1")
    arrange(town, "lenient", {"be-nice": {"mild": {"hold": 0.5, "reject": 0.6}}})
    assert outcome(town, mild) == ("reject", "lenient@2026-11-24+2")
    arrange(town, "standard", {"be-nice": {"mild": {}}})
    assert outcome(town, mild) == ("publish", "standard@2026-11-24+3")
    assert ledger_of(town) == [("set policy", f"filter:{n}") for n in (1, 2, 3)]


def test_a_policy_keeps_only_what_differs_from_its_profile(town: Town) -> None:
    same = {"be-nice": {"mild": {"hold": 0.6}, "severe": {"hold": 0.2, "reject": 0.7}}}
    made = arrange(town, "standard", same)
    assert made.changes == {"be-nice": {"severe": {"hold": 0.2, "reject": 0.7}}}
    assert arrange(town, "standard", same) == made
    assert len(ledger_of(town)) == 1


@pytest.mark.parametrize(
    ("profile", "changes"),
    [
        ("strict", {}),
        ("standard", {"be-truthful": {"mild": {}}}),
        ("standard", {"be-nice": {"grave": {}}}),
        ("standard", {"be-nice": {"mild": {"hold": 1.5}}}),
        ("standard", {"be-nice": {"mild": {"hold": 0.8, "reject": 0.5}}}),
        ("standard", {"be-nice": {"mild": {"hold": "0.8"}}}),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(
    town: Town, profile: str, changes: dict
) -> None:
    with pytest.raises(Conflict):
        arrange(town, profile, changes)
    assert ledger_of(town) == []


def test_a_list_has_the_last_word_under_a_changed_policy(town: Town) -> None:
    add(town, new_word())
    nothing: dict = {rule: {"strong": {}} for rule in ("be-nice", "keep-it-clean")}
    arrange(town, "lenient", nothing)
    assert outcome(town, GRUMBOLD)[0] == "hold"


def test_every_version_can_be_read_again(town: Town) -> None:
    add(town, new_word())
    arrange(town, "family", {"spam": {"mild": {"hold": 0.9}}})
    with town.database.transaction() as db:
        labels = [
            policy_of(find_version(db, town.newsroom, n), town.newsroom.rules).label
            for n in (0, 1, 2)
        ]
        makers = db.scalars(select(FilterVersion.changed_by)).all()
        with pytest.raises(NotFound):
            find_version(db, town.newsroom, 3)
    assert labels == [
        "standard@2026-11-24",
        "standard@2026-11-24+1",
        "family@2026-11-24+2",
    ]
    assert list(makers) == [town.people["edda"]] * 2


def test_the_ledger_keeps_no_word_and_stays_whole(town: Town) -> None:
    word = add(town, new_word())
    remove(town, word.id)
    with town.database.transaction() as db:
        steps = list(verify(db, key=LEDGER_KEY))
        entries = db.scalars(select(LedgerEntry)).all()
    assert {problem for _, problem in steps} == {None}
    assert all(entry.detail.startswith("hmac:") for entry in entries)
    assert "grumbold" not in json.dumps([entry.detail for entry in entries])


def test_names_are_held_to_the_list_too(town: Town) -> None:
    add(town, new_word())
    add(town, new_word("Cocking", Treatment.ALLOW, None))
    with town.database.transaction() as db:
        check_name = current_name_check(db, town.newsroom, town.now)
    assert check_name("Grumbold").outcome == "hold"
    assert check_name("Peter Smith").outcome == "publish"
    assert check_name("ShitHead").outcome == "reject"


def test_a_version_is_compiled_once_and_an_older_one_serves_meanwhile(
    town: Town,
) -> None:
    add(town, new_word())
    compiled = CompiledFilters()
    made: list[int] = []

    def get(number: int) -> object:
        def compile_() -> tuple:
            made.append(number)
            if number == 2:  # another thread asks while this one compiles
                assert compiled.get((2, ""), town.now, compile_) is first
            return object(), None

        return compiled.get((number, ""), town.now, compile_)

    first = get(1)
    assert get(1) is first
    assert get(2) is not first
    assert made == [1, 2]


def test_of_many_first_requests_one_compiles_and_the_others_wait(town: Town) -> None:
    compiled = CompiledFilters()
    together, others_came = Barrier(8), Barrier(8)
    made: list[object] = []

    def compile_() -> tuple:
        made.append(object())
        others_came.wait(timeout=30)
        return made[-1], None

    def ask(number: int) -> object:
        together.wait(timeout=30)
        if number:
            others_came.wait(timeout=30)
            return compiled.get((1, ""), town.now, compile_)
        return compiled.get((1, ""), town.now, compile_)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert len(made) == 1
    assert answers == made * 8


def test_what_a_transaction_has_set_it_reads_again(town: Town) -> None:
    with town.database.transaction(writes=True) as db:
        assert arrangement(db, town.newsroom).version == 0
        by = editing(town, "edda", town.account(db, "edda"))
        own_words.add_word(db, new_word(), by)
        assert arrangement(db, town.newsroom).version == 1


def test_a_request_reads_the_settings_once_and_the_list_only_when_it_is_new(
    town: Town,
) -> None:
    add(town, new_word())
    with town.database.transaction() as db:
        kept = current_filter(db, town.newsroom, town.now)
    with town.database.transaction() as db:
        assert current_filter(db, town.newsroom, town.now) is kept
        assert arrangement(db, town.newsroom).version == 1
