"""An order form as it stands: lines, prices, totals, and its draft; no widgets."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from app.catalog.queries import PricingRow
from app.catalog.rules import price_for, tax_share_for
from app.core.money import BasisPoints, Money, Price, minor_digits
from app.core.settings import ShopSettings
from app.customers.queries import CustomerRow
from app.orders.commands import LineWanted, PlaceOrder
from app.orders.rules import PricedLine, Terms, Totals, freight_for, order_totals, price_line

SHORTAGES = ("backorder", "available", "refuse")
"""What may happen to a line there is too little for, in the order F8 walks."""

Shares = Mapping[tuple[str, str], BasisPoints]
_KEPT = (
    "draft_id",
    "command_id",
    "customer_id",
    "customer_name",
    "address_id",
    "reference",
    "note",
    "discount",
    "freight",
    "typed",
)


@dataclass(frozen=True)
class EntryLine:
    """One line being typed; `price` and `discount` only when typed."""

    item_id: int
    code: str
    name: str
    quantity: int
    price: int | None = None
    discount: int = 0
    shortage: str = "backorder"


@dataclass
class Entry:
    """One order being typed, with what is known of its customer and items.

    Lines change through `splice` alone, so that sums over them need not be made again per key.
    """

    draft_id: str = field(default_factory=lambda: str(uuid4()))
    command_id: str = field(default_factory=lambda: str(uuid4()))
    customer_id: int = 0
    customer_name: str = ""
    address_id: int | None = None
    reference: str = ""
    note: str = ""
    due_on: date | None = None
    discount: int | None = None
    freight: int | None = None
    typed: str = ""
    lines: list[EntryLine] = field(default_factory=list)
    spent_ms: int = 0
    began_s: float = 0.0
    customer: CustomerRow | None = None
    pricing: dict[int, PricingRow] = field(default_factory=dict)
    _wanted: dict[int, int] = field(default_factory=dict)
    _priced: dict[int, tuple[EntryLine, PricedLine]] = field(default_factory=dict)
    _priced_by: tuple[object, object, int] = (None, None, 0)

    def __post_init__(self) -> None:
        """Count what the lines want."""
        self._count(self.lines, 1)

    def begin(self) -> None:
        """Start the clock at the first key."""
        if not self.began_s:
            self.began_s = time.monotonic()

    def pause(self) -> None:
        """Stop the clock while the call waits."""
        self.spent_ms, self.began_s = self.took_ms, 0.0

    @property
    def took_ms(self) -> int:
        """Give how long the order was typed at so far."""
        running_s = time.monotonic() - self.began_s if self.began_s else 0.0
        return self.spent_ms + round(running_s * 1000)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing worth keeping was typed."""
        return not (self.customer_id or self.lines or self.typed or self.reference or self.note)

    def changed(self) -> None:
        """Take a new command id: what was refused and changed is another wish."""
        self.command_id = str(uuid4())

    def choose(self, customer_id: int, name: str) -> None:
        """Take the order for a customer; what was known of another is forgotten."""
        self.customer_name = name
        if self.customer_id != customer_id:
            self.customer_id, self.customer, self.address_id = customer_id, None, None
            self.pricing.clear()
            self._priced.clear()

    def splice(self, at: int, count: int, lines: Sequence[EntryLine]) -> None:
        """Put lines in the place of `count` lines."""
        gone = self.lines[at : at + count]
        for line in gone:
            self._priced.pop(id(line), None)
        self._count(gone, -1)
        self._count(lines, 1)
        self.lines[at : at + count] = lines

    def _count(self, lines: Sequence[EntryLine], sign: int) -> None:
        for line in lines:
            units = self._wanted.get(line.item_id, 0) + sign * line.quantity
            self._wanted[line.item_id] = units

    def place_of(self, item_id: int) -> int | None:
        """Give the place of the first line with an item."""
        return next((i for i, one in enumerate(self.lines) if one.item_id == item_id), None)

    def wanted(self, item_id: int) -> int:
        """Sum the units of an item over all lines."""
        return self._wanted.get(item_id, 0)

    def know_prices(self, found: Mapping[int, PricingRow]) -> None:
        """Take prices that were read."""
        self.pricing.update(found)
        self._priced.clear()

    def unit_price(self, line: EntryLine) -> int | None:
        """Give what one unit costs: typed, or the price list's; None until it is known."""
        if line.price is not None:
            return line.price
        known = self.pricing.get(line.item_id)
        if known is None:
            return None
        price_list = self.customer.price_list_id if self.customer else None
        return price_for(known.price, known.breaks, price_list, line.quantity)

    def priced(self, line: EntryLine, shares: Shares, digits: int) -> PricedLine:
        """Price a line as the desk will."""
        by = self._priced_by
        if by[0] is not self.customer or by[1] is not shares or by[2] != digits:
            self._priced.clear()
            self._priced_by = (self.customer, shares, digits)
        seen = self._priced.get(id(line))
        if seen is not None:
            return seen[1]
        known = self.pricing.get(line.item_id)
        customer_class = self.customer.tax_class if self.customer else "standard"
        item_class = known.tax_class if known else "standard"
        made = price_line(
            line.quantity,
            Price(self.unit_price(line) or 0),
            BasisPoints(line.discount),
            tax_share_for(shares, item_class, customer_class),
            digits,
        )
        self._priced[id(line)] = (line, made)
        return made

    def totals(self, settings: ShopSettings, shares: Shares) -> Totals:
        """Add the order up as the desk will."""
        digits = minor_digits(settings.currency)
        lines = [self.priced(line, shares, digits) for line in self.lines]
        goods = sum(line.amount for line in lines)
        share = self.discount
        if share is None:
            share = self.customer.discount if self.customer else 0
        charge = (
            freight_for(goods, settings.freight_charge, settings.freight_free_from)
            if self.freight is None
            else Money(self.freight)
        )
        terms = Terms(
            BasisPoints(share),
            charge if lines else Money(0),
            BasisPoints(settings.freight_tax),
            settings.prices_with_tax,
        )
        return order_totals(lines, terms)

    def command(self, answers: tuple[str, ...] = ()) -> PlaceOrder:
        """Build the command that places this order."""
        return PlaceOrder(
            command_id=self.command_id,
            customer_id=self.customer_id,
            address_id=self.address_id,
            lines=tuple(
                LineWanted(
                    item_id=line.item_id,
                    quantity=line.quantity,
                    price=line.price,
                    discount=line.discount,
                    shortage=line.shortage,
                )
                for line in self.lines
            ),
            reference=self.reference,
            note=self.note,
            due_on=self.due_on,
            discount=self.discount,
            freight=self.freight,
            answers=answers,
            draft_id=self.draft_id,
            entry_ms=self.took_ms or None,
        )

    def content(self, *, timed: bool = False) -> str:
        """Write the form as JSON for its draft, with the time spent on it when `timed`."""
        plain: dict[str, object] = {name: getattr(self, name) for name in _KEPT}
        plain["due_on"] = self.due_on.isoformat() if self.due_on else None
        plain["lines"] = [vars(line) for line in self.lines]
        plain["spent_ms"] = self.took_ms if timed else 0
        return json.dumps(plain, ensure_ascii=False)


def entry_of(content: str) -> Entry:
    """Read a form back from its draft, one of an earlier version too."""
    plain = json.loads(content)
    kept = {name: plain[name] for name in (*_KEPT, "spent_ms") if name in plain}
    return Entry(
        **kept,
        due_on=date.fromisoformat(plain["due_on"]) if plain.get("due_on") else None,
        lines=[EntryLine(**line) for line in plain["lines"]],
    )
