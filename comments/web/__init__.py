"""The web: untrusted requests in, ten-line views, answers out."""

from flask import Flask

from comments.web.accounts import accounts
from comments.web.api import api, staff_api
from comments.web.desk import desk
from comments.web.editor import editor
from comments.web.health import health
from comments.web.people import people

BLUEPRINTS = (accounts, health, api, staff_api, desk, people, editor)


def register_blueprints(app: Flask) -> None:
    """Every part of the site, from the one list above."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
