"""Put an installation together: what `create_app` promises, without its waiting."""

from collections.abc import Callable

from flask import Flask

from comments.adapters.catalogues import Catalogues
from comments.adapters.passwords import Passwords
from comments.domain.posted_rules import POSTED_RULES
from comments.filter import Filter, load_filter
from comments.settings import Settings
from comments.store.database import Database
from comments.web import (
    access,
    arrivals,
    caching,
    errors,
    framed,
    languages,
    limits,
    security,
    sessions,
    site,
    slim,
)
from comments.web.blueprints import register_blueprints
from comments.web.context import EXTENSION, Clock, Parley, utc_clock
from comments.web.embed import let_windows_talk


def wire(
    app: Flask,
    settings: Settings,
    *,
    clock: Clock | None = None,
    filter_: Filter | None = None,
    passwords: Passwords | None = None,
) -> Parley:
    """Make the installation that the settings describe, and its site."""
    parley = Parley(
        settings=settings,
        database=Database(settings.database_url),
        filter=filter_ or load_filter(),
        rules=POSTED_RULES,
        clock=clock or utc_clock,
        passwords=passwords or Passwords(),
        catalogues=Catalogues(settings.translations),
    )
    _wire(app, parley)
    return parley


def _wire(app: Flask, parley: Parley) -> None:
    app.extensions[EXTENSION] = parley
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.session_interface = sessions.DatabaseSessions()
    security.configure(app, parley.settings)
    languages.install(app)
    framed.install(app, parley.settings)
    for step in _steps_before(app, parley.settings):
        app.before_request(step)
    access.install(app)
    slim.install(app)
    caching.install(app)
    site.install(app)
    errors.install(app)
    register_blueprints(app, demo=parley.settings.demo)
    limits.install(app, parley.settings, parley.database)
    app.after_request(caching.keep_private)
    app.after_request(let_windows_talk)
    app.after_request(lambda answer: security.add_headers(answer, parley.settings))


def _steps_before(app: Flask, settings: Settings) -> tuple[Callable[[], None], ...]:
    """What every request passes before its view, in this order."""
    return (
        lambda: security.check_host(settings),
        framed.check_place,
        arrivals.Arrivals().refuse_broken_bodies,
        lambda: security.check_origin(settings),
        lambda: security.check_csrf(app),
        access.check_declared_act,
    )
