"""The editor who sends this request, for the use-cases that change the filter."""

from sqlalchemy.orm import Session

from comments.services.filter_versions import Editing
from comments.web.access import current_actor, own_row
from comments.web.context import now, parley


def editing(db: Session) -> Editing:
    """Who changes what, of which newsroom, and when."""
    return Editing(
        editor=own_row(db),
        actor=current_actor(),
        newsroom=parley().newsroom,
        now=now(),
    )
