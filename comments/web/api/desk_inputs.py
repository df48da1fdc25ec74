"""What programs send to the desk: parts of the queue."""

from flask import request

from comments.domain.queue_filter import QueueFilter
from comments.domain.review_item import Source
from comments.web.api.inputs import optional, optional_word
from comments.web.context import parley
from comments.web.desk_forms import LONGEST_CODE, LONGEST_SECTION
from comments.web.forms import read_id


def read_queue_filter() -> QueueFilter:
    """Which part of the queue is asked for."""
    asked, rules = request.args, tuple(rule.code for rule in parley().rules)
    return QueueFilter(
        rule=optional_word(asked, "rule", rules),
        source=optional_word(asked, "source", tuple(map(str, Source))),
        thread=read_id(asked, "thread", required=False),
        section=optional(asked, "section", LONGEST_SECTION) or None,
        author=read_id(asked, "author", required=False),
        reporter=read_id(asked, "reporter", required=False),
        language=optional(asked, "language", LONGEST_CODE) or None,
    )
