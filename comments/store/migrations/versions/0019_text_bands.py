"""bands by which near-identical texts are found"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = tuple(f"band_{number}" for number in range(1, 7))

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_bands",
        sa.Column("revision_id", IDENTITY, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COLUMNS),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_text_bands")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_text_bands_revision_id_revisions"),
            ondelete="CASCADE",
        ),
    )
    for name in COLUMNS:
        op.create_index(op.f(f"ix_text_bands_{name}"), "text_bands", [name])


def downgrade() -> None:
    op.drop_table("text_bands")
