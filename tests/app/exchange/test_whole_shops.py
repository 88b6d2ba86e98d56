"""Whole shops brought in from real files: Northwind, the platforms, and a year of retail."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from app.catalog.models import Item
from app.desk import Desk
from app.exchange.commands import FileImported, ImportFile
from app.exchange.handlers import watched
from app.exchange.preview.choices import Choices, How, Opening
from app.exchange.preview.preview import plan, prepare
from app.exchange.queries import known_for
from app.exchange.rules.findings import names_in
from app.orders.models import DaySales, OrderLine, SalesOrder
from app.stock.models import Balance, ItemStock, Place
from tests.app.exchange.files import DATA, HISTORY, adds_up, real, truths
from tests.support.desks import local_desk


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Desk]:
    opened = local_desk(tmp_path)
    yield opened
    opened.close()


def bring(desk: Desk, *names: str, choices: Choices) -> FileImported:
    sources = [real(name) for name in names]
    ready = prepare(sources, choices)
    paths = tuple(str(DATA / name) for name in names)
    handler = watched(lambda _stage, _done, _total: True, ready)
    return desk.run(handler, ImportFile(paths=paths, choices=choices)).answer


def stock(desk: Desk) -> dict[str, int]:
    query = select(Item.code, ItemStock.on_hand).join(ItemStock, ItemStock.item_id == Item.id)
    return desk.read(lambda connection: dict(list(connection.execute(query))))


def test_northwind_comes_in_whole_and_names_the_17_short_products(shop: Desk) -> None:
    truth = truths()["northwind"]
    items = bring(shop, "northwind/products.csv", choices=Choices())
    assert (items.items, items.opened_units) == (77, truth["stock_units"])
    assert bring(shop, "northwind/customers.csv", choices=Choices()).customers == 91
    names = ("northwind/orders.csv", "northwind/order_details.csv")
    choices = replace(HISTORY, how=How.BY_STATE, opening=Opening.KEEP)
    ready = prepare([real(name) for name in names], choices)
    said = plan(ready, shop.read(known_for, ready)).shortages
    assert {
        one.item_code: {"needed": one.wanted, "in_stock": one.available} for one in said
    } == truth["products_short_for_open_orders"]
    answer = bring(shop, *names, choices=choices)
    assert (answer.orders, answer.lines, answer.customers, answer.items) == (830, 2155, 0, 0)
    assert sum(stock(shop).values()) == truth["stock_units"]

    def short(connection: Connection) -> dict[str, dict[str, int]]:
        rows = connection.execute(
            select(OrderLine.code, func.sum(OrderLine.quantity), ItemStock.on_hand)
            .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
            .join(ItemStock, ItemStock.item_id == OrderLine.item_id)
            .where(SalesOrder.state.in_(("submitted", "confirmed")))
            .group_by(OrderLine.code, ItemStock.on_hand)
        )
        return {
            code: {"needed": int(needed), "in_stock": there}
            for code, needed, there in rows
            if needed > there
        }

    assert shop.read(short) == truth["products_short_for_open_orders"]

    def to_reorder(connection: Connection) -> list[int]:
        rows = connection.execute(
            select(Item.code)
            .join(ItemStock, ItemStock.item_id == Item.id)
            .where(
                Item.state == "active", ItemStock.on_hand + ItemStock.incoming <= Item.reorder_point
            )
        )
        return sorted(int(code) for code in rows.scalars())

    assert shop.read(to_reorder) == truth["products_to_reorder_now"]
    total = shop.read(lambda one: one.scalar(select(func.sum(SalesOrder.goods))))
    exact = truth["value_after_discount_each_line_rounded_half_up"].replace(".", "")
    assert total == int(exact)
    assert adds_up(shop)


def test_the_platforms_come_in_with_their_totals(shop: Desk) -> None:
    names = (
        ("platform_exports/woocommerce_orders_wide.csv", "order_total"),
        ("platform_exports/shopify_orders_export.csv", "total"),
        ("platform_exports/taobao_ExportOrderList_gbk.csv", "total"),
    )
    before = 0
    for name, key in names:
        bring(shop, name, choices=HISTORY)
        total = shop.read(lambda one: one.scalar(select(func.sum(SalesOrder.total)))) or 0
        assert total - before == int(truths()[name][key].replace(".", ""))
        before = total
    numbers = shop.read(lambda one: one.execute(select(SalesOrder.number)).scalars().all())
    assert "202002200000000001" in numbers
    assert adds_up(shop)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_year_of_retail_comes_in_as_history_to_the_last_digit(shop: Desk) -> None:
    name = "online_retail/online_retail_2010_2011.csv.gz"
    truth = truths()[name]
    choices = replace(HISTORY, leave_out=True)
    ready = prepare([real(name)], choices)
    opened = {
        need.item_code: need.units for need in plan(ready, shop.read(known_for, ready)).openings
    }
    answer = bring(shop, name, choices=choices)
    assert answer.rows_in + answer.rows_rejected == truth["lines"]
    assert answer.returns == truth["cancel_lines"]
    assert answer.opened_units == sum(opened.values())
    with (DATA / "online_retail" / "net_units.csv").open(encoding="utf-8") as stream:
        net = {row["StockCode"]: int(row["Net"]) for row in csv.DictReader(stream)}
    goods = {
        str(code)
        for index, code in enumerate(ready.checked.values["item_code"].column)
        if "NONSTOCK" not in names_in(ready.checked.flags[index])
    }
    there = stock(shop)
    wrong = {
        code: (there[code], opened.get(code, 0) - net[code])
        for code in goods
        if there[code] != opened.get(code, 0) - net[code]
    }
    assert wrong == {}
    least = shop.read(
        lambda one: one.scalar(
            select(func.min(Balance.on_hand))
            .join(Place, Place.id == Balance.place_id)
            .where(Place.physical)
        )
    )
    assert least == 0
    orders, amount = shop.read(
        lambda one: one.execute(select(func.sum(DaySales.orders), func.sum(DaySales.amount))).one()
    )
    assert orders == answer.orders
    assert amount == shop.read(lambda one: one.scalar(select(func.sum(SalesOrder.goods))))
    assert adds_up(shop)
