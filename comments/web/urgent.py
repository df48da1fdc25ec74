"""Urgent items: the links in letters, and which items an editor finds worth one.

Opening a link shows the comment and asks once more; only the button decides, since mail
programs open links to look at them.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.domain.urgent import LEAST_POINTS, MOST_POINTS, UrgentBar
from comments.services.errors import StaleDecision
from comments.services.urgent_items import bar_of, readers_of, set_bar
from comments.services.urgent_links import (
    LinkUsed,
    UrgentPage,
    decide_by_link,
    read_urgent,
)
from comments.web.access import current_actor, own_row, requires, staff_blueprint
from comments.web.context import now, parley
from comments.web.desk_forms import read_last_report, read_note
from comments.web.desk_words import decision_words, marks_of, what_happened
from comments.web.forms import Fields, InvalidField, read_flag, read_text
from comments.web.limits import Limited, limited

urgent = Blueprint("urgent", __name__)
urgent_bar = staff_blueprint("urgent_bar", __name__)


@urgent.get("/urgent/<token>")
@requires(Act.USE_MAIL_LINK)
def show(token: str) -> tuple[str, int]:
    return _page(token)


@urgent.post("/urgent/<token>")
@requires(Act.USE_MAIL_LINK)
@limited(Limited.USE_MAIL_LINK)
def send(token: str) -> Response | tuple[str, int]:
    try:
        with parley().database.transaction(writes=True) as db:
            decide_by_link(
                db,
                token,
                note=read_note(request.form),
                last_report=read_last_report(request.form),
                links=parley().links,
                newsroom=parley().newsroom,
                now=now(),
            )
    except (StaleDecision, LinkUsed):
        page, _ = _page(token)  # which says what came first
        return page, 409
    return redirect(url_for("urgent.show", token=token), 303)


@urgent_bar.get("/site/urgent")
@requires(Act.MANAGE_SITE)
def show_bar() -> str:
    with parley().database.transaction() as db:
        present = bar_of(db)
    return _bar_page(_bar_fields(present), changed="changed" in request.args)


@urgent_bar.post("/site/urgent")
@requires(Act.MANAGE_SITE)
def send_bar() -> Response | tuple[str, int]:
    try:
        wanted = read_bar(request.form)
    except InvalidField as refused:
        return _bar_page(request.form, refused=refused), 400
    with parley().database.transaction(writes=True) as db:
        set_bar(
            db,
            wanted,
            editor=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    return redirect(url_for("urgent_bar.show_bar", changed="1"), 303)


def read_bar(fields: Fields) -> UrgentBar:
    """Which items an editor finds worth a letter."""
    return UrgentBar(
        threats=read_flag(fields, "threats"),
        escalated=read_flag(fields, "escalated"),
        points=_read_points(fields),
    )


def _read_points(fields: Fields) -> int | None:
    typed = read_text(fields, "points", 6, required=False).strip()
    if not typed:
        return None
    points = int(typed) if typed.isascii() and typed.isdigit() else 0
    if not LEAST_POINTS <= points <= MOST_POINTS:
        raise InvalidField(
            "points",
            Phrase(
                "Give a number of points from %(least)s to %(most)s, or nothing.",
                least=LEAST_POINTS,
                most=MOST_POINTS,
            ),
        )
    return points


def _page(token: str) -> tuple[str, int]:
    with parley().database.transaction() as db:
        found = read_urgent(db, token, links=parley().links, now=now())
    page = render_template(
        "desk/urgent.html",
        token=token,
        found=found,
        page=found.page,
        item=found.page.item,
        comment=found.page.item.comment,
        marks=marks_of(found.page.findings),
        happened=None if found.open else _what_happened(found),
    )
    return page, 200 if found.open or found.used else 409


def _what_happened(found: UrgentPage) -> str:
    if found.used is not None:
        return Phrase(
            "A link of this letter was used: %(name)s %(decided)s.",
            name=found.link.account.name,
            decided=decision_words(found.used),
        )
    return what_happened(found.page, found.first, now())


def _bar_fields(bar: UrgentBar) -> Fields:
    return {
        "threats": "1" if bar.threats else "",
        "escalated": "1" if bar.escalated else "",
        "points": "" if bar.points is None else str(bar.points),
    }


def _bar_page(
    fields: Fields, *, refused: InvalidField | None = None, changed: bool = False
) -> str:
    with parley().database.transaction() as db:
        readers = len(readers_of(db))
    return render_template(
        "desk/urgent_bar.html",
        fields=fields,
        refused=refused,
        changed=changed,
        readers=readers,
    )
