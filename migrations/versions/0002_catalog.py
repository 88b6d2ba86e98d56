"""Makes the tables of items and prices."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _item()
    _price_list()
    _tax_rate()
    _kit_part()
    _pack()
    _price_break()
    _substitute()
    _barcode()


def downgrade() -> None:
    op.drop_table("barcode")
    op.drop_table("substitute")
    op.drop_table("price_break")
    op.drop_table("pack")
    op.drop_table("kit_part")
    op.drop_table("tax_rate")
    op.drop_table("price_list")
    op.drop_table("item")


def _item() -> None:
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_fold", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("reorder_point", sa.BigInteger(), nullable=True),
        sa.Column("reorder_quantity", sa.BigInteger(), nullable=True),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('stock', 'service', 'kit')", name=op.f("ck_item_known_kind")),
        sa.CheckConstraint("state IN ('active', 'discontinued')", name=op.f("ck_item_known_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("code", name=op.f("uq_item_code")),
    )
    op.create_index(op.f("ix_item_code_fold_id"), "item", ["code_fold", "id"], unique=False)
    op.create_index(op.f("ix_item_name_id"), "item", ["name", "id"], unique=False)


def _price_list() -> None:
    op.create_table(
        "price_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list")),
        sa.UniqueConstraint("name", name=op.f("uq_price_list_name")),
    )


def _tax_rate() -> None:
    op.create_table(
        "tax_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_class", sa.Text(), nullable=False),
        sa.Column("customer_class", sa.Text(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rate")),
        sa.UniqueConstraint(
            "item_class", "customer_class", name=op.f("uq_tax_rate_item_class_customer_class")
        ),
    )


def _kit_part() -> None:
    op.create_table(
        "kit_part",
        sa.Column("kit_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_kit_part_positive")),
        sa.ForeignKeyConstraint(["kit_id"], ["item.id"], name=op.f("fk_kit_part_kit_id")),
        sa.ForeignKeyConstraint(["part_id"], ["item.id"], name=op.f("fk_kit_part_part_id")),
        sa.PrimaryKeyConstraint("kit_id", "part_id", name=op.f("pk_kit_part")),
    )


def _pack() -> None:
    op.create_table(
        "pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_pack_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_pack_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
        sa.UniqueConstraint("item_id", "name", name=op.f("uq_pack_item_id_name")),
    )


def _price_break() -> None:
    op.create_table(
        "price_break",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price_list_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("least_quantity", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("least_quantity > 0", name=op.f("ck_price_break_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_price_break_item_id")),
        sa.ForeignKeyConstraint(
            ["price_list_id"], ["price_list.id"], name=op.f("fk_price_break_price_list_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_break")),
        sa.UniqueConstraint(
            "item_id",
            "price_list_id",
            "least_quantity",
            name=op.f("uq_price_break_item_id_price_list_id_least_quantity"),
        ),
    )
    op.create_index(
        "uq_price_break_everyone",
        "price_break",
        ["item_id", "least_quantity"],
        unique=True,
        sqlite_where=sa.text("price_list_id IS NULL"),
        postgresql_where=sa.text("price_list_id IS NULL"),
    )


def _substitute() -> None:
    op.create_table(
        "substitute",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("substitute_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_substitute_item_id")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["item.id"], name=op.f("fk_substitute_substitute_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "substitute_id", name=op.f("pk_substitute")),
    )


def _barcode() -> None:
    op.create_table(
        "barcode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("pack_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_barcode_item_id")),
        sa.ForeignKeyConstraint(["pack_id"], ["pack.id"], name=op.f("fk_barcode_pack_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barcode")),
        sa.UniqueConstraint("code", name=op.f("uq_barcode_code")),
    )
    op.create_index(op.f("ix_barcode_item_id"), "barcode", ["item_id"], unique=False)
