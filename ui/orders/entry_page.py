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
from app.orders.findings import BLOCK, Finding
from app.orders.handlers import place_order
from app.orders.queries import DraftRow, OrderLineRow, drafts, order_lines
from ui.kit.context import Context, Page
from ui.kit.parts import Banner, PageHeader, button, label, row
from ui.orders.phone.caller_card import Caller, CallerCard, read_caller
from ui.orders.phone.calls import Calls
from ui.orders.phone.entry import Entry, EntryLine
from ui.orders.phone.line_editor import LineEditor
from ui.orders.phone.live_findings import live_findings
from ui.orders.phone.new_customer import NewCustomer


class EntryPage(Page):
    """Takes one order after another by keyboard."""

    shows = frozenset({"item", "price_list", "settings"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the form; an unfinished order is offered when there is one."""
        super().__init__(context, parent)
        self._answers: tuple[str, ...] = ()
        self._asked: tuple[str, ...] = ()
        self._caller: Caller | None = None
        self._saving = False
        self._offered = False
        self._calls = Calls(context, self._show_entry, self)
        self._header = PageHeader(_("New order"))
        self._header.add(button(_("Save draft"), self._save_draft, shortcut="Ctrl+S"))
        self._header.add(
            button(_("Save and confirm"), self.place, kind="primary", shortcut="Ctrl+Return")
        )
        self._offer = Banner()
        self._head = CallerCard(context)
        self._head.chosen.connect(self._choose)
        self._head.unknown.connect(self._unknown)
        self._head.edited.connect(self._edited)
        self._new = NewCustomer(context)
        self._new.made.connect(self._choose_new)
        self._new.left.connect(self._head.customer.setFocus)
        self._lines = LineEditor(context)
        self._lines.changed.connect(self._edited)
        self._lines.priced.connect(self._recount)
        self._banner = Banner()
        self._total = label("", "figure")
        self._total.setAccessibleName(_("Total"))
        self._tax = label("", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in (self._header, self._offer, self._head, self._new):
            layout.addWidget(part)
        layout.addWidget(self._lines, 1)
        bottom = row(spacing=12)
        bottom.addWidget(self._banner, 1)
        bottom.addStretch(0)
        bottom.addWidget(self._tax)
        bottom.addWidget(self._total)
        layout.addLayout(bottom)
        self._shortcuts()
        self._show_entry(self._calls.entry)
        context.theme.changed.connect(self._lines.repaint_lines)

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
            "Ctrl+Backspace": self._calls.discard,
        }
        for name, act in keys.items():
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _show_entry(self, entry: Entry) -> None:
        self._answers = self._asked = ()
        self._caller = None
        self._head.show_entry(entry)
        self._lines.show_entry(entry)
        self._banner.hide()
        self._new.hide()
        waiting = len(self._calls.parked)
        parked = _("{count} parked · Ctrl+Tab").format(count=waiting)
        self._header.show_subtitle(parked if waiting else "")
        if entry.customer_id:
            self._read_caller()
        self._recount()
        self._focus()

    def _focus(self) -> None:
        (self._lines.item if self.entry.customer_id else self._head.customer).setFocus()

    @override
    def enter(self) -> None:
        """Be shown: offer what was left unfinished, once."""
        super().enter()
        self.context.tasks.read(tax_shares, done=self._take_shares, tag="tax")
        if not self._offered:
            self._offered = True
            self._read_drafts(self._offer_draft)
        self._focus()

    def _read_drafts(self, done: Callable[[tuple[DraftRow, ...]], None]) -> None:
        person = self.context.desk.person
        self.context.tasks.read(drafts, person.person_id if person else 0, done=done)

    @override
    def go_to(self, **where: Any) -> None:
        """Start a fresh call, take up a draft, or begin with a customer."""
        if where.get("draft_id"):
            self._read_drafts(partial(self._resume_one, where["draft_id"]))
            return
        if not self.entry.is_empty:
            self._calls.park()
        customer_id = where.get("customer_id")
        known = self.context.lookup.customers.entry(customer_id) if customer_id else None
        if known is not None:
            self._choose_new(known.entry_id, known.name)

    def _resume_one(self, draft_id: str, rows: tuple[DraftRow, ...]) -> None:
        for one in (draft for draft in rows if draft.draft_id == draft_id):
            self._resume(one)

    @override
    def leave(self) -> None:
        """Keep what was typed."""
        self._calls.save()

    @override
    def refresh(self) -> None:
        """Read prices again."""
        self._lines.read_prices()

    @override
    def scanned(self, code: str) -> bool:
        """Add one of the item with this barcode."""
        self._lines.add_scan(code)
        return True

    def _take_shares(self, shares: Mapping[tuple[str, str], BasisPoints]) -> None:
        self._lines.model.shares = shares
        self._recount()

    def _offer_draft(self, rows: tuple[DraftRow, ...]) -> None:
        waiting = [one for one in rows if one.draft_id != self.entry.draft_id]
        if not waiting or not self.entry.is_empty:
            return
        newest = waiting[0]
        text = _("1 unfinished order, {time}, {customer}").format(
            time=f"{newest.at.astimezone():%H:%M}", customer=newest.title or _("no customer yet")
        )
        self._offer.tell("info", text, _("Resume"), partial(self._resume, newest))

    def _resume(self, draft: DraftRow) -> None:
        self._offer.hide()
        self._calls.resume(draft)

    def _choose(self, customer_id: int, name: str) -> None:
        entry = self.entry
        entry.begin()
        if entry.customer_id != customer_id:
            entry.customer_id, entry.customer_name = customer_id, name
            entry.customer, entry.address_id = None, None
            entry.pricing.clear()
        self._read_caller()
        self._edited()
        self._lines.item.setFocus()

    def _choose_new(self, customer_id: int, name: str) -> None:
        self._head.customer.setText(name)
        self._choose(customer_id, name)

    def _unknown(self, typed: str) -> None:
        if typed.strip():
            self.entry.begin()
            self._new.ask(typed.strip())

    def _read_caller(self) -> None:
        desk, entry, wanted = self.context.desk, self.entry, self.entry.customer_id

        def show(caller: Caller | None) -> None:
            if caller is not None and self.entry is entry and entry.customer_id == wanted:
                self._caller = caller
                entry.customer = caller.detail.customer
                self._head.show_caller(caller)
                self._lines.show_caller(caller)
                self._lines.read_prices()
                self._recount()

        self.context.tasks.call(lambda: read_caller(desk, wanted), show)

    def _edited(self) -> None:
        """Follow a change; a question answered before it may mean another line or number now."""
        self._answers = self._asked = ()
        self.entry.changed()
        self._calls.touched()
        self._recount()

    def _recount(self) -> None:
        """Show totals and what is to be said about the order, from what is known here."""
        entry = self.entry
        totals = entry.totals(self.context.settings, self._lines.model.shares)
        self._total.setText(self.context.money(totals.total))
        taxed = _("tax {money}").format(money=self.context.money(totals.tax)) if totals.tax else ""
        self._tax.setText(taxed)
        account = self._caller.account if self._caller else None
        found = live_findings(
            entry, self.context.lookup.available, account, self.context.settings, totals.total
        )
        self._tell(found)

    def _tell(self, found: list[Finding]) -> None:
        if not found:
            self._banner.hide()
            return
        shown = " ".join(one.message() for one in found[:2])
        if len(found) > 2:
            shown += " " + _("And {count} more.").format(count=len(found) - 2)
        self._banner.tell("err" if found[0].effect == BLOCK else "warn", shown)

    def _save_draft(self) -> None:
        self._calls.save()
        self.context.shell.toast(_("Draft saved."))

    def _repeat(self) -> None:
        if self._caller is None or self._caller.last_order_id is None:
            return
        self.context.tasks.read(order_lines, self._caller.last_order_id, done=self._repeat_lines)

    def _repeat_lines(self, rows: tuple[OrderLineRow, ...]) -> None:
        self.entry.begin()
        wanted = [one for one in rows if one.quantity > one.cancelled]
        self._lines.replace_lines(
            [EntryLine(one.item_id, one.code, one.name, one.quantity) for one in wanted]
        )
        self._lines.item.setFocus()

    def place(self) -> None:
        """Save and confirm; a question that was just asked is answered with yes by this."""
        entry = self.entry
        if self._saving or not self._head.check():
            return
        if not entry.customer_id:
            self._head.field.show_problem(_("Choose the customer first."))
            self._head.customer.setFocus()
            return
        if entry.typed.strip():
            self._lines.say(_("Press Enter to add this first, or Esc to drop it."))
            self._lines.item.setFocus()
            return
        self._answers = tuple(dict.fromkeys((*self._answers, *self._asked)))
        self._saving = True
        self.context.tasks.run(
            place_order, entry.command(self._answers), partial(self._placed, entry), self._refused
        )

    def _placed(self, entry: Entry, answer: OrderPlaced) -> None:
        self._saving = False
        self.context.trace("order_saved")
        self.context.shell.title(answer.name)
        text = _("{order} saved · {total}").format(
            order=answer.name, total=self.context.money(answer.total)
        )
        if answer.holds:
            text = _("{order} saved and held for review").format(order=answer.name)
        self.context.shell.toast(text, _("Undo"), partial(self._take_back, answer))
        if self.entry is entry:
            self._calls.done()

    def _take_back(self, answer: OrderPlaced) -> None:
        command = CancelOrder(order_id=answer.order_id, reason=_("taken back at once"))
        self.context.tasks.run(
            cancel_order,
            command,
            lambda done: self.context.shell.toast(_("{order} cancelled").format(order=done.name)),
            self._refused,
        )

    def _refused(self, error: Exception) -> None:
        self._saving = False
        if isinstance(error, AnswerNeeded):
            self._asked = tuple(one.key for one in error.findings)
            text = error.message() + " " + _("Ctrl+Enter again if this is right.")
            self._banner.tell("warn", text)
        elif isinstance(error, Refused):
            self.entry.changed()
            self._banner.tell("err", error.message())
            if error.line:
                self._lines.table.select(error.line - 1)
        elif isinstance(error, DeskError):
            self._banner.tell("err", error.message())
        else:
            self.context.shell.problem(error)

    @override
    def undo(self) -> bool:
        """Take the last change of the form back; False when there is none."""
        return self._lines.undo()
