"""The stock's own sums recomputed from its rows, for `tallydesk check`: empty when all is true."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select, text

from app.stock.guards import HASHED, chain_text
from app.stock.handlers.ledger import GENESIS
from app.stock.models import LedgerHead, Move

_AT_A_TIME = 5000


@dataclass(frozen=True)
class Difference:
    """A kept value that is not what its rows say; `sequence` is the first wrong move, if any."""

    what: str
    record: str
    kept: str
    computed: str
    sequence: int | None = None


def stock_differences(connection: Connection) -> tuple[Difference, ...]:
    """Recompute balances, stock per item, reservations and the chain; six statements."""
    return (
        *broken_chain(connection),
        *_compared(connection, "balance", _BALANCES),
        *_compared(connection, "reserved at place", _PINS),
        *_compared(connection, "place flags", _FLAGS),
        *_compared(connection, "item stock", _ITEMS),
    )


def broken_chain(connection: Connection) -> tuple[Difference, ...]:
    """Walk the ledger and name the first move that does not fit, or a head that is not its end."""
    sequence, previous = 0, GENESIS
    with closing(_moves(connection)) as moves:
        for row in moves:
            sequence += 1
            if row["sequence"] != sequence:
                return (_broken("sequence", row["sequence"], sequence, sequence),)
            if row["previous_hash"] != previous:
                return (_broken("previous hash", row["previous_hash"], previous, sequence),)
            covered = chain_text(previous, [row[name] for name in HASHED])
            computed = sha256(covered.encode()).hexdigest()
            if row["hash"] != computed:
                return (_broken("hash", row["hash"], computed, sequence),)
            previous = computed
    head = connection.execute(select(LedgerHead.sequence, LedgerHead.hash)).one()
    if (head.sequence, head.hash) != (sequence, previous):
        kept, computed = f"{head.sequence} {head.hash}", f"{sequence} {previous}"
        return (_broken("head", kept, computed, min(head.sequence, sequence) + 1),)
    return ()


def _broken(record: str, kept: object, computed: object, sequence: int) -> Difference:
    return Difference("ledger", record, str(kept), str(computed), sequence)


def _moves(connection: Connection) -> Generator[dict[str, Any], None, None]:
    """Read every move in order with its moments and dates as the texts the hash covers."""
    at: Any = text("CAST(at AS text) AS at")
    if connection.dialect.name == "postgresql":
        shape = '\'YYYY-MM-DD"T"HH24\\:MI\\:SS.US"Z"\''
        at = text(f"to_char(at AT TIME ZONE 'UTC', {shape}) AS at")
    day = text("CAST(business_date AS text) AS business_date")
    others = [one for one in Move.__table__.columns if one.name not in ("at", "business_date")]
    statement = select(*others, at, day).order_by(Move.sequence)
    options = {"yield_per": _AT_A_TIME}
    with connection.execute(statement, execution_options=options) as streamed:
        names = tuple(streamed.keys())
        for row in streamed:
            yield dict(zip(names, row, strict=True))


def _compared(connection: Connection, what: str, statement: str) -> list[Difference]:
    rows = connection.execute(text(statement))
    return [Difference(what, row[0], str(row[1]), str(row[2])) for row in rows]


_BALANCES = """
SELECT item.code || ' @ ' || place.code || ' ' || sums.lot, sums.kept, sums.computed
FROM (
    SELECT item_id, place_id, lot, CAST(sum(kept) AS bigint) AS kept,
           CAST(sum(computed) AS bigint) AS computed
    FROM (
        SELECT item_id, place_id, lot, on_hand AS kept, 0 AS computed FROM balance
        UNION ALL
        SELECT item_id, to_place_id, lot, 0, sum(quantity) FROM move
        GROUP BY item_id, to_place_id, lot
        UNION ALL
        SELECT item_id, from_place_id, lot, 0, -sum(quantity) FROM move
        GROUP BY item_id, from_place_id, lot
    ) AS every_side
    GROUP BY item_id, place_id, lot
) AS sums
JOIN item ON item.id = sums.item_id JOIN place ON place.id = sums.place_id
WHERE sums.kept <> sums.computed
ORDER BY 1
"""
_PINS = """
SELECT item.code || ' @ ' || place.code || ' ' || sums.lot, sums.kept, sums.computed
FROM (
    SELECT item_id, place_id, lot, CAST(sum(kept) AS bigint) AS kept,
           CAST(sum(computed) AS bigint) AS computed
    FROM (
        SELECT item_id, place_id, lot, reserved AS kept, 0 AS computed FROM balance
        UNION ALL
        SELECT item_id, place_id, lot, 0, sum(quantity) FROM reservation
        WHERE state = 'active' AND place_id IS NOT NULL
        GROUP BY item_id, place_id, lot
    ) AS every_side
    GROUP BY item_id, place_id, lot
) AS sums
JOIN item ON item.id = sums.item_id JOIN place ON place.id = sums.place_id
WHERE sums.kept <> sums.computed
ORDER BY 1
"""
_FLAGS = """
SELECT item.code || ' @ ' || place.code || ' ' || balance.lot,
       balance.physical || ' ' || balance.pickable,
       CAST(place.physical AS integer) || ' ' || CAST(place.pickable AS integer)
FROM balance JOIN place ON place.id = balance.place_id JOIN item ON item.id = balance.item_id
WHERE balance.physical <> CAST(place.physical AS integer)
   OR balance.pickable <> CAST(place.pickable AS integer)
ORDER BY 1
"""
_ITEMS = """
SELECT item.code || ' ' || sums.what, sums.kept, sums.computed
FROM (
    SELECT item_id, what, CAST(sum(kept) AS bigint) AS kept,
           CAST(sum(computed) AS bigint) AS computed
    FROM (
        SELECT item_id, 'on hand' AS what, on_hand AS kept, 0 AS computed FROM item_stock
        UNION ALL SELECT item_id, 'pickable', pickable, 0 FROM item_stock
        UNION ALL SELECT item_id, 'reserved', reserved, 0 FROM item_stock
        UNION ALL SELECT item_id, 'incoming', incoming, 0 FROM item_stock
        UNION ALL
        SELECT move.item_id, 'on hand', 0, sum(move.quantity
            * (CAST(target.physical AS integer) - CAST(source.physical AS integer)))
        FROM move JOIN place AS target ON target.id = move.to_place_id
        JOIN place AS source ON source.id = move.from_place_id GROUP BY move.item_id
        UNION ALL
        SELECT move.item_id, 'pickable', 0, sum(move.quantity
            * (CAST(target.pickable AS integer) - CAST(source.pickable AS integer)))
        FROM move JOIN place AS target ON target.id = move.to_place_id
        JOIN place AS source ON source.id = move.from_place_id GROUP BY move.item_id
        UNION ALL
        SELECT item_id, 'reserved', 0, sum(quantity) FROM reservation
        WHERE state = 'active' GROUP BY item_id
        UNION ALL
        SELECT item_id, 'incoming', 0, sum(ordered - received - cancelled) FROM purchase_line
        GROUP BY item_id
    ) AS every_side
    GROUP BY item_id, what
) AS sums
JOIN item ON item.id = sums.item_id
WHERE sums.kept <> sums.computed
ORDER BY 1
"""
