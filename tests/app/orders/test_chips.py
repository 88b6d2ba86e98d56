"""Counts behind the filters of the list: right on both engines, and never a walk of the table."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.desk import Desk
from app.fulfilment.commands import ShipOrder
from app.fulfilment.handlers import close_rest, ship_order
from app.orders.commands import CloseRest, PlaceHold, SaveDraft
from app.orders.handlers import place_hold, save_draft
from app.orders.queries.chips import filter_counts
from tests.support.desks import local_desk
from tests.support.shops import Shop, open_shop


@pytest.fixture
def shop(desk: Desk) -> Shop:
    """Give a shop with one customer."""
    return open_shop(desk)


def test_every_order_is_counted_once_and_where_it_stands(shop: Shop) -> None:
    nut = shop.item("NUT", 10)
    held, shipped, closed, _short = (shop.order((nut, units)).order_id for units in (1, 2, 3, 9))
    shop.run(place_hold, PlaceHold(order_id=held, reason="wait"))
    shop.run(ship_order, ShipOrder(order_id=shipped))
    shop.run(close_rest, CloseRest(order_id=closed, reason="gone"))
    counts = shop.desk.read(filter_counts, 0)
    assert counts.of(("hold",)) == (1, False)
    assert counts.of(("shipped",)) == (1, False)
    assert counts.of(("closed",)) == (1, False)
    assert counts.of(("short",)) == (1, False)
    assert counts.of(()) == (4, False)


def test_drafts_are_counted_for_their_person_alone(shop: Shop) -> None:
    for name in ("a", "b"):
        shop.run(save_draft, SaveDraft(draft_id=name, title="", content="{}"))
    (row,) = shop.rows("SELECT DISTINCT person_id FROM order_draft")
    assert shop.desk.read(filter_counts, row[0]).drafts == 2
    assert shop.desk.read(filter_counts, row[0] + 1).drafts == 0


def test_counting_ended_orders_reads_an_index_alone(tmp_path: Path) -> None:
    # The local file's plan: the other engine chooses its own by what it knows of the rows.
    desk = local_desk(tmp_path)

    def plan(connection: Connection) -> str:
        asked = "EXPLAIN QUERY PLAN SELECT id FROM sales_order WHERE label = 'closed' LIMIT 10000"
        return " ".join(str(row[-1]) for row in connection.execute(text(asked)))

    told = desk.read(plan)
    desk.close()
    assert "COVERING INDEX" in told
