"""Try every act by every role from one state, and tell what became of each.

Nothing is kept: each try is rolled back.  A refusal is a sentence, and has written
nothing; what went through is in the ledger, whose chain still verifies.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comments.domain.permissions import NotPermitted
from comments.services.errors import ServiceError
from comments.services.ledger_chain import verify
from comments.store.models import Base, Decision, LedgerEntry
from tests.services.conftest import LEDGER_KEY
from tests.services.moderation_acts import Attempt, Scene

Acts = Mapping[str, Callable[[Attempt], object]]
Rows = dict[str, list[tuple[Any, ...]]]
Told = Callable[[Attempt], str]
# In the ledger; what an editor is asked about is sealed as evidence, which is an entry.
NOTED = {0: "", 1: ", noted", 2: ", noted twice"}
STAFF = ["moderator", "colleague", "editor"]
OTHERS = ["reader", "reporter", *STAFF]  # whoever has an account and is not the author
ALIASES = {
    "staff": STAFF,
    "others": OTHERS,
    "members": ["author", *OTHERS],
    "everybody": ["visitor", "author", *OTHERS],  # but not the machine
}
QUERIES = {
    table.name: f"SELECT * FROM {table.name}"  # noqa: S608  (our own schema)
    for table in Base.metadata.sorted_tables
}


class _TakenBack(Exception):
    """Every try ends so."""


def everything_tried(scene: Scene, acts: Acts, told: Told) -> set[str]:
    """What went through, a line each: the act, who did it, and where it led."""
    with scene.town.database.transaction() as db:
        before = rows_of(db)
    return {
        f"{act} | {role} | {led}"
        for act in acts
        for role in scene.cast
        if (led := _tried(scene, role, acts[act], told, before)) is not None
    }


def read_machine(file: Path) -> dict[str, set[str]]:
    """The lines of each state in a table: acts, who may do them, where they lead."""
    machine: dict[str, set[str]] = {}
    state = ""
    for line in file.read_text().splitlines():
        if line.startswith("["):
            state = line.strip("[]")
            machine[state] = set()
        elif "|" in line:
            machine[state] |= _told_at_length(line)
    return machine


def _told_at_length(line: str) -> set[str]:
    acts, who, led = (part.strip() for part in line.split("|"))
    roles = [role for word in who.split() for role in ALIASES.get(word, [word])]
    return {f"{act} | {role} | {led}" for act in acts.split(" / ") for role in roles}


def rows_of(db: Session) -> Rows:
    """Every row of every table, the ledger and its head among them."""
    cursor = db.connection().connection.cursor()  # thousands of times: no ceremony
    return {name: cursor.execute(query).fetchall() for name, query in QUERIES.items()}


def _tried(
    scene: Scene,
    role: str,
    act: Callable[[Attempt], object],
    told: Told,
    before: Rows,
) -> str | None:
    led: str | None = None
    with suppress(_TakenBack), scene.town.database.transaction(writes=True) as db:
        attempt = Attempt(db, scene, role)
        length = _length(db)
        refusal = _refusal_of(act, attempt)
        db.flush()
        if refusal is None:
            noted = NOTED[_length(db) - length]
            led = told(attempt) + noted
            assert not noted or badly_noted(db) == []
        else:
            assert str(refusal).strip(), "a refusal without a word"
            assert rows_of(db) == before, f"something was written before {refusal!r}"
        raise _TakenBack
    return led


def _refusal_of(act: Callable[[Attempt], object], attempt: Attempt) -> Exception | None:
    try:
        act(attempt)
    except (ServiceError, NotPermitted) as refusal:
        return refusal
    return None


def _length(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def badly_noted(db: Session) -> list[object]:
    """Breaks in the chain, and decisions that have not exactly one entry in it."""
    problems = [problem for _, problem in verify(db, key=LEDGER_KEY) if problem]
    entries = (
        select(func.count())
        .where(LedgerEntry.decision_id == Decision.id)
        .scalar_subquery()
    )
    return [*problems, *db.scalars(select(Decision.id).where(entries != 1))]
