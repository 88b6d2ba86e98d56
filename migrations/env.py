"""Runs the steps on the connection the program hands over; the same from source and frozen."""

from alembic import context

from app.db.base import Base


def _steps() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_steps()
