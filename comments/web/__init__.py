"""The web: untrusted requests in, ten-line views, answers out."""

from flask import Flask

from comments.web.accounts import accounts
from comments.web.health import health

BLUEPRINTS = (accounts, health)


def register_blueprints(app: Flask) -> None:
    """Every part of the site, from the one list above."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
