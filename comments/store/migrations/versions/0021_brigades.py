"""people who report together"""

import sqlalchemy as sa
from alembic import op

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "brigades",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("dismissed_at", MOMENT),
        sa.Column("dismissed_by", IDENTITY),
        sa.ForeignKeyConstraint(
            ["dismissed_by"],
            ["accounts.id"],
            name=op.f("fk_brigades_dismissed_by_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brigades")),
    )
    op.create_index("ix_brigades_last_at", "brigades", ["last_at"])
    op.create_table(
        "brigade_members",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("brigade_id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["brigade_id"],
            ["brigades.id"],
            name=op.f("fk_brigade_members_brigade_id_brigades"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_brigade_members_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brigade_members")),
        sa.UniqueConstraint(
            "account_id",
            "brigade_id",
            name=op.f("uq_brigade_members_account_id_brigade_id"),
        ),
    )
    op.create_index(
        op.f("ix_brigade_members_brigade_id"), "brigade_members", ["brigade_id"]
    )
    op.create_table(
        "brigade_reports",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("report_id", IDENTITY, nullable=False),
        sa.Column("brigade_id", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_brigade_reports_report_id_reports"),
        ),
        sa.ForeignKeyConstraint(
            ["brigade_id"],
            ["brigades.id"],
            name=op.f("fk_brigade_reports_brigade_id_brigades"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brigade_reports")),
        sa.UniqueConstraint("report_id", name=op.f("uq_brigade_reports_report_id")),
    )
    op.create_index(
        op.f("ix_brigade_reports_brigade_id"), "brigade_reports", ["brigade_id"]
    )


def downgrade() -> None:
    op.drop_table("brigade_reports")
    op.drop_table("brigade_members")
    op.drop_table("brigades")
