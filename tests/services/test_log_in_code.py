"""A log-in is handed to one frame, once, within a minute."""

from comments.services.log_in_code import (
    HandOver,
    Redemption,
    challenge_of,
    give_code,
    redeem_code,
)
from comments.services.sessions import NewSession, resume_session
from tests.services.conftest import Town

VERIFIER = "v" * 43
ORIGIN = "https://news.example"


def give(town: Town, name: str = "ana") -> str:
    to = HandOver(ORIGIN, challenge_of(VERIFIER))
    with town.database.transaction(writes=True) as db:
        return give_code(db, town.people[name], to, now=town.now)


def redeem(
    town: Town, code: str, verifier: str = VERIFIER, origin: str = ORIGIN
) -> NewSession | None:
    shown = Redemption(code, verifier, origin)
    with town.database.transaction(writes=True) as db:
        return redeem_code(db, shown, now=town.now)


def test_the_challenge_is_computed_as_the_standard_says() -> None:
    # The example of RFC 7636, appendix B.
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_code_logs_one_frame_in_and_only_there(town: Town) -> None:
    started = redeem(town, give(town))
    assert started is not None
    assert started.signed_in.account_id == town.people["ana"]
    with town.database.transaction() as db:
        here = resume_session(
            db, started.token, now=town.now, framed_by=frozenset({ORIGIN})
        )
        elsewhere = resume_session(
            db, started.token, now=town.now, framed_by=frozenset({"https://b.example"})
        )
        unframed = resume_session(db, started.token, now=town.now)
    assert here is not None
    assert elsewhere is unframed is None


def test_a_code_works_once(town: Town) -> None:
    code = give(town)
    assert redeem(town, code) is not None
    assert redeem(town, code) is None


def test_a_code_is_spent_by_a_wrong_secret(town: Town) -> None:
    code = give(town)
    assert redeem(town, code, verifier="w" * 43) is None
    assert redeem(town, code) is None


def test_a_code_is_worth_nothing_on_another_site(town: Town) -> None:
    assert redeem(town, give(town), origin="https://other.example") is None


def test_a_code_is_too_old_after_a_minute(town: Town) -> None:
    code = give(town)
    town.wait(seconds=60)
    assert redeem(town, code) is None
    assert redeem(town, give(town)) is not None


def test_a_made_up_code_logs_nobody_in(town: Town) -> None:
    give(town)
    assert redeem(town, "made-up") is None
