"""Run migrations on the engine that `Database` hands over."""

from alembic import context

from comments.store import (
    brigades,
    bulk_decisions,
    closures,
    desk_comforts,
    desk_keys,
    life_checklists,
    mail,
    near_texts,
    one_another,
    review_rounds,
    sanction_appeals,
    sealed_evidence,
    second_readings,
    traces,
    urgent_letters,
)
from comments.store.models import Base

# Loaded, so that the schema is whole.
TABLES_OF_THEIR_OWN = (
    brigades,
    bulk_decisions,
    closures,
    desk_comforts,
    desk_keys,
    life_checklists,
    mail,
    near_texts,
    one_another,
    review_rounds,
    sanction_appeals,
    second_readings,
    traces,
    sealed_evidence,
    urgent_letters,
)


def is_ours(name: str | None, kind: str, parents: object) -> bool:
    """Whether a table is one of the models; what only an index keeps is not."""
    return kind != "table" or not (name or "").startswith("search_texts")


def run() -> None:
    """Run the migrations in one writing transaction."""
    engine = context.config.attributes["engine"].execution_options(writes=True)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=is_ours,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
