"""The bare database: prepared statements that write what the program writes, and nothing else."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from bench.workload import Wanted

_EVENTS = ("released", "picking", "picked", "packed", "shipped")
_PRICES = "SELECT id, code, name, price FROM item WHERE id IN (?, ?, ?, ?, ?)"
_LEVELS = "SELECT item_id, pickable - reserved FROM item_stock WHERE item_id IN (?, ?, ?, ?, ?)"
_ADDRESS = (
    "SELECT c.name, a.street, a.city, a.postcode, a.country FROM customer c "
    "JOIN address a ON a.customer_id = c.id WHERE c.id = ? AND a.is_ship_default LIMIT 1"
)
_COUNT = (
    "INSERT INTO counter (series, last) VALUES (?, 1) "
    "ON CONFLICT (series) DO UPDATE SET last = counter.last + 1 RETURNING last"
)
_ORDER_COLUMNS = (
    "number state label customer_id reference note channel ordered_on made_at confirmed_at "
    "person_id version revision ship_name ship_street ship_city ship_region ship_postcode "
    "ship_country ship_phone stage prices_with_tax freight_tax discount goods discount_amount "
    "freight tax total invoiced paid lines units cancelled_units reserved_units shipped_units "
    "received_units holds"
)
_LINE_COLUMNS = (
    "order_id position item_id kind code name quantity cancelled reserved shipped received price "
    "price_manual discount amount tax_share tax is_open"
)
_MOVE_COLUMNS = (
    "sequence item_id lot quantity from_place_id to_place_id kind document document_id line_id "
    "person_id device at business_date command_id reason previous_hash hash"
)


def _insert(name: str, columns: str) -> str:
    names = columns.split()
    holes = ", ".join("?" * len(names))
    return f"INSERT INTO {name} ({', '.join(names)}) VALUES ({holes})"


_ORDER = _insert("sales_order", _ORDER_COLUMNS)
_LINE = _insert("order_line", _LINE_COLUMNS)
_MOVE = _insert("move", _MOVE_COLUMNS)
_RESERVE = (
    "INSERT INTO reservation (order_line_id, item_id, lot, quantity, state) "
    "VALUES (?, ?, '', ?, 'active')"
)
_EVENT = "INSERT INTO order_event (order_id, at, person_id, kind, details) VALUES (?, ?, 1, ?, ?)"
_COMMAND = "INSERT INTO command (command_id, kind, person_id, at, answer) VALUES (?, ?, 1, ?, ?)"
_HABIT = (
    "INSERT INTO customer_item (customer_id, item_id, orders, units, last_quantity, last_on) "
    "VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT (customer_id, item_id) DO UPDATE SET "
    "orders = orders + 1, units = units + excluded.units, "
    "last_quantity = excluded.last_quantity, last_on = excluded.last_on"
)
_MONTH = (
    "INSERT INTO month_item (month, item_id, units, amount) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (month, item_id) DO UPDATE SET units = units + excluded.units, "
    "amount = amount + excluded.amount"
)
_ACCOUNT = (
    "INSERT INTO customer_account (customer_id, owed, orders, last_order_id) VALUES (?, ?, 1, ?) "
    "ON CONFLICT (customer_id) DO UPDATE SET owed = owed + excluded.owed, orders = orders + 1, "
    "last_order_id = excluded.last_order_id"
)
_DAY = (
    "INSERT INTO day_sales (day, orders, lines, units, amount) VALUES (?, 1, ?, ?, ?) "
    "ON CONFLICT (day) DO UPDATE SET orders = orders + 1, lines = lines + excluded.lines, "
    "units = units + excluded.units, amount = amount + excluded.amount"
)
_RESERVED = (
    "SELECT r.id, r.order_line_id, r.item_id, r.quantity, (SELECT b.place_id FROM balance b "
    "WHERE b.item_id = r.item_id AND b.pickable = 1 AND b.on_hand - b.reserved >= r.quantity "
    "LIMIT 1) FROM reservation r JOIN order_line l ON l.id = r.order_line_id "
    "WHERE l.order_id = ? AND r.state = 'active' ORDER BY r.id"
)
_SHIPMENT = (
    "INSERT INTO shipment (number, order_id, state, carrier, tracking, packages, made_at, "
    "shipped_at, shipped_on, received_by, received_how, revision) "
    "VALUES (?, ?, 'shipped', '', '', 1, ?, ?, ?, '', '', 6)"
)
_SHIPMENT_LINE = (
    "INSERT INTO shipment_line (shipment_id, order_line_id, item_id, place_id, lot, planned, "
    "picked, shipped, received, condition, short_reason) "
    "VALUES (?, ?, ?, ?, '', ?, ?, ?, 0, '', '')"
)
_CONSUME = "UPDATE reservation SET place_id = ?, state = 'consumed' WHERE id = ?"
_LINE_OUT = "UPDATE order_line SET shipped = shipped + ?, reserved = 0, is_open = 0 WHERE id = ?"
_ORDER_OUT = (
    "UPDATE sales_order SET shipped_units = units, reserved_units = 0, stage = 'shipped', "
    "label = ?, state = ?, revision = revision + 1 WHERE id = ?"
)


@dataclass
class Floor:
    """A bare connection that enters and ships orders in one transaction each."""

    raw: Any
    figures: bool = True
    closes: bool = False

    def place(self, wanted: Wanted) -> int:
        """Enter an order: read prices, stock and address, write its rows, commit."""
        run = self.raw.execute
        run("BEGIN IMMEDIATE")
        order_id = self.place_within(wanted)
        run("COMMIT")
        return order_id

    def place_within(self, wanted: Wanted) -> int:
        """Enter an order inside a transaction that is open already."""
        run, many = self.raw.execute, self.raw.executemany
        now = _now()
        day = now[:10]
        ids = [item for item, _units in wanted.lines]
        goods = {row[0]: row for row in run(_PRICES, ids).fetchall()}
        levels = dict(run(_LEVELS, ids).fetchall())
        name, street, city, postcode, country = run(_ADDRESS, (wanted.customer_id,)).fetchone()
        (number,) = run(_COUNT, ("order",)).fetchone()
        sold = [
            (item, units, goods[item][3], units * goods[item][3] // 100)
            for item, units in wanted.lines
            if levels[item] >= units
        ]
        total = sum(amount for *_rest, amount in sold)
        units = sum(one[1] for one in sold)
        head: tuple[object, ...] = (
            f"SO-{number:06d}",
            "confirmed",
            "ready",
            wanted.customer_id,
            "",
            "",
            "typed",
            day,
        )
        head += (now, now, 1, 1, 1, name, street, city, "", postcode, country, "", "", 0, 0, 0)
        head += (total, 0, 0, 0, total, 0, 0, len(sold), units, 0, units, 0, 0, 0)
        order_id = int(run(_ORDER, head).lastrowid)
        line_ids = [
            run(_LINE, (order_id, at, item, "stock", goods[item][1], goods[item][2], units, 0,
                        units, 0, 0, price, 0, 0, amount, 0, 0, 1)).lastrowid
            for at, (item, units, price, amount) in enumerate(sold, 1)
        ]  # fmt: skip
        many(_RESERVE, [(line, one[0], one[1]) for line, one in zip(line_ids, sold, strict=True)])
        if self.figures:
            self._add_figures(wanted.customer_id, order_id, day, sold)
        run(_EVENT, (order_id, now, "OrderPlaced", _json(total=total, state="confirmed")))
        answer = _json(order_id=order_id, name=head[0], state="confirmed", label="ready",
                       total=total, holds=[], findings=[])  # fmt: skip
        run(_COMMAND, (str(uuid4()), "PlaceOrder", now, answer))
        return order_id

    def _add_figures(
        self, customer_id: int, order_id: int, day: str, sold: list[tuple[int, int, int, int]]
    ) -> None:
        run, many = self.raw.execute, self.raw.executemany
        total = sum(one[3] for one in sold)
        many(_HABIT, [(customer_id, one[0], one[1], one[1], day) for one in sold])
        many(_MONTH, [(day[:7], one[0], one[1], one[3]) for one in sold])
        run(_ACCOUNT, (customer_id, total, order_id))
        run(_DAY, (day, len(sold), sum(one[1] for one in sold), total))

    def ship(self, order_id: int) -> int:
        """Ship all an order has reserved: shipment, consumed reservations, chained moves."""
        run, now, command_id = self.raw.execute, _now(), str(uuid4())
        run("BEGIN IMMEDIATE")
        shipment, name = self.ship_within(order_id, now, command_id)
        answer = _json(shipment_id=shipment, number=name, state="shipped", order_id=order_id,
                       label="closed")  # fmt: skip
        run(_COMMAND, (command_id, "ShipOrder", now, answer))
        run("COMMIT")
        return shipment

    def ship_many(self, order_ids: list[int]) -> None:
        """Ship orders in one transaction, one after the other."""
        run, now, command_id = self.raw.execute, _now(), str(uuid4())
        run("BEGIN IMMEDIATE")
        done = [self.ship_within(order_id, now, command_id) for order_id in order_ids]
        run(_COMMAND, (command_id, "ShipOrders", now, _json(steps=done)))
        run("COMMIT")

    def ship_within(self, order_id: int, now: str, command_id: str) -> tuple[int, str]:
        """Ship an order inside a transaction that is open already; gives the shipment."""
        run, many = self.raw.execute, self.raw.executemany
        leaving = run(_RESERVED, (order_id,)).fetchall()
        (number,) = run(_COUNT, ("shipment",)).fetchone()
        name = f"SH-{number:06d}"
        shipment = int(run(_SHIPMENT, (name, order_id, now, now, now[:10])).lastrowid)
        many(
            _SHIPMENT_LINE,
            [(shipment, line, item, place, n, n, n) for _id, line, item, n, place in leaving],
        )
        many(_CONSUME, [(place, one) for one, _line, _item, _n, place in leaving])
        self._post(shipment, leaving, now, command_id)
        many(_LINE_OUT, [(n, line) for _id, line, _item, n, _place in leaving])
        state = "closed" if self.closes else "confirmed"
        run(_ORDER_OUT, ("closed" if self.closes else "shipped", state, order_id))
        events = [(order_id, now, "ShipmentPlanned", _json(shipment=name))]
        events += [
            (order_id, now, "ShipmentMoved", _json(shipment=name, state=step)) for step in _EVENTS
        ]
        if self.closes:
            events.append((order_id, now, "OrderClosed", _json(by_itself=True)))
        many(_EVENT, events)
        return shipment, name

    def _post(
        self, shipment: int, leaving: list[tuple[int, ...]], now: str, command_id: str
    ) -> None:
        run = self.raw.execute
        (outside,) = run("SELECT id FROM place WHERE kind = 'customer' LIMIT 1").fetchone()
        head = run("SELECT sequence, hash FROM ledger_head WHERE id = 1").fetchone()
        sequence, previous = head
        rows = []
        for _id, line, item, units, place in leaving:
            sequence += 1
            start: tuple[object, ...] = (
                sequence,
                item,
                "",
                units,
                place,
                outside,
                "ship",
                "shipment",
                shipment,
                line,
            )
            start += (1, "", now, now[:10])
            texts = (previous, *map(str, start), "", command_id, "", "")
            mark = sha256("|".join(texts).encode()).hexdigest()
            rows.append((*start, command_id, "", previous, mark))
            previous = mark
        self.raw.executemany(_MOVE, rows)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _json(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
