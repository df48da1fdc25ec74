"""The page of the newsroom's own words: found, added, ended, removed, many at once."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from comments.domain.own_words import (
    LIST_OF,
    LISTED_RULES,
    LISTS,
    MAX_REASON,
    MAX_WORD,
    Entry,
    Treatment,
    WrongEntry,
    last_day,
    make_entry,
    read_end,
)
from comments.domain.permissions import Act
from comments.domain.phrases import Phrase
from comments.services import own_words as services
from comments.services.current_filter import arrangement
from comments.services.errors import Conflict
from comments.services.word_lines import Usual, WrongLines, read_lines, write_lines
from comments.store import own_words as stored
from comments.store.review_context import names_of
from comments.web.access import requires, staff_blueprint
from comments.web.context import now, parley
from comments.web.editing import editing
from comments.web.forms import Fields, InvalidField, read_id, read_one_of, read_text

own_words = staff_blueprint("own_words", __name__)

LONGEST_LINES: Final = 30_000  # a form has room for no more; the command line has
TREATMENT_WORDS: Final = {
    Treatment.HOLD: Phrase("Banned: hold the comment"),
    Treatment.REJECT: Phrase("Banned: reject the comment"),
    Treatment.WATCH: Phrase("Watched: publish it, and put it into the queue"),
    Treatment.ALLOW: Phrase("Allowed: the filter makes nothing of the words"),
}
FIELDS: Final = ("text", "treatment", "rule", "until", "reason")
Refusal = InvalidField | WrongEntry | WrongLines | Conflict
REFUSALS: Final = (InvalidField, WrongEntry, WrongLines, Conflict)


@own_words.get("/words")
@requires(Act.MANAGE_FILTER)
def show() -> str:
    return _page(request.args)


@own_words.post("/words")
@requires(Act.MANAGE_FILTER)
def add() -> AnyResponse:
    try:
        entry = _read_entry(request.form)
        with parley().database.transaction(writes=True) as db:
            services.add_word(db, entry, editing(db))
    except REFUSALS as refused:
        return _refused(refused, typed=_typed(request.form))
    return _back("added")


@own_words.post("/words/<int:word_id>/remove")
@requires(Act.MANAGE_FILTER)
def remove(word_id: int) -> AnyResponse:
    with parley().database.transaction(writes=True) as db:
        services.remove_word(db, word_id, editing(db))
    return _back("removed")


@own_words.post("/words/<int:word_id>/end")
@requires(Act.MANAGE_FILTER)
def set_end(word_id: int) -> AnyResponse:
    try:
        until = read_end(read_text(request.form, "until", MAX_WORD, required=False))
        with parley().database.transaction(writes=True) as db:
            services.set_end(db, word_id, until, editing(db))
    except REFUSALS as refused:
        return _refused(refused, typed={})
    return _back("ended")


@own_words.post("/words/import")
@requires(Act.MANAGE_FILTER)
def import_() -> AnyResponse:
    lines = ""
    try:
        lines = read_text(request.form, "lines", LONGEST_LINES)
        entries = read_lines(lines.splitlines(), _usual(request.form))
        with parley().database.transaction(writes=True) as db:
            services.import_words(db, entries, editing(db))
    except REFUSALS as refused:
        return _refused(refused, typed={**_typed(request.form), "lines": lines})
    return _back("imported")


@own_words.get("/words/export")
@requires(Act.MANAGE_FILTER)
def export() -> Response:
    with parley().database.transaction() as db:
        version = arrangement(db, parley().newsroom).version
        lines = list(write_lines(db, stored.words_in(db, version)))
    answer = Response("\n".join(lines) + "\n", mimetype="text/plain")
    answer.headers["Content-Disposition"] = "attachment; filename=words.txt"
    return answer


def _page(
    asked: Fields,
    refused: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    list_name = read_one_of(asked, "list", LISTS) if asked.get("list") else None
    search = read_text(asked, "search", MAX_WORD, required=False).strip()
    before = read_id(asked, "before", required=False)
    with parley().database.transaction() as db:
        page = services.read_words(
            db, list_name=list_name, search=search, before=before
        )
        names = names_of(db, {word.added_by for word in page.words})
    return render_template(
        "desk/words.html",
        page=page,
        names=names,
        asked={"list": list_name, "search": search},
        done=asked.get("done"),
        refused=refused,
        typed=typed or {},
        **_words_of_the_page(),
    )


def _words_of_the_page() -> dict[str, Any]:
    return {
        "lists": LISTS,
        "treatments": [(t.value, words) for t, words in TREATMENT_WORDS.items()],
        "listed_rules": [parley().rules.get(code) for code in LISTED_RULES],
        "list_of": {t.value: name for t, name in LIST_OF.items()},
        "last_day": last_day,
        "is_over": lambda word: services.is_over(word, now()),
        "longest_word": MAX_WORD,
        "longest_reason": MAX_REASON,
    }


def _read_entry(fields: Fields) -> Entry:
    given = _typed(fields)
    text = given.pop("text")
    return make_entry(text, **given)


def _usual(fields: Fields) -> Usual:
    given = _typed(fields)
    del given["text"]
    return Usual(**given)


def _typed(fields: Fields) -> dict[str, str]:
    texts = {name: fields.get(name) for name in FIELDS}
    return {name: text if isinstance(text, str) else "" for name, text in texts.items()}


def _refused(refused: Refusal, *, typed: Mapping[str, str]) -> AnyResponse:
    status = 409 if isinstance(refused, Conflict) else 400
    return make_response(_page({}, refused, typed), status)


def _back(done: str) -> AnyResponse:
    return redirect(url_for("own_words.show", done=done), 303)
