"""People: an author's record, and the sanctions that a moderator imposes or lifts."""

from collections.abc import Sequence
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments.domain.ladder import Suggestion
from comments.domain.permissions import AccountFacts, Act, Role
from comments.domain.sanctions import LOCKING, TERMS, SanctionKind
from comments.services.read_record import read_person
from comments.services.sanction_user import lift_sanction, sanction_user
from comments.web.access import (
    current_actor,
    own_row,
    requires,
    staff_blueprint,
)
from comments.web.board_forms import new_attempt
from comments.web.context import now, parley
from comments.web.desk_forms import FOR_GOOD, read_lift_reason, read_sanction
from comments.web.desk_words import SANCTION_WORDS
from comments.web.forms import read_id

people = staff_blueprint("people", __name__)

KINDS: Final = (
    (SanctionKind.MESSAGE, "your words, and nothing else; it is on the record"),
    (SanctionKind.WARNING, "posts again only after pressing “I have read this”"),
    (SanctionKind.ALWAYS_REVIEW, "a moderator reads each comment first"),
    (SanctionKind.MUTE, "may read and log in, not post or report"),
    (SanctionKind.SUSPENSION, "is logged out and may not log in for a while"),
    (SanctionKind.BAN, "the same, meant for good"),
)
TERM_WORDS: Final = {
    "1h": "1 hour",
    "24h": "24 hours",
    "7d": "7 days",
    "30d": "30 days",
}


@people.get("/people/<int:account_id>")
@requires(Act.READ_RECORD)
def show(account_id: int) -> str:
    before = read_id(request.args, "before", required=False)
    with parley().database.transaction() as db:
        page = read_person(db, account_id, now(), moderator=own_row(db), before=before)
    account = page.record.account
    return render_template(
        "desk/person.html",
        page=page,
        record=page.record,
        facts=AccountFacts(account.id, Role(account.role)),
        item_id=read_id(request.args, "item", required=False),
        offered="offered" in request.args,
        kinds=[(kind.value, SANCTION_WORDS[kind], what) for kind, what in KINDS],
        attempt=new_attempt(),
        chosen=_chosen(page.record.suggestions),
        terms=[*((term, TERM_WORDS[term]) for term in TERMS), (FOR_GOOD, "for good")],
    )


@people.post("/people/<int:account_id>/sanctions")
@requires(Act.SANCTION)
def sanction(account_id: int) -> Response:
    new = read_sanction(account_id, request.form, parley().rules)
    with parley().database.transaction(writes=True) as db:
        sanction_user(
            db,
            new,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
        )
    if new.kind in LOCKING:
        return _offer_the_rest(account_id)
    return _back_to(account_id)


@people.post("/sanctions/<int:sanction_id>/lift")
@requires(Act.SANCTION)
def lift(sanction_id: int) -> Response:
    reason = read_lift_reason(request.form)
    with parley().database.transaction(writes=True) as db:
        lifted = lift_sanction(
            db,
            sanction_id,
            moderator=own_row(db),
            actor=current_actor(),
            newsroom=parley().newsroom,
            now=now(),
            reason=reason,
        )
    return _back_to(lifted.account_id)


def _chosen(suggestions: Sequence[Suggestion]) -> Suggestion | None:
    """The suggestion that a moderator took up, and may still change in the form."""
    taken = request.args.get("suggestion")
    return next((s for s in suggestions if s.rule == taken), None)


def _offer_the_rest(account_id: int) -> Response:
    """Whoever is shut out left comments that a moderator may want to look over."""
    item_id = read_id(request.form, "item", required=False)
    where = url_for(
        "people.show",
        account_id=account_id,
        item=item_id,
        offered=1,
        _anchor="together",
    )
    return redirect(where, 303)


def _back_to(account_id: int) -> Response:
    item_id = read_id(request.form, "item", required=False)
    where = url_for(
        "people.show", account_id=account_id, item=item_id, _anchor="sanctions"
    )
    return redirect(where, 303)
