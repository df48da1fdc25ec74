"""In which language a page is: a reader's own choice, the address's, the newsroom's.

What a browser would like is not asked: a visitor's page is kept for everybody by shared
caches, and so it may differ by its address alone (ADR 16).
"""

from typing import Any, Final
from urllib.parse import urlencode

from babel.support import NullTranslations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain
from markupsafe import Markup

from comments.adapters.catalogues import Language
from comments.domain.phrases import Phrase
from comments.services.errors import ServiceError
from comments.store.database import DatabaseUnavailable
from comments.web.access import BadToken, current_account
from comments.web.context import once, parley

FIELD: Final = "lang"


def language() -> Language:
    """The language of this answer."""
    found: Language = once("language", _choose)
    return found


def say(value: Any) -> Any:
    """Whatever a template shows: sentences of the inner rooms in this language."""
    if isinstance(value, Exception):
        value = str(value)
    return language().say(value) if isinstance(value, Phrase) else value


def gettext(text: str, /, **values: Any) -> Markup:
    """A template's own sentence; what stands in it is escaped, and said as well."""
    return Markup(language().words.ugettext(text)) % _said(values)  # noqa: S704


def ngettext(one: str, many: str, num: int, /, **values: Any) -> Markup:
    """A template's own sentence about a number of things."""
    text = language().words.ungettext(one, many, num)
    return Markup(text) % _said({"num": num} | values)  # noqa: S704


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: say(value) for name, value in values.items()}


def install(app: Flask) -> None:
    """Let templates and views speak the language of whoever asks."""
    app.jinja_env.finalize = say
    babel = Babel(app, locale_selector=lambda: language().code)
    babel.domain_instance = Words()
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    app.url_defaults(_stay)
    app.context_processor(lambda: {"language": language()})
    app.add_template_global(_switches, "language_switches")
    app.add_template_filter(say)
    app.add_template_filter(lambda number: language().number(number), "grouped")
    app.add_template_filter(lambda day: language().whole_day(day), "whole_day")
    app.add_template_filter(lambda moment: language().day(moment), "short_day")


class Words(Domain):  # type: ignore[misc]
    """Flask-Babel's words, from our catalogues."""

    def get_translations(self) -> NullTranslations:
        return language().words


def _choose() -> Language:
    catalogues, newsroom = parley().catalogues, parley().settings.language
    return catalogues.get(_saved() or _asked() or newsroom)


def _saved() -> str | None:
    """What the reader has chosen for their account."""
    try:
        account = current_account()
    except (BadToken, DatabaseUnavailable, ServiceError):
        return None
    code = account.language if account else None
    return code if code in parley().catalogues else None


def _asked() -> str | None:
    """What the address asks for, as a site around the board or a visitor wants it."""
    code = request.args.get(FIELD, "").replace("-", "_")
    return code if code in parley().catalogues else None


def _stay(endpoint: str, values: dict[str, Any]) -> None:
    """Let every address on a page lead to pages in the language that was asked for."""
    if endpoint == "static" or not has_request_context() or FIELD in values:
        return
    if language().code == _asked():
        values[FIELD] = language().tag


def _switches() -> list[tuple[Language, str]]:
    """This page in each language, for whoever has chosen none; only where it helps."""
    if request.method != "GET" or len(parley().catalogues) < 2 or _saved():
        return []
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != FIELD]
    here = f"{request.root_path.rstrip('/')}{request.path}"
    return [
        (one, f"{here}?{urlencode([*kept, (FIELD, one.tag)])}")
        for one in parley().catalogues
    ]
