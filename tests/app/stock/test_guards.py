"""What the database itself refuses, on both engines: the invariants of the ledger."""

from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Connection, text

from app.core.command import Command
from app.core.errors import Refused
from app.db.unit_of_work import UnitOfWork
from app.desk import Desk
from app.stock.commands import AdjustStock, MoveStock
from app.stock.errors import StockGuard
from app.stock.handlers import adjust_stock, move_stock
from app.stock.proof import broken_chain, stock_differences
from tests.support.shops import Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with ten nuts of which four are reserved."""
    shop = open_shop(desk)
    shop.order((shop.item("NUT", 10), 4))
    return shop


class By(Command):
    """A command that runs one statement of the test's own."""


def run_raw(shop: Shop, statement: str, **values: Any) -> None:
    """Send a statement past every handler, as the owner of the database could."""

    def handler(unit: UnitOfWork, _command: By) -> int:
        unit.connection.execute(text(statement), values)
        return 0

    shop.run(handler, By())


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE move SET quantity = 99 WHERE sequence = 1", "TD004"),
        ("UPDATE move SET reason = 'other' WHERE sequence = 1", "TD004"),
        ("DELETE FROM move WHERE sequence = 1", "TD004"),
        ("UPDATE reservation SET state = 'released', item_id = 2 WHERE id = 1", "TD005"),
        ("DELETE FROM reservation WHERE id = 1", "TD005"),
        ("UPDATE reservation SET quantity = 11 WHERE id = 1", "reserved"),
        ("UPDATE reservation SET place_id = 3 WHERE id = 1", "TD002"),
        ("UPDATE balance SET on_hand = -1 WHERE place_id = 2", "not_negative"),
    ],
)
def test_the_owner_cannot_change_ledger_or_reservations_by_hand(
    shop: Shop, statement: str, code: str
) -> None:
    shop.item("OTHER")
    with pytest.raises(StockGuard) as refused:
        run_raw(shop, statement)
    assert refused.value.code == code
    assert refused.value.message()
    assert shop.differences() == ()


def test_a_settled_reservation_never_comes_back(shop: Shop) -> None:
    run_raw(shop, "UPDATE reservation SET state = 'released' WHERE id = 1")
    for statement in (
        "UPDATE reservation SET state = 'active' WHERE id = 1",
        "UPDATE reservation SET quantity = 1 WHERE id = 1",
    ):
        with pytest.raises(StockGuard, match="settled"):
            run_raw(shop, statement)


@pytest.mark.parametrize("change", ["sequence", "previous", "hash"])
def test_a_move_that_does_not_continue_the_chain_is_refused(shop: Shop, change: str) -> None:
    (sequence, previous) = shop.rows("SELECT sequence, hash FROM ledger_head")[0]
    values = {
        "sequence": sequence + (2 if change == "sequence" else 1),
        "previous": "f" * 64 if change == "previous" else previous,
        "hash": sha256(b"anything").hexdigest(),
    }
    with pytest.raises(StockGuard) as refused:
        run_raw(
            shop,
            "INSERT INTO move (sequence, item_id, lot, quantity, from_place_id, to_place_id, kind,"
            " document, device, at, business_date, command_id, reason, previous_hash, hash)"
            " SELECT :sequence, item_id, lot, quantity, from_place_id, to_place_id, kind, document,"
            " device, at, business_date, command_id, reason, :previous, :hash"
            " FROM move WHERE sequence = 1",
            **values,
        )
    assert refused.value.code == "TD003"


def test_no_place_falls_below_zero(shop: Shop) -> None:
    with pytest.raises(StockGuard, match="less at that place"):
        shop.run(
            adjust_stock,
            AdjustStock(item_id=shop.items["NUT"], difference=-11, reason="broken"),
        )
    with pytest.raises(StockGuard):
        shop.run(
            move_stock,
            MoveStock(item_id=shop.items["NUT"], quantity=11, from_place_id=2, to_place_id=3),
        )
    assert shop.level(shop.items["NUT"]).on_hand == 10
    assert shop.differences() == ()


def test_more_than_is_pickable_cannot_be_reserved(shop: Shop) -> None:
    with pytest.raises(StockGuard, match="reserved"):
        run_raw(
            shop,
            "INSERT INTO reservation (order_line_id, item_id, lot, quantity, state)"
            " VALUES (1, :item, '', 7, 'active')",
            item=shop.items["NUT"],
        )


def test_reserving_the_same_bin_twice_is_refused_the_second_time(shop: Shop) -> None:
    twice = (
        "INSERT INTO reservation (order_line_id, item_id, place_id, lot, quantity, state)"
        " VALUES (1, :item, :place, '', 3, 'active')"
    )
    item = shop.items["NUT"]
    shelf = shop.place("A-1")
    shop.stock(item, 4, shelf)
    run_raw(shop, twice, item=item, place=shelf)
    with pytest.raises(StockGuard) as refused:
        run_raw(shop, twice, item=item, place=shelf)
    assert refused.value.code == "reserved"


def test_over_all_places_an_item_sums_to_zero(shop: Shop) -> None:
    shop.ship(1)
    assert shop.rows("SELECT item_id, sum(on_hand) FROM balance GROUP BY item_id") == [
        (shop.items["NUT"], 0)
    ]


def test_the_proof_names_the_first_wrong_sequence_of_a_changed_ledger(shop: Shop) -> None:
    item = shop.items["NUT"]
    for _ in range(3):
        shop.run(adjust_stock, AdjustStock(item_id=item, difference=1, reason="found"))
    _unguard(shop.desk)
    run_raw(shop, "UPDATE move SET quantity = 7 WHERE sequence = 3")
    found = shop.desk.read(broken_chain)
    assert [(one.record, one.sequence) for one in found] == [("hash", 3)]
    every = shop.desk.read(stock_differences)
    assert {one.what for one in every} == {"ledger", "balance", "item stock"}


def test_the_proof_notices_a_move_that_is_gone_and_a_head_that_lies(shop: Shop) -> None:
    item = shop.items["NUT"]
    shop.run(adjust_stock, AdjustStock(item_id=item, difference=1, reason="found"))
    _unguard(shop.desk)
    run_raw(shop, "DELETE FROM move WHERE sequence = 2")
    assert [(one.record, one.sequence) for one in shop.desk.read(broken_chain)] == [("head", 2)]
    run_raw(shop, "DELETE FROM move WHERE sequence = 1")
    assert shop.desk.read(broken_chain)[0].sequence == 1


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE balance SET on_hand = on_hand + 1 WHERE place_id = 2", "balance"),
        ("UPDATE balance SET reserved = 1 WHERE place_id = 2", "reserved at place"),
        ("UPDATE balance SET pickable = 0 WHERE place_id = 2", "place flags"),
        ("UPDATE item_stock SET reserved = reserved - 1", "item stock"),
        ("UPDATE item_stock SET incoming = 1", "item stock"),
    ],
)
def test_the_proof_notices_a_changed_cache(shop: Shop, statement: str, what: str) -> None:
    run_raw(shop, statement)
    assert [one.what for one in shop.desk.read(stock_differences)] == [what]


def test_a_refusal_leaves_nothing_behind(shop: Shop) -> None:
    before = shop.rows("SELECT count(*) FROM move")
    with pytest.raises(Refused):
        shop.run(
            adjust_stock,
            AdjustStock(item_id=shop.items["NUT"], difference=-99, reason="broken"),
        )
    assert shop.rows("SELECT count(*) FROM move") == before


def _unguard(desk: Desk) -> None:
    """Take the guard of the ledger away, as somebody with the key and a tool could."""

    def take_away(connection: Connection) -> None:
        for name in ("move_kept", "move_not_deleted"):
            table = " ON move" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{table}"))

    with desk.engine.begin() as connection:
        take_away(connection)
