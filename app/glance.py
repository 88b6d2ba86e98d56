"""A first look into a desk's file without the object library, while that is being loaded."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.core.clock import Clock, business_date
from app.core.errors import DeskError
from app.core.plain import from_plain, type_hints
from app.core.settings import NAMES, ShopSettings
from app.db.errors import KeyNeeded
from app.db.folders import refuse_shared_folder
from app.db.key import KeyFile
from app.db.keyring_slot import offered as keyring_offered
from app.db.plain.cipher import RawConnection, opener_of
from app.db.recovery import key_of
from app.db.upgrade import HEAD
from app.orders.glance import Day, day_of

__all__ = [
    "Glance",
    "KeyNeeded",
    "glance",
    "key_at_hand",
    "key_from",
    "keyring_offered",
    "open_file_of",
    "open_key",
]

_STEP = "SELECT version_num FROM alembic_version"
_SETTINGS = "SELECT name, value FROM setting"
_OWNER = "SELECT id, name FROM person WHERE active AND role = 'owner' ORDER BY name LIMIT 1"


@dataclass(frozen=True)
class Glance:
    """What the first page shows of a desk, and who will be signed in."""

    settings: ShopSettings
    person: str
    day: Day


def key_at_hand(path: Path) -> bytes:
    """Give the key of a local desk when nobody needs to be asked for it.

    Raises:
        KeyNeeded: the keyring does not have it; says why.
        Trouble: the key file is missing or damaged, or the folder is not fit for a desk.
    """
    refuse_shared_folder(path)
    key, reason = KeyFile.load(path).open_with_keyring()
    if key is None:
        raise KeyNeeded(reason)
    return key


def open_file_of(path: Path) -> Path:
    """Give the place of the plain file that keeps the recovery text of a demo desk."""
    return path.with_name(f"{path.name}.open")


def open_key(path: Path) -> bytes | None:
    """Give the key that lies in the open beside a demo desk; None for every other desk."""
    kept = open_file_of(path)
    if not path.exists() or not kept.exists():
        return None
    return key_of(kept.read_text(encoding="ascii"))


def key_from(path: Path, passphrase: str | None, recovery: str | None) -> bytes:
    """Work the key out of what a person typed; a passphrase takes about 0.3 s on purpose.

    Raises:
        WrongPassphrase: the passphrase is not right.
        BadValue: the recovery text is mistyped.
        Trouble: the key file is missing or damaged.
    """
    if recovery is not None:
        return key_of(recovery)
    return KeyFile.load(path).open_with_passphrase(passphrase or "")


def glance(
    path: Path, key: bytes, clock: Clock, columns: Sequence[tuple[str, ...]]
) -> Glance | None:
    """Read the day of a desk; None where anything is not as usual, which opening it will tell.

    Args:
        path: the desk's file.
        key: its raw key.
        clock: whose today counts.
        columns: the labels of each column of the board.
    """
    try:
        with closing(opener_of(path, key, create=False, reads_only=True)()) as raw:
            raw.execute("BEGIN")
            return _look(raw, clock, columns)
    except (DeskError, ValueError, LookupError, raw_errors()):
        return None


def raw_errors() -> type[Exception]:
    """Give what the driver raises."""
    import sqlcipher3.dbapi2 as sqlcipher

    kind: type[Exception] = sqlcipher.Error
    return kind


def _look(raw: RawConnection, clock: Clock, columns: Sequence[tuple[str, ...]]) -> Glance | None:
    owner = raw.execute(_OWNER).fetchone()
    if raw.execute(_STEP).fetchall() != [(HEAD,)] or owner is None:
        return None
    hints = type_hints(ShopSettings)
    stored: dict[str, Any] = {
        name: from_plain(hints[name], json.loads(value))
        for name, value in raw.execute(_SETTINGS)
        if name in NAMES
    }
    settings = ShopSettings(**stored)

    def ask(question: str, values: Mapping[str, object]) -> Iterable[Sequence[Any]]:
        stored_as = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in values.items()
        }
        return raw.execute(question, stored_as)

    today = business_date(clock.now(), settings.zone)
    return Glance(settings, owner[1], day_of(ask, columns, today, owner[0]))
