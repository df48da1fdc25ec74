"""The dashboard of the desk's health, with its plots."""

from typing import Any, Final

from flask import Response, redirect, render_template, request, url_for

from comments.domain.agreement import Agreement
from comments.domain.double_review import MOST_SHARE
from comments.domain.periods import period_of
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.domain.plots import (
    BarPlot,
    LinePlot,
    Measure,
    bar_plot,
    line_plot,
    wilson,
)
from comments.domain.transparency import FEW
from comments.services.desk_health import (
    MOST_GOAL,
    DeskHealth,
    desk_health,
    set_decision_goal,
)
from comments.services.double_review import (
    DoubleReview,
    double_review,
    set_share_read_twice,
)
from comments.web.access import current_actor, own_row, requires, staff_blueprint
from comments.web.agreement import FIELDS, agreement_asked_for, rows_of
from comments.web.context import now, parley
from comments.web.desk_words import headline
from comments.web.forms import InvalidField, read_id, read_one_of
from comments.web.spreadsheets import spreadsheet
from comments.web.words import duration

health_desk = staff_blueprint("desk_health", __name__, url_prefix="/desk/health")

SPANS: Final = ("7", "30", "90")  # days
NO_RULE: Final = Phrase("No rule named")


@health_desk.get("")
@requires(Act.READ_QUEUE)
def show() -> str:
    days = read_one_of(request.args, "days", SPANS) if "days" in request.args else "7"
    today = now().date()
    first = today.fromordinal(today.toordinal() - int(days) + 1)
    period = period_of(first, today, today=today)
    with parley().database.transaction() as db:
        found = desk_health(db, period, now())
        twice = double_review(db, period, parley().rules)
    return render_template(
        "desk/health.html",
        health=found,
        days=days,
        spans=SPANS,
        few=FEW,
        duration=duration,
        no_rule=NO_RULE,
        wilson=wilson,
        changed="changed" in request.args,
        twice=twice,
        agreed=agreement_plot(twice),
        **plots_of(found),
    )


@health_desk.get("/agreement.csv")
@requires(Act.READ_QUEUE)
def export_agreement() -> Response:
    period, twice = agreement_asked_for()
    name = f"agreement-{period.first}-{period.last}.csv"
    return spreadsheet(name, [FIELDS, *(row.values() for row in rows_of(twice))])


@health_desk.post("/goal")
@requires(Act.MANAGE_SITE)
def set_goal() -> Any:
    minutes = read_id(request.form, "goal") or 0
    if minutes > MOST_GOAL:
        raise InvalidField(
            "goal",
            Phrase(
                "The goal is at most %(most_goal)s minutes: a week.",
                most_goal=MOST_GOAL,
            ),
        )
    with parley().database.transaction(writes=True) as db:
        set_decision_goal(
            db,
            minutes,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("desk_health.show", changed="1"), 303)


@health_desk.post("/second-share")
@requires(Act.MANAGE_SITE)
def set_share() -> Any:
    share = _read_share()
    with parley().database.transaction(writes=True) as db:
        set_share_read_twice(
            db,
            share,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("desk_health.show", changed="1"), 303)


def _read_share() -> int:
    if request.form.get("share", "").strip() == "0":
        return 0
    share = read_id(request.form, "share") or 0
    if share > MOST_SHARE:
        raise InvalidField("share", Phrase("The share is at most 100 of 100."))
    return share


def plots_of(health: DeskHealth) -> dict[str, Any]:
    """The plots of the page, each by its name there."""
    labels = [f"{day.day.day} {day.day:%b}" for day in health.days]
    return {
        "depth_by_rule": bar_plot(
            [
                Measure(headline(r.rule) or NO_RULE, r.count, str(r.count))
                for r in health.depths
            ]
        ),
        "age_by_rule": _ages(health),
        "depth_by_day": line_plot(
            [(Phrase("Open"), [d.depth for d in health.days])], labels
        ),
        "flow": line_plot(
            [
                (Phrase("Arrived"), [d.arrived for d in health.days]),
                (Phrase("Decided"), [d.decided for d in health.days]),
            ],
            labels,
        ),
        "times": _times(health, labels),
        "precision": _precision(health),
    }


def _ages(health: DeskHealth) -> BarPlot:
    rows = [(r.rule, int(r.oldest.total_seconds())) for r in health.depths]
    return bar_plot(
        [Measure(headline(rule) or NO_RULE, s, duration(s)) for rule, s in rows]
    )


def _times(health: DeskHealth, labels: list[str]) -> LinePlot:
    def minutes(seconds: int | None) -> float | None:
        return None if seconds is None else seconds / 60

    medians = [minutes(d.median) for d in health.days]
    ninetieths = [minutes(d.ninetieth) for d in health.days]
    series = [(Phrase("Median"), medians), ("90 of 100 within", ninetieths)]
    return line_plot(series, labels, goal=health.goal)


def _precision(health: DeskHealth) -> BarPlot:
    rows = [
        (row.rule, row.judged - row.overturned, row.judged)
        for row in health.precision
        if row.judged
    ]
    return bar_plot(
        [
            Measure(
                headline(rule),
                right / all_,
                Phrase("%(right)s of %(all)s", right=right, all=all_),
                wilson(right, all_),
            )
            for rule, right, all_ in rows
        ],
        most=1.0,
    )


def agreement_plot(twice: DoubleReview) -> BarPlot:
    """Kappa, over all and rule by rule, where there are enough pairs to say."""
    rows: list[tuple[str, Agreement]] = [(Phrase("All verdicts"), twice.overall)]
    rows += [(headline(row.rule), row.agreement) for row in twice.rules]
    return bar_plot(
        [
            Measure(
                label,
                found.kappa,
                f"{found.kappa:.2f}",
                (found.low or 0.0, found.high or 0.0),
            )
            for label, found in rows
            if found.kappa is not None and not found.is_few
        ],
        most=1.0,
    )
