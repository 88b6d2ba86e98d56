"""What all papers of an order share: head with barcode, addresses, facts, and pages that flow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.messages import _
from app.documents.fonts import printable, width
from app.documents.page import (
    BODY,
    LABEL,
    MARGIN,
    MUTED,
    SECTION,
    STRONG,
    TITLE,
    Sheet,
    Shop,
    Style,
)
from app.documents.table import HEAD_HEIGHT, Table, split
from app.documents.wrapping import fit, wrap

_NUMBER = Style(11, strong=True)
_ADDRESSEE = Style(11.5, strong=True)
_MOST_LINES = 6
_FACTS_FROM = 0.56
_LABEL_ROOM = 88.0
_TOP_OF_LATER_PAGES = 84.0


@dataclass(frozen=True)
class Block:
    """Somebody's name and address under a label."""

    label: str
    name: str
    address: str


@dataclass(frozen=True)
class Cover:
    """The upper part of a first page; empty facts are left out."""

    title: str
    number: str
    shop: Shop
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...]
    version: int = 1
    reprint: bool = False


@dataclass(frozen=True)
class Closing:
    """What follows the last row, kept together: its height and how to draw it at a distance."""

    height: float
    draw: Callable[[Sheet, float], None]


def flow(sheet: Sheet, cover: Cover, table: Table, closing: Closing) -> None:
    """Write one paper over as many pages as it needs, counted from its own first page."""
    y = draw_cover(sheet, cover)
    flow_table(sheet, (cover.title, cover.number, cover.shop), table, closing, y)


def flow_table(
    sheet: Sheet, names: tuple[str, str, Shop], table: Table, closing: Closing, y: float
) -> None:
    """Write a table and its closing from `y` on; `names` are title, number and shop."""
    later = sheet.floor - _TOP_OF_LATER_PAGES - HEAD_HEIGHT
    pages = split(table.heights, sheet.floor - y - HEAD_HEIGHT, later, closing.height)
    for index, rows in enumerate(pages):
        if index:
            y = _later_head(sheet, names)
        if rows or not index:
            y = table.rows(sheet, rows, table.head(sheet, y))
        if index == len(pages) - 1:
            closing.draw(sheet, y)
        foot(sheet, names, (index + 1, len(pages)))
        sheet.end_page()


def foot(sheet: Sheet, names: tuple[str, str, Shop], page: tuple[int, int]) -> None:
    """Write the foot: shop and number on the left, page x of y on the right."""
    y = sheet.height - 34
    sheet.rule(sheet.left, y - 13, sheet.right)
    whose = " · ".join(part for part in (printable(names[2].name), printable(names[1])) if part)
    sheet.text(sheet.left, y, fit(whose, sheet.room - 110, LABEL.size), LABEL)
    counted = _("Page {page} of {pages}").format(page=page[0], pages=page[1])
    sheet.text(sheet.right, y, counted, LABEL, "right")


def _later_head(sheet: Sheet, names: tuple[str, str, Shop]) -> float:
    title = " ".join(part for part in (names[0], printable(names[1])) if part)
    sheet.text(sheet.left, 62, fit(title, sheet.room * 0.6, STRONG.size, strong=True), STRONG)
    shop = fit(printable(names[2].name), sheet.room * 0.38, MUTED.size)
    sheet.text(sheet.right, 62, shop, MUTED, "right")
    return _TOP_OF_LATER_PAGES - 8


def draw_cover(sheet: Sheet, cover: Cover) -> float:
    """Write head, title, marks, addresses and facts; give where the table may begin."""
    y = letterhead(sheet, cover.shop)
    if cover.number:
        sheet.bars(sheet.right, MARGIN, cover.number, (200, 32))
        number = fit(printable(cover.number), sheet.room * 0.4, _NUMBER.size, strong=True)
        sheet.text(sheet.right, MARGIN + 47, number, _NUMBER, "right")
    y = max(y, MARGIN + 50) + 40
    x = sheet.left + sheet.text(sheet.left, y, cover.title, TITLE) + 14
    if cover.version > 1:
        words = _("Version {number}").format(number=cover.version)
        x += sheet.mark(x, y - 2, words, ("accent", "info_soft")) + 8
    if cover.reprint:
        sheet.mark(x, y - 2, _("Reprint"), ("warn", "warn_soft"))
    top = y + 30
    share = sheet.room * _FACTS_FROM / len(cover.blocks)
    ends = [
        _address(sheet, block, (sheet.left + share * at, top), share - 24)
        for at, block in enumerate(cover.blocks)
    ]
    facts = _facts(sheet, cover.facts, top)
    return max(*ends, facts) + 18


def letterhead(sheet: Sheet, shop: Shop) -> float:
    """Write the shop's name, address and contact; give the base line of the last line."""
    room = sheet.room * 0.52
    y = MARGIN + 11
    sheet.text(sheet.left, y, fit(printable(shop.name), room, SECTION.size, strong=True), SECTION)
    y += 3
    for line in address_lines(shop.address + "\n" + shop.contact, room, MUTED)[:_MOST_LINES]:
        y += 12.5
        sheet.text(sheet.left, y, line, MUTED)
    return y


def address_lines(text: str, room: float, style: Style) -> list[str]:
    """Break a text of several lines to a width; empty lines go."""
    kept = [line for line in (printable(part) for part in text.splitlines()) if line]
    return [line for part in kept for line in wrap(part, room, style.size, most=2)]


def _address(sheet: Sheet, block: Block, place: tuple[float, float], room: float) -> float:
    x, y = place
    sheet.text(x, y, block.label, LABEL)
    y += 3
    name = printable(block.name)
    for line in wrap(name, room, _ADDRESSEE.size, strong=True, most=2) if name else ():
        y += 14
        sheet.text(x, y, line, _ADDRESSEE)
    y += 2
    for line in address_lines(block.address, room, BODY)[:_MOST_LINES]:
        y += 13.5
        sheet.text(x, y, line, BODY)
    return y


def _facts(sheet: Sheet, facts: Sequence[tuple[str, str]], y: float) -> float:
    x = sheet.left + sheet.room * _FACTS_FROM
    kept = [(label, printable(value)) for label, value in facts if value.strip()]
    widest = max((width(label, LABEL.size) for label, _value in kept), default=0.0)
    indent = min(max(widest + 12, _LABEL_ROOM), 130)
    for label, value in kept:
        sheet.text(x, y, fit(label, indent - 8, LABEL.size), LABEL)
        lines = wrap(value, sheet.right - x - indent, BODY.size, most=2)
        for line in lines:
            sheet.text(x + indent, y, line, BODY)
            y += 13.5
        y += 2.5
    return y - 16


def total_line(sheet: Sheet, table: Table, y: float, cells: Sequence[tuple[int, str]]) -> None:
    """Set sums in strong figures under their columns: (column, words)."""
    for column, words in cells:
        side = table.align_of(column)
        sheet.text(table.x_of(column), y + 19, printable(words), STRONG, side)


def remark_height(words: str, room: float) -> float:
    """Give the height a remark in its field needs; 0 without one."""
    lines = address_lines(words, room - 24, BODY)[:_MOST_LINES]
    return 34 + 13.5 * len(lines) if lines else 0.0


def draw_remark(sheet: Sheet, y: float, words: str) -> float:
    """Write a remark in a quiet field; give where it ends."""
    lines = address_lines(words, sheet.room - 24, BODY)[:_MOST_LINES]
    if not lines:
        return y
    high = 18 + 13.5 * len(lines)
    sheet.fill(sheet.left, y + 8, (sheet.room, high), "surface2", 4)
    for index, line in enumerate(lines):
        sheet.text(sheet.left + 12, y + 8 + 18 + 13.5 * index, line, BODY)
    return y + 8 + high + 8
