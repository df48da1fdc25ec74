"""The page on which a moderator chooses the keys of the desk."""

from collections.abc import Mapping
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.desk_keys import (
    DEFAULT_KEYS,
    DeskAct,
    DeskKeys,
    UnfitKeys,
    choose_keys,
)
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services import desk_keys as services
from comments.web.access import requires, signed_in_account, staff_blueprint
from comments.web.context import now, once, parley
from comments.web.forms import Fields, read_flag, read_text

LONGEST_KEY: Final = 10  # typed; what is more than one character is told so
ACT_WORDS: Final[Mapping[DeskAct, str]] = {
    DeskAct.APPROVE: Phrase("Approve"),
    DeskAct.REJECT: Phrase("Reject, then the number of a rule"),
    DeskAct.ESCALATE: Phrase("Ask an editor"),
    DeskAct.SANCTION: Phrase("The author’s record and sanctions"),
    DeskAct.SKIP: Phrase("Skip to the next"),
    DeskAct.UNDO: Phrase("Undo your last decision"),
    DeskAct.REVEAL: Phrase("Show a severe text"),
    DeskAct.SEARCH: Phrase("Search all comments"),
    DeskAct.ARRIVALS: Phrase("Show what is new in the list"),
    DeskAct.HELP: Phrase("The list of keys"),
}

desk_keys = staff_blueprint("desk_keys", __name__)


@desk_keys.get("/queue/keys")
@requires(Act.READ_QUEUE)
def show() -> str:
    kept = "kept" in request.args
    return _page(own_keys(), kept=kept)


@desk_keys.post("/queue/keys")
@requires(Act.READ_QUEUE)
def choose() -> Response | tuple[str, int]:
    wanted, on = _read_keys(request.form)
    try:
        keys = DeskKeys(choose_keys(wanted), on=on)
    except UnfitKeys as unfit:
        return _page(DeskKeys(wanted, on=on), problems=unfit.problems), 400
    with parley().database.transaction(writes=True) as db:
        services.keep_keys(db, signed_in_account().account_id, keys, now())
    return redirect(url_for("desk_keys.show", kept="1"), 303)


@desk_keys.app_template_global()
def own_keys() -> DeskKeys:
    """The keys of whoever asks, read once for a page."""
    found: DeskKeys = once("desk_keys", _load_keys)
    return found


@desk_keys.app_template_global()
def act_words() -> Mapping[DeskAct, str]:
    """What each key does, in a moderator's words."""
    return ACT_WORDS


def _load_keys() -> DeskKeys:
    with parley().database.transaction() as db:
        return services.keys_of(db, signed_in_account().account_id)


def _read_keys(fields: Fields) -> tuple[dict[DeskAct, str], bool]:
    if fields.get("usual"):
        return dict(DEFAULT_KEYS), True
    wanted = {
        act: read_text(fields, act.value, LONGEST_KEY, required=False)
        for act in DeskAct
    }
    return wanted, read_flag(fields, "on")


def _page(keys: DeskKeys, **values: Any) -> str:
    return render_template("desk/keys.html", keys=keys, **values)
