"""Tables of the exchange room: imports that were done, what they brought, what is remembered."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import BigId, Moment


class ImportBatch(Base):
    """One file that was imported as a whole; revoked as a whole, never deleted.

    `sha256` is the fingerprint of all its files, `sender` of its header.
    Moves it posted have the sequences `first_move` to `last_move` (0: none).
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("state IN ('done', 'revoked')", name="known_state"),
        Index(None, "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text, default="")
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    sender: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None]
    command_id: Mapped[str] = mapped_column(Text)
    rows_in: Mapped[int] = mapped_column(BigInteger, default=0)
    rows_skipped: Mapped[int] = mapped_column(BigInteger, default=0)
    rows_rejected: Mapped[int] = mapped_column(BigInteger, default=0)
    documents: Mapped[int] = mapped_column(BigInteger, default=0)
    first_move: Mapped[int] = mapped_column(BigInteger, default=0)
    last_move: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(Text, default="done")
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class ImportRowRef(Base):
    """A customer or item that an import made: what taking it back must remove."""

    __tablename__ = "import_row_ref"
    __table_args__ = (Index(None, "batch_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    kind: Mapped[str] = mapped_column(Text)
    record_id: Mapped[int] = mapped_column(BigInteger)


class ImportedDocument(Base):
    """A document of a sender that is in: the same one is not taken twice."""

    __tablename__ = "imported_document"
    __table_args__ = (
        Index(None, "batch_id"),
        {"sqlite_with_rowid": False},
    )

    source: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[str] = mapped_column(Text, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    order_id: Mapped[int | None] = mapped_column(BigInteger)


class ImportMapping(Base):
    """How the columns of a sender's files were mapped last time: choices as JSON."""

    __tablename__ = "import_mapping"

    sender: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    choices: Mapped[str] = mapped_column(Text)
