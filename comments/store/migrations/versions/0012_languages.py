"""the language that an account has chosen"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "accounts", sa.Column("language", sa.String(length=16), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("accounts", "language")
