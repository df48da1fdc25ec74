"""The board under articles on other sites: the tag, the frame, the log-in, the counts.

`embed` is for those sites and for windows of our own; `inside` answers within frames.
"""

from typing import Final
from urllib.parse import urlencode

from flask import (
    Blueprint,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services.errors import Refused, TooManyThreads
from comments.services.log_in_code import CodeRefused, HandOver, give_code, redeem_code
from comments.services.see_article import (
    Sighting,
    Terms,
    known_article,
    presentable_title,
    see_article,
)
from comments.services.sessions import end_sessions
from comments.store.comments import comment_counts
from comments.web import sessions
from comments.web.access import current_account, requires, signed_in_account
from comments.web.arrivals import body_is_here
from comments.web.board import thread as show_thread
from comments.web.board_forms import read_cursor
from comments.web.context import now, parley
from comments.web.embed_forms import (
    read_addresses,
    read_hand_over,
    read_redemption,
    read_sighting,
)
from comments.web.limits import Limited, limited, spend
from comments.web.slim import slim_file

embed = Blueprint("embed", __name__)
inside = Blueprint("framed", __name__)

LOADER_SECONDS: Final = 3600
COUNT_SECONDS: Final = 60
ANYBODY: Final = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
WINDOW: Final = "/embed/log-in"


@embed.get("/embed.js")
@requires(Act.READ_BOARD)
def loader() -> Response:
    answer = slim_file(current_app, "embed.js")
    answer.headers["Cache-Control"] = f"public, max-age={LOADER_SECONDS}"
    answer.headers.update(ANYBODY)
    return answer


@inside.get("/embed")
@requires(Act.READ_BOARD)
def show() -> Response:
    thread_id = _thread_of(read_sighting(request.args))
    wanted = read_cursor(request.args, "comment")
    if wanted is not None:
        return redirect(url_for("board.comment", comment_id=wanted), 303)
    return show_thread(thread_id)


@embed.get("/discussion")
@requires(Act.READ_BOARD)
def discussion() -> Response:
    thread_id = _thread_of(read_sighting(request.args))
    return redirect(url_for("board.thread", thread_id=thread_id), 303)


@embed.get("/embed/counts")
@requires(Act.READ_BOARD)
def counts() -> Response:
    asked = read_addresses(request.args)
    with parley().database.transaction() as db:
        found = comment_counts(db, sorted(set(asked.values())))
    answer = jsonify(counts={one: found.get(asked[one], 0) for one in asked})
    answer.headers["Cache-Control"] = f"public, max-age={COUNT_SECONDS}"
    answer.headers.update(ANYBODY)
    return answer


@embed.get(WINDOW)
@requires(Act.LOG_IN)
def log_in() -> Response:
    to = _allowed_hand_over()
    if current_account() is None:
        page = "accounts.register" if "register" in request.args else "accounts.log_in"
        asked = {"challenge": to.challenge, "origin": to.origin}
        return redirect(url_for(page, next=f"{WINDOW}?{urlencode(asked)}"), 303)
    return make_response(_window(to))


@embed.post(WINDOW)
@requires(Act.MANAGE_OWN_ACCOUNT)
@limited(Limited.HAND_OVER)
def hand_over() -> Response:
    account_id, to = signed_in_account().account_id, _allowed_hand_over()
    with parley().database.transaction(writes=True) as db:
        code = give_code(db, account_id, to, now=now())
    return make_response(_window(to, code))


@inside.post("/log-in")
@requires(Act.LOG_IN)
@limited(Limited.HAND_OVER)
def take_over() -> Response:
    shown = read_redemption(request.form)
    with parley().database.transaction(writes=True) as db:
        started = redeem_code(db, shown, now=now())
    if started is None:
        raise CodeRefused
    sessions.begin(started)
    return jsonify(name=started.signed_in.name)


@inside.get("/log-in")
@requires(Act.READ_BOARD)
def who() -> Response:
    account = current_account()
    return jsonify(name=account.name if account else None)


@inside.post("/log-out")
@requires(Act.MANAGE_OWN_ACCOUNT)
def log_out() -> Response:
    account = signed_in_account()
    with parley().database.transaction(writes=True) as db:
        end_sessions(db, account.account_id, now=now(), only=account.session_id)
    sessions.end()
    wanted = read_cursor(request.form, "thread")
    if wanted is None:
        return redirect(url_for("board.articles"), 303)
    return redirect(url_for("board.thread", thread_id=wanted), 303)


def let_windows_talk(response: Response) -> Response:
    """After each request: the log-in window may speak to the frame that opened it.

    Only on the way to it; every other page of ours is out of its opener's reach.
    """
    is_log_in = request.blueprint == "accounts" and _next().startswith(f"{WINDOW}?")
    if request.path == WINDOW or is_log_in:
        response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


def _next() -> str:
    wanted = request.args.get("next", "")
    if wanted or not body_is_here():
        return wanted
    try:
        return request.form.get("next", "")
    except HTTPException:  # the form itself could not be read
        return ""


def _thread_of(seen: Sighting) -> int:
    settings, newsroom = parley().settings, parley().newsroom
    terms = Terms(frozenset(settings.embed_origins), settings.embed_key)
    with parley().database.transaction() as db:
        known = known_article(db, seen, terms)
        if known is not None:
            return known.id
        title = presentable_title(db, seen, newsroom=newsroom, now=now())
    if terms.vouch_for(seen) is None and not spend(Limited.NEW_THREAD):
        raise TooManyThreads
    with parley().database.transaction(writes=True) as db:
        made = see_article(db, seen, terms, title=title, newsroom=newsroom, now=now())
        return made.id


def _allowed_hand_over() -> HandOver:
    asked = read_hand_over(request.values)
    if asked.origin not in parley().settings.embed_origins:
        raise Refused(Phrase("This site is not among those that may show the board."))
    return asked


def _window(to: HandOver, code: str = "") -> str:
    return render_template("embed/log_in.html", asked=to, code=code)
