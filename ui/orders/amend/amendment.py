"""An order while it is changed: what was saved, what shall be, and what that costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.catalog.queries import PricingRow
from app.catalog.rules import price_for, tax_share_for
from app.core.money import BasisPoints, Money, Price
from app.orders.commands import AmendOrder, LineWanted, ShipTo
from app.orders.queries import OrderDetail, OrderLineRow
from app.orders.rules import PricedLine, Terms, Totals, order_totals, price_line
from ui.orders.amend.differences import FIELDS, LineState, OrderState

SHORTAGES = ("", "backorder", "available", "refuse")
"""What may happen to a line there is too little for; "" leaves it to the order."""

Shares = Mapping[tuple[str, str], BasisPoints]


@dataclass
class AmendLine:
    """One line as it shall be; `price` only when it was typed, `saved` when it is not new."""

    item_id: int
    code: str
    name: str
    quantity: int
    price: int | None = None
    discount: int = 0
    shortage: str = ""
    saved: OrderLineRow | None = None

    @property
    def line_id(self) -> int | None:
        """Give the id of the line it changes, None for a new one."""
        return self.saved.line_id if self.saved else None

    @property
    def quantity_before(self) -> int:
        """Give what was wanted of it so far."""
        return self.saved.quantity - self.saved.cancelled if self.saved else 0


@dataclass
class Known:
    """What prices hang on: the customer's list and tax, the items' own."""

    tax_class: str = "standard"
    price_list_id: int | None = None
    shares: Shares = field(default_factory=dict)
    pricing: dict[int, PricingRow] = field(default_factory=dict)


class Amendment:
    """A saved order and the changes to it."""

    def __init__(
        self, order: OrderDetail, digits: int, available: Mapping[int, int] | None = None
    ) -> None:
        """Start with the order as it is saved; `available` are free units by item."""
        self.order, self.digits = order, digits
        self.available = {} if available is None else available
        self.known = Known()
        self.lines = lines_of(order)
        self.head = head_of(order)

    def unit_price(self, line: AmendLine) -> int | None:
        """Give what one unit costs as the desk will see it; None until it is known."""
        if line.price is not None:
            return line.price
        saved = line.saved
        if saved and (saved.price_manual or line.quantity == saved.quantity):
            return saved.price
        known = self.known.pricing.get(line.item_id)
        if known is None:
            return saved.price if saved else None
        return price_for(known.price, known.breaks, self.known.price_list_id, line.quantity)

    def missing(self, line: AmendLine) -> int:
        """Give how many more units are wanted than are free or kept for the line already."""
        known = self.known.pricing.get(line.item_id)
        if known is not None and known.kind != "stock":
            return 0
        free = max(self.available.get(line.item_id, 0), 0)
        kept = line.saved.reserved + line.saved.shipped if line.saved else 0
        return max(line.quantity - kept - free, 0)

    def sold(self, line: AmendLine) -> int:
        """Give the units that stay on the order: fewer where only what is there is sold."""
        gives_up = line.shortage == "available"
        return line.quantity - self.missing(line) if gives_up else line.quantity

    def priced(self, line: AmendLine) -> PricedLine:
        """Price a line."""
        known = self.known.pricing.get(line.item_id)
        if known is not None and self.known.shares:
            share = tax_share_for(self.known.shares, known.tax_class, self.known.tax_class)
        else:
            share = BasisPoints(line.saved.tax_share if line.saved else 0)
        price = Price(self.unit_price(line) or 0)
        discount = BasisPoints(line.discount)
        return price_line(self.sold(line), price, discount, share, self.digits)

    def totals(self) -> Totals:
        """Add the order up as it shall be."""
        terms = Terms(
            BasisPoints(self.head["discount"] or 0),
            Money(self.head["freight"] or 0),
            BasisPoints(self.order.freight_tax),
            self.order.prices_with_tax,
        )
        return order_totals([self.priced(line) for line in self.lines if line.quantity], terms)

    def state(self) -> OrderState:
        """Give the order as it shall be, to compare it."""
        lines: dict[object, LineState] = {}
        for place, line in enumerate(self.lines):
            price = self.unit_price(line) or 0
            key = line.line_id or ("new", place)
            lines[key] = LineState(line.code, line.name, self.sold(line), price, line.discount)
        return OrderState(_texts(self.head), lines, self.totals().total)

    def saved_state(self) -> OrderState:
        """Give the order as it is saved, to compare it."""
        lines: dict[object, LineState] = {
            one.line_id: LineState(
                one.code, one.name, one.quantity - one.cancelled, one.price, one.discount
            )
            for one in self.order.lines
            if one.quantity > one.cancelled
        }
        return OrderState(_texts(head_of(self.order)), lines, self.order.total)

    @property
    def is_changed(self) -> bool:
        """Tell whether saving would change anything."""
        return self.lines != lines_of(self.order) or self.head != head_of(self.order)

    def command(self, command_id: str, answers: tuple[str, ...], reason: str) -> AmendOrder:
        """Build the command that saves the changes."""
        ship = {
            name.removeprefix("ship_"): self.head[name]
            for name in FIELDS
            if name.startswith("ship_")
        }
        return AmendOrder(
            command_id=command_id,
            order_id=self.order.order_id,
            revision=self.order.revision,
            lines=tuple(_wanted(line) for line in self.lines if line.quantity),
            ship_to=ShipTo(country=self.order.ship_country, **ship),
            reference=self.head["reference"],
            note=self.head["note"],
            due_on=self.head["due_on"],
            discount=self.head["discount"],
            freight=self.head["freight"],
            answers=answers,
            reason=reason,
        )


def lines_of(order: OrderDetail) -> list[AmendLine]:
    """Give the lines of an order that still want something."""
    return [
        AmendLine(
            one.item_id,
            one.code,
            one.name,
            one.quantity - one.cancelled,
            discount=one.discount,
            saved=one,
        )
        for one in order.lines
        if one.quantity > one.cancelled
    ]


def head_of(order: OrderDetail) -> dict[str, Any]:
    """Give the fields of an order's head that may change."""
    return {name: getattr(order, name) for name in FIELDS}


def _texts(head: dict[str, Any]) -> dict[str, Any]:
    due = head["due_on"]
    return head | {"due_on": due.isoformat() if due else None}


def _wanted(line: AmendLine) -> LineWanted:
    return LineWanted(
        item_id=line.item_id,
        quantity=line.quantity,
        price=line.price,
        discount=line.discount,
        shortage=line.shortage,
        line_id=line.line_id,
    )
