"""checklists of escalated items"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "life_checklists",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("item_id", IDENTITY, nullable=False),
        sa.Column("comment_id", IDENTITY, nullable=False),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("saved_by", sa.String(length=32), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["review_items.id"],
            name=op.f("fk_life_checklists_item_id_review_items"),
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_life_checklists_comment_id_comments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_checklists")),
    )
    for column in ("item_id", "saved_at"):
        op.create_index(
            op.f(f"ix_life_checklists_{column}"), "life_checklists", [column]
        )


def downgrade() -> None:
    op.drop_table("life_checklists")
