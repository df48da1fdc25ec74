"""The language that a reader chooses for their pages and letters."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from comments.domain.permissions import Act
from comments.services.choose_language import choose_language
from comments.web.access import requires, signed_in_account
from comments.web.context import parley
from comments.web.forms import read_text

own_language = Blueprint("own_language", __name__)

LONGEST_CODE = 16


@own_language.post("/account/language")
@requires(Act.MANAGE_OWN_ACCOUNT)
def choose() -> Response:
    code = read_text(request.form, "language", LONGEST_CODE, required=False)
    me, catalogues = signed_in_account().account_id, parley().catalogues
    with parley().database.transaction(writes=True) as db:
        choose_language(db, me, code or None, catalogues=catalogues)
    return redirect("/account?changed=language", 303)  # in the language just chosen
