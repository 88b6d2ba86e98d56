"""What the form shows is what the order comes to: any prices, taxes, discounts and freight."""

from dataclasses import dataclass
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from app.catalog.commands import AddItem, AddPriceList, PriceEntry, SetPrices, SetTaxRate
from app.catalog.handlers import add_item, add_price_list, set_prices, set_tax_rate
from app.core.money import BasisPoints, Price
from app.customers.commands import AddCustomer, AddressEntry
from app.customers.handlers import add_customer
from app.stock.commands import OpenStock, StockWanted
from app.stock.handlers import open_stock
from tests.support.counter import Counter
from tests.support.settings import change_settings
from ui.orders.phone.entry import EntryLine

_NUMBERS = count(1)
_STOCK = 60
_SHARES = st.integers(0, 10_000).map(BasisPoints)
_PRICES = st.one_of(st.integers(0, 2_000_000), st.integers(0, 300)).map(Price)


@dataclass(frozen=True)
class Line:
    """One line: what its item costs and what is wanted of it."""

    price: Price
    breaks: tuple[tuple[int, Price, bool], ...]
    reduced: bool
    quantity: int
    typed_price: Price | None
    discount: BasisPoints
    shortage: str


@dataclass(frozen=True)
class Order:
    """Everything an order's total depends on."""

    lines: tuple[Line, ...]
    with_tax: bool
    shares: tuple[BasisPoints, BasisPoints]
    customers_discount: BasisPoints
    discount: BasisPoints | None
    freight: int | None
    usual_freight: int
    free_from: int | None
    freight_tax: BasisPoints


_BREAKS = st.lists(
    st.tuples(st.integers(2, 100), _PRICES, st.booleans()),
    max_size=4,
    unique_by=lambda one: (one[0], one[2]),
).map(tuple)
_LINES = st.builds(
    Line,
    price=_PRICES,
    breaks=_BREAKS,
    reduced=st.booleans(),
    quantity=st.integers(1, 120),
    typed_price=st.none() | _PRICES,
    discount=st.just(BasisPoints(0)) | _SHARES,
    shortage=st.sampled_from(("backorder", "backorder", "available")),
)
_ORDERS = st.builds(
    Order,
    lines=st.lists(_LINES, min_size=1, max_size=5).map(tuple),
    with_tax=st.booleans(),
    shares=st.tuples(_SHARES, _SHARES),
    customers_discount=_SHARES,
    discount=st.none() | _SHARES,
    freight=st.none() | st.integers(0, 50_000),
    usual_freight=st.integers(0, 5_000),
    free_from=st.none() | st.integers(0, 100_000),
    freight_tax=_SHARES,
)


def furnish(counter: Counter, order: Order) -> tuple[int, str]:
    """Set the shop up for an order; gives its customer."""
    desk = counter.desk
    change_settings(
        desk,
        prices_with_tax=order.with_tax,
        freight_charge=order.usual_freight,
        freight_free_from=order.free_from,
        freight_tax=order.freight_tax,
    )
    for item_class, share in zip(("standard", "reduced"), order.shares, strict=True):
        rate = SetTaxRate(item_class=item_class, customer_class="standard", share=share)
        desk.run(set_tax_rate, rate)
    name = f"Customer {next(_NUMBERS)}"
    listed = desk.run(add_price_list, AddPriceList(name=f"{name}'s list")).answer.price_list_id
    address = AddressEntry(street="1 High Street", city="Leeds", is_ship_default=True)
    made = AddCustomer(
        name=name,
        discount=order.customers_discount,
        price_list_id=listed,
        addresses=(address,),
    )
    return desk.run(add_customer, made).answer.customer_id, name


def line_of(counter: Counter, line: Line, price_list_id: int) -> EntryLine:
    """Add a line's item to the catalog and give the line as typed."""
    desk, code = counter.desk, f"T{next(_NUMBERS)}"
    tax_class = "reduced" if line.reduced else "standard"
    wanted = AddItem(code=code, name=code, price=line.price, tax_class=tax_class)
    item_id = desk.run(add_item, wanted).answer.item_id
    prices = tuple(
        PriceEntry(least, price, price_list_id if own else None)
        for least, price, own in line.breaks
    )
    desk.run(set_prices, SetPrices(item_id=item_id, prices=prices))
    desk.run(open_stock, OpenStock(lines=(StockWanted(item_id=item_id, quantity=_STOCK),)))
    return EntryLine(
        item_id, code, code, line.quantity, line.typed_price, line.discount, line.shortage
    )


@settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=_ORDERS)
def test_the_total_on_the_page_is_the_total_saved(counter: Counter, order: Order) -> None:
    customer_id, name = furnish(counter, order)
    page = counter.page
    page.go_to()
    page.enter()
    page._choose_new(customer_id, name)
    counter.settle()
    price_list = page.entry.customer.price_list_id if page.entry.customer else None
    assert price_list is not None
    page._lines.replace_lines([line_of(counter, one, price_list) for one in order.lines])
    page.entry.discount, page.entry.freight = order.discount, order.freight
    page._edited()
    counter.settle()
    shown, reckoned = page.sum.total, page._reckon().total
    entry = page.entry
    before = len(counter.shell.toasts)
    for _answer in range(2):
        if page.entry is entry:
            counter.press(Qt.Key.Key_Return)
    assert len(counter.shell.toasts) > before, page.sum.said()
    saved = next(iter(reversed(counter.orders())))
    assert saved.customer == name
    assert saved.total == shown
    if not any(line.cancelled for line in saved.lines):
        assert saved.total == reckoned
