"""What changed between two states of an order, in words: the same for forms and versions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.messages import N_, _
from app.core.money import plain_money, plain_price
from app.orders.queries import OrderDetail

FIELDS: dict[str, str] = {
    "ship_name": N_("Ship to: name"),
    "ship_street": N_("Street"),
    "ship_postcode": N_("Postcode"),
    "ship_city": N_("City"),
    "ship_region": N_("Region"),
    "ship_phone": N_("Phone"),
    "reference": N_("Customer's reference"),
    "due_on": N_("Due"),
    "discount": N_("Order discount (%)"),
    "freight": N_("Freight charge"),
    "note": N_("Note"),
}
"""Fields of an order's head that may change, in the order they are shown."""

Money = Callable[[int], str]


@dataclass(frozen=True)
class LineState:
    """One line as it is compared: units still wanted, price in ten-thousandths, discount."""

    code: str
    name: str
    quantity: int
    price: int
    discount: int = 0


@dataclass
class OrderState:
    """An order as it is compared: its head by field, its lines by key, what it costs."""

    head: dict[str, Any]
    lines: dict[object, LineState]
    total: int = 0
    order: list[object] = field(default_factory=list)


def field_text(name: str, value: object, money: Money) -> str:
    """Write the value of a field of the head."""
    if name == "discount":
        return plain_money(int(str(value or 0)), 2).removesuffix(".00") + " %"
    if name == "freight":
        return money(int(str(value or 0)))
    return str(value) if value else _("nothing")


def line_text(line: LineState | None) -> str:
    """Write what a line asks for; one that is gone says so."""
    if line is None or line.quantity == 0:
        return _("not on the order")
    text = f"{line.quantity:,} × {plain_price(line.price)}"
    if line.discount:
        text += f" − {plain_money(line.discount, 2).removesuffix('.00')} %"
    return text


def differences(before: OrderState, after: OrderState, money: Money) -> list[str]:
    """Write what is different, the lines first, the total last; empty when nothing is."""
    texts = []
    for key in dict.fromkeys((*before.lines, *after.lines)):
        old, new = before.lines.get(key), after.lines.get(key)
        if line_text(old) != line_text(new):
            code = (new or old or LineState("", "", 0, 0)).code
            texts.append(f"{code}: {line_text(old)} → {line_text(new)}")
    for name, title in FIELDS.items():
        if name in before.head and name in after.head:
            old_text = field_text(name, before.head[name], money)
            new_text = field_text(name, after.head[name], money)
            if old_text != new_text:
                texts.append(f"{_(title)}: {old_text} → {new_text}")
    if texts and before.total != after.total:
        texts.append(_("Total") + f": {money(before.total)} → {money(after.total)}")
    return texts


def state_of(order: OrderDetail) -> OrderState:
    """Give an order as it is saved, to compare it by the codes of its lines."""
    head = {name: getattr(order, name) for name in FIELDS}
    head["due_on"] = order.due_on.isoformat() if order.due_on else None
    rows = [
        (one.code, one.name, one.quantity, one.cancelled, one.price, one.discount)
        for one in order.lines
    ]
    return OrderState(head, _by_code(rows), order.total)


def _state_of_version(content: Mapping[str, Any]) -> OrderState:
    """Give an earlier version as it was kept; what was not kept then is not compared."""
    head = {f"ship_{name}": value for name, value in dict(content.get("ship_to") or {}).items()}
    head |= {name: content[name] for name in FIELDS if name in content}
    return OrderState(head, _by_code(content.get("lines") or ()), int(content.get("total") or 0))


def _by_code(rows: Sequence[Sequence[Any]]) -> dict[object, LineState]:
    """Key lines by their code, and by which of that code they are."""
    found: dict[object, LineState] = {}
    seen: dict[str, int] = {}
    for code, name, quantity, cancelled, price, discount in rows:
        seen[code] = seen.get(code, 0) + 1
        found[code, seen[code]] = LineState(code, name, quantity - cancelled, price, discount)
    return found


def version_texts(order: OrderDetail, money: Money) -> list[str]:
    """Write for each earlier version until when it stood and what the next one changed."""
    states = [_state_of_version(one.content) for one in order.versions]
    after = [state_of(order), *states]
    texts = []
    for one, old, new in zip(order.versions, states, after, strict=False):
        changed = "; ".join(differences(old, new, money))
        text = _("Version {version}, until {when}, changed by {person}: {what}").format(
            version=one.version,
            when=f"{one.at.astimezone():%Y-%m-%d %H:%M}",
            person=one.person,
            what=changed or _("nothing that is shown here"),
        )
        texts.append(text)
    return texts
