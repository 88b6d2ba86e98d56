"""What a handler works with: one transaction, who asks, and what was touched."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.core.clock import business_date
from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.db.models import next_count


@dataclass(frozen=True)
class PersonRow:
    """A person as everybody sees one; `role` decides what may be done."""

    person_id: int
    name: str
    role: Role
    active: bool = True
    language: str = ""


@dataclass(frozen=True)
class Changes:
    """What one commit touched: pairs of kind and id."""

    touched: frozenset[tuple[str, int]]


@dataclass(eq=False)
class UnitOfWork:
    """One transaction on behalf of one command; `Desk.run` makes, commits and closes it.

    A handler that keeps it beyond its command fails at the next use.
    """

    _connection: Connection
    now: datetime
    person: PersonRow
    settings: ShopSettings
    command_id: str
    engine_kind: str
    _session: Session | None = field(default=None, init=False)
    _touched: set[tuple[str, int]] = field(default_factory=set, init=False)
    _closed: bool = field(default=False, init=False)

    @property
    def connection(self) -> Connection:
        """Give the connection inside the transaction.

        Raises:
            RuntimeError: the command is over.
        """
        if self._closed:
            raise RuntimeError(self.command_id)
        return self._connection

    @property
    def session(self) -> Session:
        """Give an ORM session on the same transaction, made when first asked for."""
        if self._session is None:
            self._session = Session(bind=self.connection, autoflush=True)
        elif self._closed:
            raise RuntimeError(self.command_id)
        return self._session

    @property
    def today(self) -> date:
        """Give the business date in the shop's zone."""
        return business_date(self.now, self.settings.zone)

    def touch(self, kind: str, record_id: int) -> None:
        """Note that a record changed, for every page that shows it."""
        self._touched.add((kind, record_id))

    def touched(self, kind: str) -> list[int]:
        """Give the ids of one kind touched so far, in order."""
        return sorted(record_id for name, record_id in self._touched if name == kind)

    def next_number(self, series: str) -> int:
        """Give the next number of a series; a refused command leaves no gap."""
        return next_count(self.connection, series)

    def next_numbers(self, series: str, count: int) -> range:
        """Give several numbers of a series at once; one statement."""
        last = next_count(self.connection, series, count)
        return range(last - count + 1, last + 1)

    def flush(self) -> None:
        """Send what the session holds to the database."""
        if self._session is not None:
            self._session.flush()

    def forget(self) -> None:
        """Have the session read again what statements changed behind its back."""
        if self._session is not None:
            self._session.expire_all()

    def finish(self) -> Changes:
        """End the use of this unit and tell what was touched."""
        self._closed = True
        if self._session is not None:
            self._session.close()
        return Changes(frozenset(self._touched))
