"""Putting an order on hold: which kind, until when, and why."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from typing_extensions import override

from app.core.errors import BadValue
from app.core.messages import _
from app.orders.commands import PlaceHold
from app.orders.handlers import place_hold
from app.orders.queries import OrderDetail
from app.orders.states import HOLDS
from ui.kit.context import Context
from ui.kit.fields import DateField
from ui.kit.parts import Field, label
from ui.orders.events import BLOCK_WORDS, HOLD_WORDS
from ui.orders.forms.form import OrderForm

_KINDS = ("manual", "until", "credit", "payment", "price", "address", "stock", "duplicate")
"""Kinds a person may choose, the usual one first; a review is placed by the checks alone."""


class HoldForm(OrderForm):
    """Says what each kind stops and whether reserved goods stay reserved."""

    def __init__(self, context: Context, order: OrderDetail, parent: QWidget) -> None:
        """Start with a hold by hand, at its reason: most holds need nothing else."""
        title = _("Put {order} on hold").format(order=order.name)
        super().__init__(context, title, _("Put on hold"), parent)
        self._order = order
        self._command_id = PlaceHold(order_id=order.order_id).command_id
        self.kind = QComboBox()
        for kind in _KINDS:
            self.kind.addItem(_(HOLD_WORDS[kind]), kind)
        self.kind.currentIndexChanged.connect(lambda _at: self._choose())
        self._effect = label("", "caption", wrap=True)
        self.keeps = QComboBox()
        self.keeps.addItem(_("stay reserved for this order"), userData=True)
        self.keeps.addItem(_("are given back for other orders"), userData=False)
        self.until = DateField(_("Until"), context.today)
        self.until.textEdited.connect(lambda _text: self.touched())
        self._until_field = Field(_("Until (may be empty; released by hand then)"), self.until)
        self.reason = QLineEdit()
        self.reason.textEdited.connect(lambda _text: self.touched())
        self.reason.returnPressed.connect(self.press_save)
        self.until.returnPressed.connect(self.press_save)
        self._reason_field = Field(_("Why is it put on hold?"), self.reason)
        self.body.addWidget(Field(_("Kind of hold"), self.kind))
        self.body.addWidget(self._effect)
        self.body.addWidget(self._reason_field)
        self.body.addWidget(Field(_("Its reserved goods"), self.keeps))
        self.body.addWidget(self._until_field)
        self.body.addStretch(1)
        self.setMinimumWidth(context.theme.px(460))
        self._choose()
        self.reason.setFocus()

    def _choose(self) -> None:
        blocks, keeps = HOLDS[str(self.kind.currentData())]
        self.keeps.setCurrentIndex(0 if keeps else 1)
        self._effect.setText(_("Stops: {what}.").format(what=_(BLOCK_WORDS[blocks])))

    @override
    def save(self) -> None:
        """Place the hold; it needs a reason, and its date when it is one until a date."""
        kind = str(self.kind.currentData())
        try:
            until = self.until.value()
        except BadValue as error:
            self._until_field.show_problem(error.message())
            return
        missing = kind == "until" and until is None
        passed = until is not None and until < self.context.today()
        problem = _("Type the date.") if missing else _("This date has passed.") if passed else ""
        self._until_field.show_problem(problem)
        why = self.reason.text().strip()
        self._reason_field.show_problem("" if why else _("Something is needed here."))
        if problem or not why:
            (self.until if problem else self.reason).setFocus()
            return
        command = PlaceHold(
            command_id=self._command_id,
            order_id=self._order.order_id,
            kind=kind,
            reason=why,
            keeps_reservation=bool(self.keeps.currentData()),
            until=until,
        )
        said = _("{order} put on hold").format(order=self._order.name)
        self.send(place_hold, command, lambda _answer: self.context.shell.toast(said))
