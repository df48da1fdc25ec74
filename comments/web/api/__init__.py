"""The JSON API: the use-cases for programs, described by its own document.

Each module registers its views on a blueprint, and says beside each what it takes and
answers; `openapi` makes the description of the whole from that.
"""

from comments.web.api import (  # noqa: F401  (a view registers itself)
    check,
    comments,
    me,
    openapi,
    queue,
    reports,
    threads,
)
from comments.web.api.blueprints import api, staff_api

__all__ = ["api", "staff_api"]
