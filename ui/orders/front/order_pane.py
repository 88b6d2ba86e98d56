"""The order in front: all about it, and what can be done with it next."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import N_, _
from app.core.permissions import Right, may
from app.desk import Desk
from app.fulfilment.queries import ShipmentRow, shipment_lines, shipments_of
from app.orders.queries import OrderDetail, order_detail
from ui.kit.context import Context
from ui.kit.parts import button, label
from ui.orders.amend.amend_form import AmendForm
from ui.orders.forms.hold_form import HoldForm
from ui.orders.forms.payment_dialog import PaymentDialog
from ui.orders.forms.pick_form import PickForm
from ui.orders.forms.reason_dialog import ReasonDialog
from ui.orders.forms.release_form import ReleaseForm
from ui.orders.front.deeds import Ask, Deed, Offer, deeds
from ui.orders.front.next_step import next_words
from ui.orders.front.order_card import OrderCard

_KEYS = ("Ctrl+Return", "Ctrl+Shift+Return")
"""Keys of the next step and of the one beside it."""


@dataclass(frozen=True)
class _Shown:
    order: OrderDetail
    shipments: tuple[ShipmentRow, ...]


def _read(desk: Desk, order_id: int) -> _Shown | None:
    order = desk.read(order_detail, order_id)
    return None if order is None else _Shown(order, desk.read(shipments_of, order_id))


class OrderPane(QWidget):
    """Shows an order and does one thing at a time with it.

    The buttons rest while something is done, and for the time of a double click afterwards: a
    second click never falls on the step that follows. `named` says which order is shown.
    """

    named = Signal(str)

    def __init__(self, context: Context) -> None:
        """Start without an order."""
        super().__init__()
        self.context = context
        self._shown: _Shown | None = None
        self._wanted_id = 0
        self._acting = False
        self._pressed = -1
        self._main: list[tuple[Offer, QPushButton]] = []
        self._form: PickForm | None = None
        self.card = OrderCard(context)
        self.card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.release.connect(self._release)
        self._next = label("", "muted", wrap=True)
        self._next.setContentsMargins(12, 0, 0, 0)
        self._bar = QWidget()
        self._acts = QHBoxLayout(self._bar)
        self._acts.setContentsMargins(0, 0, 0, 0)
        self._acts.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card, 1)
        column.addWidget(self._next)
        column.addWidget(self._bar)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._wake)
        self.clear()

    @property
    def order(self) -> OrderDetail | None:
        """Give the order shown, None when there is none."""
        return self._shown.order if self._shown else None

    def clear(self) -> None:
        """Show no order."""
        self._wanted_id, self._shown = 0, None
        self.card.clear()
        self._next.setText("")
        self._empty_bar()

    def show_order(self, order_id: int) -> None:
        """Read an order and show it; the buttons rest only for the order they were pressed for."""
        if order_id != self._wanted_id:
            self._wanted_id, self._pressed = order_id, -1
            self._rest.stop()
        desk = self.context.desk

        def show(found: _Shown | None) -> None:
            if self._wanted_id != order_id:
                return
            if found is None:
                self.clear()
            else:
                self._show(found)

        self.context.tasks.call(lambda: _read(desk, order_id), show)

    def take_focus(self) -> None:
        """Go to the next step, or to what else can be done; PageUp and PageDown read the card."""
        first = self._main[0][1] if self._main else self._bar.findChild(QPushButton)
        if first is not None:
            first.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        bar = self.card.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())

    def scanned(self, code: str) -> bool:
        """Give a scan to the pick form when it is open."""
        if self._form is None or not self._form.isVisible():
            return False
        self._form.scanned(code)
        return True

    def press_main(self, place: int) -> None:
        """Do the next step, or the one beside it, as if its button was pressed.

        A key pressed for an order that is still being read waits for it.
        """
        if self._shown is None or self._shown.order.order_id != self._wanted_id:
            self._pressed = place
            return
        if place < len(self._main) and self._bar.isEnabled():
            offer, shown = self._main[place]
            if shown.isEnabled():
                self._begin(offer)

    def change(self) -> None:
        """Open the form that changes the order."""
        self._begin_form("change")

    def hold(self) -> None:
        """Open the form that puts the order on hold."""
        self._begin_form("hold")

    def _begin_form(self, form: str) -> None:
        offered = deeds(self._shown.order, self._shown.shipments) if self._shown else []
        for one in offered:
            if isinstance(one, Ask) and one.form == form and self._may(one):
                self._begin(one)

    def _empty_bar(self) -> None:
        self._main = []
        while self._acts.count():
            item = self._acts.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()

    def _add(self, made: QPushButton) -> None:
        """Put a button at the end, there to be found at once and not when next laid out."""
        self._acts.addWidget(made)
        made.show()

    def _show(self, found: _Shown) -> None:
        self._shown = found
        self.named.emit(found.order.name)
        self.card.show_order(found.order, found.shipments)
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._bar.isAncestorOf(focused)
        self._empty_bar()
        offered = deeds(found.order, found.shipments)
        main = [one for one in offered if one.main][:2]
        self._acts.addStretch(1)
        self._add(self._more([one for one in offered if one not in main]))
        for place, offer in reversed(list(enumerate(main))):
            shown = button(
                _(offer.name),
                partial(self._begin, offer),
                kind="" if place else "primary",
                shortcut=_KEYS[place],
            )
            if not self._may(offer):
                shown.setEnabled(False)
                shown.setToolTip(_("Your role may not do this. Ask a manager or the owner."))
            self._add(shown)
            self._main.insert(0, (offer, shown))
        self._next.setText(next_words(found.order, found.shipments, main[0] if main else None))
        self._acting = False
        self._wake()
        if had_focus and self._main:
            self._main[0][1].setFocus()
        pressed, self._pressed = self._pressed, -1
        if pressed >= 0:
            self.press_main(pressed)

    def _more(self, offered: list[Offer]) -> QPushButton:
        made = button(_("More"), icon="chevron-down")
        menu = QMenu(made)
        for offer in offered:
            keys = f"\t{offer.keys}" if isinstance(offer, Ask) and offer.keys else ""
            action = menu.addAction(_(offer.name) + keys, partial(self._begin, offer))
            action.setEnabled(self._may(offer))
        made.setMenu(menu)
        return made

    def _may(self, offer: Offer) -> bool:
        person = self.context.desk.person
        right: Right = offer.right
        return person is None or may(person.role, right)

    def _sleep(self) -> None:
        self._acting = True
        self._bar.setEnabled(False)
        self._rest.start(QApplication.doubleClickInterval())

    def _wake(self) -> None:
        self._bar.setEnabled(not self._acting and not self._rest.isActive())

    def _begin(self, offer: Offer) -> None:
        shown = self._shown
        if self._acting or shown is None or shown.order.order_id != self._wanted_id:
            return
        if isinstance(offer, Ask):
            self._open(offer)
        elif offer.question:
            self._ask(offer)
        else:
            self._do(offer, "")

    def _ask(self, deed: Deed) -> None:
        packages = deed.question == N_("How many packages?")
        optional = packages or deed.question == N_("Tracking number (may be empty)")
        ReasonDialog(
            _(deed.name),
            _(deed.question),
            partial(self._do, deed),
            self,
            needed=not optional,
            proposal="1" if packages else "",
        ).open()

    def _do(self, deed: Deed, text: str) -> None:
        order = self.order
        if order is None or self._acting:
            return
        said = f"{order.name}: {_(deed.name)}"
        self._sleep()

        def done(_answer: object) -> None:
            if deed.undo is None:
                self.context.shell.toast(said)
            else:
                handler, command = deed.undo
                back = partial(
                    self.context.tasks.run, handler, command, None, self.context.shell.problem
                )
                self.context.shell.toast(said, _("Undo"), back)
            self.show_order(self._wanted_id)

        self.context.tasks.run(deed.handler, deed.make(text), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._acting = False
        self._wake()
        self.context.shell.problem(error)

    def _open(self, ask: Ask) -> None:
        if self._shown is None:
            return
        order, context = self._shown.order, self.context
        opened: dict[str, Callable[[], object]] = {
            "change": lambda: AmendForm(context, order, self).open(),
            "hold": lambda: HoldForm(context, order, self).open(),
            "release": lambda: self._release(ask.record_id),
            "pay": lambda: PaymentDialog(context, order, self).open(),
            "pick": lambda: self._pick(ask.record_id),
        }
        opened[ask.form]()

    def _release(self, hold_id: int) -> None:
        if self.order is not None:
            ReleaseForm(self.context, self.order, hold_id, self).open()

    def _pick(self, shipment_id: int) -> None:
        shipments = self._shown.shipments if self._shown else ()
        number = next((one.number for one in shipments if one.shipment_id == shipment_id), "")
        said = _("{shipment} picked").format(shipment=number)
        toast = partial(self.context.shell.toast, said)

        def show(lines: object) -> None:
            if isinstance(lines, tuple) and lines:
                self._form = PickForm(self.context, (shipment_id, number), lines, toast, self)
                self._form.destroyed.connect(self._forget_form)
                self._form.open()

        self.context.tasks.read(shipment_lines, shipment_id, done=show, tag="pick_form")

    def _forget_form(self) -> None:
        self._form = None
