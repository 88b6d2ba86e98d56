"""Bringing a change together with what somebody else saved meanwhile, value by value."""

from collections.abc import Callable
from typing import Any

from app.core.messages import N_, _
from app.core.money import plain_money, plain_price
from app.orders.queries import OrderDetail
from ui.kit.compare.merging import Difference
from ui.orders.amend.amendment import AmendLine, Amendment, head_of, lines_of
from ui.orders.amend.differences import FIELDS, field_text

Money = Callable[[int], str]
_PARTS: dict[str, str] = {
    "quantity": N_("quantity"),
    "price": N_("price"),
    "discount": N_("discount"),
}


def rebased(mine: Amendment, fresh: OrderDetail) -> Amendment:
    """Give the order as it is saved now with every value typed here put on top; none is lost."""
    merged = Amendment(fresh, mine.digits, mine.available)
    merged.known = mine.known
    base_head = head_of(mine.order)
    for name, value in mine.head.items():
        if value != base_head[name]:
            merged.head[name] = value
    before = {line.line_id: line for line in lines_of(mine.order)}
    for line in mine.lines:
        was = before.get(line.line_id) if line.saved else None
        if was is None:
            merged.lines.append(line)
            continue
        target = _line_of(merged, line)
        if target is None:
            continue
        if line.quantity != was.quantity:
            target.quantity = line.quantity
        target.price = line.price if line.price is not None else target.price
        if line.discount != was.discount:
            target.discount = line.discount
        target.shortage = line.shortage
    return merged


def _line_of(amendment: Amendment, line: AmendLine) -> AmendLine | None:
    """Find a line again; one that was taken out meanwhile stands there with no units."""
    found = next((one for one in amendment.lines if one.line_id == line.line_id), None)
    row = next((one for one in amendment.order.lines if one.line_id == line.line_id), None)
    if found is None and row is not None:
        found = AmendLine(row.item_id, row.code, row.name, 0, discount=row.discount, saved=row)
        amendment.lines.append(found)
    return found


def clashes(
    mine: Amendment, merged: Amendment, changed: Callable[[], object], money: Money
) -> tuple[Difference, ...]:
    """Name each value somebody else saved that is not the one here; `changed` after a choice."""
    fresh = Amendment(merged.order, merged.digits)
    was, yours, theirs = _values(Amendment(mine.order, mine.digits)), _values(mine), _values(fresh)
    found = []
    for key, other in theirs.items():
        old, own = was.get(key), yours.get(key)
        fresh_line = key[1] and key not in was
        if other in (old, own) or (fresh_line and key[0] != "quantity"):
            continue
        both = key in yours and own != old
        shown, saved = _text(key, own, money), _text(key, other, money)
        use = _use(merged, key, own if key in yours else None, other, changed)
        found.append(Difference(str(key), _title(merged, key), shown, saved, both, use))
    return tuple(found)


Key = tuple[str, int]


def _values(amendment: Amendment) -> dict[Key, Any]:
    """Give every value that may differ: the head by field, saved lines by part and id."""
    values: dict[Key, Any] = {(name, 0): value for name, value in amendment.head.items()}
    shown = {line.line_id: line for line in amendment.lines}
    for row in amendment.order.lines:
        line = shown.get(row.line_id)
        values["quantity", row.line_id] = line.quantity if line else 0
        price = amendment.unit_price(line) if line else row.price
        values["price", row.line_id] = price
        values["discount", row.line_id] = line.discount if line else row.discount
    return values


def _title(amendment: Amendment, key: Key) -> str:
    name, line_id = key
    if not line_id:
        return _(FIELDS[name])
    code = next((one.code for one in amendment.order.lines if one.line_id == line_id), "")
    return f"{code}: {_(_PARTS[name])}"


def _text(key: Key, value: object, money: Money) -> str:
    name, line_id = key
    if value is None:
        return _("nothing")
    if not line_id:
        return field_text(name, value, money)
    if name == "quantity":
        return f"{value:,}" if value else _("not on the order")
    if name == "price":
        return plain_price(int(str(value)))
    return plain_money(int(str(value)), 2).removesuffix(".00") + " %"


def _use(
    merged: Amendment, key: Key, yours: Any, theirs: Any, changed: Callable[[], object]
) -> Callable[[bool], None]:
    name, line_id = key

    def use(take: bool) -> None:
        value = theirs if take else yours
        if not line_id:
            merged.head[name] = value
        else:
            for line in merged.lines:
                if line.line_id == line_id:
                    _put(line, name, value)
        changed()

    return use


def _put(line: AmendLine, name: str, value: Any) -> None:
    if name == "quantity":
        line.quantity = value or 0
    elif name == "discount":
        line.discount = value or 0
    else:
        line.price = None if line.saved and value == line.saved.price else value


def saved_by(before: OrderDetail, fresh: OrderDetail) -> tuple[str, str]:
    """Give who saved last since a form was opened, and when; empty when nothing tells."""
    newer = fresh.events[len(before.events) :]
    if not newer:
        return "", ""
    return newer[-1].person, f"{newer[-1].at.astimezone():%Y-%m-%d %H:%M}"
