"""The history of an order and its holds in plain words."""

from collections.abc import Callable
from datetime import date

from app.core.messages import N_, _, ngettext
from app.fulfilment.states import SHIPMENT_LABELS
from app.orders.queries import EventRow, HoldRow

_WORDS: dict[str, str] = {
    "OrderPlaced": N_("order taken"),
    "OrderConfirmed": N_("confirmed as {number}"),
    "OrderAmended": N_("changed: version {version} {reason}"),
    "OrderCancelled": N_("cancelled {reason}"),
    "OrderClosed": N_("closed by itself: everything is delivered"),
    "RestClosed": N_("rest closed, {units} cancelled: {reason}"),
    "OrderReopened": N_("opened again: {reason}"),
    "HoldPlaced": N_("put on hold ({kind}) {reason}"),
    "HoldReleased": N_("hold released ({kind}) {reason}"),
    "HoldEnded": N_("hold ended by its date ({kind})"),
    "ShipmentPlanned": N_("shipment {shipment} made"),
    "ShipmentMoved": N_("{shipment}: {state}"),
    "GoodsLost": N_("the stock was corrected: {units} reserved units are gone"),
    "PaymentRecorded": N_("payment booked: {amount}"),
    "OrderInvoiced": N_("invoice {number}: {amount}"),
}
_CLOSED: dict[str, str] = {
    "services": N_("closed by itself: its services are invoiced"),
    "shipped": N_("closed by itself: everything has left"),
    "received": N_("closed by itself: everything has arrived"),
}
"""Why an order closed by itself, where it is known."""
HOLD_WORDS: dict[str, str] = {
    "credit": N_("credit"),
    "stock": N_("stock"),
    "price": N_("price"),
    "address": N_("address"),
    "duplicate": N_("entered twice?"),
    "payment": N_("payment"),
    "manual": N_("by hand"),
    "review": N_("review"),
    "until": N_("until a date"),
}
BLOCK_WORDS: dict[str, str] = {
    "confirm": N_("confirming the order"),
    "release": N_("sending it to the warehouse"),
    "ship": N_("handing it to the carrier"),
}
"""What a hold blocks, in words."""
_ANSWERED: dict[str, str] = {
    "zero_price": N_("a price of zero"),
    "negative_price": N_("a price below zero"),
    "below_cost": N_("a price below cost"),
    "high_discount": N_("a high discount"),
    "unusual_quantity": N_("an unusual quantity"),
    "large_quantity": N_("a large quantity"),
    "part_pack": N_("a broken pack"),
    "duplicate_order": N_("entered twice?"),
    "duplicate_reference": N_("the same reference"),
    "discontinued": N_("a discontinued item"),
    "date_past": N_("a past date"),
    "date_impossible": N_("an impossible date"),
    "unusual_address": N_("an unusual address"),
    "missing_phone": N_("no phone number"),
    "missing_email": N_("no e-mail address"),
    "short_stock": N_("too little stock"),
    "credit_limit": N_("the credit limit"),
    "overdue": N_("overdue payments"),
}
"""Checks by name, as the history says that somebody answered them with yes."""


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def event_text(event: EventRow, money: Callable[[int], str], *, brief: bool = False) -> str:
    """Write one thing that happened; an unknown kind is shown by its name."""
    details = {name: str(value) for name, value in event.details.items()}
    if "state" in details and event.kind == "ShipmentMoved":
        details["state"] = _(SHIPMENT_LABELS.get(details["state"], details["state"]))
    if "kind" in details:
        details["kind"] = _(HOLD_WORDS.get(details["kind"], details["kind"]))
    amount = event.details.get("amount")
    if isinstance(amount, int):
        details["amount"] = money(amount)
    text = _words_of(event)
    text = text.format_map(_Known(details)).strip()
    answers = event.details.get("answers")
    if isinstance(answers, list) and answers and not brief:
        rules = (str(one).partition(":")[0] for one in answers)
        said = ", ".join(dict.fromkeys(_(_ANSWERED.get(one, one)) for one in rules))
        text += " · " + _("asked and answered with yes: {rules}").format(rules=said)
    return text


def _words_of(event: EventRow) -> str:
    if event.kind == "OrderClosed" and event.details.get("why") in _CLOSED:
        return _(_CLOSED[str(event.details["why"])])
    if event.kind == "GoodsReserved":
        return _reserved_words(event.details)
    return _(_WORDS[event.kind]) if event.kind in _WORDS else event.kind


def _reserved_words(details: dict[str, object]) -> str:
    """Say what reserving brought; on its day it was nobody's wish."""
    units = int(str(details.get("units", 0)))
    text = ngettext("{units} unit reserved", "{units} units reserved", units)
    if details.get("in_time"):
        text += ", " + _("the day for it had come")
    return text + "; " + _("still missing: {missing}") if details.get("missing") else text


def hold_text(hold: HoldRow, today: date) -> str:
    """Write why an order is on hold: which kind, since when, what it stops, until when."""
    parts = [
        _("On hold ({kind}) since {when}, {person}.").format(
            kind=_(HOLD_WORDS.get(hold.kind, hold.kind)),
            when=f"{hold.placed_at.astimezone():%Y-%m-%d %H:%M}",
            person=hold.placed_by or _("by a check"),
        )
    ]
    why = hold.finding.message() if hold.finding else hold.reason
    if why:
        parts.append(why if why[-1] in ".!?。！？" else f"{why}.")
    parts.append(_("Stops {what}.").format(what=_(BLOCK_WORDS.get(hold.blocks, hold.blocks))))
    if not hold.keeps_reservation:
        parts.append(_("Its goods that are not being picked are free for others."))
    if hold.until is not None:
        text = _("Until {day}.") if hold.until >= today else _("The date {day} has passed.")
        parts.append(text.format(day=hold.until))
    return " ".join(parts)


def released_text(hold: HoldRow) -> str:
    """Write what a hold stood for, and who released it, when and why."""
    if hold.released_at is None:
        return ""
    why = hold.finding.message() if hold.finding else hold.reason
    text = _("{kind}, {placed}, {placer}: {why}").format(
        kind=_(HOLD_WORDS.get(hold.kind, hold.kind)),
        placed=f"{hold.placed_at.astimezone():%Y-%m-%d %H:%M}",
        placer=hold.placed_by or _("by a check"),
        why=why or "–",
    )
    when = f"{hold.released_at.astimezone():%Y-%m-%d %H:%M}"
    if not hold.released_by:
        return text + " → " + _("ended by its date, {when}").format(when=when)
    text += " → " + _("released {when}, {person}").format(when=when, person=hold.released_by)
    return f"{text}: {hold.release_reason}" if hold.release_reason else text
