"""What the day looks like: five figures, and every open order on a board."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.core.messages import _, ngettext
from ui.kit.context import Context, Page
from ui.kit.parts import Banner, ElidedLabel, EmptyState, PageHeader, button
from ui.today.board import COLUMNS, Board
from ui.today.figure import Figure

if TYPE_CHECKING:
    from app.desk import Desk
    from app.orders.glance import Day
    from app.orders.rows import DraftRow


def _day(desk: "Desk", today: date, person_id: int) -> "Day":
    from app.orders.queries.lists import whole_day

    return desk.read(whole_day, [labels for _name, labels in COLUMNS], today, person_id)


TO_PICK = ("ready", "part_shipped")
"""Labels of orders that have goods reserved and not yet with the pickers."""
_TITLE_LETTERS = 60


class TodayPage(Page):
    """The first page."""

    shows = frozenset({"order", "stock", "shipment", "import", "item"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the figures and the board."""
        super().__init__(context, parent)
        self._header = PageHeader(_("Today"))
        self._header.add(
            button(
                _("New order"),
                lambda: context.shell.go("new_order", fresh=True),
                kind="primary",
                shortcut="Ctrl+N",
            )
        )
        self._banner = Banner()
        self._tiles = QHBoxLayout()
        self._tiles.setSpacing(12)
        self._figures = {
            name: self._tile(name, title)
            for name, title in (
                ("review", _("To review")),
                ("pick", _("To pick")),
                ("ship", _("To ship")),
                ("low", _("Low stock")),
                ("sales", _("Sales today")),
            )
        }
        self._board = Board(
            context.theme,
            lambda order_id: context.shell.go("orders", order_id=order_id),
            lambda labels: context.shell.go("orders", labels=labels),
        )
        self._empty = EmptyState(
            "clipboard-list",
            _("No open order. Take the first one, or import what you have."),
            button(_("Import a file…"), lambda: context.shell.go("import"), icon="upload"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._header)
        layout.addWidget(self._banner)
        layout.addLayout(self._tiles)
        layout.addWidget(self._board, 1)
        layout.addWidget(self._empty, 1)
        self._empty.hide()
        context.theme.changed.connect(self.refresh)

    def _tile(self, name: str, title: str) -> tuple[QPushButton, Figure, ElidedLabel]:
        tile = QPushButton()
        tile.setObjectName("tile")
        tile.setAccessibleName(title)
        inside = QVBoxLayout(tile)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.setSpacing(2)
        inside.addWidget(ElidedLabel(title, "muted"))
        figure, note = Figure(), ElidedLabel("", "caption")
        inside.addWidget(figure)
        inside.addWidget(note)
        tile.clicked.connect(lambda _on=False: self._open(name))
        self._tiles.addWidget(tile, 1)
        return tile, figure, note

    def _open(self, name: str) -> None:
        go = self.context.shell.go
        if name == "low":
            go("stock", view="low")
        elif name == "sales":
            go("reports")
        else:
            labels = {"review": COLUMNS[0][1], "pick": TO_PICK, "ship": COLUMNS[3][1]}
            go("orders", labels=labels[name])

    @override
    def enter(self) -> None:
        """Be shown with the board ready for the arrows."""
        super().enter()
        self._board.take_focus()

    @override
    def refresh(self) -> None:
        """Read the day again; at the start the frame has brought it along."""
        brought = self.context.extra.pop("day", None)
        if brought is not None:
            self._show(brought)
            return
        person = self.context.desk.person
        today = self.context.today()
        person_id = person.person_id if person else 0
        desk = self.context.desk
        self.context.tasks.call(lambda: _day(desk, today, person_id), self._show)

    def _show(self, day: "Day") -> None:
        today, counts = self.context.today(), day.figures.counts
        still_here = sum(n for name, n in counts.items() if name not in ("shipped", "received"))
        count = ngettext("{count} open order", "{count} open orders", still_here)
        self._header.show_subtitle(f"{today} · {count.format(count=f'{still_here:,}')}")
        to_pick = sum(counts[name] for name in TO_PICK)
        self._set("review", f"{counts['review'] + counts['hold']:,}", _held(counts["hold"]))
        self._set("pick", f"{to_pick:,}", _short(counts["short"]))
        self._set("ship", f"{counts['packed']:,}", _late(day.figures.overdue))
        self._set("low", f"{day.low:,}", _("to order"))
        change = _compared(day.figures.sales_today, day.figures.sales_week_before)
        self._set("sales", self.context.money(day.figures.sales_today), change)
        self._board.show_columns(day.columns, today)
        empty = not any(day.columns)
        self._empty.setVisible(empty)
        self._board.setVisible(not empty)
        self._offer(day.drafts)

    def _set(self, name: str, figure: str, note: str) -> None:
        tile, shown, below = self._figures[name]
        shown.setText(figure)
        below.say(note)
        tile.setAccessibleDescription(f"{figure}, {note}")

    def _offer(self, kept: "tuple[DraftRow, ...]") -> None:
        if not kept:
            self._banner.hide()
            return
        count = len(kept)
        text = ngettext(
            "{count} unfinished order: {title}", "{count} unfinished orders: {title}", count
        )
        title = kept[0].title or _("no customer yet")
        if len(title) > _TITLE_LETTERS:
            title = f"{title[:_TITLE_LETTERS]}…"
        self._banner.tell(
            "info",
            text.format(count=f"{count:,}", title=title),
            _("Resume"),
            lambda: self.context.shell.go("new_order", draft_id=kept[0].draft_id),
        )


def _held(holds: int) -> str:
    return ngettext("{count} on hold", "{count} on hold", holds).format(count=f"{holds:,}")


def _short(short: int) -> str:
    return ngettext("{count} short of stock", "{count} short of stock", short).format(
        count=f"{short:,}"
    )


def _late(late: int) -> str:
    return ngettext("{count} order late", "{count} orders late", late).format(count=f"{late:,}")


def _compared(now: int, before: int) -> str:
    if not before:
        return ""
    change = round((now - before) * 100 / before)
    return _("{change:+d} % on a week ago").format(change=change)
