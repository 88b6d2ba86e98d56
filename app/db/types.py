"""Column types that mean the same on SQLCipher and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from app.core.clock import stamp


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment: timestamptz on PostgreSQL, sortable ISO text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text on SQLite, which has no type for moments."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """Store UTC; a naive moment is a bug and raises."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(value)
        return stamp(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    @override
    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        """Give an aware UTC moment."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""Primary key of large tables: 64 bits on both engines (SQLite's rowid needs INTEGER)."""

UNREAD = "/* unread */"
"""Prefix of a statement whose rows or count nobody reads: it only locks, or only writes."""
