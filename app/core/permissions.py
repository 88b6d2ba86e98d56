"""Who may do what: actions and the roles that hold them (RELIABILITY.md, roles table)."""

from enum import StrEnum


class Role(StrEnum):
    """What a signed-in person is to the shop."""

    CLERK = "clerk"
    PICKER = "picker"
    MANAGER = "manager"
    OWNER = "owner"


class Right(StrEnum):
    """One thing that may be allowed; a command names the right it needs."""

    READ = "read"
    TAKE_ORDERS = "take orders"
    CHANGE_PRICES = "change prices"
    APPROVE = "approve orders"
    MOVE_GOODS = "pick, pack and ship"
    COUNT = "count stock"
    ADJUST = "adjust stock"
    KEEP_CATALOG = "keep items and prices"
    KEEP_CUSTOMERS = "keep customers"
    IMPORT = "import and export"
    ADMINISTER = "settings, people and keys"


_CLERK = {Right.READ, Right.TAKE_ORDERS, Right.KEEP_CUSTOMERS}
_PICKER = {Right.READ, Right.MOVE_GOODS, Right.COUNT}
_MANAGER = set(Right) - {Right.ADMINISTER}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CLERK: frozenset(_CLERK),
    Role.PICKER: frozenset(_PICKER),
    Role.MANAGER: frozenset(_MANAGER),
    Role.OWNER: frozenset(Right),
}


def may(role: Role, right: Right) -> bool:
    """Tell whether a role holds a right."""
    return right in RIGHTS[role]
