"""The calls that wait: who, how much, since when; a key or a click takes one up."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget
from typing_extensions import override

from app.core.messages import _, ngettext
from ui.kit import icons
from ui.kit.frame.flow_row import FlowRow
from ui.kit.parts import label, row
from ui.orders.phone.calls import Waiting

_SHOWN = 3
_LONGEST = 18
_EVERY_MS = 30_000


class WaitingBar(QFrame):
    """One line of waiting calls, each with a way to throw it away."""

    def __init__(
        self,
        now: Callable[[], datetime],
        resume: Callable[[str], object],
        discard: Callable[[str], object],
    ) -> None:
        """Take calls up with `resume` and throw them away with `discard`, by draft id."""
        super().__init__()
        self.setObjectName("banner_info")
        self._now, self._resume, self._discard = now, resume, discard
        self._waiting: tuple[Waiting, ...] = ()
        self._parts = FlowRow((12, 6, 12, 6))
        self.setLayout(self._parts)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._fill)
        self.hide()

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        """Show these calls, or nothing when there is none."""
        self._waiting = tuple(waiting)
        self._fill()
        self.setVisible(bool(waiting))

    def texts(self) -> list[str]:
        """Give what is said of each waiting call."""
        return [self._text(one) for one in self._waiting]

    def _fill(self) -> None:
        self._parts.clear()
        self._parts.addWidget(label(_("Waiting · Ctrl+Tab"), "strong"))
        for one in self._waiting[:_SHOWN]:
            both = QWidget()
            both.setLayout(row(self._taker(one), self._thrower(one), spacing=0))
            self._parts.addWidget(both)
        left = self._waiting[_SHOWN:]
        if left:
            self._parts.addWidget(self._others(left))

    def _taker(self, one: Waiting) -> QPushButton:
        text = self._text(one)
        made = _chip(self._text(one, _LONGEST), text)
        made.setToolTip(_("Go on with this order: {order}").format(order=text))
        made.clicked.connect(lambda _on=False: self._resume(one.entry.draft_id))
        return made

    def _thrower(self, one: Waiting) -> QPushButton:
        text = _("Discard: {order}").format(order=self._text(one))
        made = QPushButton()
        made.setObjectName("link")
        made.setAutoDefault(False)
        icons.put(made, "x", "muted", 16)
        made.setAccessibleName(text)
        made.setToolTip(text)
        made.clicked.connect(lambda _on=False: self._discard(one.entry.draft_id))
        return made

    def _others(self, left: Sequence[Waiting]) -> QWidget:
        text = _("And {count} more.").format(count=len(left))
        made = _chip(text, text)
        menu = QMenu(made)
        for one in left:
            action = menu.addAction(self._text(one).replace("&", "&&"))
            action.triggered.connect(partial(self._take, one.entry.draft_id))
        made.setMenu(menu)
        return made

    def _take(self, draft_id: str, _on: bool = False) -> None:  # noqa: FBT002 - Qt's signal
        self._resume(draft_id)

    def _text(self, one: Waiting, most: int = 0) -> str:
        name = one.entry.customer_name or _("no customer yet")
        if most and len(name) > most:
            name = f"{name[:most]}…"
        count = len(one.entry.lines)
        lines = ngettext("{count} line", "{count} lines", count).format(count=count)
        return f"{name} · {lines} · {_age(self._now() - one.at, one.at)}"

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        super().showEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


def _chip(text: str, name: str) -> QPushButton:
    made = QPushButton(text.replace("&", "&&"))
    made.setObjectName("chip")
    made.setAutoDefault(False)
    made.setAccessibleName(name)
    return made


def _age(age: timedelta, at: datetime) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    if minutes < 24 * 60:
        return _("{count} h").format(count=minutes // 60)
    return f"{at.astimezone():%Y-%m-%d}"
