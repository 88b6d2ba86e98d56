"""Fields for numbers, money and dates: they take what people type and say what is wrong."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.core.money import money_of, plain_money, plain_price, price_of
from app.core.quantity import quantity_of

_RIGHT = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class ValueField(QLineEdit):
    """A line whose text stands for a value; `value` reads it, None when empty."""

    def __init__(
        self,
        read: Callable[[str], int],
        write: Callable[[int], str],
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        """Read and write values with two functions."""
        super().__init__(parent)
        self._read, self._write = read, write
        self.setAccessibleName(title)
        self.setAlignment(_RIGHT)

    def value(self) -> int | None:
        """Give the value typed, None for an empty line.

        Raises:
            BadValue: the text is no such value.
        """
        text = self.text().strip()
        return self._read(text) if text else None

    def show_value(self, value: int | None) -> None:
        """Write a value into the line."""
        self.setText("" if value is None else self._write(value))


def quantity_field(title: str, least: int = 1) -> ValueField:
    """Make a field for whole quantities."""
    return ValueField(lambda text: quantity_of(text, title, least), str, title)


def price_field(title: str) -> ValueField:
    """Make a field for prices with up to four decimals."""
    return ValueField(lambda text: price_of(text, title), plain_price, title)


def money_field(title: str, digits: int) -> ValueField:
    """Make a field for amounts of a currency with so many decimals."""
    return ValueField(
        lambda text: money_of(text, digits, title),
        lambda amount: plain_money(amount, digits),
        title,
    )


def share_field(title: str) -> ValueField:
    """Make a field for a share in per cent, kept in basis points."""
    return ValueField(
        lambda text: int(money_of(text.replace("%", "").strip(), 2, title)),
        lambda share: plain_money(share, 2).removesuffix(".00"),
        title,
    )


def date_of(text: str, today: date) -> date | None:
    """Read a date as people type it; None for an empty text.

    Knows 2026-11-24, 24.11., 24/11/26, 24 nov, +3 (days from today) and full-width digits.

    Raises:
        BadValue: the text is no date.
    """
    plain = text.strip().lower()
    if not plain:
        return None
    parts = re.findall(r"\d+|[a-z]+", plain)
    try:
        if re.fullmatch(r"\+\s*\d{1,4}", plain):
            return today + timedelta(days=int(parts[0]))
        if re.fullmatch(r"\d{4}\D\d{1,2}\D\d{1,2}", plain):
            return date(*(int(part) for part in parts))
        if len(parts) in (2, 3):
            return _day_month(parts, today)
    except ValueError as wrong:
        raise BadValue("date", text, _("a date such as 24.11. or +3 is expected")) from wrong
    raise BadValue("date", text, _("a date such as 24.11. or +3 is expected"))


def _day_month(parts: list[str], today: date) -> date:
    day = int(parts[0])
    month = _MONTHS.index(parts[1][:3]) + 1 if parts[1].isalpha() else int(parts[1])
    if len(parts) == 3:
        year = int(parts[2])
        return date(year + 2000 if year < 100 else year, month, day)
    this_year = date(today.year, month, day)
    return (
        this_year if this_year >= today - timedelta(days=60) else date(today.year + 1, month, day)
    )


class DateField(QLineEdit):
    """A line for a date; Alt+Down opens a calendar."""

    changed = Signal()

    def __init__(
        self, title: str, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        """Read dates relative to `today`."""
        super().__init__(parent)
        self._today = today
        self._calendar: QCalendarWidget | None = None
        self.setAccessibleName(title)
        self.setPlaceholderText(_("24.11. or +3"))
        self.editingFinished.connect(self._tidy)

    def value(self) -> date | None:
        """Give the date typed, None for an empty line.

        Raises:
            BadValue: the text is no date.
        """
        return date_of(self.text(), self._today())

    def show_value(self, value: date | None) -> None:
        """Write a date into the line."""
        self.setText(value.isoformat() if value else "")

    def _tidy(self) -> None:
        try:
            found = self.value()
        except BadValue:
            return
        self.show_value(found)
        self.changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open_calendar()
            return
        super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._tidy()
        super().focusOutEvent(event)

    def _open_calendar(self) -> None:
        calendar = self._calendar or QCalendarWidget(self)
        self._calendar = calendar
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAccessibleName(_("Calendar"))
        calendar.activated.connect(self._pick)
        calendar.clicked.connect(self._pick)
        day = self._today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.show()

    def _pick(self, day: QDate) -> None:
        if self._calendar is not None:
            self._calendar.hide()
        self.show_value(date(day.year(), day.month(), day.day()))
        self.changed.emit()
