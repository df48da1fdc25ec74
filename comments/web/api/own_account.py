"""One's own account: which letters come, and all that is kept, to take along.

For a reader's own browser alone: no token has a scope for it.
"""

from typing import Final

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from comments.domain.mail import KIND_CODES, Cadence
from comments.domain.permissions import Act
from comments.services import mail_choices as services
from comments.web.access import requires, signed_in_account
from comments.web.api import bodies
from comments.web.api.blueprints import api
from comments.web.api.inputs import read_body
from comments.web.api.operations import Answer, documented
from comments.web.api.replies import as_json
from comments.web.api.shapes import record, words
from comments.web.context import now, parley
from comments.web.limits import Limited, limited
from comments.web.mail import read_mail_choices
from comments.web.own_data import archive_answer

CHOICES: Final = record(**dict.fromkeys(KIND_CODES, words(*Cadence)))
CHOSEN: Final = {200: Answer("How often, for each kind of letter", CHOICES)}


@api.get("/me/mail")
@requires(Act.MANAGE_OWN_ACCOUNT)
@documented("How often I am written to, about what", CHOSEN)
def mail_choices() -> Response:
    return _chosen()


@api.patch("/me/mail")
@requires(Act.MANAGE_OWN_ACCOUNT)
@documented(
    "Choose how often; kinds that are not named stay as they are",
    CHOSEN,
    body=bodies.MAIL_CHOICES,
)
def choose_mail() -> Response:
    chosen = read_mail_choices(read_body(bodies.MAIL_CHOICES))
    me = signed_in_account().account_id
    with parley().database.transaction(writes=True) as db:
        services.choose(db, me, chosen, now=now())
    return _chosen()


@api.post("/me/data")
@requires(Act.MANAGE_OWN_ACCOUNT)
@limited(Limited.DOWNLOAD)
@documented(
    "Everything that is kept about me, as JSON and CSV in one file",
    {
        200: Answer(
            "The file",
            {"type": "string", "format": "binary"},
            content="application/zip",
        )
    },
)
def own_data() -> AnyResponse:
    return archive_answer()


def _chosen() -> Response:
    with parley().database.transaction() as db:
        chosen = services.choices_of(db, signed_in_account().account_id)
    return as_json({kind: cadence.value for kind, cadence in chosen.items()})
