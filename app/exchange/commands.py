"""What somebody wants of imports: plain data that can be sent twice."""

from dataclasses import dataclass, field
from typing import ClassVar

from app.core.command import Command
from app.core.permissions import Right
from app.exchange.preview.choices import Choices


@dataclass(frozen=True, kw_only=True)
class ImportFile(Command):
    """Import a file (or one of order lines and one of their orders) as previewed.

    `sha256` is the fingerprint the preview showed; "" imports whatever the file holds now.
    `again` imports a file that is in already: only its new documents are taken.
    """

    right: ClassVar[Right] = Right.IMPORT
    paths: tuple[str, ...]
    choices: Choices = field(default_factory=Choices)
    sha256: str = ""
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class RevokeImport(Command):
    """Take an import back as a whole, as long as nothing it brought was used."""

    right: ClassVar[Right] = Right.IMPORT
    batch_id: int
    reason: str = ""


@dataclass(frozen=True)
class FileImported:
    """What an import did.

    `documents_known` were in already and added nothing; `opened_units` were opened so that
    history never falls below zero; `held` of the open orders wait for review.
    """

    batch_id: int
    kind: str
    orders: int = 0
    lines: int = 0
    returns: int = 0
    adjusts: int = 0
    held: int = 0
    customers: int = 0
    items: int = 0
    changed: int = 0
    opened_units: int = 0
    documents_known: int = 0
    rows_in: int = 0
    rows_skipped: int = 0
    rows_rejected: int = 0


@dataclass(frozen=True)
class ImportRevoked:
    """What taking an import back undid; `kept` are items that the ledger still names."""

    batch_id: int
    documents: int
    moves: int
    records: int
    kept: int
