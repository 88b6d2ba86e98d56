"""Tables of the desk itself: commands seen, settings, counters, who the desk is."""

import json
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, Connection, Text, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core.plain import from_plain, to_plain, type_hints
from app.core.settings import NAMES, ShopSettings
from app.db.base import Base
from app.db.types import BigId, Moment


class CommandSeen(Base):
    """A command that was carried out, with the answer it was given."""

    __tablename__ = "command"

    command_id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text)


class Setting(Base):
    """One setting that differs from its default, as JSON."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Counter(Base):
    """The last number given in a series; gapless because it is part of the transaction."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(Text, primary_key=True)
    last: Mapped[int] = mapped_column(BigId)


class DeskInfo(Base):
    """The single row that says which desk this is."""

    __tablename__ = "desk_info"
    __table_args__ = (
        CheckConstraint("id = 1", name="single"),
        CheckConstraint("kind IN ('shop', 'demo')", name="known_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    desk_id: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(Text)


SHARED_FACTS = "settings"
"""Series of the counter that rises when settings or people change, so that desks re-read."""

_SETTINGS = select(Setting.name, Setting.value)
_COUNT = text(
    "INSERT INTO counter (series, last) VALUES (:series, :count) "
    "ON CONFLICT (series) DO UPDATE SET last = counter.last + :count RETURNING last"
)


def next_count(connection: Connection, series: str, count: int = 1) -> int:
    """Take numbers of a series, which starts with 1, and give the last of them; one statement."""
    found = connection.execute(_COUNT, {"series": series, "count": count})
    return cast("int", found.scalar_one())


def announce_facts(connection: Connection) -> None:
    """Make every desk re-read settings and the person signed in at its next command."""
    next_count(connection, SHARED_FACTS)


def load_settings(connection: Connection) -> ShopSettings:
    """Read all settings; unknown names (a newer program's) are left alone. One statement."""
    hints = type_hints(ShopSettings)
    rows = connection.execute(_SETTINGS).all()
    stored: dict[str, Any] = {
        name: from_plain(hints[name], json.loads(value)) for name, value in rows if name in NAMES
    }
    return ShopSettings(**stored)


def save_settings(connection: Connection, settings: ShopSettings) -> None:
    """Write what differs from what is stored and let every desk know."""
    stored = load_settings(connection)
    table = Setting.__table__
    for name in NAMES:
        value = getattr(settings, name)
        if value == getattr(stored, name):
            continue
        plain = json.dumps(to_plain(value), ensure_ascii=False)
        changed = connection.execute(
            update(Setting).where(table.c.name == name).values(value=plain)
        )
        if changed.rowcount == 0:
            connection.execute(insert(Setting).values(name=name, value=plain))
    announce_facts(connection)
