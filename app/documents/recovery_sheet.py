"""The recovery sheet: the desk's key on paper, to be locked away and typed back in need."""

from dataclasses import dataclass, field

from app.core.messages import _
from app.documents.fonts import ONE_AT_A_TIME, printable
from app.documents.letter import address_lines, foot, letterhead
from app.documents.page import (
    BODY,
    LABEL,
    SECTION,
    TITLE,
    Paper,
    Sheet,
    Shop,
    Style,
)
from app.documents.wrapping import wrap

_KEY = Style(17, strong=True)
_NUMBER = Style(9.5, strong=True, colour="accent")
_GROUP = 4
_ROW = 4
_QR_SIDE = 118.0


@dataclass(frozen=True, kw_only=True)
class RecoverySheet:
    """A desk's key as text (never shown in logs), whose desk it opens, and when it was made."""

    shop: Shop
    key_text: str = field(repr=False)
    made_on: str
    desk_name: str = ""


def recovery_sheet(value: RecoverySheet, paper: Paper = "A4") -> bytes:
    """Print the sheet on one page: the key in groups of four, as a QR code, and what to do."""
    with ONE_AT_A_TIME:
        sheet = Sheet(paper, _("Recovery sheet"))
        y = letterhead(sheet, value.shop) + 44
        sheet.text(sheet.left, y, _("Recovery sheet"), TITLE)
        lead = _(
            "Whoever holds this sheet can open the desk. Keep it on paper, in a safe place, "
            "away from the computer."
        )
        y = _paragraph(sheet, y + 12, lead)
        y = _key(sheet, y + 14, value.key_text)
        y = _facts(sheet, y + 12, value)
        _what_to_do(sheet, y + 42)
        foot(sheet, (_("Recovery sheet"), value.desk_name, value.shop), (1, 1))
        sheet.end_page()
        return sheet.done()


def _paragraph(sheet: Sheet, y: float, words: str) -> float:
    for line in _broken(words, sheet.room):
        y += 14
        sheet.text(sheet.left, y, line, BODY)
    return y


def _broken(words: str, room: float) -> tuple[str, ...]:
    return wrap(printable(words), room, BODY.size, most=6)


def _key(sheet: Sheet, y: float, key_text: str) -> float:
    letters = "".join(key_text.split()).replace("-", "")
    groups = [letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)]
    rows = -(-len(groups) // _ROW)
    high = max(rows * 32 + 24, _QR_SIDE + 24)
    sheet.fill(sheet.left, y, (sheet.room, high), "surface2", 6)
    sheet.fill(sheet.right - _QR_SIDE - 14, y + (high - _QR_SIDE - 8) / 2, (126, 126), "surface", 4)
    step = (sheet.room - _QR_SIDE - 44) / _ROW
    base = y + (high - rows * 32) / 2 + 22
    for index, group in enumerate(groups):
        x = sheet.left + 18 + step * (index % _ROW)
        line = base + 32 * (index // _ROW)
        sheet.text(x, line - 1, f"{index + 1}", LABEL)
        sheet.text(x + 15, line, group, _KEY)
    sheet.qr(sheet.right - _QR_SIDE - 10, y + (high - _QR_SIDE) / 2, _QR_SIDE, "-".join(groups))
    return y + high


def _facts(sheet: Sheet, y: float, value: RecoverySheet) -> float:
    facts = ((_("Desk"), value.desk_name or value.shop.name), (_("Made on"), value.made_on))
    for label, words in facts:
        y += 16
        sheet.text(sheet.left, y, label, LABEL)
        for line in address_lines(words, sheet.room - 90, BODY)[:1]:
            sheet.text(sheet.left + 90, y, line, BODY)
    return y


def _what_to_do(sheet: Sheet, y: float) -> None:
    sheet.text(
        sheet.left, y, _("When the passphrase is forgotten or the computer is lost"), SECTION
    )
    steps = (
        _("Start Tallydesk and open the desk's file, or a copy of it."),
        _("Choose the recovery sheet instead of the passphrase."),
        _("Type the groups in their order, or scan the code. Small letters and dashes are fine."),
        _("Choose a new passphrase and print a new sheet. Destroy this one."),
    )
    y += 6
    for number, words in enumerate(steps, 1):
        y += 8
        sheet.text(sheet.left, y + 14, str(number), _NUMBER)
        for line in _broken(words, sheet.room - 20):
            y += 14
            sheet.text(sheet.left + 20, y, line, BODY)
