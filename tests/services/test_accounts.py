"""Accounts and sessions on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from comments.adapters.passwords import Passwords, TooBusy
from comments.domain.permissions import Role, Scope
from comments.domain.verdict import Outcome, Verdict
from comments.services import accounts, sessions
from comments.services.accounts import (
    Credentials,
    NewAccount,
    PasswordChange,
    Proof,
    Unacceptable,
    WrongCredentials,
)
from comments.services.errors import NotFound
from comments.store.database import Database
from comments.store.models import Account, ApiToken, LoginSession

PASSWORD = "orange lamp on stilts"
NEW_PASSWORD = "four grey herons"
HASHING = Passwords(memory_kib=64)


def pass_every_name(_: str) -> Verdict:
    return Verdict(Outcome.PUBLISH)


def make(database: Database, name: str, role: Role, now: datetime) -> Account:
    with database.transaction(writes=True) as db:
        return accounts.create_account(
            db, NewAccount(name, PASSWORD), role=role, hashing=HASHING, now=now
        )


@pytest.fixture
def tom(database: Database, now: datetime) -> Account:
    return make(database, "Tom K.", Role.READER, now)


@pytest.fixture
def stranger(database: Database, now: datetime) -> Account:
    """Somebody whom nothing in a test should touch."""
    return make(database, "Ana P.", Role.READER, now)


def prove(database: Database, password: str = PASSWORD) -> Proof:
    with database.transaction() as db:
        return accounts.prove(db, Credentials("Tom K.", password), hashing=HASHING)


def start(database: Database, account: Account, now: datetime) -> str:
    with database.transaction(writes=True) as db:
        return sessions.start_session(db, account, now=now).token


def holder(database: Database, token: str, now: datetime) -> str | None:
    with database.transaction() as db:
        found = sessions.resume_session(db, token, now=now)
    return found.name if found else None


def test_of_many_who_want_one_name_at_once_one_gets_it(
    database: Database, now: datetime
) -> None:
    spellings = ["Nadia B.", "nadia b", "NADIA_B", "Nаdia B."] * 4
    together = Barrier(len(spellings))

    def register(name: str) -> bool:
        prepared = NewAccount(name, "a hash")
        together.wait()
        try:
            with database.transaction(writes=True) as db:
                accounts.register(db, prepared, now=now)
        except Unacceptable:
            return False
        return True

    with ThreadPoolExecutor(len(spellings)) as pool:
        won = list(pool.map(register, spellings))
    with database.transaction() as db:
        stored = db.scalar(select(func.count()).select_from(Account))
    assert (won.count(True), stored) == (1, 1)


def test_a_prepared_account_has_a_tidy_name_and_a_hash() -> None:
    prepared = accounts.prepare_account(
        NewAccount("  Nadia \t B. ", PASSWORD),
        check_name=pass_every_name,
        hashing=HASHING,
    )
    assert prepared.name == "Nadia B."
    assert HASHING.verify(prepared.password, PASSWORD)


def test_a_name_that_the_filter_objects_to_is_refused() -> None:
    with pytest.raises(Unacceptable) as refused:
        accounts.prepare_account(
            NewAccount("Nadia B.", PASSWORD),
            check_name=lambda _: Verdict(Outcome.HOLD),
            hashing=HASHING,
        )
    assert refused.value.field == "name"


def test_staff_may_have_a_name_that_sounds_official(
    database: Database, now: datetime
) -> None:
    assert make(database, "Moderator", Role.MODERATOR, now).role == "moderator"
    with pytest.raises(Unacceptable):
        make(database, "Editor", Role.READER, now)


@pytest.mark.usefixtures("tom", "stranger")
def test_a_wrong_password_proves_nothing(database: Database) -> None:
    with pytest.raises(WrongCredentials):
        prove(database, "a wrong guess")


def test_an_unknown_name_is_verified_as_slowly_as_a_known_one(
    database: Database,
) -> None:
    class Counting(Passwords):
        verified = 0

        def verify(self, stored: str | None, password: str) -> bool:
            self.verified += 1
            return super().verify(stored, password)

    counting = Counting(memory_kib=64)
    with pytest.raises(WrongCredentials), database.transaction() as db:
        accounts.prove(db, Credentials("Nobody", PASSWORD), hashing=counting)
    assert counting.verified == 1


def test_a_proof_is_worth_nothing_once_the_password_has_changed(
    database: Database, tom: Account, now: datetime
) -> None:
    proof = prove(database)
    change(database, tom, now)
    with pytest.raises(WrongCredentials), database.transaction(writes=True) as db:
        accounts.sign_in(db, proof, now=now)


def change(database: Database, account: Account, now: datetime) -> None:
    wanted = PasswordChange(PASSWORD, NEW_PASSWORD)
    with database.transaction() as db:
        proof = accounts.new_password_hash(db, account.id, wanted, hashing=HASHING)
    with database.transaction(writes=True) as db:
        accounts.change_password(db, proof, now=now)


def test_a_password_change_ends_every_session(
    database: Database, tom: Account, stranger: Account, now: datetime
) -> None:
    tokens = start(database, tom, now), start(database, tom, now)
    others = start(database, stranger, now)
    change(database, tom, now)
    assert [holder(database, token, now) for token in tokens] == [None, None]
    assert holder(database, others, now) == "Ana P."
    assert prove(database, NEW_PASSWORD).account_id == tom.id


def test_an_old_hash_is_renewed_at_the_next_log_in(
    database: Database, tom: Account, now: datetime
) -> None:
    stronger = Passwords(memory_kib=128)
    with database.transaction() as db:
        proof = accounts.prove(db, Credentials("Tom K.", PASSWORD), hashing=stronger)
    with database.transaction(writes=True) as db:
        accounts.sign_in(db, proof, now=now)
    with database.transaction() as db:
        stored = db.get_one(Account, tom.id).password_hash
    assert stored != tom.password_hash
    assert not stronger.is_outdated(stored)
    assert stronger.verify(stored, PASSWORD)


def test_a_session_ends_when_it_is_idle(
    database: Database, tom: Account, now: datetime
) -> None:
    token = start(database, tom, now)
    idle = sessions.READER_TERM.idle
    assert holder(database, token, now + idle - timedelta(seconds=1)) == "Tom K."
    assert holder(database, token, now + idle) is None


def test_a_clock_that_is_set_back_ends_no_session(
    database: Database, tom: Account, now: datetime
) -> None:
    token = start(database, tom, now)
    assert holder(database, token, now - timedelta(days=1)) == "Tom K."


def test_a_lost_role_ends_the_sessions_that_had_it(
    database: Database, stranger: Account, now: datetime
) -> None:
    jo = make(database, "Jo", Role.MODERATOR, now)
    token, others = start(database, jo, now), start(database, stranger, now)
    with database.transaction(writes=True) as db:
        accounts.change_role(db, jo.id, Role.READER, now=now)
    assert holder(database, token, now) is None
    assert holder(database, others, now) == "Ana P."


def test_one_ends_ones_own_sessions_only(
    database: Database, tom: Account, stranger: Account, now: datetime
) -> None:
    token = start(database, tom, now)
    with database.transaction() as db:
        number = db.scalars(select(LoginSession.id)).one()
    with pytest.raises(NotFound), database.transaction(writes=True) as db:
        sessions.end_session(db, stranger.id, number, now=now)
    assert holder(database, token, now) == "Tom K."


@pytest.mark.usefixtures("tom")
def test_a_token_acts_within_its_scopes_until_it_ends(
    database: Database, now: datetime
) -> None:
    with database.transaction(writes=True) as db:
        token = accounts.create_token(
            db,
            "tom k",
            label="import",
            scopes=[Scope.POST, Scope.READ],
            lasts=timedelta(days=1),
            now=now,
        )
    with database.transaction() as db:
        stored = db.scalars(select(ApiToken)).one()
        found = sessions.resume_token(db, token, now=now)
        late = sessions.resume_token(db, token, now=now + timedelta(days=1))
    assert token not in stored.digest
    assert found is not None
    assert found.actor.scopes == frozenset({Scope.POST, Scope.READ})
    assert late is None


def test_a_token_is_for_an_account_that_exists(
    database: Database, now: datetime
) -> None:
    with pytest.raises(NotFound), database.transaction(writes=True) as db:
        accounts.create_token(db, "Nobody", label="x", scopes=[Scope.READ], now=now)


def test_hashing_turns_people_away_before_it_takes_every_thread() -> None:
    entered, leave = Barrier(2), Barrier(2)

    class Slow(Passwords):
        def hold(self) -> None:
            with self._turn():
                entered.wait()
                leave.wait()

    slow = Slow(memory_kib=64, at_once=1, in_line=1)
    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(slow.hold)
        entered.wait()
        with pytest.raises(TooBusy):
            slow.verify(None, PASSWORD)
        leave.wait()
        holding.result()
    assert slow.verify(slow.hash(PASSWORD), PASSWORD)
