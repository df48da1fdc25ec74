"""The page on which a moderator chooses what to be spared, and goes on or rests."""

from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.comfort import MOST, Blur, Comfort, Sitting
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services import comfort as services
from comments.web.access import (
    current_actor,
    requires,
    signed_in_account,
    staff_blueprint,
)
from comments.web.context import now, once, parley
from comments.web.forms import Fields, InvalidField, read_choice, read_id, read_one_of

desk_comfort = staff_blueprint("desk_comfort", __name__)

BLURS: Final = (
    (Blur.SEVERE.value, Phrase("Severe texts alone")),
    (Blur.ALL.value, Phrase("Every text")),
    (Blur.NONE.value, Phrase("None")),
)
PARTS: Final = ("mild", "all")


@desk_comfort.get("/queue/comfort")
@requires(Act.READ_QUEUE)
def show() -> str:
    with parley().database.transaction() as db:
        usual = services.newsroom_comfort(db)
    return render_template(
        "desk/comfort.html", kept="kept" in request.args, usual=usual, blurs=BLURS
    )


@desk_comfort.post("/queue/comfort")
@requires(Act.READ_QUEUE)
def choose() -> Response:
    chosen = _read_comfort(request.form)
    with parley().database.transaction(writes=True) as db:
        services.keep_comfort(db, signed_in_account().account_id, chosen)
    return redirect(url_for("desk_comfort.show", kept="1"), 303)


@desk_comfort.post("/queue/comfort/usual")
@requires(Act.MANAGE_SITE)
def set_usual() -> Response:
    chosen = _read_comfort(request.form)
    with parley().database.transaction(writes=True) as db:
        services.set_newsroom_comfort(db, chosen, actor=current_actor(), now=now())
    return redirect(url_for("desk_comfort.show", kept="1"), 303)


@desk_comfort.post("/queue/sitting")
@requires(Act.READ_QUEUE)
def go_on() -> Response:
    mild = read_one_of(request.form, "items", PARTS) == "mild"
    with parley().database.transaction(writes=True) as db:
        services.ask_for(db, signed_in_account().account_id, now(), mild_only=mild)
    return redirect(url_for("queue.show"), 303)


@desk_comfort.app_template_global()
def own_comfort() -> Comfort:
    """What whoever asks is spared, read once for a page."""
    return _own()[0]


@desk_comfort.app_template_global()
def own_sitting() -> Sitting:
    """How the sitting of whoever asks goes; nobody else can ask for it."""
    return _own()[1]


def _own() -> tuple[Comfort, Sitting]:
    found: tuple[Comfort, Sitting] = once("desk_comfort", _load)
    return found


def _load() -> tuple[Comfort, Sitting]:
    me = signed_in_account().account_id
    with parley().database.transaction() as db:
        return services.comfort_of(db, me), services.sitting_of(db, me, now())


def _read_comfort(fields: Fields) -> Comfort:
    return Comfort(
        blur=read_choice(fields, "blur", Blur),
        easy_after=_read_number(fields, "easy_after"),
        budget=_read_number(fields, "budget"),
    )


def _read_number(fields: Fields, field: str) -> int:
    if str(fields.get(field, "")).strip() in ("", "0"):
        return 0
    number = read_id(fields, field) or 0
    if number > MOST:
        raise InvalidField(field, Phrase("At most %(most)s, please.", most=MOST))
    return number
