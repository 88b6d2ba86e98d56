"""Fifty clients on a server, and eight processes on one file, beside the bare database."""

from pathlib import Path

from sqlalchemy import Connection, text

from app.desk import Desk
from app.orders.proof import order_differences
from app.stock.proof import stock_differences
from bench.load import Load, Measured, run
from bench.report import Figure, by_ratio
from bench.server import on_server
from bench.setting import Setting
from bench.workload import copy_of, signed_in

_NUMBERS = text("SELECT count(*), count(DISTINCT number) FROM sales_order")


def crowd(setting: Setting) -> list[Figure]:
    """Measure both; what was entered is recomputed afterwards and must be true."""
    figures = _file(setting)
    if setting.server:
        figures += _server(setting)
    return figures


def _file(setting: Setting) -> list[Figure]:
    """Eight processes enter orders with 5 ms to think; a locked file would raise."""
    seconds = 3 if setting.quick else 10
    measured: dict[str, Measured] = {}
    for name in ("floor", "ours"):
        path = copy_of(setting.template, f"crowd-{name}.tally")
        measured[name] = run(Load(str(path), name == "ours", 8, 1, seconds, 0.005))
        if name == "ours":
            _true(path, measured[name].orders)
    ours, floor = measured["ours"].at_ms(0.99), measured["floor"].at_ms(0.99)
    note = f"({measured['ours'].each_second:.0f} a second)"
    return [by_ratio("file_crowd", ours, floor, ours / floor, note)]


def _true(path: Path, orders: int) -> None:
    desk = signed_in(path)
    _recomputed(desk, orders)
    desk.close()


def _recomputed(desk: Desk, orders: int) -> None:
    def ask(connection: Connection) -> tuple[object, ...]:
        found = connection.execute(_NUMBERS).one()
        wrong = (*stock_differences(connection), *order_differences(connection, "GBP"))
        return (found[0], found[1], wrong)

    said = desk.read(ask)
    if said != (orders, orders, ()):
        raise AssertionError(said)


def _server(setting: Setting) -> list[Figure]:
    seconds = 6 if setting.quick else 15
    found: dict[tuple[str, float], Measured] = {}
    for ours in (False, True):
        with on_server(setting.server) as there:
            address = there.url.render_as_string(hide_password=False)
            done = 0
            for seed, think_s in ((1_000, 1.0), (2_000, 0.0)):
                measured = run(Load(address, ours, 5, 10, seconds, think_s, seed))
                found["ours" if ours else "floor", think_s] = measured
                done += measured.orders
            if ours:
                _recomputed(there.desk, done)
    calm, calm_floor = found["ours", 1.0], found["floor", 1.0]
    flat, flat_floor = found["ours", 0.0], found["floor", 0.0]
    ours, floor = calm.at_ms(0.99), calm_floor.at_ms(0.99)
    share = flat_floor.each_second / flat.each_second
    note = f"({flat.each_second:.0f} orders a second beside {flat_floor.each_second:.0f})"
    return [
        by_ratio("server_crowd", ours, floor, ours / floor),
        Figure("server_crowd_ms", ours, None, ours),
        by_ratio("server_flat", flat.at_ms(0.5), flat_floor.at_ms(0.5), share, note),
    ]
