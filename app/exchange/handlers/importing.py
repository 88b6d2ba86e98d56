"""Importing a file: read and checked again, then written whole or not at all."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert, select, text, update

from app.core.messages import _
from app.core.plain import to_plain
from app.db.unit_of_work import UnitOfWork
from app.exchange.columns.fields import Kind
from app.exchange.commands import FileImported, ImportFile
from app.exchange.errors import AlreadyImported, BadFile, RowsRefused, Undecided
from app.exchange.handlers.history import History
from app.exchange.handlers.moves import check_openings, write_moves
from app.exchange.handlers.open_orders import place_open_orders
from app.exchange.handlers.parties import Parties, make_parties
from app.exchange.handlers.records import write_records
from app.exchange.handlers.writing import Inserter
from app.exchange.models import ImportBatch, ImportedDocument, ImportMapping, ImportRowRef
from app.exchange.preview.known import Known
from app.exchange.preview.planning import OrderPlan
from app.exchange.preview.preview import Prepared, Preview, plan, prepare
from app.exchange.preview.rows import problem_sentence
from app.exchange.progress import Watch, considerate, step, unwatched
from app.exchange.queries import earlier_import, known_for
from app.exchange.reading.source import Source
from app.stock.handlers.reserving import lock_items

_ONE_AT_A_TIME = text("LOCK TABLE import_batch IN SHARE ROW EXCLUSIVE MODE")
"""Two desks importing the same documents: the second waits, and then knows them."""


def import_file(unit: UnitOfWork, command: ImportFile) -> FileImported:
    """Import a file in one transaction: everything or nothing.

    Raises:
        BadFile: it cannot be read, or is not the file that was previewed.
        MissingColumn: no column holds a needed field.
        AlreadyImported: this very file is in, and `again` is not set.
        Undecided: a finding asks and nobody answered.
        RowsRefused: rows cannot be imported and nobody agreed to leave them out.
        StockLacking: history takes what is not there and nothing is to be opened.
        ImportCancelled: the watcher stopped it.
    """
    with considerate():
        return _run(unit, command, unwatched, None)


def watched(
    watch: Watch, prepared: Prepared | None = None
) -> Callable[[UnitOfWork, ImportFile], FileImported]:
    """Give the same handler with somebody watching, and with the file that is read already."""

    def import_watched(unit: UnitOfWork, command: ImportFile) -> FileImported:
        """Import a file, telling how far it is."""
        with considerate():
            return _run(unit, command, watch, prepared)

    return import_watched


def _run(
    unit: UnitOfWork, command: ImportFile, watch: Watch, prepared: Prepared | None
) -> FileImported:
    if prepared is None or prepared.choices != command.choices:
        sources = [Source.at(path) for path in command.paths]
        prepared = prepare(sources, command.choices, watch)
    sha256 = prepared.sha256
    if command.sha256 and sha256 != command.sha256:
        raise BadFile(Path(command.paths[0]).name, _("has changed since the preview"))
    if unit.engine_kind == "postgresql":
        unit.connection.execute(_ONE_AT_A_TIME)
    earlier = earlier_import(unit.connection, sha256)
    if earlier is not None and not command.again:
        raise AlreadyImported(prepared.name, earlier.batch_id, f"{earlier.at:%Y-%m-%d}")
    step(watch, "plan", 0, 0)
    known = known_for(unit.connection, prepared)
    preview = plan(prepared, known, watch)
    _refuse_open_questions(preview)
    batch_id = _open_batch(unit, preview)
    if preview.orders is not None:
        answer = _import_orders(unit, preview, known, batch_id, watch)
    else:
        answer = write_records(unit, preview, known, batch_id, watch)
    _remember(unit, prepared)
    unit.touch("import", batch_id)
    return answer


def _refuse_open_questions(preview: Preview) -> None:
    if preview.questions:
        raise Undecided(preview.questions)
    count = preview.must_agree()
    if count:
        first = problem_sentence(preview.problems[0]) if preview.problems else ""
        raise RowsRefused(count, first or preview.first_rejected())
    check_openings(preview)


def _open_batch(unit: UnitOfWork, preview: Preview) -> int:
    prepared = preview.prepared
    return int(
        unit.connection.execute(
            insert(ImportBatch)
            .values(
                kind=prepared.kind.value,
                how=prepared.choices.how.value if preview.orders is not None else "",
                file_name=prepared.name,
                sha256=prepared.sha256,
                sender=prepared.sender,
                at=unit.now,
                person_id=unit.person.person_id,
                command_id=unit.command_id,
                rows_in=len(preview.checked) - preview.skipped - preview.rejected_lines(),
                rows_skipped=preview.skipped,
                rows_rejected=preview.rejected,
                state="done",
            )
            .returning(ImportBatch.id)
        ).scalar_one()
    )


def _import_orders(
    unit: UnitOfWork, preview: Preview, known: Known, batch_id: int, watch: Watch
) -> FileImported:
    orders = preview.orders
    documents = orders.documents if orders else []
    step(watch, "orders", 0, len(documents))
    parties = make_parties(unit, preview.checked, orders or OrderPlan.empty(), known)
    lock_items(unit, set(parties.items.values()))
    step(watch, "orders", 0, len(documents))
    history = History(unit, preview, parties, batch_id)
    history.write(documents, watch)
    first, last = write_moves(unit, preview, parties, history, watch)
    held = place_open_orders(unit, preview, parties, batch_id, watch)
    _note_others(unit, preview, batch_id)
    _note_parties(unit, parties, batch_id)
    unit.connection.execute(
        update(ImportBatch)
        .where(ImportBatch.id == batch_id)
        .values(documents=len(documents), first_move=first, last_move=last)
    )
    unit.touch("order", 0)
    totals = preview.totals
    return FileImported(
        batch_id=batch_id,
        kind=preview.prepared.kind.value,
        orders=totals.orders,
        lines=totals.lines,
        returns=totals.returns,
        adjusts=totals.adjusts,
        held=held,
        customers=len(parties.new_customers),
        items=len(parties.new_items),
        opened_units=sum(need.units for need in preview.openings),
        documents_known=len(orders.known) if orders else 0,
        rows_in=totals.lines + totals.returns + totals.adjusts,
        rows_skipped=preview.skipped,
        rows_rejected=preview.rejected,
    )


def _note_others(unit: UnitOfWork, preview: Preview, batch_id: int) -> None:
    """Remember returns and adjustments too: the same document is never taken twice."""
    source = preview.prepared.source
    inserter = Inserter(unit, ImportedDocument, ("source", "number", "batch_id", "order_id"))
    inserter.add(
        (source, one.number, batch_id, None)
        for one in (preview.orders.documents if preview.orders else ())
        if not one.lines and one.closed
    )


def _note_parties(unit: UnitOfWork, parties: Parties, batch_id: int) -> None:
    inserter = Inserter(unit, ImportRowRef, ("batch_id", "kind", "record_id"))
    inserter.add((batch_id, "customer", one) for one in parties.new_customers)
    inserter.add((batch_id, "item", one) for one in parties.new_items)


def _remember(unit: UnitOfWork, prepared: Prepared) -> None:
    """Keep how this sender's file was mapped; cells put right belong to this file only."""
    kept = replace(
        prepared.choices,
        kind=prepared.kind if prepared.kind is not Kind.ORDER_HEADS else None,
        mapping=dict(prepared.mapping),
        fixes=(),
        leave_out=False,
        left_out=(),
    )
    choices = json.dumps(to_plain(kept), ensure_ascii=False)
    key = {"sender": prepared.sender, "kind": prepared.kind.value}
    there = unit.connection.execute(select(ImportMapping.at).filter_by(**key)).first()
    if there is None:
        unit.connection.execute(insert(ImportMapping).values(**key, at=unit.now, choices=choices))
    else:
        unit.connection.execute(
            update(ImportMapping).filter_by(**key).values(at=unit.now, choices=choices)
        )
