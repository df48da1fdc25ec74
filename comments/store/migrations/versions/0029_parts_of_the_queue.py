"""parts of the queue: by discussion, section, author and language"""

import sqlalchemy as sa
from alembic import op

OPEN = sa.text("state = 'open'")

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    language = sa.Column("language", sa.String(8), nullable=False, server_default="")
    op.add_column("review_items", language)
    for part in ("thread_id", "author_id", "language"):
        op.create_index(
            f"ix_review_items_{part}_queue",
            "review_items",
            [part, "rank", "id"],
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    op.create_index("ix_threads_section", "threads", ["section"])


def downgrade() -> None:
    op.drop_index("ix_threads_section", "threads")
    for part in ("thread_id", "author_id", "language"):
        op.drop_index(f"ix_review_items_{part}_queue", "review_items")
    op.drop_column("review_items", "language")
