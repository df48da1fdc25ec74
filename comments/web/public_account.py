"""What the newsroom tells the public of its moderation: the log and the report."""

from datetime import timedelta
from typing import Any, Final

from flask import (
    Blueprint,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from comments.domain.periods import Period
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.domain.transparency import FEW, Ground, TransparencyReport
from comments.services.openness import Openness, openness, set_openness
from comments.services.public_log import PAGE, public_log
from comments.services.transparency import transparency_report
from comments.store.database import DatabaseUnavailable
from comments.web.access import current_actor, own_row, requires, staff_blueprint
from comments.web.caching import public_page
from comments.web.context import now, parley
from comments.web.forms import read_id
from comments.web.openness_forms import read_openness, read_period
from comments.web.spreadsheets import spreadsheet
from comments.web.words import duration

public_account = Blueprint("public_account", __name__)
openness_desk = staff_blueprint("openness", __name__)

KEPT_SECONDS: Final = 300  # nothing here is read by the minute
GROUND_WORDS: Final = {
    Ground.FILTER: Phrase("The filter found it"),
    Ground.REPORTS: Phrase("Readers reported it"),
    Ground.NOTICES: Phrase("A notice of unlawful content"),
    Ground.READ_FIRST: Phrase("Read before it appears"),
    Ground.OWN: Phrase("The moderators’ own initiative"),
}
KIND_WORDS: Final = {
    "hold": Phrase("Comments held"),
    "reject": Phrase("Comments rejected"),
    "warning": Phrase("Readers warned"),
    "always-review": Phrase("Readers always reviewed"),
    "mute": Phrase("Readers muted"),
    "suspension": Phrase("Readers suspended"),
    "ban": Phrase("Readers banned"),
}
COLUMNS: Final = ("part", "what", "rule", "ground", "decided by", "number")


@public_account.app_template_global()
def public_openness() -> Openness:
    """What the public may see; nothing while the database is away."""
    try:
        with parley().database.transaction() as db:
            return openness(db)
    except DatabaseUnavailable:
        return Openness()


@public_account.get("/moderation-log")
@requires(Act.READ_BOARD)
def log() -> Any:
    before = read_id(request.args, "before", required=False)
    with parley().database.transaction() as db:
        lines = public_log(db, now(), before=before)
    more = lines[-1].number if len(lines) == PAGE else None
    page = render_template("public_account/log.html", lines=lines, next=more)
    return public_page(make_response(page), seconds=KEPT_SECONDS)


@public_account.get("/transparency")
@requires(Act.READ_TRANSPARENCY)
def report() -> Any:
    made = report_asked_for()
    page = render_template(
        "public_account/transparency.html",
        report=made,
        grounds=GROUND_WORDS,
        kinds=KIND_WORDS,
        duration=duration,
        few=FEW,
        today=now().date(),
        shortcuts=_shortcuts(),
    )
    return public_page(make_response(page), seconds=KEPT_SECONDS)


@public_account.get("/transparency.csv")
@requires(Act.READ_TRANSPARENCY)
def export() -> Any:
    made = report_asked_for()
    name = f"transparency-{made.period.first}-{made.period.last}.csv"
    answer = spreadsheet(name, [COLUMNS, *made.as_rows()])
    return public_page(answer, seconds=KEPT_SECONDS)


@openness_desk.get("/site/openness")
@requires(Act.MANAGE_SITE)
def show() -> str:
    with parley().database.transaction() as db:
        chosen = openness(db)
    changed = "changed" in request.args
    return render_template("desk/openness.html", chosen=chosen, changed=changed)


@openness_desk.post("/site/openness")
@requires(Act.MANAGE_SITE)
def change() -> Any:
    chosen = read_openness(request.form)
    with parley().database.transaction(writes=True) as db:
        set_openness(
            db,
            chosen,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("openness.show", changed="1"), 303)


def report_asked_for() -> TransparencyReport:
    """The report of the period in the address, for whoever may read it."""
    period = read_period(request.args, today=now().date())
    with parley().database.transaction() as db:
        return transparency_report(db, period, actor=current_actor(), now=now())


def _shortcuts() -> tuple[tuple[str, Period], ...]:
    today = now().date()
    this_month = today.replace(day=1)
    last = this_month - timedelta(days=1)
    year = today.replace(month=1, day=1)
    return (
        (Phrase("This month"), Period(this_month, today)),
        (Phrase("Last month"), Period(last.replace(day=1), last)),
        (Phrase("This year"), Period(year, today)),
    )
