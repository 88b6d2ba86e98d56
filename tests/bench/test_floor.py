"""Floor and program must do the same work, or the ratio between them says nothing."""

from pathlib import Path
from typing import Any

import pytest

from app.fulfilment.commands import ShipOrder, ShipOrders
from app.fulfilment.handlers import ship_order, ship_orders
from app.orders.handlers import place_order
from bench.floor import Floor
from bench.workload import Caller, bare, copy_of, make_file, signed_in

ORDERS = 6
_SUMS = {
    "sales_order": ("lines", "units", "total", "reserved_units", "shipped_units"),
    "order_line": ("quantity", "reserved", "shipped", "amount", "is_open"),
    "item_stock": ("on_hand", "pickable", "reserved"),
    "balance": ("on_hand", "reserved"),
    "shipment_line": ("planned", "picked", "shipped"),
    "move": ("quantity",),
    "customer_account": ("owed", "orders"),
    "month_item": ("units", "amount"),
    "day_sales": ("orders", "lines", "units", "amount"),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the shop of the benchmark once."""
    return make_file(tmp_path_factory.mktemp("bench") / "template.tally")


def counts(raw: Any) -> dict[str, int]:
    names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {n: raw.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for (n,) in names}


def sums(raw: Any) -> dict[str, tuple[int, ...]]:
    found = {}
    for table, columns in _SUMS.items():
        wanted = ", ".join(f"sum({column})" for column in columns)
        found[table] = raw.execute(f"SELECT {wanted} FROM {table}").fetchone()
    return found


def states(raw: Any) -> list[tuple[Any, ...]]:
    """Give every state and label, and the kinds of events, with their counts."""
    return [
        row
        for statement in (
            "SELECT state, label, stage, count(*) FROM sales_order GROUP BY 1, 2, 3",
            "SELECT state, place_id, count(*) FROM reservation GROUP BY 1, 2",
            "SELECT state, count(*) FROM shipment GROUP BY 1",
            "SELECT kind, count(*) FROM order_event GROUP BY 1",
        )
        for row in raw.execute(statement).fetchall()
    ]


@pytest.mark.parametrize("shipped", ["not", "each", "together"])
def test_floor_and_program_write_the_same_rows(template: Path, shipped: str) -> None:
    ours = copy_of(template, f"ours-{shipped}.tally")
    floors = copy_of(template, f"floor-{shipped}.tally")
    desk, floor = signed_in(ours), Floor(bare(floors))
    ours_calls, floor_calls = Caller(), Caller()
    placed: list[tuple[int, int]] = []
    for _number in range(ORDERS):
        order_id = desk.run(place_order, ours_calls.order().command()).answer.order_id
        floor_order = floor.place(floor_calls.order())
        placed.append((order_id, floor_order))
        if shipped == "each":
            desk.run(ship_order, ShipOrder(order_id=order_id))
            floor.ship(floor_order)
    if shipped == "together":
        desk.run(ship_orders, ShipOrders(order_ids=tuple(one for one, _floor in placed)))
        floor.ship_many([one for _order, one in placed])
    desk.close()
    program = bare(ours)
    assert counts(program) == counts(floor.raw)
    assert sums(program) == sums(floor.raw)
    assert states(program) == states(floor.raw)
