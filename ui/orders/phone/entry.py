"""An order form as it stands: lines, prices, totals, and its draft; no widgets."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
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


@dataclass
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
    """One order being typed, with what is known of its customer and items."""

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
    began_s: float = 0.0
    customer: CustomerRow | None = None
    pricing: dict[int, PricingRow] = field(default_factory=dict)

    def begin(self) -> None:
        """Start the clock at the first key."""
        if not self.began_s:
            self.began_s = time.monotonic()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing worth keeping was typed."""
        return not (self.customer_id or self.lines or self.typed or self.reference or self.note)

    def changed(self) -> None:
        """Take a new command id: what was refused and changed is another wish."""
        self.command_id = str(uuid4())

    def add(self, item_id: int, code: str, name: str, quantity: int) -> int:
        """Add units of an item: to its line if it has one, else a new line; gives its place."""
        for place, line in enumerate(self.lines):
            if line.item_id == item_id:
                line.quantity += quantity
                return place
        self.lines.append(EntryLine(item_id, code, name, quantity))
        return len(self.lines) - 1

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
        known = self.pricing.get(line.item_id)
        customer_class = self.customer.tax_class if self.customer else "standard"
        item_class = known.tax_class if known else "standard"
        return price_line(
            line.quantity,
            Price(self.unit_price(line) or 0),
            BasisPoints(line.discount),
            tax_share_for(shares, item_class, customer_class),
            digits,
        )

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

    def wanted(self) -> dict[int, int]:
        """Sum units per item over all lines."""
        sums: dict[int, int] = {}
        for line in self.lines:
            sums[line.item_id] = sums.get(line.item_id, 0) + line.quantity
        return sums

    def command(self, answers: tuple[str, ...]) -> PlaceOrder:
        """Build the command that places this order."""
        took_ms = round((time.monotonic() - self.began_s) * 1000) if self.began_s else None
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
            entry_ms=took_ms,
        )

    def content(self) -> str:
        """Write the form as JSON for its draft."""
        kept = replace(self, customer=None, pricing={}, began_s=0.0)
        plain = asdict(kept)
        plain["due_on"] = self.due_on.isoformat() if self.due_on else None
        return json.dumps(plain, ensure_ascii=False)


def entry_of(content: str) -> Entry:
    """Read a form back from its draft."""
    plain = json.loads(content)
    plain["lines"] = [EntryLine(**line) for line in plain["lines"]]
    plain["due_on"] = date.fromisoformat(plain["due_on"]) if plain["due_on"] else None
    plain["pricing"] = {}
    return Entry(**plain)
