"""Choosing the language in which the newsroom speaks to a reader."""

from sqlalchemy.orm import Session

from comments.adapters.catalogues import Catalogues
from comments.domain.phrases import Phrase
from comments.services.errors import NotFound
from comments.store.models import Account


def choose_language(
    db: Session, account_id: int, code: str | None, *, catalogues: Catalogues
) -> None:
    """Pages and letters are in this language from now on; None for the newsroom's."""
    if code is not None and code not in catalogues:
        raise NotFound(Phrase("This language is not spoken here."))
    db.get_one(Account, account_id).language = code
