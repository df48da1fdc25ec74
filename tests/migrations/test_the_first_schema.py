"""0001: the first schema, there and back."""

from alembic import command

from comments.store.database import Database


def test_the_schema_can_be_taken_back_and_made_again(database: Database) -> None:
    command.downgrade(database.alembic_config(), "base")
    assert not database.is_current()
    database.migrate()
    assert database.is_current()
    command.check(database.alembic_config())
