"""The packing slip: what lies in the parcel, what follows later, no prices."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import _, ngettext
from app.documents.fonts import ONE_AT_A_TIME
from app.documents.letter import (
    Block,
    Closing,
    Cover,
    draw_remark,
    flow,
    remark_height,
    total_line,
)
from app.documents.page import BODY, LABEL, MUTED, STRONG, Paper, Sheet, Shop
from app.documents.table import Column, Table, room_for, with_remark

_SIGNATURE_HEIGHT = 92.0
_TOTAL_HEIGHT = 44.0


@dataclass(frozen=True, kw_only=True)
class PackingSlipLine:
    """One order line in a shipment; quantities in base units, `remark` for lot, serial or kit."""

    position: int
    code: str
    item: str
    ordered: int
    shipped: int
    back_ordered: int = 0
    unit: str = ""
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class PackingSlip:
    """One shipment's slip; dates are texts as they shall be read, addresses have line breaks."""

    shop: Shop
    order_number: str
    shipment_number: str
    customer_name: str
    ship_to: str
    lines: tuple[PackingSlipLine, ...]
    packages: int = 1
    customer_number: str = ""
    phone: str = ""
    reference: str = ""
    order_date: str = ""
    ship_date: str = ""
    carrier: str = ""
    tracking: str = ""
    remark: str = ""
    version: int = 1
    reprint: bool = False


def packing_slips(slips: Sequence[PackingSlip], paper: Paper = "A4") -> bytes:
    """Print slips into one PDF in the order given, each with its own page x of y.

    Raises:
        ValueError: there is no slip to print.
    """
    if not slips:
        raise ValueError
    with ONE_AT_A_TIME:
        names = slips[0].order_number if len(slips) == 1 else ""
        sheet = Sheet(paper, f"{_('Packing slip')} {names}".strip())
        for slip in slips:
            table = _table(sheet, slip)
            flow(sheet, _cover(slip), table, _closing(sheet, slip, table))
        return sheet.done()


def _cover(slip: PackingSlip) -> Cover:
    address = f"{slip.ship_to}\n{slip.phone}"
    return Cover(
        title=_("Packing slip"),
        number=slip.order_number,
        shop=slip.shop,
        blocks=(Block(_("Ship to"), slip.customer_name, address),),
        facts=(
            (_("Shipment"), slip.shipment_number),
            (_("Your reference"), slip.reference),
            (_("Customer no."), slip.customer_number),
            (_("Ordered on"), slip.order_date),
            (_("Shipped on"), slip.ship_date),
            (_("Carrier"), slip.carrier),
            (_("Tracking"), slip.tracking),
            (_("Packages"), str(slip.packages)),
        ),
        version=slip.version,
        reprint=slip.reprint,
    )


def _table(sheet: Sheet, slip: PackingSlip) -> Table:
    columns = (
        Column(_("Pos."), 28, style=MUTED),
        Column(_("Code"), room_for((line.code for line in slip.lines), 56, 112), most=4),
        Column(_("Item")),
        Column(_("Unit"), 40, style=MUTED, most=1),
        Column(_("Ordered"), _figures(54, [line.ordered for line in slip.lines]), "right"),
        Column(
            _("Shipped here"), _figures(68, [line.shipped for line in slip.lines]), "right", STRONG
        ),
        Column(
            _("Back-ordered"), _figures(62, [line.back_ordered for line in slip.lines]), "right"
        ),
    )
    rows = [
        (
            str(line.position),
            line.code,
            with_remark(line.item, line.remark),
            line.unit,
            str(line.ordered),
            str(line.shipped),
            str(line.back_ordered) if line.back_ordered else "–",
        )
        for line in slip.lines
    ]
    return Table(columns, rows, (sheet.left, sheet.right))


def _figures(low: float, quantities: list[int]) -> float:
    """Give the width in which each quantity and their sum stand on one line."""
    return room_for(
        [str(quantity) for quantity in (*quantities, sum(quantities))], low, 130, STRONG
    )


def _closing(sheet: Sheet, slip: PackingSlip, table: Table) -> Closing:
    lines = len(slip.lines)
    units = sum(line.shipped for line in slip.lines)
    later = sum(line.back_ordered for line in slip.lines)
    counted = " · ".join(
        (
            ngettext("{count} line", "{count} lines", lines).format(count=lines),
            ngettext("{count} unit", "{count} units", units).format(count=units),
            ngettext("{count} package", "{count} packages", slip.packages).format(
                count=slip.packages
            ),
        )
    )
    ordered = sum(line.ordered for line in slip.lines)

    def draw(page: Sheet, y: float) -> None:
        sums = ((0, counted), (4, str(ordered)), (5, str(units)), (6, str(later or "–")))
        total_line(page, table, y, sums)
        y = draw_remark(page, y + _TOTAL_HEIGHT - 10, slip.remark)
        _signature(page, y)

    return Closing(_TOTAL_HEIGHT + remark_height(slip.remark, sheet.room) + _SIGNATURE_HEIGHT, draw)


def _signature(sheet: Sheet, y: float) -> None:
    y += 24
    sheet.text(sheet.left, y, _("Received complete and in good order"), BODY)
    y += 44
    gap = 18.0
    wide = (sheet.room - 2 * gap) / 3
    for index, label in enumerate((_("Name"), _("Date"), _("Signature"))):
        x = sheet.left + index * (wide + gap)
        sheet.rule(x, y, x + wide, "control", 0.8)
        sheet.text(x, y + 12, label, LABEL)
