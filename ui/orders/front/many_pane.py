"""Several orders chosen: what they come to, and what can be done with all of them at once."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from app.core.messages import _, ngettext
from app.core.permissions import Right, may
from app.orders.queries import OrderRow, orders_of
from ui.kit.context import Context
from ui.kit.frame.flow_row import FlowRow
from ui.kit.parts import Banner, button, label, row
from ui.kit.pills import Pill
from ui.orders.front.confirm_line import ConfirmLine
from ui.orders.front.refused_list import RefusedList
from ui.orders.front.sending_many import SendingMany, Sent
from ui.orders.front.tally import Tally, next_text, orders_text, tally_of
from ui.orders.order_papers import OrderPapers

_KEYS = ("Ctrl+Return", "Ctrl+Shift+Return")


class ManyPane(QWidget):
    """Sums up the orders chosen and releases, ships or prints them together.

    `opened` asks to show one refused order, `left` gives the focus back to the list, `named`
    says how many are shown.
    """

    opened = Signal(int)
    left = Signal()
    named = Signal(str)

    def __init__(self, context: Context, papers: OrderPapers) -> None:
        """Start with none chosen."""
        super().__init__()
        self._context, self._papers = context, papers
        self._sending = SendingMany(context, self)
        self._acting = False
        self._main: list[QPushButton] = []
        self.rows: Sequence[OrderRow] = ()
        self._title, self._sums = label("", "title"), label("", "section", wrap=True)
        self._next = label("", "muted", wrap=True)
        self._states, self._bar = QWidget(), QWidget()
        self._flow, self._acts = FlowRow(), FlowRow()
        self._states.setLayout(self._flow)
        self._bar.setLayout(self._acts)
        self._told = Banner()
        self.refused = RefusedList()
        self.refused.opened.connect(self.opened)
        self._confirm = ConfirmLine()
        self._confirm.left.connect(self._answered)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 0, 0)
        layout.setSpacing(10)
        for part in (self._title, self._sums, self._states, self._told):
            layout.addWidget(part)
        layout.addWidget(self.refused, 4)
        layout.addStretch(1)
        for part in (self._next, self._bar, self._confirm):
            layout.addWidget(part)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._wake)

    @property
    def tells(self) -> bool:
        """Tell whether orders that could not go are named."""
        return not self.refused.isHidden()

    def show_rows(self, rows: Sequence[OrderRow]) -> None:
        """Sum up other orders; what was told of earlier ones goes."""
        if {one.order_id for one in rows} != {one.order_id for one in self.rows}:
            self.forget()
        self._sum_up(rows)

    def forget(self) -> None:
        """Take back what was told and asked."""
        self._told.hide()
        self.refused.show_refused(())
        self.take_back()

    def reread(self) -> None:
        """Read the same orders again after a change."""
        ids = [one.order_id for one in self.rows]
        self._context.tasks.read(orders_of, ids, done=self._sum_up, tag="orders/many")

    def take_focus(self) -> None:
        """Go to the orders that could not go, or to the next step."""
        if self.tells and not self.refused.table.hasFocus():
            self.refused.table.setFocus()
        elif self._main:
            self._main[0].setFocus()

    def take_back(self) -> bool:
        """Leave the question unanswered; tells whether there was one."""
        asked = not self._confirm.isHidden()
        if asked:
            self._confirm.left.emit()
        return asked

    def press_main(self, place: int) -> None:
        """Do the step that fits most, or the other; say yes when it is asked."""
        if not self._confirm.isHidden():
            if not self._rest.isActive():
                self._confirm.accept()
        elif place < len(self._main) and self._bar.isEnabled() and self._main[place].isEnabled():
            self._main[place].click()

    def _sum_up(self, rows: Sequence[OrderRow]) -> None:
        self.rows = rows
        tally = tally_of(rows)
        text = ngettext("{count} order chosen", "{count} orders chosen", tally.orders)
        self._title.setText(text.format(count=f"{tally.orders:,}"))
        units = ngettext("{count} unit", "{count} units", tally.units)
        people = ngettext("{count} customer", "{count} customers", tally.customers)
        parts = (
            units.format(count=f"{tally.units:,}"),
            _("total {money}").format(money=self._context.money(tally.total)),
            people.format(count=f"{tally.customers:,}"),
        )
        self._sums.setText(" · ".join(parts))
        self._flow.clear()
        for name, count in tally.labels:
            each = QWidget()
            each.setLayout(row(Pill(name, self._context.theme), label(f"{count:,}", "strong"), 8))
            self._flow.addWidget(each)
        self._next.setText(next_text(tally))
        self._fill_bar(tally)
        self.named.emit(orders_text(tally.orders))

    def _fill_bar(self, tally: Tally) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._bar.isAncestorOf(focused)
        self._acts.clear()
        offered: list[tuple[str, Callable[[], object], bool]] = [
            (_("Release to pick"), partial(self._do, "release"), tally.can_release),
            (_("Ship straight away"), self._ask_to_ship, tally.can_ship),
        ]
        if tally.ship_first:
            offered.reverse()
        self._main = []
        for place, (text, act, fits) in enumerate(offered):
            kind = "" if place else "primary"
            made = button(text, act, kind=kind, shortcut=_KEYS[place])
            self._allow(made, fits=fits)
            self._main.append(made)
            self._acts.addWidget(made)
        lists = button(_("Pick lists"), self._papers.pick_lists, icon="clipboard-list")
        lists.setToolTip(_("The pick lists of all chosen orders in one paper"))
        slips = button(_("Packing slips"), self._papers.slips, icon="printer", shortcut="Ctrl+P")
        self._acts.addWidget(lists)
        self._acts.addWidget(slips)
        if had_focus:
            self._main[0].setFocus()

    def _allow(self, made: QPushButton, *, fits: bool) -> None:
        person = self._context.desk.person
        if person is not None and not may(person.role, Right.MOVE_GOODS):
            made.setEnabled(False)
            made.setToolTip(_("Your role may not do this. Ask a manager or the owner."))
        elif not fits:
            made.setEnabled(False)
            made.setToolTip(_("None of the chosen orders can take this step now."))

    def _ask_to_ship(self) -> None:
        count, units = len(self.rows), sum(one.units - one.shipped_units for one in self.rows)
        text = _(
            "Ship {orders} now, up to {units} units? Shipping many cannot be taken back at once: "
            "only order by order, and only today."
        ).format(orders=orders_text(count), units=f"{units:,}")
        yes = _("Ship {orders}").format(orders=orders_text(count))
        self._bar.hide()
        self._rest.start(QApplication.doubleClickInterval())
        self._confirm.ask(text, yes, partial(self._do, "ship"))

    def _answered(self) -> None:
        self._confirm.hide()
        self._bar.show()
        self.left.emit()

    def _do(self, act: str) -> None:
        if self._acting or not self.rows:
            return
        self._acting = True
        self._bar.setEnabled(False)
        self._rest.start(QApplication.doubleClickInterval())
        self.forget()
        ids = [one.order_id for one in self.rows]
        self.left.emit()
        self._sending.send(act, ids, self._done, self._failed)

    def _done(self, sent: Sent) -> None:
        self._acting = False
        self._wake()
        words = sent.words()
        if sent.act == "release" and sent.steps:
            back = partial(self._sending.take_back, sent.steps)
            self._context.shell.toast(words, _("Undo"), back)
        else:
            self._context.shell.toast(words)
        self._told.tell("warn" if sent.refused or sent.untouched else "ok", words)
        self.refused.show_refused(sent.refused)
        if sent.error is not None:
            self._context.shell.problem(sent.error)
        self.reread()

    def _failed(self, error: Exception) -> None:
        self._acting = False
        self._wake()
        self._context.shell.problem(error)

    def _wake(self) -> None:
        self._bar.setEnabled(not self._acting and not self._rest.isActive())
