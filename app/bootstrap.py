"""Builds a desk from a file or an address and its key; the only place that wires things."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import ArgumentError

from app.core.clock import Clock, SystemClock
from app.core.errors import BadValue
from app.core.messages import _
from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.db.base import Base, Guard
from app.db.engine import (
    local_engine,
    server_url,
    shared_engine,
    shared_readers,
    touch_samples,
    without_time_limit,
)
from app.db.errors import Damaged, DeskExists, KeyNeeded, WrongKey, trouble_of
from app.db.folders import refuse_shared_folder
from app.db.key import KeyFile, check_value, key_file_of, make_keys
from app.db.keyring_slot import offered as keyring_offered
from app.db.models import DeskInfo, save_settings
from app.db.recovery import key_of, recovery_text
from app.db.upgrade import create_schema, revision_of, upgrade
from app.desk import Desk
from app.people.models import Person
from app.people.queries import people

__all__ = [
    "KeyNeeded",
    "all_guards",
    "all_models",
    "create_desk",
    "create_shared",
    "furnish",
    "is_address",
    "join_shared",
    "keyring_offered",
    "open_desk",
    "renew_key_file",
]

ROOMS = ("db", "people", "catalog", "customers", "stock", "orders", "fulfilment", "exchange")
"""Rooms that may declare tables or guards, lowest first."""

Kind = Literal["shop", "demo"]

_PASSWORD = re.compile(r"(//[^:@/]*:).*(@)|(password=)[^&]*")


@cache
def all_models() -> type[Base]:
    """Import the tables of every room, so that `Base.metadata` is whole."""
    for room in ROOMS:
        if find_spec(f"app.{room}") and find_spec(f"app.{room}.models"):
            import_module(f"app.{room}.models")
    return Base


@cache
def all_guards() -> tuple[Guard, ...]:
    """Give the guards of every room, in the order in which they are made."""
    found: list[Guard] = []
    for room in ROOMS[1:]:
        if find_spec(f"app.{room}") and find_spec(f"app.{room}.guards"):
            found.extend(import_module(f"app.{room}.guards").GUARDS)
    return tuple(found)


def furnish(
    connection: Connection, info: DeskInfo, settings: ShopSettings, owner_name: str
) -> None:
    """Make the schema of a new desk and the rows every desk begins with."""
    from app.stock.handlers.places import make_standard_places

    all_models()
    create_schema(connection, all_guards())
    connection.execute(
        insert(DeskInfo).values(id=1, desk_id=info.desk_id, made_at=info.made_at, kind=info.kind)
    )
    connection.execute(
        insert(Person).values(name=owner_name, role=Role.OWNER.value, active=True, language="")
    )
    save_settings(connection, settings)
    make_standard_places(connection)


def is_address(place: str | Path) -> bool:
    """Tell whether a place is a server's address rather than a file."""
    return "://" in str(place)


def create_desk(
    path: Path,
    passphrase: str,
    settings: ShopSettings,
    owner_name: str,
    kind: Kind = "shop",
    clock: Clock | None = None,
) -> tuple[Desk, str]:
    """Make an encrypted desk with its key file; a shop's key also goes to the system's keyring.

    Returns:
        The open desk with the owner signed in, and the text of the recovery sheet.

    Raises:
        DeskExists: the desk or its key file is already there.
        CloudFolder: the folder is on a network or synchronised.
        BadValue: the passphrase or the owner's name is empty.
        Trouble: the disk does not take it.
    """
    owner = _name(owner_name)
    refuse_shared_folder(path)
    clock = clock or SystemClock()
    for there in (path, key_file_of(path)):
        if there.exists():
            raise DeskExists(str(there))
    info = DeskInfo(desk_id=str(uuid4()), made_at=clock.now(), kind=kind)
    key = make_keys(path, info.desk_id, passphrase, in_keyring=kind == "shop")
    try:
        desk = _furnished(path, key, info, (settings, owner), clock)
    except DeskExists:
        raise  # somebody else made one at this very moment: it is theirs
    except BaseException:
        _clear_away(path)
        raise
    return desk, recovery_text(key)


def _furnished(
    path: Path, key: bytes, info: DeskInfo, shop: tuple[ShopSettings, str], clock: Clock
) -> Desk:
    engine = local_engine(path, key, create=True)
    with _opening(str(path), engine):
        readers = local_engine(path, key, reads_only=True)
        with engine.begin() as connection:
            furnish(connection, info, *shop)
        return _ready(engine, readers, clock, str(path))


def _clear_away(path: Path) -> None:
    """Remove what a failed set-up made itself; nobody has put anything into it yet."""
    for made in (path, key_file_of(path), *(Path(f"{path}{end}") for end in ("-wal", "-shm"))):
        made.unlink(missing_ok=True)


def open_desk(
    place: str | Path,
    *,
    passphrase: str | None = None,
    recovery: str | None = None,
    key: bytes | None = None,
    remember: bool = False,
    clock: Clock | None = None,
) -> Desk:
    """Open a desk: a file by passphrase, recovery sheet, key or keyring, or a server's address.

    Args:
        place: the desk's file, or a PostgreSQL address.
        passphrase: the owner's passphrase.
        recovery: the text of the recovery sheet as typed.
        key: the raw key.
        remember: put the key into the system's keyring afterwards.
        clock: another clock than the computer's.

    Raises:
        KeyNeeded: no way in was given and the keyring has none; says why.
        WrongPassphrase: the passphrase is not right.
        WrongKey: the key belongs to another desk.
        Damaged: the key is right and the file is not whole.
        NewerDesk: a later program wrote it.
        Trouble: everything else that may happen to a disk or a server.
    """
    if is_address(place):
        return join_shared(str(place), clock)
    path = Path(place)
    refuse_shared_folder(path)
    keys = KeyFile.load(path) if recovery is None and key is None else KeyFile.load_if_there(path)
    secret = _secret(keys, passphrase, recovery, key)
    try:
        engine = local_engine(path, secret)
        readers = local_engine(path, secret, reads_only=True)
    except WrongKey as refused:
        if keys is not None and keys.fits(secret):
            raise Damaged(str(path)) from refused
        raise
    with _opening(str(path), engine, readers):
        upgrade(engine, path, all_models)
        touch_samples(readers)
        desk = _ready(engine, readers, clock, str(path))
    if remember and keys is not None:
        keys.remember(secret)
    return desk


def renew_key_file(path: Path, key: bytes, passphrase: str) -> None:
    """Give a desk opened by its recovery sheet a new passphrase; a key file of no use is kept.

    Raises:
        WrongKey: the key does not open the desk.
        BadValue: the passphrase is empty.
    """
    engine = local_engine(path, key, reads_only=True)
    with _opening(str(path), engine), engine.begin() as connection:
        desk_id = connection.execute(select(DeskInfo.desk_id)).scalar_one()
    engine.dispose()
    place = key_file_of(path)
    found = KeyFile.load_if_there(path)
    if found is None or not found.fits(key):
        found = KeyFile(place, desk_id, check_value(key))
    renewed = found.with_passphrase(key, passphrase)
    if place.exists():
        moment = SystemClock().now().strftime("%Y%m%d-%H%M%S-%f")
        shutil.copyfile(place, place.with_name(f"{place.name}.before-{moment}"))
    renewed.save()


def create_shared(
    address: str, settings: ShopSettings, owner_name: str, clock: Clock | None = None
) -> Desk:
    """Make a shared desk in an empty PostgreSQL database.

    Raises:
        DeskExists: the database already holds a desk.
        BadValue: the address or the owner's name cannot be used.
        Unreachable: the server does not answer.
    """
    owner = _name(owner_name)
    clock = clock or SystemClock()
    engine, shown = _server(address)
    info = DeskInfo(desk_id=str(uuid4()), made_at=clock.now(), kind="shop")
    with _opening(shown, engine):
        with engine.begin() as connection:
            if revision_of(connection) is not None:
                raise DeskExists(shown)
            without_time_limit(connection)
            furnish(connection, info, settings, owner)
        return _ready(engine, shared_readers(engine), clock, shown)


def join_shared(address: str, clock: Clock | None = None) -> Desk:
    """Open the shared desk at a PostgreSQL address, bringing it up to date when a step is due.

    Raises:
        NotADesk: the database holds no desk.
        NewerDesk: a later program wrote it.
        Unreachable: the server does not answer.
        WrongLogin: name or password is not accepted.
    """
    engine, shown = _server(address)
    with _opening(shown, engine):
        upgrade(engine, None, all_models)
        return _ready(engine, shared_readers(engine), clock, shown)


@contextmanager
def _opening(shown: str, *engines: Engine) -> Iterator[None]:
    """Leave nothing open when opening fails, and say in a sentence why it failed."""
    try:
        yield
    except BaseException as error:
        for engine in engines:
            engine.dispose()
        trouble = trouble_of(error, shown)
        if trouble is None:
            raise
        raise trouble from error


def _server(address: str) -> tuple[Engine, str]:
    try:
        url = server_url(address)
        for host in (url.host or "").split(","):
            host.encode("idna")  # what no network could look up would fail further down
    except (ArgumentError, UnicodeError) as broken:
        shown = _PASSWORD.sub(r"\1\3***\2", address)  # it may land in somebody's log
        raise BadValue(
            "address", shown, _("postgresql://name@server/database is expected")
        ) from broken
    return shared_engine(url), url.render_as_string(hide_password=True)


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise BadValue("name", typed, _("a name is expected"))
    return name


def _secret(
    keys: KeyFile | None, passphrase: str | None, recovery: str | None, key: bytes | None
) -> bytes:
    if key is not None:
        return key
    if recovery is not None:
        return key_of(recovery)
    if keys is None:
        raise KeyNeeded("")
    if passphrase is not None:
        return keys.open_with_passphrase(passphrase)
    secret, reason = keys.open_with_keyring()
    if secret is None:
        raise KeyNeeded(reason)
    return secret


def _ready(engine: Engine, readers: Engine, clock: Clock | None, shown: str) -> Desk:
    desk = Desk(engine, readers, clock, shown)
    owner = next((p for p in desk.read(people) if p.active and p.role is Role.OWNER), None)
    if owner is not None:
        desk.sign_in(owner.person_id)
        desk.turn_day()
    return desk
