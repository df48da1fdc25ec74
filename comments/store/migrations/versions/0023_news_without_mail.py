"""news without a column that nothing ever wrote"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("news", "mailed_at")


def downgrade() -> None:
    op.add_column(
        "news", sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True)
    )
