"""Taking an import back as a whole: moves reversed, orders cancelled, records removed."""

from collections.abc import Iterator

from sqlalchemy import Select, delete, func, insert, literal, select, union, update

from app.catalog.models import Barcode, Item
from app.core.errors import NotFound, Refused
from app.core.messages import N_, _
from app.customers.models import Address, Customer, Phone
from app.db.unit_of_work import UnitOfWork
from app.exchange.commands import ImportRevoked, RevokeImport
from app.exchange.errors import NotRevocable
from app.exchange.handlers.figures import SoldOrder, SumsOfMany
from app.exchange.handlers.moves import post_in_pieces
from app.exchange.handlers.writing import CHUNK
from app.exchange.models import ImportBatch, ImportedDocument, ImportRowRef
from app.exchange.progress import unwatched
from app.fulfilment.handlers.ending import cancel_order
from app.orders.commands import CancelOrder
from app.orders.models import CustomerAccount, CustomerItem, OrderLine, Payment, SalesOrder
from app.stock.commands import ClosePurchase
from app.stock.handlers.ledger import NewMove
from app.stock.handlers.purchases import close_purchase
from app.stock.handlers.reserving import lock_items
from app.stock.models import ItemStock, Move, PurchaseLine

_MINE = select(ImportRowRef.record_id)


def revoke_import(unit: UnitOfWork, command: RevokeImport) -> ImportRevoked:
    """Undo everything an import brought; its file may be imported again afterwards.

    Raises:
        NotFound: there is no such import.
        NotRevocable: it was taken back already, or something it brought was used since.
    """
    batch = unit.connection.execute(
        select(ImportBatch.state, ImportBatch.first_move, ImportBatch.last_move).where(
            ImportBatch.id == command.batch_id
        )
    ).first()
    if batch is None:
        raise NotFound(N_("import"), command.batch_id)
    if batch.state != "done":
        raise NotRevocable(_("it was taken back before"))
    lock_items(unit, _items_of(unit, command.batch_id, batch.first_move, batch.last_move))
    _check_untouched(unit, command.batch_id, batch.last_move)
    documents = _undo_history(unit, command.batch_id) + _undo_open(unit, command)
    moves = _undo_moves(unit, batch.first_move, batch.last_move, command.batch_id)
    _undo_purchases(unit, command.batch_id)
    removed, kept = _undo_records(unit, command.batch_id)
    unit.connection.execute(
        delete(ImportedDocument).where(ImportedDocument.batch_id == command.batch_id)
    )
    unit.connection.execute(
        update(ImportBatch)
        .where(ImportBatch.id == command.batch_id)
        .values(state="revoked", revoked_at=unit.now)
    )
    unit.touch("import", command.batch_id)
    unit.touch("order", 0)
    return ImportRevoked(command.batch_id, documents, moves, removed, kept)


def _refs(batch_id: int, kind: str) -> Select[int]:
    return _MINE.where(ImportRowRef.batch_id == batch_id, ImportRowRef.kind == kind)


def _items_of(unit: UnitOfWork, batch_id: int, first: int, last: int) -> set[int]:
    """Give the items of all moves and orders an import brought."""
    moved = select(Move.item_id).where(Move.sequence.between(first, last))
    ordered = (
        select(OrderLine.item_id)
        .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
        .where(SalesOrder.import_id == batch_id)
    )
    return set(unit.connection.scalars(union(moved, ordered)))


def _check_untouched(unit: UnitOfWork, batch_id: int, last_move: int) -> None:
    """Refuse when an order, customer or item of the import was used or changed since.

    Raises:
        NotRevocable: names what.
    """
    run = unit.connection.execute
    items, customers = _refs(batch_id, "item"), _refs(batch_id, "customer")
    elsewhere = func.coalesce(SalesOrder.import_id, 0) != batch_id
    questions = (
        (
            _MINE.where(ImportRowRef.batch_id == batch_id, ImportRowRef.kind == "changed"),
            _("it changed records that were there before"),
        ),
        (
            select(SalesOrder.number).where(
                SalesOrder.import_id == batch_id,
                (SalesOrder.revision != 1)
                | ((SalesOrder.state != "closed") & (SalesOrder.shipped_units > 0)),
            ),
            _("order {name} was worked on"),
        ),
        (
            select(SalesOrder.number).where(SalesOrder.customer_id.in_(customers), elsewhere),
            _("order {name} is for one of its customers"),
        ),
        (
            select(OrderLine.code)
            .join(SalesOrder, SalesOrder.id == OrderLine.order_id)
            .where(OrderLine.item_id.in_(items), elsewhere),
            _("item {name} is on other orders"),
        ),
        (
            select(Item.code).where(Item.id.in_(items), Item.version != 1),
            _("item {name} was changed"),
        ),
        (
            select(Customer.number).where(Customer.id.in_(customers), Customer.version != 1),
            _("customer {name} was changed"),
        ),
        (
            select(Item.code)
            .join(Move, Move.item_id == Item.id)
            .where(Item.id.in_(items), Move.sequence > last_move)
            .limit(1),
            _("item {name} was moved"),
        ),
    )
    for question, sentence in questions:
        found = run(question.limit(1)).scalar()
        if found is not None:
            raise NotRevocable(sentence.format(name=found))


def _undo_history(unit: UnitOfWork, batch_id: int) -> int:
    """Take closed orders out of the sums and cancel them; their numbers become free."""
    mine = (SalesOrder.import_id == batch_id) & (SalesOrder.state == "closed")
    sums = SumsOfMany(unit, -1)
    orders = 0
    for order in _sold(unit, batch_id):
        sums.add(order)
        orders += 1
    sums.send()
    run = unit.connection.execute
    ids = select(SalesOrder.id).where(mine)
    run(
        update(OrderLine)
        .where(OrderLine.order_id.in_(ids))
        .values(shipped=0, received=0, cancelled=OrderLine.quantity)
    )
    run(
        insert(Payment).from_select(
            ["order_id", "amount", "paid_on", "method"],
            select(
                SalesOrder.id, -SalesOrder.paid, SalesOrder.ordered_on, literal("revoked")
            ).where(mine, SalesOrder.paid != 0),
        )
    )
    run(
        update(SalesOrder)
        .where(mine)
        .values(
            number=SalesOrder.number + f" (#{batch_id})",
            state="cancelled",
            label="cancelled",
            stage="",
            paid=0,
            cancelled_units=SalesOrder.units,
            shipped_units=0,
            received_units=0,
        )
    )
    return orders


def _sold(unit: UnitOfWork, batch_id: int) -> Iterator[SoldOrder]:
    """Give the closed orders of an import as they were added to the sums."""
    after = 0
    while True:
        heads = unit.connection.execute(
            select(
                SalesOrder.id,
                SalesOrder.customer_id,
                SalesOrder.ordered_on,
                (SalesOrder.total - SalesOrder.paid).label("owed"),
            )
            .where(
                SalesOrder.import_id == batch_id,
                SalesOrder.state == "closed",
                SalesOrder.id > after,
            )
            .order_by(SalesOrder.id)
            .limit(CHUNK)
        ).all()
        if not heads:
            return
        sold: dict[int, list[tuple[int, int, int]]] = {head.id: [] for head in heads}
        lines = unit.connection.execute(
            select(OrderLine.order_id, OrderLine.item_id, OrderLine.quantity, OrderLine.amount)
            .where(OrderLine.order_id.in_(list(sold)))
            .order_by(OrderLine.id)
        )
        for order_id, item_id, quantity, amount in lines:
            sold[order_id].append((item_id, quantity, amount))
        for head in heads:
            yield SoldOrder(head.customer_id, head.id, head.ordered_on, head.owed, sold[head.id])
        after = heads[-1].id


def _undo_open(unit: UnitOfWork, command: RevokeImport) -> int:
    open_ids = unit.connection.execute(
        select(SalesOrder.id).where(
            SalesOrder.import_id == command.batch_id,
            SalesOrder.state.in_(("submitted", "confirmed")),
        )
    ).scalars()
    done = 0
    for order_id in list(open_ids):
        cancel_order(unit, CancelOrder(order_id=order_id, reason=command.reason or "import"))
        done += 1
    return done


def _undo_moves(unit: UnitOfWork, first: int, last: int, batch_id: int) -> int:
    if not first:
        return 0
    try:
        post_in_pieces(unit, _reversals(unit, first, last, batch_id), last - first + 1, unwatched)
    except Refused as refused:
        raise NotRevocable(refused.message()) from refused
    return last - first + 1


def _reversals(unit: UnitOfWork, first: int, last: int, batch_id: int) -> Iterator[NewMove]:
    """Give the opposite of each move, the last one first."""
    upper = last
    while upper >= first:
        lower = max(first, upper - CHUNK + 1)
        rows = unit.connection.execute(
            select(
                Move.sequence,
                Move.item_id,
                Move.quantity,
                Move.from_place_id,
                Move.to_place_id,
                Move.lot,
                Move.document,
                Move.document_id,
                Move.line_id,
            )
            .where(Move.sequence.between(lower, upper))
            .order_by(Move.sequence.desc())
        ).all()
        for row in rows:
            yield NewMove(
                row.item_id,
                row.quantity,
                row.to_place_id,
                row.from_place_id,
                "reversal",
                lot=row.lot,
                document=row.document,
                document_id=row.document_id,
                line_id=row.line_id,
                reason=f"import {batch_id}",
                reverses=row.sequence,
            )
        upper = lower - 1


def _undo_purchases(unit: UnitOfWork, batch_id: int) -> None:
    for purchase_id in unit.connection.execute(_refs(batch_id, "purchase")).scalars().all():
        close_purchase(unit, ClosePurchase(purchase_id=purchase_id))


def _undo_records(unit: UnitOfWork, batch_id: int) -> tuple[int, int]:
    """Remove what nothing names; an item the ledger names is discontinued instead."""
    run = unit.connection.execute
    used_items = select(OrderLine.item_id).union(select(Move.item_id), select(PurchaseLine.item_id))
    items = set(run(_refs(batch_id, "item")).scalars())
    named = items & set(run(used_items).scalars())
    customers = set(run(_refs(batch_id, "customer")).scalars())
    buyers = customers & set(run(select(SalesOrder.customer_id).distinct()).scalars())
    for piece in _pieces(items - named):
        for table, column in ((Barcode, Barcode.item_id), (ItemStock, ItemStock.item_id)):
            run(delete(table).where(column.in_(piece)))
        run(delete(Item).where(Item.id.in_(piece)))
    for piece in _pieces(named):
        run(update(Item).where(Item.id.in_(piece)).values(state="discontinued"))
    for piece in _pieces(customers - buyers):
        for model in (Address, Phone, CustomerAccount, CustomerItem):
            run(delete(model).where(model.customer_id.in_(piece)))
        run(delete(Customer).where(Customer.id.in_(piece)))
    for item_id in items:
        unit.touch("item", item_id)
    for customer_id in customers:
        unit.touch("customer", customer_id)
    removed = len(items - named) + len(customers - buyers)
    return removed, len(named) + len(buyers)


def _pieces(ids: set[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
