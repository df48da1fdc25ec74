"""One moment of the database, for whoever reads long while others write."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def hold_still(db: Session) -> None:
    """Let a transaction that has read nothing yet see one moment until its end.

    SQLite's transactions do so by themselves.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
