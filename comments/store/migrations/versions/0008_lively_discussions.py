"""lively discussions are counted by when comments were written"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_comments_appeared_at", "comments")
    op.create_index("ix_comments_created_at", "comments", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_comments_created_at", "comments")
    op.create_index("ix_comments_appeared_at", "comments", ["appeared_at"])
