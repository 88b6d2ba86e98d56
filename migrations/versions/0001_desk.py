"""Makes the tables of desk and people."""

import sqlalchemy as sa
from alembic import op

from app.db.types import BigId, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _command()
    _counter()
    _desk_info()
    _person()
    _setting()


def downgrade() -> None:
    op.drop_table("setting")
    op.drop_table("person")
    op.drop_table("desk_info")
    op.drop_table("counter")
    op.drop_table("command")


def _command() -> None:
    op.create_table(
        "command",
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("command_id", name=op.f("pk_command")),
    )


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", BigId, nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_counter")),
    )


def _desk_info() -> None:
    op.create_table(
        "desk_info",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('shop', 'demo')", name=op.f("ck_desk_info_known_kind")),
        sa.CheckConstraint("id = 1", name=op.f("ck_desk_info_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_info")),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('clerk', 'picker', 'manager', 'owner')", name=op.f("ck_person_known_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name", name=op.f("uq_person_name")),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
