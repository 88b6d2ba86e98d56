"""Shipments compared with pins, moves and order lines, for `tallydesk check`."""

from sqlalchemy import Connection, text

from app.fulfilment.handlers.steps import stage_of
from app.orders.rules import kits_covered
from app.stock.proof import Difference


def shipment_differences(connection: Connection) -> tuple[Difference, ...]:
    """Recompute pins, shipped and received units and the stage of orders; six statements."""
    return (
        *_compared(connection, "pinned for shipments", _PINS),
        *_compared(connection, "shipped in ledger", _SHIPPED),
        *_received(connection),
        *_stages(connection),
    )


def _compared(connection: Connection, what: str, statement: str) -> list[Difference]:
    rows = connection.execute(text(statement))
    return [Difference(what, row[0], str(row[1]), str(row[2])) for row in rows]


def _received(connection: Connection) -> list[Difference]:
    units = {(row[0], row[1]): row[2] for row in connection.execute(text(_ARRIVED))}
    parts: dict[int, list[tuple[int, int]]] = {}
    for line_id, item_id, per_unit in connection.execute(text(_PARTS)):
        parts.setdefault(line_id, []).append((item_id, per_unit))
    found = []
    for line_id, item_id, received in connection.execute(text(_LINES)):
        needs = parts.get(line_id, [(item_id, 1)])
        computed = kits_covered((units.get((line_id, item), 0), per) for item, per in needs)
        if computed != received:
            found.append(Difference("received", f"line {line_id}", str(received), str(computed)))
    return found


def _stages(connection: Connection) -> list[Difference]:
    states: dict[int, list[str]] = {}
    for order_id, state in connection.execute(text(_STATES)):
        states.setdefault(order_id, []).append(state)
    found = []
    for order_id, stage in connection.execute(text(_ORDERS)):
        computed = stage_of(states.get(order_id, []))
        if computed != stage:
            found.append(Difference("stage", f"order {order_id}", stage, computed))
    return found


_PINS = """
SELECT 'line ' || order_line_id || ' item ' || item_id || ' place ' || place_id || ' ' || lot,
       CAST(sum(kept) AS bigint), CAST(sum(computed) AS bigint)
FROM (
    SELECT order_line_id, item_id, place_id, lot, quantity AS kept, 0 AS computed
    FROM reservation WHERE state = 'active' AND place_id IS NOT NULL
    UNION ALL
    SELECT line.order_line_id, line.item_id, line.place_id, line.lot, 0,
           CASE WHEN shipment.state IN ('picked', 'packed') THEN line.picked ELSE line.planned END
    FROM shipment_line AS line JOIN shipment ON shipment.id = line.shipment_id
    WHERE shipment.state IN ('planned', 'released', 'picking', 'picked', 'packed')
) AS both_sides
GROUP BY order_line_id, item_id, place_id, lot
HAVING sum(kept) <> sum(computed)
ORDER BY 1
"""
_SHIPPED = """
SELECT 'shipment ' || shipment_id || ' item ' || item_id || ' ' || lot,
       CAST(sum(kept) AS bigint), CAST(sum(computed) AS bigint)
FROM (
    SELECT shipment_id, item_id, lot, shipped AS kept, 0 AS computed FROM shipment_line
    UNION ALL
    SELECT document_id, item_id, lot, 0,
           CASE WHEN kind = 'ship' THEN quantity ELSE -quantity END
    FROM move WHERE document = 'shipment' AND kind IN ('ship', 'unship', 'return')
) AS both_sides
GROUP BY shipment_id, item_id, lot
HAVING sum(kept) <> sum(computed)
ORDER BY 1
"""
_ARRIVED = """
SELECT order_line_id, item_id, CAST(sum(received) AS bigint) FROM shipment_line
GROUP BY order_line_id, item_id
"""
_PARTS = "SELECT line_id, item_id, per_unit FROM line_part"
_LINES = """
SELECT line.id, line.item_id, line.received FROM order_line AS line
JOIN sales_order ON sales_order.id = line.order_id
WHERE line.kind <> 'service' AND (sales_order.channel <> 'import'
      OR EXISTS (SELECT 1 FROM shipment WHERE shipment.order_id = sales_order.id))
"""
_STATES = "SELECT order_id, state FROM shipment"
_ORDERS = """
SELECT id, stage FROM sales_order WHERE channel <> 'import'
    OR EXISTS (SELECT 1 FROM shipment WHERE shipment.order_id = sales_order.id)
"""
