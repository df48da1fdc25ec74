"""sealed evidence"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sealed_evidence",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("comment_id", IDENTITY, nullable=False),
        sa.Column("revision_id", IDENTITY, nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        sa.Column("keep_until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name=op.f("fk_sealed_evidence_comment_id_comments"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_sealed_evidence_revision_id_revisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_evidence")),
    )
    for column in ("comment_id", "keep_until"):
        op.create_index(
            op.f(f"ix_sealed_evidence_{column}"), "sealed_evidence", [column]
        )


def downgrade() -> None:
    op.drop_table("sealed_evidence")
