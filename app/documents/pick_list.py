"""The pick list: what to take from which bin, in the order one walks, with a box to tick."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import _, ngettext
from app.core.text import bin_sort_key
from app.documents.fonts import ONE_AT_A_TIME
from app.documents.letter import Block, Closing, Cover, draw_remark, flow, remark_height, total_line
from app.documents.page import LABEL, MUTED, Paper, Sheet, Shop, Style
from app.documents.table import Column, Table, room_for, with_remark

_BIN = Style(11.5, strong=True)
_QUANTITY = Style(12.5, strong=True)
_SIGNED_HEIGHT = 66.0
_TOTAL_HEIGHT = 34.0


@dataclass(frozen=True, kw_only=True)
class PickLine:
    """One item from one bin; the quantity is in base units."""

    bin: str
    code: str
    item: str
    quantity: int
    barcode: str = ""
    unit: str = ""
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class PickList:
    """What to pick for one shipment; lines may come in any order."""

    shop: Shop
    order_number: str
    shipment_number: str
    customer_name: str
    lines: tuple[PickLine, ...]
    destination: str = ""
    reference: str = ""
    due_date: str = ""
    carrier: str = ""
    released_on: str = ""
    remark: str = ""
    version: int = 1
    reprint: bool = False


def pick_lists(lists: Sequence[PickList], paper: Paper = "A4") -> bytes:
    """Print pick lists into one PDF in the order given, each sorted by bin.

    Raises:
        ValueError: there is no pick list to print.
    """
    if not lists:
        raise ValueError
    with ONE_AT_A_TIME:
        number = lists[0].order_number if len(lists) == 1 else ""
        sheet = Sheet(paper, f"{_('Pick list')} {number}".strip())
        for picks in lists:
            table = _table(sheet, picks)
            flow(sheet, _cover(picks), table, _closing(sheet, picks, table))
        return sheet.done()


def _cover(picks: PickList) -> Cover:
    return Cover(
        title=_("Pick list"),
        number=picks.order_number,
        shop=picks.shop,
        blocks=(Block(_("For"), picks.customer_name, picks.destination),),
        facts=(
            (_("Shipment"), picks.shipment_number),
            (_("Reference"), picks.reference),
            (_("Wanted by"), picks.due_date),
            (_("Released on"), picks.released_on),
            (_("Carrier"), picks.carrier),
        ),
        version=picks.version,
        reprint=picks.reprint,
    )


def _table(sheet: Sheet, picks: PickList) -> Table:
    lines = sorted(picks.lines, key=lambda line: (bin_sort_key(line.bin), line.code))
    figures = [str(line.quantity) for line in lines]
    columns = (
        Column("", 26, ticked=True),
        Column(_("Bin"), room_for((line.bin for line in lines), 64, 96, _BIN), style=_BIN),
        Column(_("Code"), room_for((line.code for line in lines), 56, 112), most=4),
        Column(_("Item")),
        Column(_("Barcode"), room_for((line.barcode for line in lines), 40, 104), style=MUTED),
        Column(_("Quantity"), room_for(figures, 62, 150, _QUANTITY), "right", _QUANTITY),
        Column(_("Unit"), 38, style=MUTED, most=1),
    )
    rows = [
        (
            "",
            line.bin,
            line.code,
            with_remark(line.item, _("Lot {lot}").format(lot=line.lot) if line.lot else ""),
            line.barcode,
            str(line.quantity),
            line.unit,
        )
        for line in lines
    ]
    return Table(columns, rows, (sheet.left, sheet.right))


def _closing(sheet: Sheet, picks: PickList, table: Table) -> Closing:
    lines, units = len(picks.lines), sum(line.quantity for line in picks.lines)
    counted = " · ".join(
        (
            ngettext("{count} line", "{count} lines", lines).format(count=lines),
            ngettext("{count} unit", "{count} units", units).format(count=units),
        )
    )

    def draw(page: Sheet, y: float) -> None:
        total_line(page, table, y, ((0, counted), (5, str(units))))
        y = draw_remark(page, y + _TOTAL_HEIGHT, picks.remark)
        _signed(page, y + 44)

    height = _TOTAL_HEIGHT + remark_height(picks.remark, sheet.room) + _SIGNED_HEIGHT
    return Closing(height, draw)


def _signed(sheet: Sheet, y: float) -> None:
    wide = (sheet.room - 36) / 3
    for index, label in enumerate((_("Picked by"), _("Time"), _("Checked by"))):
        x = sheet.left + index * (wide + 18)
        sheet.rule(x, y, x + wide, "control", 0.8)
        sheet.text(x, y + 12, label, LABEL)
