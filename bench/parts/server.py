"""The same work on a server with one client: the program beside one function call."""

from statistics import median

from sqlalchemy.engine import make_url

from app.core.clock import SystemClock
from app.db.engine import shared_engine, shared_readers
from app.desk import Desk
from app.fulfilment.commands import ShipOrder
from app.fulfilment.handlers import ship_order
from app.orders.handlers import place_order
from bench.report import Figure, by_ratio
from bench.rounds import round_robin
from bench.server import Counter, OnServer, on_server
from bench.setting import Setting
from bench.workload import OWNER, Caller

PLACE = b"SELECT floor_place(%s, %s::bigint[], %s::bigint[])"
SHIP = b"SELECT floor_ship(%s)"


def server(setting: Setting) -> list[Figure]:
    """Enter and ship orders by one client; count how often the line turns round."""
    if not setting.server:
        return []
    with on_server(setting.server) as there:
        figures = _timed(there, rounds=6 if setting.quick else 16)
        return figures + trips(there)


def _timed(there: OnServer, rounds: int) -> list[Figure]:
    line, calls, floors = there.bare(), Caller(), Caller(seed=8)
    placed: dict[str, list[int]] = {"ours": [], "floor": []}

    def place() -> None:
        answer = there.desk.run(place_order, calls.order().command()).answer
        placed["ours"].append(answer.order_id)

    def place_bare() -> None:
        wanted = floors.order()
        items, units = zip(*wanted.lines, strict=True)
        found = line.execute(PLACE, (wanted.customer_id, list(items), list(units))).fetchone()
        placed["floor"].append((found or (0,))[0])

    entered = round_robin([("floor", place_bare), ("ours", place)], rounds, 30)
    shipped = round_robin(
        [
            ("floor", lambda: line.execute(SHIP, (placed["floor"].pop(0),))),
            (
                "ours",
                lambda: there.desk.run(ship_order, ShipOrder(order_id=placed["ours"].pop(0))),
            ),
        ],
        rounds - 1,
        30,
    )
    line.close()
    return [
        by_ratio(name, timed.ms("ours"), timed.ms("floor"), timed.ratio("ours", "floor"))
        for name, timed in (("server_place", entered), ("server_ship", shipped))
    ]


def trips(there: OnServer) -> list[Figure]:
    """Count how often the line turns round for an order, entered and shipped by one client."""
    counter = Counter(there.url.render_as_string(hide_password=False))
    engine = shared_engine(make_url(counter.address))
    desk = Desk(engine, shared_readers(engine), SystemClock(), "counted")
    desk.sign_in(OWNER)
    calls = Caller(seed=9)
    place, ship = [], []
    for _order in range(12):
        before = counter.trips
        order_id = desk.run(place_order, calls.order().command()).answer.order_id
        between = counter.trips
        desk.run(ship_order, ShipOrder(order_id=order_id))
        place.append(between - before)
        ship.append(counter.trips - between)
    desk.close()
    counter.close()
    return [
        Figure("server_place_trips", 0, None, median(place), unit="count"),
        Figure("server_ship_trips", 0, None, median(ship), unit="count"),
    ]
