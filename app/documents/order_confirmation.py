"""The order confirmation: what was agreed, with prices, discounts, freight, tax and total."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import _
from app.documents.fonts import ONE_AT_A_TIME
from app.documents.letter import Block, Closing, Cover, draw_remark, flow, remark_height
from app.documents.page import BODY, MUTED, STRONG, Paper, Sheet, Shop, Style
from app.documents.table import Column, Table, room_for, with_remark

_SUM = 16.0
_TOTAL = Style(13, strong=True)


@dataclass(frozen=True, kw_only=True)
class OrderConfirmationLine:
    """One order line; price, discount and amount are texts as they shall be read."""

    position: int
    code: str
    item: str
    quantity: int
    price: str
    amount: str
    unit: str = ""
    discount: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class TaxLine:
    """One tax: its label with the rate, and its amount."""

    label: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class OrderConfirmation:
    """One order as confirmed; money and dates are texts, empty ones are left out."""

    shop: Shop
    order_number: str
    customer_name: str
    bill_to: str
    ship_to: str
    lines: tuple[OrderConfirmationLine, ...]
    subtotal: str
    total: str
    taxes: tuple[TaxLine, ...] = ()
    ship_to_name: str = ""
    customer_number: str = ""
    reference: str = ""
    order_date: str = ""
    due_date: str = ""
    terms: str = ""
    carrier: str = ""
    discount: str = ""
    freight: str = ""
    tax_included: bool = False
    remark: str = ""
    version: int = 1
    reprint: bool = False


def order_confirmations(orders: Sequence[OrderConfirmation], paper: Paper = "A4") -> bytes:
    """Print confirmations into one PDF in the order given, each with its own page x of y.

    Raises:
        ValueError: there is no confirmation to print.
    """
    if not orders:
        raise ValueError
    with ONE_AT_A_TIME:
        number = orders[0].order_number if len(orders) == 1 else ""
        sheet = Sheet(paper, f"{_('Order confirmation')} {number}".strip())
        for order in orders:
            flow(sheet, _cover(order), _table(sheet, order), _closing(sheet, order))
        return sheet.done()


def _cover(order: OrderConfirmation) -> Cover:
    return Cover(
        title=_("Order confirmation"),
        number=order.order_number,
        shop=order.shop,
        blocks=(
            Block(_("Bill to"), order.customer_name, order.bill_to),
            Block(_("Ship to"), order.ship_to_name or order.customer_name, order.ship_to),
        ),
        facts=(
            (_("Order"), order.order_number),
            (_("Your reference"), order.reference),
            (_("Customer no."), order.customer_number),
            (_("Ordered on"), order.order_date),
            (_("Wanted by"), order.due_date),
            (_("Terms"), order.terms),
            (_("Carrier"), order.carrier),
        ),
        version=order.version,
        reprint=order.reprint,
    )


def _table(sheet: Sheet, order: OrderConfirmation) -> Table:
    discounted = any(line.discount for line in order.lines)
    columns = [
        Column(_("Pos."), 28, style=MUTED),
        Column(_("Code"), room_for((line.code for line in order.lines), 56, 112), most=4),
        Column(_("Item")),
        Column(
            _("Quantity"), room_for((str(line.quantity) for line in order.lines), 50, 100), "right"
        ),
        Column(_("Unit"), 36, style=MUTED, most=1),
        Column(_("Price"), room_for((line.price for line in order.lines), 46, 110), "right"),
        Column(_("Discount"), 46, "right", most=1),
        Column(_("Amount"), room_for((line.amount for line in order.lines), 56, 130), "right"),
    ]
    rows = [
        [
            str(line.position),
            line.code,
            with_remark(line.item, line.remark),
            str(line.quantity),
            line.unit,
            line.price,
            line.discount,
            line.amount,
        ]
        for line in order.lines
    ]
    if not discounted:
        del columns[6]
        for row in rows:
            del row[6]
    return Table(columns, rows, (sheet.left, sheet.right))


def _closing(sheet: Sheet, order: OrderConfirmation) -> Closing:
    sums = [(_("Goods"), order.subtotal)]
    sums += [(_("Discount"), order.discount)] if order.discount else []
    sums += [(_("Freight"), order.freight)] if order.freight else []
    taxes = [
        (_("{tax} included").format(tax=tax.label) if order.tax_included else tax.label, tax.amount)
        for tax in order.taxes
    ]
    before, after = (sums, taxes) if order.tax_included else (sums + taxes, [])

    def draw(page: Sheet, y: float) -> None:
        y = _sums(page, before, y + 6, BODY)
        page.rule(page.right - page.room * 0.44, y + 7, page.right, "control", 0.9)
        y = _pair(page, (_("Total"), order.total), y + 25, _TOTAL)
        y = _sums(page, after, y + 2, MUTED)
        draw_remark(page, y + 16, order.remark)

    count = len(before) + len(after)
    return Closing(_SUM * count + 62 + remark_height(order.remark, sheet.room), draw)


def _sums(sheet: Sheet, sums: Sequence[tuple[str, str]], y: float, style: Style) -> float:
    for pair in sums:
        y = _pair(sheet, pair, y + _SUM, style)
    return y


def _pair(sheet: Sheet, pair: tuple[str, str], y: float, style: Style) -> float:
    label = STRONG if style.strong else MUTED
    sheet.text(sheet.right - sheet.room * 0.44, y, pair[0], label)
    sheet.text(sheet.right, y, pair[1], style, "right")
    return y
