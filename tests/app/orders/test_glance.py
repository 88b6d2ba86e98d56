"""Tests of what the Today page reads: the same on both engines, and as plain SQL on a raw file."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from app.desk import Desk
from app.orders.commands import LineWanted, PlaceOrder
from app.orders.handlers import place_order
from app.orders.queries import board_cards, board_figures, count_of_labels
from app.stock.queries import low_count
from tests.support.phone_shop import furnish_phone_shop

DAY = date(2026, 3, 2)


def _three_orders(desk: Desk) -> None:
    ids = furnish_phone_shop(desk)
    for number, due in enumerate((DAY - timedelta(days=400), DAY + timedelta(days=9000), None)):
        lines = (LineWanted(item_id=ids["NU8"], quantity=1 + number),)
        desk.run(
            place_order,
            PlaceOrder(
                customer_id=ids["Acme Hardware"],
                lines=lines,
                reference=f"R{number}",
                due_on=due,
                on_question="hold",
            ),
        )


def test_counts_are_those_of_a_plain_group_by_and_take_one_statement(desk: Desk) -> None:
    _three_orders(desk)
    asked: list[str] = []
    event.listen(desk._readers, "before_cursor_execute", lambda *said: asked.append(said[2]))
    counts = desk.read(count_of_labels)
    assert len([words for words in asked if "sales_order" in words]) == 1
    plain = "SELECT label, count(*) FROM sales_order GROUP BY label"
    rows = desk.read(lambda connection: connection.execute(text(plain)).all())
    assert {label: count for label, count in counts.items() if count} == dict(rows)


def test_a_count_stops_at_the_most_that_was_asked_for(desk: Desk) -> None:
    _three_orders(desk)
    assert max(desk.read(count_of_labels, most=2).values()) == 2


def test_cards_come_the_most_urgent_first_with_their_days_as_dates(desk: Desk) -> None:
    _three_orders(desk)
    labels = ("review", "hold", "ready", "short", "confirmed")
    cards = desk.read(board_cards, labels)
    assert [card.due_on for card in cards] == sorted(
        (card.due_on for card in cards), key=lambda day: (day is None, day or DAY)
    )
    assert len(cards) == 3
    assert all(type(card.ordered_on) is date for card in cards)
    assert desk.read(board_cards, labels, 1) == cards[:1]


def test_the_figures_tell_late_orders_and_the_sales_of_both_days(desk: Desk) -> None:
    _three_orders(desk)
    sales = "SELECT day, orders, amount FROM day_sales"
    (row,) = desk.read(lambda connection: connection.execute(text(sales)).all())
    day = row[0] if isinstance(row[0], date) else date.fromisoformat(row[0])
    now = desk.read(board_figures, day, day - timedelta(days=7))
    later = desk.read(board_figures, day + timedelta(days=7), day)
    assert (now.orders_today, now.sales_today, now.sales_week_before) == (row[1], row[2], 0)
    assert (later.sales_today, later.sales_week_before) == (0, row[2])
    assert now.overdue == 1


@pytest.mark.parametrize("point", [0, 10_000])
def test_items_are_low_at_or_under_their_point(desk: Desk, point: int) -> None:
    furnish_phone_shop(desk)

    def ordered_at(connection: Any, values: Mapping[str, int]) -> None:
        connection.execute(text("UPDATE item SET reorder_point = :point"), values)

    with desk.engine.begin() as connection:
        ordered_at(connection, {"point": point})
    condition = "i.state = 'active' AND s.pickable - s.reserved + s.incoming <= i.reorder_point"
    plain = f"SELECT count(*) FROM item i JOIN item_stock s ON s.item_id = i.id WHERE {condition}"
    assert desk.read(low_count) == desk.read(lambda conn: conn.execute(text(plain)).scalar_one())
