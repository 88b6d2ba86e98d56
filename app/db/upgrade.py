"""Brings a desk's tables from the step it is at to the newest one, in one transaction."""

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app import paths
from app.db.errors import DeskBusy, NewerDesk, NotADesk

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from app.db.base import Guard

HEAD = "0010"
"""The newest step; a test keeps it equal to the last script in `migrations/versions`."""

_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
_HAS_VERSION = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'",
    "postgresql": "SELECT count(*) FROM pg_class WHERE oid = to_regclass('alembic_version')",
}
_UPGRADE_LOCK = "SELECT pg_advisory_xact_lock(1413565529)"
_COPY_TRIES = 5


def create_schema(connection: "Connection", guards: "Sequence[Guard]") -> None:
    """Make every table and guard at once on an empty desk, as the newest step leaves them."""
    from app.db.base import Base, make_guards

    Base.metadata.create_all(connection)
    make_guards(connection, guards)
    connection.exec_driver_sql(_VERSION_TABLE)
    connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{HEAD}')")


def revision_of(connection: "Connection") -> str | None:
    """Give the step a desk is at; None when the database holds no desk."""
    if not connection.exec_driver_sql(_HAS_VERSION[connection.dialect.name]).scalar_one():
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version")
    return found.scalar_one_or_none()


def upgrade(engine: "Engine", path: Path | None, load_models: Callable[[], object]) -> Path | None:
    """Bring a desk to the newest step; a local file is copied aside first.

    Args:
        engine: the desk's writing engine.
        path: the desk's file; None for a shared desk.
        load_models: imports every room's tables; called only when a step is due.

    Returns:
        The copy set aside, or None when nothing was due or the desk is shared.

    Raises:
        NotADesk: the database holds no desk.
        NewerDesk: a later program wrote it; nothing was changed.
        DeskBusy: somebody keeps writing to it.
    """
    from app.db.engine import checkpoint, without_time_limit

    with engine.begin() as connection:
        if not _is_due(revision_of(connection), path):
            return None
    load_models()
    if path is None:
        with engine.begin() as connection:
            connection.exec_driver_sql(_UPGRADE_LOCK)
            without_time_limit(connection)
            if _is_due(revision_of(connection), path):
                migrate(connection, HEAD)
        return None
    for _attempt in range(_COPY_TRIES):
        checkpoint(engine, close=True)
        with engine.begin() as connection:
            if not _is_due(revision_of(connection), path):
                return None
            if _log_is_empty(path):
                aside = set_aside(path)
                migrate(connection, HEAD)
                return aside
    raise DeskBusy


def migrate(connection: "Connection", target: str) -> None:
    """Run the steps up or down to `target` inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
    config.attributes["connection"] = connection
    here = revision_of(connection)
    if target == "base" or (here is not None and target < here):
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)


def run_statements(connection: "Connection", name: str) -> None:
    """Run a step's frozen guards: `migrations/guards/<name>.<engine>.sql`, parted by `;;` lines."""
    file = paths.migrations() / "guards" / f"{name}.{connection.dialect.name}.sql"
    for statement in file.read_text(encoding="utf-8").split("\n;;\n"):
        connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def set_aside(path: Path) -> Path:
    """Copy a desk's file beside itself, whole and on the disk before this returns."""
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.before-{HEAD}-{moment}{path.suffix}")
    part = aside.with_name(aside.name + ".part")
    shutil.copyfile(path, part)
    part.chmod(0o600)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(aside)
    return aside


def _is_due(revision: str | None, path: Path | None) -> bool:
    if revision is None or not revision.isdigit():
        raise NotADesk(str(path or revision or ""))
    if revision > HEAD:
        raise NewerDesk(revision)
    return revision != HEAD


def _log_is_empty(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return not log.exists() or log.stat().st_size == 0
