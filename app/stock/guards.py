"""What the database itself guards of the stock room, for both engines.

Texts raised begin with a code that `errors.error_of_guard` turns into a sentence.
"""

from collections.abc import Sequence

from app.db.base import Guard

HASHED = (
    "sequence",
    "item_id",
    "lot",
    "quantity",
    "from_place_id",
    "to_place_id",
    "kind",
    "document",
    "document_id",
    "line_id",
    "person_id",
    "device",
    "at",
    "business_date",
    "unit_cost",
    "command_id",
    "reason",
    "reverses",
)
"""Columns of a move that its hash covers, in order, after the previous hash."""

_PG_TEXT = {
    "at": "to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
    "business_date": "to_char(NEW.business_date, 'YYYY-MM-DD')",
}


def _chain_text(dialect: str) -> str:
    parts = ["NEW.previous_hash"]
    for name in HASHED:
        if dialect == "postgresql":
            parts.append(f"coalesce({_PG_TEXT.get(name, f'NEW.{name}::text')}, '')")
        else:
            parts.append(f"coalesce(NEW.{name}, '')")
    return " || '|' || ".join(parts)


def chain_text(previous_hash: str, values: Sequence[object]) -> str:
    """Write what the hash of a move covers; `values` are texts or numbers as in `HASHED`."""
    return "|".join([previous_hash] + ["" if one is None else str(one) for one in values])


def _refusal(name: str, table: str, event: str, text: str, when: str = "") -> Guard:
    condition = f"WHEN {when} " if when else ""
    return Guard(
        name=name,
        sqlite=(
            (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}"
                f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
            ),
        ),
        postgresql=(
            (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{text}'; END $$"
            ),
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
            + (f"WHEN ({when}) " if when else "")
            + f"EXECUTE FUNCTION {name}()",
        ),
    )


def _reaction(
    name: str, table: str, event: str, sqlite_body: str, postgresql_body: str, when: str = ""
) -> Guard:
    condition = f"WHEN {when} " if when else ""
    timing = "BEFORE" if name.endswith("_checked") else "AFTER"
    return Guard(
        name=name,
        sqlite=(
            f"CREATE TRIGGER {name} {timing} {event} ON {table} {condition}BEGIN {sqlite_body} END",
        ),
        postgresql=(
            (
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {postgresql_body} RETURN NEW; END $$"
            ),
            f"CREATE TRIGGER {name} {timing} {event} ON {table} FOR EACH ROW "
            + (f"WHEN ({when}) " if when else "")
            + f"EXECUTE FUNCTION {name}()",
        ),
    )


_CHAIN_BROKEN = "TD003 the chain of moves does not fit"

_MOVE_CHECKED = _reaction(
    "move_checked",
    "move",
    "INSERT",
    f"SELECT RAISE(ABORT, '{_CHAIN_BROKEN}') FROM ledger_head AS head WHERE head.id = 1 AND "
    "(NEW.sequence <> head.sequence + 1 OR NEW.previous_hash <> head.hash OR "
    f"NEW.hash <> td_hash({_chain_text('sqlite')}));",
    "IF NOT EXISTS (SELECT 1 FROM ledger_head AS head WHERE head.id = 1 AND NEW.sequence = "
    "head.sequence + 1 AND NEW.previous_hash = head.hash AND NEW.hash = "
    f"encode(sha256(convert_to({_chain_text('postgresql')}, 'UTF8')), 'hex')) "
    f"THEN RAISE EXCEPTION '{_CHAIN_BROKEN}'; END IF;",
)


def _balance_step(place: str, sign: str) -> str:
    return (
        "INSERT INTO balance (item_id, place_id, lot, physical, pickable, on_hand, reserved) "
        "SELECT NEW.item_id, place.id, NEW.lot, CAST(place.physical AS integer), "
        f"CAST(place.pickable AS integer), 0, 0 FROM place WHERE place.id = NEW.{place} "
        "ON CONFLICT (item_id, place_id, lot) DO NOTHING; "
        f"UPDATE balance SET on_hand = on_hand {sign} NEW.quantity WHERE item_id = NEW.item_id "
        f"AND place_id = NEW.{place} AND lot = NEW.lot; "
    )


def _flag(column: str, place: str) -> str:
    return f"(SELECT CAST({column} AS integer) FROM place WHERE id = NEW.{place})"


_POSTING = (
    "UPDATE ledger_head SET sequence = NEW.sequence, hash = NEW.hash WHERE id = 1; "
    + _balance_step("from_place_id", "-")
    + _balance_step("to_place_id", "+")
    + "UPDATE item_stock SET on_hand = on_hand + NEW.quantity * "
    + f"({_flag('physical', 'to_place_id')} - {_flag('physical', 'from_place_id')}), "
    + "pickable = pickable + NEW.quantity * "
    + f"({_flag('pickable', 'to_place_id')} - {_flag('pickable', 'from_place_id')}) "
    + "WHERE item_id = NEW.item_id;"
)

_ITEM_HAS_STOCK = _reaction(
    "item_has_stock",
    "item",
    "INSERT",
    "INSERT INTO item_stock (item_id, on_hand, pickable, reserved, incoming) "
    "VALUES (NEW.id, 0, 0, 0, 0);",
    "INSERT INTO item_stock (item_id, on_hand, pickable, reserved, incoming) "
    "VALUES (NEW.id, 0, 0, 0, 0);",
)

_NOT_THERE = "TD002 nothing lies at that place to reserve"


def _pinned(row: str, sign: str) -> str:
    return (
        f"UPDATE balance SET reserved = reserved {sign} {row}.quantity WHERE "
        f"item_id = {row}.item_id AND place_id = {row}.place_id AND lot = {row}.lot "
        f"AND {row}.state = 'active'; "
    )


def _must_lie_there(dialect: str) -> str:
    missing = (
        "NEW.state = 'active' AND NEW.place_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM balance "
        "WHERE item_id = NEW.item_id AND place_id = NEW.place_id AND lot = NEW.lot "
        "AND pickable = 1)"
    )
    if dialect == "sqlite":
        return f"SELECT RAISE(ABORT, '{_NOT_THERE}') WHERE {missing}; "
    return f"IF {missing} THEN RAISE EXCEPTION '{_NOT_THERE}'; END IF; "


_RESERVING = (
    "UPDATE item_stock SET reserved = reserved + NEW.quantity WHERE item_id = NEW.item_id; "
    + _pinned("NEW", "+")
)
_REVISING = (
    "UPDATE item_stock SET reserved = reserved "
    "+ (CASE WHEN NEW.state = 'active' THEN NEW.quantity ELSE 0 END) "
    "- (CASE WHEN OLD.state = 'active' THEN OLD.quantity ELSE 0 END) "
    "WHERE item_id = NEW.item_id; " + _pinned("OLD", "-") + _pinned("NEW", "+")
)

GUARDS: tuple[Guard, ...] = (
    _ITEM_HAS_STOCK,
    _MOVE_CHECKED,
    _reaction("move_posted", "move", "INSERT", _POSTING, _POSTING),
    _refusal("move_kept", "move", "UPDATE", "TD004 the ledger cannot be changed"),
    _refusal("move_not_deleted", "move", "DELETE", "TD004 the ledger cannot be changed"),
    _reaction(
        "reservation_made",
        "reservation",
        "INSERT",
        _must_lie_there("sqlite") + _RESERVING,
        _must_lie_there("postgresql") + _RESERVING,
        when="NEW.state = 'active'",
    ),
    _reaction(
        "reservation_changed",
        "reservation",
        "UPDATE",
        _must_lie_there("sqlite") + _REVISING,
        _must_lie_there("postgresql") + _REVISING,
    ),
    _refusal(
        "reservation_settled",
        "reservation",
        "UPDATE",
        "TD005 a settled reservation cannot be changed",
        when="OLD.state <> 'active' OR NEW.item_id <> OLD.item_id",
    ),
    _refusal(
        "reservation_not_deleted",
        "reservation",
        "DELETE",
        "TD005 a settled reservation cannot be changed",
    ),
)
