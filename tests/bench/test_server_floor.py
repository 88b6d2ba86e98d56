"""The floor's functions on a server must write what the program writes there."""

from typing import Any

from app.fulfilment.commands import ShipOrder
from app.fulfilment.handlers import ship_order
from app.orders.handlers import place_order
from bench.parts.server import PLACE, SHIP, trips
from bench.server import on_server
from bench.workload import Caller
from tests.support.postgres import PostgresServer

_TABLES = (
    "sales_order order_line reservation shipment shipment_line move order_event command "
    "customer_account customer_item day_sales month_item"
)
_STATES = (
    (
        "SELECT state, label, stage, lines, units, total, shipped_units, reserved_units FROM "
        "sales_order ORDER BY id"
    ),
    (
        "SELECT position, item_id, quantity, reserved, shipped, amount, is_open FROM order_line "
        "ORDER BY id"
    ),
    "SELECT item_id, lot, quantity, from_place_id, to_place_id, kind FROM move ORDER BY sequence",
    "SELECT kind FROM order_event ORDER BY id",
    "SELECT item_id, on_hand, pickable, reserved FROM item_stock ORDER BY item_id",
    "SELECT state, quantity, place_id FROM reservation ORDER BY id",
)


def written(line: Any) -> list[Any]:
    counts = [line.execute(f"SELECT count(*) FROM {name}").fetchone() for name in _TABLES.split()]
    return counts + [line.execute(statement).fetchall() for statement in _STATES]


def test_one_call_writes_what_the_program_writes(postgres_server: PostgresServer) -> None:
    address = postgres_server.url("postgres")
    with on_server(address) as ours, on_server(address) as floor:
        bare, program = floor.bare(), ours.bare()
        wanted = Caller(seed=4).order()
        items, units = zip(*wanted.lines, strict=True)
        values = (wanted.customer_id, list(items), list(units))
        (bare_id,) = bare.execute(PLACE, values).fetchone() or (0,)
        order_id = ours.desk.run(place_order, wanted.command()).answer.order_id
        assert written(program) == written(bare)
        bare.execute(SHIP, (bare_id,))
        ours.desk.run(ship_order, ShipOrder(order_id=order_id))
        assert written(program) == written(bare)
        for one in (bare, program):
            one.close()


def test_an_order_turns_the_line_round_as_seldom_as_the_benchmark_demands(
    postgres_server: PostgresServer,
) -> None:
    with on_server(postgres_server.url("postgres")) as ours:
        counted = {figure.name: figure.value for figure in trips(ours)}
    assert counted["server_place_trips"] <= 6
    assert counted["server_ship_trips"] <= 8
