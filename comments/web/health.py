"""Whether this process can answer: for load balancers, and for whoever runs it."""

from flask import Blueprint, Response, jsonify

from comments.domain.permissions import Act
from comments.web.access import requires
from comments.web.context import parley

health = Blueprint("health", __name__)


@health.get("/health")
@requires(Act.SEE_HEALTH)
def show() -> Response:
    """Answer 503 when the database is away; no reader's row is looked at."""
    database = parley().database
    return jsonify(
        status="ok", database=database.dialect, durability=database.durability()
    )
