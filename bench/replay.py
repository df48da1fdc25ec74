"""`make replay`: real news comments through the real server, then a reconciliation.

Without --base it needs nothing running: it starts the production server on a fresh
SQLite file, then on a fresh PostgreSQL, and reads what was stored from the database.
With --base it drives the server that is there and reconciles what can be seen.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench._checks import Check, total_wrong  # noqa: E402
from bench._corpus import Labelled, read_corpus  # noqa: E402
from bench._drive import Plan, Run, drive  # noqa: E402
from bench._outside import counts_shown, from_outside, queue_shown  # noqa: E402
from bench._people import People, by_accounts, by_tokens, settle  # noqa: E402
from bench._reconcile import (  # noqa: E402
    count_unavailable,
    reconcile,
    shown_by_thread,
)
from bench._table import answers, show  # noqa: E402
from comments.store.database import Database  # noqa: E402
from tests.backends import parley, postgresql  # noqa: E402
from tests.backends.parley import Parley  # noqa: E402

COMMENTS = 10_000
REPORTS_PER_COMMENT = 0.1


def main() -> int:
    """Replay as the command line says; give the number of databases that disagree."""
    given = _arguments()
    folder = Path(given.data)
    if not folder.is_dir():
        print("There is no such folder: --data names the comments to replay.")
        return 2
    corpus = read_corpus(folder)
    reports = round(given.comments * REPORTS_PER_COMMENT)
    plan = Plan(given.comments, reports, given.seed)
    if given.base:
        return int(_replay_at(given, corpus, plan) > 0)
    kinds = [given.only] if given.only else list(DATABASES)
    return sum(_replay_on(kind, corpus, plan) > 0 for kind in kinds)


def _replay_on(kind: str, corpus: list[Labelled], plan: Plan) -> int:
    """Replay on a fresh database and a server of our own."""
    with TemporaryDirectory(prefix="parley-replay-") as name:
        folder = Path(name)
        with DATABASES[kind](folder) as url:
            return _replay_with(kind, url, folder / "server.log", corpus, plan)


def _replay_with(
    kind: str, url: str, log: Path, corpus: list[Labelled], plan: Plan
) -> int:
    database = Database(url)
    database.migrate()
    people = settle(database)
    settings = parley.fresh_settings(url)
    server = parley.serve(settings, log)
    try:
        run = drive(server.base, people, corpus, plan)
        checks = _checks(server, database, people, run, settings["LEDGER_KEY"])
        run.tally.events["checks that could not run"] = count_unavailable(database)
    finally:
        stopped = server.stop()
    checks.append(Check("the server ends properly when asked", 1, int(stopped != 0)))
    database.dispose()
    return _conclude(kind, run, checks)


def _checks(
    server: Parley, database: Database, people: People, run: Run, ledger_key: str
) -> list[Check]:
    return [
        *reconcile(database, run.record, ledger_key),
        counts_shown(server.base, run, shown_by_thread(database)),
        queue_shown(server.base, people, run),
        answers(run.tally),
    ]


def _replay_at(given: argparse.Namespace, corpus: list[Labelled], plan: Plan) -> int:
    """Replay against a server that is already there."""
    base = given.base.rstrip("/")
    if given.tokens:
        people = by_tokens(base, Path(given.tokens))
    else:
        people = by_accounts(base, Path(given.accounts))
    run = drive(base, people, corpus, plan)
    checks = [*from_outside(base, people, run), answers(run.tally)]
    return _conclude("server", run, checks)


def _conclude(name: str, run: Run, checks: list[Check]) -> int:
    show(name, run, checks)
    wrong = total_wrong(checks)
    print(f"{name}: {wrong} discrepancies", flush=True)
    return wrong


@contextmanager
def _fresh_sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'replay.sqlite3'}"


@contextmanager
def _fresh_postgresql(folder: Path) -> Iterator[str]:
    server = postgresql.start(folder, postgresql.DURABLE)
    try:
        with postgresql.fresh_database(server.location, migrated=False) as url:
            yield url
    finally:
        server.stop()


DATABASES: Mapping[str, Callable[[Path], AbstractContextManager[str]]] = {
    "sqlite": _fresh_sqlite,
    "postgresql": _fresh_postgresql,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("DATA", "../shared/data"))
    parser.add_argument("--comments", type=int, default=COMMENTS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=tuple(DATABASES))
    parser.add_argument("--base", help="the address of a server that runs already")
    parser.add_argument("--accounts", default="instance/demo-accounts.json")
    parser.add_argument("--tokens", help="a file with bearer tokens, for --base")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
