"""The one door for the screens: runs commands, answers queries, tells what changed."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from threading import RLock
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast

from sqlalchemy import (
    Connection,
    Date,
    Engine,
    RowMapping,
    Table,
    bindparam,
    insert,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.core.clock import Clock, SystemClock, business_date
from app.core.command import Command
from app.core.errors import DeskError, NotAllowed, NotFound
from app.core.messages import N_
from app.core.permissions import Right, may
from app.core.plain import from_plain, to_plain, type_hints
from app.core.settings import ShopSettings
from app.db.engine import checkpoint, together
from app.db.errors import CommandIdTaken, DeskBusy, Unreachable, trouble_of
from app.db.models import SHARED_FACTS, CommandSeen, Counter, load_settings
from app.db.unit_of_work import Changes, PersonRow, UnitOfWork
from app.people.queries import people, person_by_id
from app.stock.errors import error_of_guard

__all__ = ["Changes", "Desk", "Outcome", "pulse"]

Wish = TypeVar("Wish", bound=Command)
Answer = TypeVar("Answer")
Rows = TypeVar("Rows")
Params = ParamSpec("Params")
Handler = Callable[[UnitOfWork, Wish], Answer]
Listener = Callable[[Changes], None]

RETRIES = 3
NOTHING_CHANGED = Changes(frozenset())
_PAUSES_S = (0.02, 0.1, 0.3)
_SEEN = cast("Table", CommandSeen.__table__)
_COUNTERS = Counter.__table__
_REMEMBER = insert(_SEEN)
_LOOK = select(
    select(_COUNTERS.c.last)
    .where(_COUNTERS.c.series == SHARED_FACTS)
    .scalar_subquery()
    .label("facts"),
    select(_SEEN.c.answer)
    .where(_SEEN.c.command_id == bindparam("wanted"))
    .scalar_subquery()
    .label("answer"),
    select(_SEEN.c.kind)
    .where(_SEEN.c.command_id == bindparam("wanted"))
    .scalar_subquery()
    .label("kind"),
    select(_SEEN.c.person_id)
    .where(_SEEN.c.command_id == bindparam("wanted"))
    .scalar_subquery()
    .label("person_id"),
)

# Bare, like the follower's import below: opening a desk waits for no room above it.
_DAY_TURNS = text(
    "SELECT id FROM sales_order WHERE label = 'hold' AND id IN (SELECT order_id FROM order_hold "
    "WHERE released_at IS NULL AND until <= :today) UNION SELECT id FROM sales_order "
    "WHERE label IN ('short', 'confirmed') AND reserved_units = 0 AND due_on <= :soon ORDER BY id"
).bindparams(bindparam("today", type_=Date), bindparam("soon", type_=Date))

_PULSE = text("SELECT 1")


def _orders_of_day(connection: Connection, today: date, soon: date) -> Sequence[int]:
    """Give orders held until a date that has come, or due soon and not reserved; one statement."""
    return connection.scalars(_DAY_TURNS, {"today": today, "soon": soon}).all()


def pulse(connection: Connection) -> None:
    """Ask the database for an answer and nothing else; one statement."""
    connection.execute(_PULSE)


@dataclass(frozen=True)
class Outcome(Generic[Answer]):
    """What a command brought: its answer, what it touched, whether it had been done before."""

    answer: Answer
    changes: Changes
    repeated: bool = False


class _Raced(Exception):
    """The same command was carried out elsewhere while this desk was at it."""


class Desk:
    """An open desk; safe to use from several threads, one of which writes at a time."""

    def __init__(
        self, writer: Engine, readers: Engine, clock: Clock | None = None, name: str = ""
    ) -> None:
        """Take over two ready engines; `name` is what messages call the desk."""
        self.clock: Clock = clock or SystemClock()
        self.engine = writer
        self.name = name
        self.engine_kind: str = writer.dialect.name
        self._readers = readers
        self._lock = RLock()
        self._writing: Connection | None = None
        self._listeners: list[Listener] = []
        self._facts: int | None = -1
        self._settings = ShopSettings()
        self._person: PersonRow | None = None
        self._day: date | None = None
        self.read(self._refresh)

    @property
    def settings(self) -> ShopSettings:
        """Give the shop's settings as last read."""
        return self._settings

    @property
    def person(self) -> PersonRow | None:
        """Give who is signed in."""
        return self._person

    def sign_in(self, person_id: int) -> PersonRow:
        """Let somebody work at this desk from now on.

        Raises:
            NotFound: there is no such active person.
        """
        found = self.read(person_by_id, person_id)
        if found is None or not found.active:
            raise NotFound(N_("person"), person_id)
        self._person = found
        return found

    def people(self) -> tuple[PersonRow, ...]:
        """Give everybody who may sign in."""
        return tuple(person for person in self.read(people) if person.active)

    def run(self, handler: Handler[Wish, Answer], command: Wish) -> Outcome[Answer]:
        """Carry out a command once, however often it is sent, and tell all listeners.

        Raises:
            NotAllowed: the person signed in may not.
            Refused: a rule or a guard of the database says no; nothing was changed.
            Trouble: disk, lock, key or server; send the same command again.
        """
        self.turn_day()
        with self._lock:
            outcome = self._persist(handler, command)
        if outcome.changes.touched:
            self._tell(outcome.changes)
        return outcome

    def turn_day(self) -> None:
        """Let orders follow a new business day: holds that end, goods reserved days before.

        What trouble prevents is tried again with the next command.
        """
        today = business_date(self.clock.now(), self._settings.zone)
        if self._person is None or today == self._day:
            return
        self._day = today
        days_before = self._settings.reserve == "days"
        soon = today + timedelta(days=self._settings.reserve_days) if days_before else date.min
        try:
            self._turn_day(self.read(_orders_of_day, today, soon))
        except DeskError:
            self._day = None

    def _turn_day(self, order_ids: Sequence[int]) -> None:
        if order_ids:
            from app.orders.commands import TurnDay
            from app.orders.handlers.holding import turn_day

            for order_id in order_ids:
                self.run(turn_day, TurnDay(order_id=order_id))

    def read(
        self,
        query: Callable[Concatenate[Connection, Params], Rows],
        *args: Params.args,
        **kwargs: Params.kwargs,
    ) -> Rows:
        """Answer a query on a reading connection; everything it reads is of one moment.

        Raises:
            Trouble: disk, key or server.
        """
        for again in (True, False):
            try:
                with self._readers.connect() as connection, connection.begin():
                    return query(connection, *args, **kwargs)
            except SQLAlchemyError as error:
                if again and isinstance(error, DBAPIError) and error.connection_invalidated:
                    continue
                said = self._said(error)
                if said is None:
                    raise
                raise said from error
        raise Unreachable

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Have `callback` told of every commit, on the thread that wrote; gives its undoing."""
        self._listeners.append(callback)

        def unsubscribe() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return unsubscribe

    def rest(self) -> None:
        """Turn the day and carry the write-ahead log into the file while nobody waits."""
        self.turn_day()
        with self._lock:
            self._drop_connection()
            checkpoint(self.engine)

    def close(self) -> None:
        """Close every connection; the file stands alone afterwards."""
        with self._lock:
            self._listeners.clear()
            self._drop_connection()
            self._readers.dispose()
            try:
                checkpoint(self.engine, close=True)
            except DBAPIError as error:
                if trouble_of(error, self.name) is None:
                    raise
            finally:
                self.engine.dispose()

    def _persist(self, handler: Handler[Wish, Answer], command: Wish) -> Outcome[Answer]:
        for attempt in range(RETRIES + 1):
            try:
                return self._once(handler, command)
            except _Raced:
                continue
            except SQLAlchemyError as error:
                said = self._said(error)
                if said is None:
                    raise
                if not isinstance(said, (DeskBusy, Unreachable)) or attempt == RETRIES:
                    raise said from error
                time.sleep(_PAUSES_S[attempt])
        raise DeskBusy

    def _once(self, handler: Handler[Wish, Answer], command: Wish) -> Outcome[Answer]:
        connection = self._connection()
        try:
            with together(connection), connection.begin():
                found = connection.execute(_LOOK, {"wanted": command.command_id}).mappings().one()
                if found["facts"] != self._facts:
                    self._refresh(connection)
                person = self._allowed(command.right)
                if found["kind"] is not None:
                    return self._repeated(handler, command, found)
                return self._first(handler, command, connection, person)
        except DBAPIError as error:
            if not isinstance(trouble_of(error, self.name), DeskBusy | None):
                self._drop_connection(broken=True)
            if self.engine_kind != "sqlite" and "pk_command" in str(error.orig):
                raise _Raced from error
            raise

    def _first(
        self,
        handler: Handler[Wish, Answer],
        command: Wish,
        connection: Connection,
        person: PersonRow,
    ) -> Outcome[Answer]:
        unit = UnitOfWork(
            _connection=connection,
            now=self.clock.now(),
            person=person,
            settings=self._settings,
            command_id=command.command_id,
            engine_kind=self.engine_kind,
        )
        try:
            answer = handler(unit, command)
            self._follow(unit)
            unit.flush()
        finally:
            changes = unit.finish()
        connection.execute(
            _REMEMBER,
            {
                "command_id": command.command_id,
                "kind": type(command).__name__,
                "person_id": person.person_id,
                "at": unit.now,
                "answer": json.dumps(to_plain(answer), ensure_ascii=False),
            },
        )
        return Outcome(answer, changes)

    @staticmethod
    def _follow(unit: UnitOfWork) -> None:
        """Let orders follow a stock that took reservations from their lines."""
        lines = unit.touched("order_line")
        if lines:
            from app.fulfilment.handlers.following import follow_lines

            follow_lines(unit, lines)

    def _repeated(
        self, handler: Handler[Wish, Answer], command: Wish, found: RowMapping
    ) -> Outcome[Answer]:
        person = self._person
        if found["kind"] != type(command).__name__ or (
            person is not None and found["person_id"] != person.person_id
        ):
            raise CommandIdTaken
        hints = type_hints(handler)
        answer = from_plain(hints["return"], json.loads(found["answer"]))
        return Outcome(cast("Answer", answer), NOTHING_CHANGED, repeated=True)

    def _allowed(self, right: Right) -> PersonRow:
        person = self._person
        if person is None or not person.active:
            raise NotAllowed(right.value, N_("nobody signed in"))
        if not may(person.role, right):
            raise NotAllowed(right.value, person.role.value)
        return person

    def _refresh(self, connection: Connection) -> None:
        self._facts = connection.execute(
            select(Counter.last).where(Counter.series == SHARED_FACTS)
        ).scalar_one_or_none()
        self._settings = load_settings(connection)
        if self._person is not None:
            self._person = person_by_id(connection, self._person.person_id)

    def _tell(self, changes: Changes) -> None:
        if any(kind in {"settings", "person"} for kind, _id in changes.touched):
            self.read(self._refresh)
        for callback in tuple(self._listeners):
            callback(changes)

    def _connection(self) -> Connection:
        if self._writing is None or self._writing.closed or self._writing.invalidated:
            self._drop_connection()
            self._writing = self.engine.connect()
        return self._writing

    def _drop_connection(self, *, broken: bool = False) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            if broken and not writing.closed:
                writing.invalidate()
            writing.close()

    def _said(self, error: SQLAlchemyError) -> DeskError | None:
        """Find the sentence for what a driver raised; None when it is a bug of ours."""
        trouble = trouble_of(error, self.name)
        if trouble is None and isinstance(error, DBAPIError):
            return error_of_guard(str(error.orig))
        return trouble
