"""The JSON API: the use-cases for programs, described by its own document.

Each module registers its views on a blueprint, and says beside each what it takes and
answers; `openapi` makes the description of the whole from that.
"""

# Imported, and named again, so that their views register themselves.
from comments.web.api import agreement as agreement
from comments.web.api import appeals as appeals
from comments.web.api import appreciations as appreciations
from comments.web.api import bulk as bulk
from comments.web.api import check as check
from comments.web.api import comments as comments
from comments.web.api import company as company
from comments.web.api import counts as counts
from comments.web.api import lively as lively
from comments.web.api import me as me
from comments.web.api import messages as messages
from comments.web.api import news as news
from comments.web.api import openapi as openapi
from comments.web.api import own_account as own_account
from comments.web.api import picks as picks
from comments.web.api import queue as queue
from comments.web.api import reporters as reporters
from comments.web.api import reports as reports
from comments.web.api import sanctions as sanctions
from comments.web.api import search as search
from comments.web.api import threads as threads
from comments.web.api import transparency as transparency
from comments.web.api.blueprints import api, staff_api

__all__ = ["api", "staff_api"]
