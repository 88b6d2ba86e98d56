"""Makes the tables of imports and prints."""

import sqlalchemy as sa
from alembic import op

from app.db.types import BigId, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _import_batch()
    _import_mapping()
    _import_row_ref()
    _imported_document()


def downgrade() -> None:
    op.drop_table("imported_document")
    op.drop_table("import_row_ref")
    op.drop_table("import_mapping")
    op.drop_table("import_batch")


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("rows_in", sa.BigInteger(), nullable=False),
        sa.Column("rows_skipped", sa.BigInteger(), nullable=False),
        sa.Column("rows_rejected", sa.BigInteger(), nullable=False),
        sa.Column("documents", sa.BigInteger(), nullable=False),
        sa.Column("first_move", sa.BigInteger(), nullable=False),
        sa.Column("last_move", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('done', 'revoked')", name=op.f("ck_import_batch_known_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_sha256"), "import_batch", ["sha256"], unique=False)


def _import_mapping() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "kind", name=op.f("pk_import_mapping")),
    )


def _import_row_ref() -> None:
    op.create_table(
        "import_row_ref",
        sa.Column("id", BigId, nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_ref_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row_ref")),
    )
    op.create_index(
        op.f("ix_import_row_ref_batch_id"), "import_row_ref", ["batch_id"], unique=False
    )


def _imported_document() -> None:
    op.create_table(
        "imported_document",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_imported_document_batch_id")
        ),
        sa.PrimaryKeyConstraint("source", "number", name=op.f("pk_imported_document")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_imported_document_batch_id"), "imported_document", ["batch_id"], unique=False
    )
