"""a queue of any length is opened, claimed from and undone through an index"""

import sqlalchemy as sa
from alembic import op

OPEN = sa.text("state = 'open'")
CLAIMED = sa.text("claimed_by IS NOT NULL")

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_review_items_oldest",
        "review_items",
        ["opened_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.drop_index("ix_review_items_claimed_by", "review_items")
    op.create_index(
        "ix_review_items_claimed",
        "review_items",
        ["claimed_by"],
        sqlite_where=CLAIMED,
        postgresql_where=CLAIMED,
    )
    op.create_index("ix_outbox_subject", "outbox", ["subject_id", "kind"])


def downgrade() -> None:
    op.drop_index("ix_outbox_subject", "outbox")
    op.drop_index("ix_review_items_claimed", "review_items")
    op.create_index("ix_review_items_claimed_by", "review_items", ["claimed_by"])
    op.drop_index("ix_review_items_oldest", "review_items")
