"""What every small stock dialog does: ask, say what is wrong at its field, do, offer to undo."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.core.command import Command, new_id
from app.core.errors import DeskError, Refused
from app.core.messages import _
from app.stock.commands import MovesPosted, ReverseMove
from app.stock.handlers import reverse_move
from app.stock.queries import BinRow
from ui.kit.context import Context
from ui.kit.parts import Banner, Field, button, label
from ui.stock.place_field import PlaceField
from ui.stock.reading import ItemStock


class StockDialog(QDialog):
    """Asks about one item; Enter does it, Esc leaves; nothing closes before it is saved."""

    def __init__(
        self, title: str, verb: str, context: Context, whole: ItemStock, parent: QWidget
    ) -> None:
        """Show the item and an empty form; subclasses add their fields."""
        super().__init__(parent)
        self.context, self.whole = context, whole
        self.setWindowTitle(title)
        self._fields: dict[str, Field] = {}
        self._ids: dict[str, str] = {}
        item, stock = whole.item.item, whole.stock.row
        self._banner = Banner()
        self._form = QVBoxLayout()
        self._form.setSpacing(12)
        self.fact = label("", "muted", wrap=True)
        self.verb = button(verb, self.submit, kind="primary")
        self.verb.setDefault(True)
        cancel = button(_("Cancel"), self.reject, shortcut="Esc")
        buttons = QDialogButtonBox()
        buttons.addButton(self.verb, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(item.name, "section", wrap=True))
        facts = _("{code} · {on_hand} on hand, {available} available").format(
            code=item.code, on_hand=f"{stock.on_hand:,}", available=f"{stock.available:,}"
        )
        layout.addWidget(label(facts, "muted"))
        layout.addWidget(self._banner)
        layout.addLayout(self._form)
        layout.addWidget(self.fact)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(context.theme.px(420))

    # --- fields --------------------------------------------------------------------------

    def add(self, name: str, title: str, control: QWidget) -> None:
        """Add a field; `name` is what refusals call it."""
        field = Field(title, control)
        self._fields[name] = field
        self._form.addWidget(field)

    def add_place(self, name: str, title: str, *, usual: bool = True) -> PlaceField:
        """Add a field for a place; the item's first bin stands in it when `usual`."""
        field = PlaceField(self.whole.places, title)
        bins = self.whole.stock.bins
        if usual and bins:
            field.setText(bins[0].code)
        self.add(name, title, field)
        return field

    def add_lot(self, *, always: bool = False) -> QLineEdit:
        """Add a field for the lot, shown when the item has lots."""
        field = QLineEdit()
        bins = self.whole.stock.bins
        if bins and bins[0].lot and not always:
            field.setText(bins[0].lot)
        self.add("lot", _("Lot, if any"), field)
        self._fields["lot"].setVisible(always or any(one.lot for one in bins))
        return field

    def bin_at(self, place: PlaceField, lot: str) -> BinRow | None:
        """Give what lies at the place typed, None when nothing does."""
        typed = place.text().strip().casefold()
        bins = self.whole.stock.bins
        fitting = [one for one in bins if one.code.casefold() == typed and one.lot == lot.strip()]
        return fitting[0] if fitting else None

    # --- doing it ------------------------------------------------------------------------

    def submit(self) -> None:
        """Do what was asked for, or say at its field what is wrong."""
        for field in self._fields.values():
            field.show_problem("")
        self._banner.hide()
        try:
            self.carry_out()
        except Refused as refused:
            self.refuse(refused)

    def carry_out(self) -> None:
        """Build the command and run it; subclasses say how."""
        raise NotImplementedError

    def command_id(self, name: str = "") -> str:
        """Give the id a command of this form keeps until it is refused."""
        return self._ids.setdefault(name, new_id())

    def run(
        self,
        handler: Callable[..., Any],
        command: Command,
        done: Callable[[Any], None],
    ) -> None:
        """Carry out a command; the button waits meanwhile."""
        self.verb.setEnabled(False)

        def landed(answer: object) -> None:
            self.verb.setEnabled(True)
            done(answer)

        self.context.tasks.run(handler, command, landed, self.refuse)

    def refuse(self, error: Exception) -> None:
        """Show what is wrong at the field it is about, else above the form."""
        self.verb.setEnabled(True)
        if not isinstance(error, DeskError):
            self._banner.problem(_("Something went wrong; nothing was booked."), repr(error))
            return
        if isinstance(error, Refused):
            self._ids.clear()
        named = str(getattr(error, "field", ""))
        field = self._fields.get(named) or next(
            (one for one in self._fields.values() if one.control.accessibleName() == named), None
        )
        if field is None or field.isHidden():
            self._banner.tell("err", error.message())
            return
        field.show_problem(error.message())
        field.control.setFocus()
        self._make_room()

    def _make_room(self) -> None:
        """Grow for what is said at a field, so that no line lies upon another."""
        for part in (*self._fields.values(), self):
            layout = part.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
        self.resize(self.size().expandedTo(self._wanted_size()))

    def _wanted_size(self) -> QSize:
        layout = self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return self.sizeHint()
        return QSize(self.width(), layout.totalHeightForWidth(self.width()))

    def finish(self, text: str, moves: MovesPosted | None = None) -> None:
        """Close and tell what was done; moves can be taken back."""
        shell, context = self.context.shell, self.context
        if moves is not None and moves.first:
            shell.toast(text, _("Undo"), lambda: take_back(context, moves))
        else:
            shell.toast(text)
        self.accept()


def take_back(context: Context, moves: MovesPosted) -> None:
    """Reverse moves that were just posted, the last one first."""
    for sequence in range(moves.last, moves.first - 1, -1):
        context.tasks.run(
            reverse_move,
            ReverseMove(sequence=sequence, reason=_("Undone at once")),
            lambda _posted: context.shell.toast(_("Taken back")),
            context.shell.problem,
        )


def line_field(title: str, text: str = "", hint: str = "") -> QLineEdit:
    """Make a plain line with a name."""
    made = QLineEdit(text)
    made.setAccessibleName(title)
    made.setPlaceholderText(hint)
    return made
