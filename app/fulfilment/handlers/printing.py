"""Remembering which papers were made."""

from sqlalchemy import insert

from app.db.unit_of_work import UnitOfWork
from app.fulfilment.commands import NotePrint
from app.fulfilment.models import DocumentPrint
from app.orders.commands import Done


def note_print(unit: UnitOfWork, command: NotePrint) -> Done:
    """Remember that papers were made, so that the next ones are marked as reprints."""
    if command.document_ids:
        unit.connection.execute(
            insert(DocumentPrint),
            [
                {
                    "document": command.document,
                    "document_id": document_id,
                    "version": command.version,
                    "at": unit.now,
                    "person_id": unit.person.person_id,
                }
                for document_id in command.document_ids
            ],
        )
    return Done(len(command.document_ids), command.document)
