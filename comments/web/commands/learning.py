"""`flask filter`: what the filter has learned of this newsroom's own decisions."""

import json
import sys
from collections.abc import Callable, Iterator
from itertools import chain

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from comments.domain.names import fold_name
from comments.domain.permissions import Actor, NotPermitted, Role
from comments.filter.comparison import Taught
from comments.services.calibrations import version_in_use
from comments.services.errors import ServiceError
from comments.services.filter_versions import Editing
from comments.services.learning import learn, store_candidate
from comments.services.lessons import (
    Taken,
    all_pages,
    decisions_page,
    taught_by,
    unopposed_page,
)
from comments.services.newsroom import TextFilter
from comments.services.use_calibration import use_calibration
from comments.store.accounts import find_by_folded_name
from comments.store.calibrations import latest_calibrations
from comments.web.commands.learning_report import described, listed
from comments.web.commands.newsroom import newsroom_or_stop
from comments.web.commands.standing_filter import maker_of, standing_recipe
from comments.web.context import Parley

MOST_PROCESSES = 64
LISTED = 20

learning = AppGroup("filter", help="What the filter learned of your decisions.")


@learning.command("learn")
@click.option("--processes", type=click.IntRange(1, MOST_PROCESSES), default=1)
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON object.")
def learn_command(*, processes: int, wants_json: bool) -> None:
    """Fit a correction of the filter's confidences on decisions; switch nothing.

    Moderators' decisions that stand (after an appeal, the one about the appeal) say
    where the filter is too sure and where not sure enough.  The correction is a few
    numbers, drawn to the shipped ones; it is fitted on the earlier decisions, compared
    on the later ones, and stored as a candidate that `flask filter use` switches to.
    The weights of words are not refitted; docs/learning.md says why.
    """
    parley = newsroom_or_stop()
    recipe = standing_recipe(needs_newsroom=True)
    make = maker_of(recipe, corrected=False)
    taught = list(_taught(parley, make, processes))
    try:
        learned = learn(taught, recipe.policy, recipe.calibration)
    except ServiceError as refused:
        raise click.ClickException(str(refused)) from None
    with parley.database.transaction(writes=True) as db:
        row = store_candidate(
            db, learned, recipe.policy, recipe.calibration, parley.clock()
        )
    if wants_json:
        document = {"version": row.version, "numbers": row.numbers, **row.report}
        click.echo(json.dumps(document, indent=2))
        return
    for line in described(row):
        click.echo(line)


@learning.command("use")
@click.argument("version", type=click.IntRange(0))
@click.option("--by", "name", required=True, help="The editor's account.")
def use_command(version: int, name: str) -> None:
    """Switch to a correction; 0 is none.  The ledger keeps every switch."""
    parley = newsroom_or_stop()
    try:
        with parley.database.transaction(writes=True) as db:
            use_calibration(db, version, _editing(db, parley, name))
    except NotPermitted:
        raise click.ClickException("Only editors switch the filter.") from None
    except ServiceError as refused:
        raise click.ClickException(str(refused)) from None
    which = f"Calibration {version} holds" if version else "No calibration holds"
    click.echo(f"{which} from the next comment on.")


@learning.command("status")
def status_command() -> None:
    """Say which correction is in use, and list the newest."""
    parley = newsroom_or_stop()
    with parley.database.transaction() as db:
        version, _ = version_in_use(db)
        rows = latest_calibrations(db, LISTED)
    for line in listed(rows, version):
        click.echo(line)


def _taught(
    parley: Parley, make: Callable[[], TextFilter], processes: int
) -> Iterator[Taught]:
    now = parley.clock()

    def decisions(before: int | None) -> list[Taken]:
        with parley.database.transaction() as db:
            return decisions_page(db, before=before)

    def unopposed(before: int | None) -> list[Taken]:
        with parley.database.transaction() as db:
            return unopposed_page(db, before=before, now=now)

    texts = chain(all_pages(decisions), all_pages(unopposed))
    with click.progressbar(
        taught_by(texts, make, processes=processes),
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        label="Judging anew",
        show_pos=True,
    ) as bar:
        yield from bar


def _editing(db: Session, parley: Parley, name: str) -> Editing:
    editor = find_by_folded_name(db, fold_name(name))
    if editor is None:
        raise click.ClickException(f"There is no account {name}.")
    actor = Actor(editor.id, Role(editor.role))
    return Editing(
        editor=editor, actor=actor, newsroom=parley.newsroom, now=parley.clock()
    )
