"""Releasing a hold: which one, what it stood for, and why the order may go on."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from typing_extensions import override

from app.core.messages import _
from app.orders.commands import OrderPlaced, ReleaseHold
from app.orders.handlers import release_hold
from app.orders.queries import HoldRow, OrderDetail
from ui.kit.context import Context
from ui.kit.parts import Field, label
from ui.orders.events import HOLD_WORDS, hold_text
from ui.orders.forms.form import OrderForm

_STEPS = ("confirm", "release", "ship")
"""What holds block, the nearest step first: that hold is released first."""


class ReleaseForm(OrderForm):
    """Names the hold; with several standing, the one to release is chosen."""

    def __init__(self, context: Context, order: OrderDetail, hold_id: int, parent: QWidget) -> None:
        """Start at a hold, at the first standing one for 0."""
        title = _("Release a hold of {order}").format(order=order.name)
        super().__init__(context, title, _("Release hold"), parent)
        self._name = order.name
        standing = [one for one in order.holds if one.released_at is None]
        self._holds: Sequence[HoldRow] = sorted(standing, key=lambda one: _STEPS.index(one.blocks))
        self._command_id = ReleaseHold(hold_id=hold_id).command_id
        self.which = QComboBox()
        for hold in self._holds:
            self.which.addItem(_(HOLD_WORDS.get(hold.kind, hold.kind)), hold.hold_id)
        self._why = label("", wrap=True)
        self.which.currentIndexChanged.connect(self._choose)
        self.which.setCurrentIndex(max(self.which.findData(hold_id), 0))
        self.reason = QLineEdit()
        self.reason.textEdited.connect(lambda _text: self.touched())
        self.reason.returnPressed.connect(self.press_save)
        which = Field(_("Which hold"), self.which)
        self.body.addWidget(which)
        which.setVisible(len(self._holds) > 1)
        self.body.addWidget(self._why)
        self.body.addWidget(Field(_("Why may it go on? (for the history)"), self.reason))
        self.body.addStretch(1)
        self.setMinimumWidth(context.theme.px(460))
        self._choose(self.which.currentIndex())
        self.reason.setFocus()

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._holds):
            self._why.setText(hold_text(self._holds[place], self.context.today()))

    @override
    def save(self) -> None:
        """Release the hold chosen."""
        hold_id = self.which.currentData()
        if hold_id is None:
            self.reject()
            return
        command = ReleaseHold(
            command_id=self._command_id, hold_id=hold_id, reason=self.reason.text().strip()
        )
        kind = self.which.currentText()

        def done(answer: object) -> None:
            text = _("{order}: hold released ({kind})").format(order=self._name, kind=kind)
            if isinstance(answer, OrderPlaced) and answer.label == "hold":
                left = ", ".join(_(HOLD_WORDS.get(one, one)) for one in answer.holds)
                text += " · " + _("still on hold: {kinds}").format(kinds=left)
            self.context.shell.toast(text)

        self.send(release_hold, command, done)
