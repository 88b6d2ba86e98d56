"""Acts on many orders: in one transaction when few, in batches with a bar when many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.core.command import Command
from app.core.errors import DeskError
from app.core.messages import _, ngettext
from app.desk import Desk
from app.fulfilment.commands import (
    CancelShipment,
    NotSent,
    OrdersSent,
    ReleaseOrders,
    ShipmentStep,
    ShipOrders,
)
from app.fulfilment.handlers import cancel_shipment, release_orders, ship_orders
from app.fulfilment.queries import shipments_of
from ui.kit.context import Context
from ui.kit.tasks import Report

BATCH = 100
"""Orders of one transaction; between two of them a long act can be stopped."""


@dataclass(frozen=True)
class Sent:
    """What became of an act: `untouched` orders were not tried, because of `error` or a stop."""

    act: str
    steps: tuple[ShipmentStep, ...]
    refused: tuple[NotSent, ...]
    untouched: int = 0
    error: DeskError | None = None

    def words(self) -> str:
        """Say how many went, how many did not, and how many were not tried."""
        count = len(self.steps)
        if self.act == "ship":
            text = ngettext("{count} order shipped.", "{count} orders shipped.", count)
        else:
            text = ngettext(
                "{count} order released to pick.", "{count} orders released to pick.", count
            )
        parts = [text.format(count=f"{count:,}")]
        if self.refused:
            count = len(self.refused)
            text = ngettext("{count} could not go.", "{count} could not go.", count)
            parts.append(text.format(count=f"{count:,}"))
        if self.untouched:
            count = self.untouched
            text = ngettext("{count} was not tried.", "{count} were not tried.", count)
            parts.append(text.format(count=f"{count:,}"))
        return " ".join(parts)


class SendingMany:
    """Releases or ships many orders, and takes a release back."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        """Show the bar of a long act over `parent`."""
        self._context, self._parent = context, parent

    def send(
        self,
        act: str,
        order_ids: Sequence[int],
        done: Callable[[Sent], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do "release" or "ship"; `done` hears what became of every order."""
        handler = ship_orders if act == "ship" else release_orders
        tasks, desk = self._context.tasks, self._context.desk
        if len(order_ids) <= BATCH:
            tasks.run(
                handler,
                _command(act, order_ids),
                lambda sent: done(Sent(act, sent.steps, sent.refused)),
                failed,
            )
            return
        text = _("Shipping orders…") if act == "ship" else _("Releasing orders…")
        tasks.job(
            lambda report: _in_batches(desk, act, order_ids, report),
            text,
            done,
            failed,
            self._parent,
        )

    def take_back(self, steps: Sequence[ShipmentStep]) -> None:
        """Cancel the shipments just released, unless somebody has gone on with them."""
        desk, shell = self._context.desk, self._context.shell

        def done(count: int) -> None:
            text = ngettext("{count} release taken back.", "{count} releases taken back.", count)
            words = text.format(count=f"{count:,}")
            left = len(steps) - count
            if left:
                text = ngettext(
                    "{count} stays: its picking has gone on.",
                    "{count} stay: their picking has gone on.",
                    left,
                )
                words += " " + text.format(count=f"{left:,}")
            shell.toast(words)

        self._context.tasks.job(
            lambda report: _take_back(desk, steps, report),
            _("Taking the release back…"),
            done,
            shell.problem,
            self._parent,
        )


def _command(act: str, order_ids: Sequence[int]) -> Command:
    ids = tuple(order_ids)
    return ShipOrders(order_ids=ids) if act == "ship" else ReleaseOrders(order_ids=ids)


def _send(desk: Desk, act: str, order_ids: tuple[int, ...]) -> OrdersSent:
    if act == "ship":
        return desk.run(ship_orders, ShipOrders(order_ids=order_ids)).answer
    return desk.run(release_orders, ReleaseOrders(order_ids=order_ids)).answer


def _in_batches(desk: Desk, act: str, order_ids: Sequence[int], report: Report) -> Sent:
    """Go through the orders; what has gone stays gone when it is stopped or something breaks."""
    steps: list[ShipmentStep] = []
    refused: list[NotSent] = []
    tried, error = 0, None
    while tried < len(order_ids) and error is None and report(tried, len(order_ids)):
        some = order_ids[tried : tried + BATCH]
        try:
            sent = _send(desk, act, tuple(some))
        except DeskError as trouble:
            error = trouble
        else:
            steps += sent.steps
            refused += sent.refused
            tried += len(some)
    return Sent(act, tuple(steps), tuple(refused), len(order_ids) - tried, error)


def _take_back(desk: Desk, steps: Sequence[ShipmentStep], report: Report) -> int:
    count = 0
    for at, step in enumerate(steps):
        if not report(at, len(steps)):
            break
        states = {one.shipment_id: one.state for one in desk.read(shipments_of, step.order_id)}
        if states.get(step.shipment_id) == "released":
            desk.run(cancel_shipment, CancelShipment(shipment_id=step.shipment_id))
            count += 1
    return count
