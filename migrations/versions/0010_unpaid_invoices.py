"""Lets the orders a customer has yet to pay be found without looking at all the others."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_UNPAID = sa.text("invoiced > paid")


def upgrade() -> None:
    op.create_index(
        "ix_sales_order_unpaid",
        "sales_order",
        ["customer_id"],
        unique=False,
        sqlite_where=_UNPAID,
        postgresql_where=_UNPAID,
    )


def downgrade() -> None:
    op.drop_index("ix_sales_order_unpaid", table_name="sales_order")
