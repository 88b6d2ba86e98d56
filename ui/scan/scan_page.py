"""Look things up by scanning: one field, one answer, in big letters."""

from collections import deque
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import _
from app.core.permissions import Right, may
from app.core.text import clean
from ui.kit.context import Context, Page
from ui.kit.parts import PageHeader, button, label, row
from ui.scan.answer_card import Alarm, AnswerCard
from ui.scan.look_up import ItemFound, NothingFound, PlaceFound, ScanAnswer, look_up
from ui.scan.scan_field import ScanField
from ui.scan.sound import play

LAST = 5
"""Scans listed below the answer."""
_ACTS = (
    ("receive", "Alt+R", Right.ADJUST),
    ("count", "Alt+C", Right.ADJUST),
    ("move", "Alt+M", Right.MOVE_GOODS),
)


class ScanPage(Page):
    """A big field that keeps the focus, and what the last code means."""

    shows = frozenset({"stock", "item", "place"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build field, answer, buttons and the last scans."""
        super().__init__(context, parent)
        self._waiting: deque[str] = deque()
        self._looking = False
        self._shown: ScanAnswer | None = None
        self._count = self._unknown = 0
        self._header = PageHeader(_("Scan"))
        self.sound = button(_("Sound"), self._switch_sound, kind="chip")
        self.sound.setCheckable(True)
        self.sound.setChecked(str(context.kept.value("scan/sound", "on")) != "off")
        self.sound.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._header.add(self.sound)
        self.field = ScanField()
        self.field.scanned.connect(self._take)
        self.field.acknowledged.connect(self._go_on)
        self.alarm = Alarm(context.theme)
        self.card = AnswerCard(context.theme)
        self._acts = self._make_acts()
        self._lines = [label("", "muted") for _line in range(LAST)]
        self._last: deque[str] = deque(maxlen=LAST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._header)
        layout.addWidget(self.field)
        layout.addWidget(self.alarm)
        layout.addWidget(self.card, 1)
        layout.addLayout(row(*self._acts.values(), spacing=12))
        for line in self._lines:
            layout.addWidget(line)
        context.theme.changed.connect(self._reflow)
        self._tell_count()
        self._offer()

    def _make_acts(self) -> dict[str, QPushButton]:
        texts = {"receive": _("Receive…"), "count": _("Count…"), "move": _("Move…")}
        made = {}
        for name, keys, _right in _ACTS:
            act = button(texts[name], partial(self._act, name), kind="big", shortcut=keys)
            act.setShortcut(keys)
            made[name] = act
        return made

    @property
    def scans(self) -> int:
        """Give how many codes were scanned here."""
        return self._count

    # --- scanning ------------------------------------------------------------------------

    @override
    def scanned(self, code: str) -> bool:
        """Take a scan that came while the focus was elsewhere."""
        self.field.setFocus()
        if not self.field.blocked:
            self._take(clean(code))
        return True

    def _take(self, code: str) -> None:
        if not code:
            return
        self._count += 1
        self._tell_count()
        self._waiting.append(code)
        self._next()

    def _next(self) -> None:
        if self._looking or self.field.blocked or not self._waiting:
            return
        self._looking = True
        code, desk = self._waiting.popleft(), self.context.desk
        self.context.tasks.call(lambda: look_up(desk, code), self._show, self._failed)

    def _failed(self, error: Exception) -> None:
        self._looking = False
        self.context.shell.problem(error)
        self._next()

    def _show(self, answer: ScanAnswer) -> None:
        self._looking = False
        self._shown = answer
        if isinstance(answer, NothingFound):
            self._refuse(answer.code)
        else:
            self._write(answer)
            self._sound("yes")
        self._offer()
        self._remember(answer)
        self._announce(self.alarm.text() or self.card.said())
        self._next()

    def _write(self, answer: ScanAnswer) -> None:
        if isinstance(answer, ItemFound):
            self.card.show_item(answer)
            self.name_window(answer.item.name)
        elif isinstance(answer, PlaceFound):
            self.card.show_place(answer)

    def _refuse(self, code: str) -> None:
        self._unknown += 1
        self._tell_count()
        self.field.blocked = True
        self.card.show_unknown(code)
        text = _("Nobody knows the code {code}. Press Esc or Enter to go on.")
        self.alarm.tell(text.format(code=code))
        self._sound("no")

    def _go_on(self) -> None:
        self.field.blocked = False
        self.field.clear()
        self.alarm.hide()
        self.card.calm()
        self.field.setFocus()
        self._offer()
        self._reflow()
        self._next()

    # --- what is shown beside ------------------------------------------------------------

    def _remember(self, answer: ScanAnswer) -> None:
        if isinstance(answer, ItemFound):
            free = answer.stock.available if answer.stock else None
            said = f"✓ {answer.item.code} · {answer.item.name}"
            said += "" if free is None else " · " + _("{units} available").format(units=f"{free:,}")
        elif isinstance(answer, PlaceFound):
            said = f"✓ {_('Place {code}').format(code=answer.place.code)}"
        else:
            said = f"✕ {answer.code} · {_('unknown')}"
        self._last.appendleft(said)
        for line, text in zip(self._lines, self._last, strict=False):
            line.setText(text)
        self._reflow()

    def last_scans(self) -> tuple[str, ...]:
        """Give the last scans as listed, newest first."""
        return tuple(self._last)

    def _tell_count(self) -> None:
        said = _("{count} scanned, {unknown} unknown")
        self._header.show_subtitle(said.format(count=self._count, unknown=self._unknown))

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, text))

    def _sound(self, name: str) -> None:
        if self.sound.isChecked():
            play(name)

    def _switch_sound(self) -> None:
        self.context.kept.setValue("scan/sound", "on" if self.sound.isChecked() else "off")
        self.field.setFocus()

    # --- what can be done ----------------------------------------------------------------

    def _offer(self) -> None:
        person = self.context.desk.person
        known = isinstance(self._shown, ItemFound) and self._shown.stock is not None
        for name, _keys, right in _ACTS:
            allowed = person is not None and may(person.role, right)
            self._acts[name].setEnabled(known and allowed)
            self._acts[name].setVisible(not self.field.blocked)

    def _act(self, name: str) -> None:
        if isinstance(self._shown, ItemFound):
            item_id = self._shown.item.item_id
            self.context.shell.go("stock", item_id=item_id, act=name, then="scan")

    # --- the page ------------------------------------------------------------------------

    @override
    def enter(self) -> None:
        """Take the focus into the field."""
        super().enter()
        self.field.setFocus()
        self._offer()

    @override
    def refresh(self) -> None:
        """Read again what is shown; nothing is counted twice."""
        shown, desk = self._shown, self.context.desk
        if isinstance(shown, (ItemFound, PlaceFound)):
            self.context.tasks.call(lambda: look_up(desk, shown.code), self._reread)

    def _reread(self, answer: ScanAnswer) -> None:
        if self._shown is not None and answer.code == self._shown.code:
            self._shown = answer
            self._write(answer)

    @override
    def go_to(self, **where: Any) -> None:
        """Look up a code asked for."""
        if "code" in where:
            self.scanned(str(where["code"]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._reflow)

    def _reflow(self) -> None:
        """Give way to the answer: the list of last scans is as long as there is room."""
        self.card.reflow()
        scale = self.context.theme.scale
        self._header.setVisible(scale < 2 or self.height() > self.context.theme.px(420))
        line = self.fontMetrics().height() + 10
        taken = self.field.sizeHint().height() + self.card.minimumSizeHint().height()
        act = next(iter(self._acts.values()))
        taken += 40 if act.isHidden() else act.sizeHint().height() + 40
        taken += self._header.sizeHint().height() if self._header.isVisible() else 0
        taken += self.alarm.sizeHint().height() + 10 if not self.alarm.isHidden() else 0
        room = max(0, self.height() - taken) // line
        for number, shown in enumerate(self._lines):
            shown.setVisible(number < min(room, len(self._last)))
