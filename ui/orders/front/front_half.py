"""The right half of the list: one order whole, or what several chosen ones come to."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.messages import _
from app.orders.queries import OrderRow
from ui.kit.context import Context
from ui.kit.parts import Banner, button, row
from ui.orders.front.many_pane import ManyPane
from ui.orders.front.order_pane import OrderPane
from ui.orders.order_papers import OrderPapers


class FrontHalf(QWidget):
    """Hands keys to what is in front; the way back to refused orders stays until it is left."""

    opened = Signal(int)
    left = Signal()
    named = Signal(str)

    def __init__(self, context: Context, papers: OrderPapers) -> None:
        """Start without an order."""
        super().__init__()
        self.one = OrderPane(context)
        self.many = ManyPane(context, papers)
        self.many.opened.connect(self.opened)
        self.many.left.connect(self.left)
        self.one.named.connect(self.named)
        self.many.named.connect(self.named)
        self.leaving = button(_("Back to the list"), self.left.emit, kind="link", shortcut="Esc")
        self.leaving.hide()
        self._back = Banner()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.one)
        self._stack.addWidget(self.many)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(self.leaving, None))
        layout.addWidget(self._back)
        layout.addWidget(self._stack, 1)

    @property
    def shows_many(self) -> bool:
        """Tell whether several orders are summed up."""
        return self._stack.currentWidget() is self.many

    def show_order(self, order_id: int) -> None:
        """Show one order."""
        self._stack.setCurrentWidget(self.one)
        if self.many.tells:
            words = _("Some orders could not go.")
            self._back.tell("warn", words, _("Show them"), self._return)
        self.one.show_order(order_id)

    def show_many(self, rows: Sequence[OrderRow]) -> None:
        """Sum up several orders."""
        self._back.hide()
        self.many.show_rows(rows)
        self._stack.setCurrentWidget(self.many)

    def _return(self) -> None:
        self._back.hide()
        self._stack.setCurrentWidget(self.many)
        self.many.take_focus()

    def clear(self) -> None:
        """Show no order."""
        if not (self.shows_many and self.many.tells):
            self._stack.setCurrentWidget(self.one)
        self.one.clear()

    def press_main(self, place: int) -> None:
        """Do the next step, or the one beside it."""
        (self.many if self.shows_many else self.one).press_main(place)

    def take_focus(self) -> None:
        """Go to the next step."""
        (self.many if self.shows_many else self.one).take_focus()

    def take_back(self) -> bool:
        """Leave what is asked, then the way back; tells whether there was any."""
        if self.shows_many and self.many.take_back():
            return True
        shown = not self._back.isHidden()
        if shown:
            self._back.hide()
            self.many.forget()
        return shown

    def change(self) -> None:
        """Change the one order in front."""
        if not self.shows_many:
            self.one.change()

    def hold(self) -> None:
        """Put the one order in front on hold."""
        if not self.shows_many:
            self.one.hold()
