"""0025: second readings come to a newsroom that runs, and can be taken away again."""

from alembic import command

from comments.store.database import Database


def test_the_table_comes_and_goes(database: Database) -> None:
    command.downgrade(database.alembic_config(), "0024")
    database.migrate()
    command.check(database.alembic_config())
