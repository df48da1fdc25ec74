"""The API's two blueprints: one for everybody, one that lets in staff alone."""

from typing import Final

from flask import Blueprint

from comments.web.access import staff_blueprint

ROOT: Final = "/api/v1"

api = Blueprint("api", __name__, url_prefix=ROOT)
staff_api = staff_blueprint("staff_api", __name__, url_prefix=ROOT)
