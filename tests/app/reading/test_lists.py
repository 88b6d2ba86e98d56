"""Every long list gives the same rows by pages from its top, from its end and from its middle."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from app.catalog.queries import ItemFilter, item_page
from app.catalog.queries import page_key as item_key
from app.core.reading.spans import FIRST, LAST, PAGE, Span, read_spans
from app.customers.commands import AddCustomer
from app.customers.handlers import add_customer
from app.customers.queries import CustomerFilter, customer_page
from app.customers.queries import page_key as customer_key
from app.desk import Desk
from app.orders.queries import OrderRow, order_page
from app.stock.queries import moves_of, stock_page
from tests.support.desks import local_desk
from tests.support.filling.many import many_items, many_moves, many_orders

Read = Callable[[Span], Sequence[Any]]
Key = Callable[[Any], tuple[Any, ...]]


def _asking(desk: Desk, query: Callable[..., Sequence[Any]], *given: Any, **question: Any) -> Read:
    return lambda span: desk.read(query, *given, span=span, **question)


def _walk(read: Read, key: Key, start: Span, size: int) -> list[Any]:
    """Read page after page away from an end until one is not full."""
    rows: list[Any] = []
    span = replace(start, limit=size)
    while True:
        page = list(read(span))
        rows = page + rows if start.backwards else rows + page
        if len(page) < size:
            return rows
        edge = key(page[0] if start.backwards else page[-1])
        span = Span(edge, backwards=start.backwards, limit=size)


def _in_one_order(read: Read, key: Key, size: int = 7) -> list[Any]:
    """Check that both directions and the middle tell one order; gives all rows in it."""
    whole = list(read(Span(limit=100_000)))
    assert len({key(row) for row in whole}) == len(whole) > size * 2
    assert _walk(read, key, FIRST, size) == whole
    assert _walk(read, key, LAST, size) == whole
    middle = len(whole) // 2
    at = key(whole[middle])
    assert list(read(Span(at, limit=size))) == whole[middle + 1 : middle + 1 + size]
    assert list(read(Span(at, inclusive=True, limit=size))) == whole[middle : middle + size]
    assert list(read(Span(at, backwards=True, limit=size))) == whole[middle - size : middle]
    backwards = Span(at, backwards=True, inclusive=True, limit=size)
    assert list(read(backwards)) == whole[middle - size + 1 : middle + 1]
    return whole


def _order_key(row: OrderRow) -> tuple[int]:
    return (row.order_id,)


def test_orders_read_the_same_in_both_directions_however_they_are_filtered(desk: Desk) -> None:
    acme, baker = many_orders(desk, 700)
    questions: list[tuple[dict[str, Any], int]] = [
        ({}, 700),
        ({"labels": ("ready",)}, 100),
        ({"labels": ("hold", "shipped", "ready")}, 300),
        ({"customer_id": baker}, 140),
        ({"customer_id": acme, "labels": ("closed",)}, 320),
        ({"text": "baker"}, 140),
        ({"text": "acme", "labels": ("hold", "ready")}, 160),
    ]
    for question, count in questions:
        whole = _in_one_order(_asking(desk, order_page, **question), _order_key)
        ids = [row.order_id for row in whole]
        assert ids == sorted(ids, reverse=True), question
        assert len(ids) == count, question


def test_the_last_page_of_orders_is_asked_for_by_key_with_no_count_and_no_offset(
    desk: Desk,
) -> None:
    many_orders(desk, 400)
    said: list[Any] = []

    def heard(connection: Connection) -> tuple[OrderRow, ...]:
        event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2:4]))
        return order_page(connection, span=LAST)

    assert [row.name for row in desk.read(heard)][-1] == "SO-000001"
    ((statement, values),) = said
    assert "offset" not in statement.lower() or tuple(values)[-1] == 0
    assert "count(" not in statement.lower()


def test_a_key_whose_record_is_not_in_the_list_still_finds_its_place(desk: Desk) -> None:
    many_orders(desk, 30)
    span, ready = Span((16,), inclusive=True, limit=2), ("ready",)
    assert [row.order_id for row in desk.read(order_page, span=span, labels=ready)] == [14, 7]
    above = replace(span, backwards=True)
    assert [row.order_id for row in desk.read(order_page, span=above, labels=ready)] == [28, 21]


@pytest.mark.parametrize(
    "question",
    [
        {"text": "acme"},
        {"text": "PO-17"},
        {"text": "SO-000017"},
        {"text": "acme", "labels": ("closed",)},
        {"text": "nobody", "labels": ("ready", "hold")},
        {"labels": ("ready", "shipped")},
        {"customer_id": 1},
    ],
)
def test_no_question_about_orders_reads_the_whole_table(
    tmp_path: Path, question: dict[str, Any]
) -> None:
    desk = local_desk(tmp_path)
    many_orders(desk, 300)
    plans: list[str] = []

    def explained(connection: Connection) -> None:
        said: list[Any] = []
        event.listen(connection, "before_cursor_execute", lambda *given: said.append(given[2:4]))
        for span in (FIRST, LAST, Span((150,))):
            order_page(connection, span=span, **question)
        asked = tuple(said)  # what is asked below is heard as well
        for statement, values in asked:
            told = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.extend(str(row[-1]) for row in told)

    desk.read(explained)
    desk.close()
    assert any("sales_order" in step for step in plans)
    assert not [step for step in plans if step.startswith("SCAN sales_order")]


def test_several_spans_are_read_on_one_connection(desk: Desk) -> None:
    many_orders(desk, 300)
    first, last = desk.read(read_spans, order_page, (FIRST, LAST))
    assert len(first) == len(last) == PAGE
    assert (first[0].name, last[-1].name) == ("SO-000300", "SO-000001")


@pytest.mark.parametrize("order", ["code", "name"])
def test_items_read_the_same_in_both_directions(desk: Desk, order: Any) -> None:
    many_items(desk, 300)
    found = []
    for wanted in (ItemFilter(), ItemFilter(text="bolt 3"), ItemFilter(state="active")):
        read = _asking(desk, item_page, wanted, order=order)
        found.append(len(_in_one_order(read, lambda row: item_key(row, order))))
    assert found == [300, 84, 300], "57 codes and 27 more names hold a 3"


@pytest.mark.parametrize("order", ["number", "name"])
def test_customers_read_the_same_in_both_directions(desk: Desk, order: Any) -> None:
    for number in range(60):
        desk.run(add_customer, AddCustomer(name=f"Shop {number % 7}"))
    found = []
    for wanted in (CustomerFilter(), CustomerFilter(blocked=False, text="shop")):
        read = _asking(desk, customer_page, wanted, order=order)
        found.append(len(_in_one_order(read, lambda row: customer_key(row, order))))
    assert found == [60, 60]


def test_stock_reads_the_same_in_both_directions(desk: Desk) -> None:
    many_items(desk, 300)
    found = []
    for view, text in (("all", ""), ("out", ""), ("all", "bolt")):
        read = _asking(desk, stock_page, view=view, text=text)
        found.append(len(_in_one_order(read, lambda row: (row.code, row.item_id))))
    assert found == [300, 300, 300]


def test_moves_of_an_item_read_the_same_in_both_directions(desk: Desk) -> None:
    item_id = many_moves(desk, 40)
    whole = _in_one_order(_asking(desk, moves_of, item_id), lambda row: (row.sequence,))
    assert [row.quantity for row in whole] == list(range(40, 0, -1))
