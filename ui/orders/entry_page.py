"""The phone order: customer, lines, Ctrl+Enter; nothing else is in the way."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.catalog.queries import tax_shares
from app.core.errors import DeskError, Refused
from app.core.messages import _
from app.core.money import BasisPoints
from app.fulfilment.handlers import cancel_order
from app.orders.commands import CancelOrder, OrderPlaced
from app.orders.errors import AnswerNeeded
from app.orders.queries import DraftRow, OrderLineRow, drafts, order_lines
from app.orders.queries.caller import CallerRow, caller_of
from app.orders.queries.preview import PreviewRow
from app.orders.rules import Totals
from ui.kit.context import Context, Page
from ui.kit.parts import PageHeader, button, column
from ui.orders.form_scroll import FormScroll
from ui.orders.key_hold import KeyHold
from ui.orders.order_saving import OrderSaving
from ui.orders.order_sum import OrderSum
from ui.orders.phone.caller_card import CallerCard
from ui.orders.phone.calls import Calls
from ui.orders.phone.entry import Entry, EntryLine
from ui.orders.phone.line_editor import LineEditor
from ui.orders.phone.live_review import LiveReview
from ui.orders.phone.new_customer import NewCustomer
from ui.orders.phone.waiting_bar import WaitingBar

_MOST_TOLD = 4


class EntryPage(Page):
    """Takes one order after another by keyboard."""

    shows = frozenset({"item", "price_list", "settings", "stock", "customer", "purchase"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the form; unfinished orders are offered when there are some."""
        super().__init__(context, parent)
        self._caller: CallerRow | None = None
        self._repeats = False
        self._calls = Calls(context, self._show_entry, self)
        self._calls.waiting_changed.connect(self._show_waiting)
        self._saving = OrderSaving(context, self)
        self._saving.saved.connect(self._saved)
        self._saving.refused.connect(self._refused)
        self._keys = KeyHold(self)
        self._review = LiveReview(context, self)
        self._review.answered.connect(self._reviewed)
        self._review.refused.connect(self._review_refused)
        self._waiting = WaitingBar(context.desk.clock.now, self._calls.resume, self._calls.discard)
        self._head = CallerCard(context)
        self._head.chosen.connect(self._choose)
        self._head.unknown.connect(self._unknown)
        self._head.edited.connect(self._edited)
        self._new = NewCustomer(context)
        self._new.made.connect(self._choose_new)
        self._new.left.connect(self._head.customer.setFocus)
        self._lines = LineEditor(context)
        self._lines.changed.connect(self._edited)
        self._lines.typed.connect(self._calls.touched)
        self._lines.priced.connect(self._repriced)
        self.sum = OrderSum(context, self._reckon)
        self.sum.chosen.connect(lambda line: self._lines.table.select(line - 1))
        self.sum.voided.connect(self._saving.forget_answers)
        self._lay_out()
        self._shortcuts()
        self._show_entry(self._calls.entry)
        context.theme.changed.connect(self._lines.repaint_lines)
        context.lookup.restocked.connect(self._lines.repaint_lines)

    def _lay_out(self) -> None:
        header = PageHeader(_("New order"))
        header.add(button(_("Discard"), self._calls.discard, shortcut="Ctrl+Shift+Backspace"))
        header.add(button(_("Park"), self._calls.park, shortcut="F9"))
        header.add(button(_("Save draft"), self._save_draft, shortcut="Ctrl+S"))
        header.add(
            button(_("Save and confirm"), self.place, kind="primary", shortcut="Ctrl+Return")
        )
        form = column(header, self._waiting, self._head, self._new, spacing=12)
        form.addWidget(self._lines, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        beneath: dict[QWidget, QWidget] = {self._lines.item: self._lines.table}
        layout.addWidget(FormScroll(form, beneath), 1)
        layout.addWidget(self.sum)

    @property
    def entry(self) -> Entry:
        """Give the order being typed."""
        return self._calls.entry

    def _shortcuts(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+Return": self.place,
            "Ctrl+Enter": self.place,
            "Ctrl+S": self._save_draft,
            "Ctrl+R": self._repeat,
            "Ctrl+D": self._head.toggle_details,
            "Ctrl+Shift+Z": self._lines.redo,
            "F4": self._lines.edit_price,
            "F6": self._lines.item.setFocus,
            "F8": self._lines.cycle_shortage,
            "F9": self._calls.park,
            "Ctrl+Tab": self._calls.next,
            "Ctrl+Shift+Backspace": self._calls.discard,
        }
        for name, act in keys.items():
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _show_entry(self, entry: Entry) -> None:
        self._saving.forget_answers()
        self._caller, self._repeats = None, False
        self._head.show_entry(entry)
        self._lines.show_entry(entry)
        self._new.hide()
        if entry.customer_id:
            self._read_caller()
        self._review.follow(entry)
        self.sum.clear()
        self._focus()

    def _show_waiting(self) -> None:
        self._waiting.show_waiting(self._calls.waiting)

    def _focus(self) -> None:
        (self._lines.item if self.entry.customer_id else self._head.customer).setFocus()

    @override
    def enter(self) -> None:
        """Be shown: offer what was left unfinished."""
        super().enter()
        self.context.tasks.read(tax_shares, done=self._take_shares, tag="tax")
        self._read_drafts(self._calls.take_drafts)
        self._focus()

    def _read_drafts(self, done: Callable[[tuple[DraftRow, ...]], None]) -> None:
        person = self.context.desk.person
        person_id = person.person_id if person else 0
        self.context.tasks.read(drafts, person_id, done=done, tag="drafts")

    @override
    def go_to(self, **where: Any) -> None:
        """Start a fresh call, take up a draft, or begin with a customer."""
        if where.get("draft_id"):
            self._read_drafts(partial(self._resume_one, where["draft_id"]))
            return
        self._calls.park()
        self._head.customer.setFocus()
        self._head.customer.selectAll()
        customer_id = where.get("customer_id")
        known = self.context.lookup.customers.entry(customer_id) if customer_id else None
        if known is not None:
            self._choose_new(known.entry_id, known.name)

    def _resume_one(self, draft_id: str, rows: tuple[DraftRow, ...]) -> None:
        self._calls.take_drafts(rows)
        self._calls.resume(draft_id)

    @override
    def leave(self) -> None:
        """Keep what was typed."""
        self._calls.save()

    @override
    def refresh(self) -> None:
        """Read prices, the customer and what is to be said again."""
        self._lines.read_prices()
        if self.entry.customer_id:
            self._read_caller()
        self._lines.repaint_lines()
        self._review.follow(self.entry)

    @override
    def scanned(self, code: str) -> bool:
        """Add one of the item with this barcode."""
        self._lines.add_scan(code)
        return True

    def _take_shares(self, shares: Mapping[tuple[str, str], BasisPoints]) -> None:
        self._lines.model.shares = shares
        self._repriced()

    def _choose(self, customer_id: int, name: str) -> None:
        entry = self.entry
        if entry.customer_id != customer_id:
            self._caller = None
            self._lines.forget_caller()
        entry.choose(customer_id, name)
        self._read_caller()
        self._lines.read_prices()
        self._edited()
        self._lines.item.setFocus()

    def _choose_new(self, customer_id: int, name: str) -> None:
        self._head.show_name(name)
        self._choose(customer_id, name)

    def _unknown(self, typed: str) -> None:
        if typed.strip():
            self._new.ask(typed.strip())

    def _read_caller(self) -> None:
        wanted = partial(self._show_caller, self.entry, self.entry.customer_id)
        self.context.tasks.read(caller_of, self.entry.customer_id, done=wanted, tag="caller")

    def _show_caller(self, entry: Entry, customer_id: int, caller: CallerRow | None) -> None:
        """Show the customer, unless another order or customer is in front by now."""
        if caller is None or self.entry is not entry or entry.customer_id != customer_id:
            return
        first, self._caller = self._caller is None, caller
        before, entry.customer = entry.customer, caller.detail.customer
        self._head.show_caller(caller)
        if first:
            self._lines.show_caller(caller)
        if before != entry.customer:
            self._lines.read_prices()
        self._repriced()
        if self._repeats:
            self._repeat()

    def _edited(self) -> None:
        """Follow a change of the order: what was asked, answered or seen was about another."""
        self._saving.forget_answers()
        self.sum.settle()
        self.entry.begin()
        self.entry.changed()
        self._calls.touched()
        self._repriced()

    def _repriced(self) -> None:
        """Follow prices that arrived; a question about other sums is taken back."""
        self._review.follow(self.entry)
        self.sum.recount()

    def _reckon(self) -> Totals:
        return self.entry.totals(self.context.settings, self._lines.model.shares)

    def _reviewed(self, preview: PreviewRow | None) -> None:
        self.sum.show_preview(preview)
        self._lines.show_findings(preview.findings if preview else ())

    def _review_refused(self, error: DeskError) -> None:
        self.sum.show_preview(None)
        self._lines.show_findings(())
        if not self.sum.is_asking():
            kind = "err" if isinstance(error, Refused) else "warn"
            self.sum.ask(kind, error.message(), live=True)

    def _save_draft(self) -> None:
        self._calls.save()
        self.context.shell.toast(_("Draft saved."))

    def _repeat(self) -> None:
        """Bring the customer's last order; asked before it is known, as soon as it is."""
        self._repeats = self._caller is None and bool(self.entry.customer_id)
        if self._caller is None:
            return
        if self._caller.last_order_id is None:
            self._lines.say(_("This customer has no order to repeat."))
            return
        take = partial(self._repeat_lines, self.entry, self.entry.customer_id)
        self.context.tasks.read(order_lines, self._caller.last_order_id, done=take, tag="repeat")

    def _repeat_lines(self, entry: Entry, customer_id: int, rows: tuple[OrderLineRow, ...]) -> None:
        if self.entry is not entry or entry.customer_id != customer_id:
            return
        wanted = [one for one in rows if one.quantity > one.cancelled]
        self._lines.replace_lines(
            [EntryLine(one.item_id, one.code, one.name, one.quantity) for one in wanted]
        )
        self._lines.item.setFocus()

    def place(self) -> None:
        """Save and confirm; a question that was just asked is answered with yes by this."""
        if self._saving.under_way or not self._head.check():
            return
        if self.entry.typed.strip():
            self._lines.say(_("Press Enter to add this first, or Esc to drop it."))
            self._lines.item.setFocus()
            return
        self._keys.begin()
        self._calls.send(self.entry)
        self._saving.send(self.entry)

    def _saved(self, entry: Entry, answer: OrderPlaced) -> None:
        self.context.trace("order_saved")
        self.name_window(answer.name)
        text = _("{order} saved · {total}").format(
            order=answer.name, total=self.context.money(answer.total)
        )
        if answer.holds:
            text = _("{order} saved and held for review").format(order=answer.name)
        self.context.shell.toast(text, _("Undo"), partial(self._take_back, answer))
        self._calls.finish(entry)
        self._keys.end(go_on=True)

    def _take_back(self, answer: OrderPlaced) -> None:
        command = CancelOrder(order_id=answer.order_id, reason=_("taken back at once"))
        self.context.tasks.run(
            cancel_order,
            command,
            lambda done: self.context.shell.toast(_("{order} cancelled").format(order=done.name)),
        )

    def _refused(self, entry: Entry, error: Exception) -> None:
        self._keys.end(go_on=False)
        if not isinstance(error, DeskError):
            self.context.shell.problem(error)
        elif self.entry is not entry:
            self.context.shell.toast(f"{entry.customer_name}: {error.message()}")
        elif isinstance(error, AnswerNeeded):
            self.sum.ask("warn", f"{_told(error)}\n{_('Ctrl+Enter again if this is right.')}")
        else:
            if isinstance(error, Refused):
                entry.changed()
                self._lines.table.select(error.line - 1)
            self.sum.ask("err", _told(error))

    @override
    def undo(self) -> bool:
        """Take the last change of the form back; False when there is none."""
        return self._lines.undo()


def _told(error: DeskError) -> str:
    """Write an error line by line, but never so much that it hides the order."""
    findings = getattr(error, "findings", ())
    if not findings:
        return error.message()
    told = [one.message() for one in findings[:_MOST_TOLD]]
    if len(findings) > _MOST_TOLD:
        told.append(_("And {count} more.").format(count=len(findings) - _MOST_TOLD))
    return "\n".join(told)
