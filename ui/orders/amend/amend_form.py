"""Changing an order after it was taken: lines, prices, terms, address and date in one place."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.catalog.queries import pricing_of, tax_shares
from app.catalog.rules import read_quick_line
from app.core.command import new_id
from app.core.errors import Stale
from app.core.messages import _
from app.core.money import minor_digits
from app.customers.queries import customer_detail
from app.desk import Desk
from app.orders.commands import OrderPlaced
from app.orders.errors import AnswerNeeded
from app.orders.handlers import amend_order
from app.orders.queries import OrderDetail, order_detail
from ui.kit.compare.their_values import TheirValues
from ui.kit.context import Context
from ui.kit.find_field import FindField, Match
from ui.kit.parts import label, row
from ui.kit.table import DataTable
from ui.orders.amend.amend_head import AmendHead
from ui.orders.amend.amend_lines import DISCOUNT, PRICE, QUANTITY, AmendLines
from ui.orders.amend.amendment import AmendLine, Amendment, Known
from ui.orders.amend.differences import differences
from ui.orders.amend.merging import clashes, rebased, saved_by
from ui.orders.events import event_text
from ui.orders.forms.form import OrderForm
from ui.orders.forms.short_text import shortened

_MOST_DIFFERENCES = 3
_NAME_LETTERS = 50


def read_known(desk: Desk, customer_id: int, item_ids: list[int]) -> Known:
    """Read what the prices of an order hang on."""
    found = desk.read(customer_detail, customer_id)
    known = Known(shares=desk.read(tax_shares))
    if found is not None:
        known.tax_class = found.customer.tax_class
        known.price_list_id = found.customer.price_list_id
    known.pricing = desk.read(pricing_of, item_ids, known.price_list_id)
    return known


class AmendForm(OrderForm):
    """Everything that may change, with what it costs then and how that differs from before."""

    def __init__(self, context: Context, order: OrderDetail, parent: QWidget) -> None:
        """Show an order as it is."""
        customer = shortened(order.customer, _NAME_LETTERS)
        title = _("Change {order}").format(order=f"{order.name} · {customer}")
        super().__init__(context, title, _("Save changes"), parent)
        digits = minor_digits(context.settings.currency)
        self.amendment = Amendment(order, digits, context.lookup.available)
        self._answers: tuple[str, ...] = ()
        self._command_id = new_id()
        self.fields = AmendHead(context, self.amendment)
        self.fields.edited.connect(self._edited)
        self.item = FindField(self._matches, _("Add item"))
        self.item.setPlaceholderText(_("Add item: 12 brass nut, then Enter (Ctrl+F)"))
        self.item.taken.connect(self._add)
        self.item.missed.connect(self._unknown)
        self.lines = AmendLines(context, self.amendment, self)
        self.lines.typed.connect(self._edited)
        self.lines.missed.connect(self.miss)
        self.table = DataTable(self.lines, "amend", _("Order lines"))
        trigger = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            trigger.EditKeyPressed | trigger.AnyKeyPressed | trigger.DoubleClicked
        )
        self.table.opened.connect(lambda _line: self._open())
        self.theirs = TheirValues()
        self._theirs_area = QScrollArea()
        self._theirs_area.setWidgetResizable(True)
        self._theirs_area.setWidget(self.theirs)
        self._theirs_area.setMaximumHeight(context.theme.px(190))
        self._theirs_area.setMinimumHeight(context.theme.px(120))
        self._theirs_area.hide()
        self.changes = label("", "caption")
        self.changes.setAccessibleName(_("What changes"))
        self.changes.setMinimumHeight(context.theme.px(64))
        self.total = label("", "section")
        self.total.setAccessibleName(_("Total"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why (for the history)"))
        self.reason.setAccessibleName(_("Why (for the history)"))
        self.reason.textEdited.connect(lambda _text: self.touched())
        self._build()
        self._shortcuts()
        self._recount()
        self._read_known()
        self.fit(980, 680)
        self._select(0)
        self.item.setFocus()

    def _build(self) -> None:
        hint = _(
            "Enter changes a quantity, 0 takes the line out · F4 price, again discount · "
            "F8 when there is too little · Ctrl+D address"
        )
        self.body.setSpacing(8)
        inside = QWidget()
        inside.setObjectName("page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(8)
        for part in (self._theirs_area, self.fields, self.item):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        layout.addWidget(label(hint, "caption", wrap=True))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self.body.addWidget(self._scroll, 1)
        line = row(spacing=12)
        line.addWidget(self.changes, 1)
        line.addWidget(self.total, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(line)
        self.foot.insertWidget(0, self.reason, 1)
        self.table.setMinimumHeight(self.context.theme.px(150))
        self._theirs_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _shortcuts(self) -> None:
        for keys, act in (
            ("F4", self._edit_price),
            ("F8", self._shortage),
            ("Ctrl+D", self.fields.toggle_address),
            ("Ctrl+F", self.item.setFocus),
            ("F6", self.table.setFocus),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        for keys in ("Delete", "Ctrl+Delete"):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._take_out)

    def _read_known(self) -> None:
        desk, customer_id = self.context.desk, self.amendment.order.customer_id
        ids = [line.item_id for line in self.amendment.lines]

        def take(known: Known) -> None:
            self.amendment.known = known
            self.lines.repaint_lines()
            self._recount()

        self.context.tasks.call(lambda: read_known(desk, customer_id, ids), take)

    def _matches(self, text: str) -> list[Match]:
        words = read_quick_line(text).words
        found = self.context.lookup.items.find(words, limit=12) if words else ()
        return [Match(one.entry.entry_id, f"{one.entry.name}   {one.entry.code}") for one in found]

    def _unknown(self, typed: str) -> None:
        if typed.strip():
            text = _("Nothing is called “{text}”. Check the spelling, or press Esc.")
            self.banner.tell("err", text.format(text=typed.strip()))

    def _add(self, item_id: int, typed: str) -> None:
        known = self.context.lookup.items.entry(item_id)
        if known is None:
            return
        quantity = read_quick_line(typed).quantity or 1
        lines = self.amendment.lines
        place = next((i for i, one in enumerate(lines) if one.item_id == item_id), -1)
        if place >= 0:
            self.lines.put(place, QUANTITY, lines[place].quantity + quantity)
        else:
            lines.append(AmendLine(item_id, known.code, known.name, quantity))
            self.lines.show_lines()
            place = len(lines) - 1
            self._edited()
            self._read_known()
        self.item.clear()
        self._select(place)

    def _select(self, place: int) -> None:
        """Go to a line so that a number typed next is its quantity."""
        self.table.setCurrentIndex(self.lines.index(place, QUANTITY))

    def _open(self) -> None:
        """Type the quantity of the line; the Enter that ends a cell comes here too."""
        if self.table.indexWidget(self.table.currentIndex()) is None:
            self._edit(QUANTITY)

    def _edit(self, column: int) -> None:
        place = self.table.currentIndex().row()
        index = self.lines.index(max(place, 0), column)
        if index.isValid():
            self.table.setFocus()
            self.table.setCurrentIndex(index)
            self.table.edit(index)

    def _edit_price(self) -> None:
        self._edit(DISCOUNT if self.table.currentIndex().column() == PRICE else PRICE)

    def _shortage(self) -> None:
        lines = self.amendment.lines
        place = self.table.currentIndex().row()
        if not (0 <= place < len(lines) and self.amendment.missing(lines[place])):
            place = next((i for i, one in enumerate(lines) if self.amendment.missing(one)), -1)
        if place < 0:
            self.banner.tell("info", _("Nothing on this order is short of stock."))
        else:
            self._select(place)
            self.lines.next_shortage(place)

    def _take_out(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.amendment.lines):
            if self.amendment.lines[place].saved:
                self.lines.put(place, QUANTITY, 0)
            else:
                self.amendment.lines.pop(place)
                self.lines.show_lines()
                self._edited()
            self._select(min(place, len(self.amendment.lines) - 1))

    def _edited(self) -> None:
        """Follow a change; answers given before it may mean another line or number now."""
        self.touched()
        self._answers = ()
        self._command_id = new_id()
        self.banner.hide()
        self._recount()

    def _recount(self) -> None:
        before, after = self.amendment.saved_state(), self.amendment.state()
        money = self.context.money
        found = differences(before, after, money)
        texts = [one for one in found if not one.startswith(_("Total") + ":")]
        shown = "\n".join(texts[:_MOST_DIFFERENCES])
        if len(texts) > _MOST_DIFFERENCES:
            more = len(texts) - _MOST_DIFFERENCES
            shown += "\n" + _("And {count} more.").format(count=more)
        self.changes.setText(shown or _("Nothing is changed yet."))
        self.changes.setToolTip("\n".join(texts))
        text = _("Total {money}").format(money=money(after.total))
        if after.total != before.total:
            change = after.total - before.total
            sign = "+" if change > 0 else ""
            text += "\n" + _("before {money} ({change})").format(
                money=money(before.total), change=f"{sign}{money(change)}"
            )
        self.total.setText(text)

    @override
    def save(self) -> None:
        """Save the changes; a question that was just asked is answered with yes by this."""
        if not self.fields.check():
            return
        if self.item.text().strip():
            self.banner.tell("err", _("Press Enter to add this first, or Esc to drop it."))
            self.item.setFocus()
            return
        if not self.amendment.is_changed:
            self.banner.tell("info", _("Nothing is changed yet."))
            return
        command = self.amendment.command(
            self._command_id, self._answers, self.reason.text().strip()
        )
        self.send(amend_order, command, self._saved)

    def _saved(self, answer: object) -> None:
        if isinstance(answer, OrderPlaced):
            self.context.shell.toast(_("{order} changed").format(order=answer.name))

    @override
    def refused(self, error: Exception) -> None:
        """Ask, or compare with what somebody else saved, or say what is wrong."""
        if isinstance(error, AnswerNeeded):
            self._answers += tuple(one.key for one in error.findings)
            self._command_id = new_id()
            text = error.message() + " " + _("Ctrl+Enter again if this is right.")
            self.banner.tell("warn", text)
        elif isinstance(error, Stale):
            order_id = self.amendment.order.order_id
            self.context.tasks.read(order_detail, order_id, done=self._compare)
        else:
            super().refused(error)

    def _compare(self, fresh: OrderDetail | None) -> None:
        """Put what was typed on top of what is saved now, and show both where they differ."""
        mine = self.amendment
        if fresh is None or fresh.state not in ("submitted", "confirmed"):
            text = _("Somebody closed or cancelled this order meanwhile. Nothing can be changed.")
            self.banner.tell("err", text)
            self.saving.setEnabled(False)
            return
        merged = rebased(mine, fresh)
        found = clashes(mine, merged, self._chosen, self.context.money)
        person, when = saved_by(mine.order, fresh)
        text = _("{person} saved this order at {when}, while you changed it.").format(
            person=person or _("Somebody"), when=when or "…"
        )
        newer = fresh.events[len(mine.order.events) :]
        if newer:
            text += " (" + event_text(newer[-1], self.context.money, brief=True) + ")"
        if found:
            text += " " + _("Choose for each value above, then Ctrl+Enter saves.")
        else:
            text += " " + _("It touches nothing you typed. Ctrl+Enter saves yours.")
        self.amendment = merged
        self._command_id = new_id()
        self.theirs.show_differences(found)
        self._theirs_area.setVisible(bool(found))
        self._scroll.ensureWidgetVisible(self._theirs_area)
        self._show_merged()
        self.banner.tell("warn", text)

    def _chosen(self) -> None:
        self._show_merged()
        self._command_id = new_id()

    def _show_merged(self) -> None:
        self.lines.show_amendment(self.amendment)
        self.fields.show_amendment(self.amendment)
        self._recount()
