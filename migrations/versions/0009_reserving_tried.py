"""Tells orders whose goods were tried for from those nobody has reserved for yet."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TRIED = """
UPDATE sales_order SET reserve_tried = true
WHERE state = 'confirmed' AND (
    reserved_units > 0 OR shipped_units > 0
    OR NOT EXISTS (
        SELECT 1 FROM setting WHERE name = 'reserve' AND value IN ('"manual"', '"days"')
    )
    OR (
        due_on IS NULL
        AND EXISTS (SELECT 1 FROM setting WHERE name = 'reserve' AND value = '"days"')
    )
)
"""
_NOT_SHORT = """
UPDATE sales_order SET label = 'confirmed' WHERE label = 'short' AND NOT reserve_tried
"""
_SHORT_AGAIN = "UPDATE sales_order SET label = 'short' WHERE label = 'confirmed'"


def upgrade() -> None:
    op.add_column(
        "sales_order",
        sa.Column("reserve_tried", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(_TRIED)
    op.execute(_NOT_SHORT)


def downgrade() -> None:
    op.execute(_SHORT_AGAIN)
    op.drop_column("sales_order", "reserve_tried")
