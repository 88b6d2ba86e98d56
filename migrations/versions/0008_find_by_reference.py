"""Lets orders be found by the customer's reference, however many there are."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_GIVEN = sa.text("reference <> ''")


def upgrade() -> None:
    op.create_index(
        "ix_sales_order_reference",
        "sales_order",
        ["reference", "id"],
        unique=False,
        sqlite_where=_GIVEN,
        postgresql_where=_GIVEN,
    )


def downgrade() -> None:
    op.drop_index("ix_sales_order_reference", table_name="sales_order")
