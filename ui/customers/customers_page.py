"""All customers, and the one chosen to look at, change, or take an order from."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.messages import _
from app.customers.queries import CustomerFilter, CustomerListRow, PageKey, customer_page, page_key
from ui.customers.customer_panel import CustomerPanel
from ui.kit.context import Context, Page
from ui.kit.parts import EmptyState, PageHeader, button, row
from ui.kit.table import Column, Landing, ListPane, ListTable, Source, WindowModel

_PAUSE_MS = 120
_NAME_CHARACTERS = 20
_GIVE_WAY = (2, 3)
"""Columns that leave a narrow list, the first one first."""
_VIEWS: dict[str, bool | None] = {"all": None, "open": False, "blocked": True}


class CustomersPage(Page):
    """The list of customers at the left, one of them at the right."""

    shows = frozenset({"customer", "import", "order"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the list and the panel."""
        super().__init__(context, parent)
        self._view = "all"
        self._customer_id: int | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._reread)
        self._header = PageHeader(_("Customers"))
        new = button(_("New customer"), self.new_customer, kind="primary", shortcut="Ins")
        self._header.add(new)
        self.panel = CustomerPanel(context)
        self.panel.left.connect(self._to_table)
        self.panel.shown.connect(self._panel_shows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addLayout(self._bar())
        layout.addWidget(self._halves(), 1)
        keys = {"Ctrl+F": self._to_search, "F6": self._other_half, "Ins": self.new_customer}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        context.theme.changed.connect(self._list_fits)

    def _bar(self) -> QHBoxLayout:
        self._group = QButtonGroup(self)
        self.chips: dict[str, QPushButton] = {}
        titles = {"all": _("All"), "open": _("Not blocked"), "blocked": _("Blocked")}
        for name, title in titles.items():
            chip = button(title, partial(self._show_view, name), kind="chip")
            chip.setCheckable(True)
            self._group.addButton(chip)
            self.chips[name] = chip
        self.chips[self._view].setChecked(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find by number, name or phone (Ctrl+F)"))
        self.search.setAccessibleName(_("Find customers"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._pause.start(_PAUSE_MS))
        self.search.returnPressed.connect(self._to_list)
        made = row(*self.chips.values(), 8, self.search)
        made.setStretchFactor(self.search, 1)
        return made

    def _halves(self) -> QSplitter:
        columns = (
            Column(_("Number"), lambda one: one.number, 9, colour=self._colour),
            Column(_("Name"), _name, 20, stretch=True, colour=self._colour),
            Column(_("Town"), lambda one: one.city, 12),
            Column(_("Phone"), lambda one: one.phone, 15),
        )
        model = WindowModel(columns, Source(self.context.tasks, customer_page, page_key), self)
        self.table = ListTable(model, "customers", _("Customers"))
        model.landed.connect(self._land)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _one: self._other_half())
        self._empty = EmptyState(
            "users",
            _("No customer yet."),
            button(_("Import a file…"), lambda: self.context.shell.go("import"), icon="upload"),
        )
        self._list = ListPane(self.table, self._empty, self._why_empty)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self._split.addWidget(self._list)
        self._split.addWidget(self.panel)
        self._split.setSizes([500, 580])
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 6)
        self._split.splitterMoved.connect(lambda *_place: self._list_fits())
        return self._split

    # --- the list ------------------------------------------------------------------------

    @override
    def refresh(self) -> None:
        """Read the list again, and the customer shown unless it is being edited."""
        self._reread()
        self.panel.reread()

    def _reread(self) -> None:
        wanted = CustomerFilter(text=self.search.text(), blocked=_VIEWS[self._view])
        self.table.window_model.ask(wanted=wanted)

    def _stand_at(self, customer_id: int | None) -> None:
        """Let the list stand at a customer, wherever in it they are."""
        known = self.context.lookup.customers.entry(customer_id) if customer_id else None
        if known is None:
            self.table.point_at(customer_id)
        else:
            self.table.seek(PageKey(known.code, known.entry_id))

    def _land(self, _landing: Landing) -> None:
        if self._customer_id is None and not self.panel.editing():
            self.table.select(0)

    def _why_empty(self) -> str:
        if self.search.text() or self._view != "all":
            return _("Nobody fits. Clear the search or choose All.")
        return _("No customer yet. Add the first one, or import those you have.")

    def _show_view(self, view: str) -> None:
        self._view = view
        self._reread()

    def _colour(self, one: CustomerListRow) -> Any:
        name = "text" if one.blocked_reason is None else "err"
        return QColor(self.context.theme.tokens[name])

    def _list_fits(self) -> None:
        """Keep the name readable: what the card repeats gives way first."""
        self.table.resize_columns()
        sizes = [self.table.columnWidth(at) for at in range(4)]
        sizes[1] = self.table.fontMetrics().horizontalAdvance("0") * _NAME_CHARACTERS
        room = self._list.width() - self.table.verticalScrollBar().sizeHint().width() - 4
        for at in _GIVE_WAY:
            hide = sum(sizes) > room
            self.table.setColumnHidden(at, hide)
            sizes[at] = 0 if hide else sizes[at]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._list_fits)

    # --- one customer --------------------------------------------------------------------

    def _choose(self, one: CustomerListRow) -> None:
        if one.customer_id != self._customer_id:
            self._customer_id = one.customer_id
            self.panel.show_customer(one.customer_id)

    def _panel_shows(self, customer_id: int) -> None:
        """Let the list follow: after a save, or when typed values kept another one here."""
        self._customer_id = customer_id or None
        self._stand_at(self._customer_id)

    def new_customer(self) -> None:
        """Start a new customer."""
        self.panel.new_customer()

    @override
    def go_to(self, **where: Any) -> None:
        """Show a customer, or start a new one."""
        if "customer_id" in where:
            self._customer_id = int(where["customer_id"])
            self.panel.show_customer(self._customer_id)
            self._reread()
            self._stand_at(self._customer_id)
        if where.get("fresh"):
            self.new_customer()

    # --- keys ----------------------------------------------------------------------------

    @override
    def enter(self) -> None:
        """Take the focus into the list, unless something is being edited."""
        super().enter()
        if not self.panel.editing():
            self.table.setFocus()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _to_list(self) -> None:
        self._pause.stop()
        if not self.panel.editing():
            self._customer_id = None
            self.table.point_at(None)
            self.table.window_model.forget()
        self._reread()
        self.table.setFocus()

    def _to_table(self) -> None:
        self.table.setFocus()

    def _other_half(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.panel.isAncestorOf(focus):
            self.table.setFocus()
        elif self.panel.form is not None:
            self.panel.form.line("name").setFocus()
        else:
            self.panel.edit_button.setFocus()


def _name(one: CustomerListRow) -> str:
    return one.name if one.blocked_reason is None else f"⊘ {one.name} ({_('blocked')})"
