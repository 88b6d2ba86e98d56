"""`init`, `info` and `check`: make a desk, say what it is, prove that it adds up."""

from argparse import Namespace
from pathlib import Path

from sqlalchemy import Connection, func, select

from app import __version__
from app.bootstrap import create_desk, create_shared, is_address
from app.catalog.models import Item
from app.command_line.answers import Answers
from app.command_line.opening import clock_of, new_passphrase, opened, place_of_new_desk
from app.core.errors import ExitCode
from app.core.messages import _, ngettext
from app.core.settings import ShopSettings
from app.customers.models import Customer
from app.db.engine import damage_of, without_time_limit
from app.db.models import DeskInfo
from app.db.upgrade import revision_of
from app.desk import Desk
from app.fulfilment.proof import shipment_differences
from app.orders.models import SalesOrder
from app.orders.proof import order_differences
from app.stock.models import LedgerHead
from app.stock.proof import Difference, stock_differences


def init(asked: Namespace, out: Answers) -> ExitCode:
    """Make a desk; the answer holds the recovery sheet's text, shown this once."""
    place = place_of_new_desk(asked)
    settings = ShopSettings(
        shop_name=asked.shop, currency=asked.currency, country=asked.country, zone=asked.zone
    )
    owner = asked.person or asked.owner
    if is_address(place):
        create_shared(place, settings, owner, clock_of(asked)).close()
        out.say(_("The desk is ready."), {"ok": True, "desk": _name_of(place)})
        return ExitCode.DONE
    path = Path(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    desk, recovery = create_desk(
        path, new_passphrase(asked), settings, owner, clock=clock_of(asked)
    )
    desk.close()
    said = _(
        "The desk “{name}” is ready. Write this key down and keep it apart; it opens the desk "
        "when the passphrase is forgotten:\n{recovery}"
    ).format(name=place, recovery=recovery)
    out.say(said, {"ok": True, "desk": place, "recovery": recovery})
    return ExitCode.DONE


def _name_of(address: str) -> str:
    return address.rpartition("@")[2]


def info(asked: Namespace, out: Answers) -> ExitCode:
    """Say what a desk is: program, engine, schema, and how much it holds."""
    with opened(asked) as desk:
        facts = {**_outside(desk), **desk.read(_inside)}
    out.say("\n".join(f"{name}: {value}" for name, value in facts.items()), facts)
    return ExitCode.DONE


def _outside(desk: Desk) -> dict[str, object]:
    path = Path(desk.name)
    return {
        "program": __version__,
        "desk": desk.name,
        "engine": desk.engine_kind,
        "shop": desk.settings.shop_name,
        "currency": desk.settings.currency,
        "person": desk.person.name if desk.person else "",
        "bytes": path.stat().st_size if desk.engine_kind == "sqlite" else None,
    }


def _inside(connection: Connection) -> dict[str, object]:
    row = connection.execute(select(DeskInfo.kind, DeskInfo.made_at)).one()
    engine = "cipher_version" if connection.dialect.name == "sqlite" else "server_version"
    asks = "PRAGMA cipher_version" if engine == "cipher_version" else "SHOW server_version"
    return {
        engine: connection.exec_driver_sql(asks).scalar_one(),
        "kind": row.kind,
        "made_at": row.made_at,
        "schema": revision_of(connection),
        "items": connection.scalar(select(func.count()).select_from(Item)),
        "customers": connection.scalar(select(func.count()).select_from(Customer)),
        "orders": connection.scalar(select(func.count()).select_from(SalesOrder)),
        "moves": connection.scalar(select(LedgerHead.sequence)),
    }


def check(asked: Namespace, out: Answers) -> ExitCode:
    """Read every page, recompute ledger, balances, reservations, orders and the chain.

    Raises:
        Damaged: a page of a local desk's file does not carry its seal.
    """
    with opened(asked) as desk:
        if damage := damage_of(desk.engine, Path(desk.name)):
            raise damage
        found = desk.read(_differences, desk.settings.currency)
    if out.as_json:
        out.say("", {"ok": not found, "differences": found})
    else:
        for one in found:
            said = _("{what} {record}: kept {kept}, computed {computed}")
            out.say(said.format(**vars(one)), None)
        out.say(_verdict(len(found)), None)
    return ExitCode.REFUSED if found else ExitCode.DONE


def _differences(connection: Connection, currency: str) -> tuple[Difference, ...]:
    without_time_limit(connection)
    return (
        *stock_differences(connection),
        *order_differences(connection, currency),
        *shipment_differences(connection),
    )


def _verdict(count: int) -> str:
    if not count:
        return _("Everything adds up.")
    return ngettext("{count} difference.", "{count} differences.", count).format(count=count)
