"""Statements to a server in one go: nobody waits for an outcome that nobody reads."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import Column, Connection, Cursor, Error
from psycopg.pq import PipelineStatus
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from typing_extensions import override

from app.db.types import UNREAD

_SILENT = re.compile(r"\s*(INSERT|UPDATE|DELETE|SAVEPOINT|RELEASE|ROLLBACK|LOCK)\b")
_COUNTED = re.compile(r"\s*(UPDATE|DELETE)\b")
_MOST_SHAPES = 1_000
_shapes: WeakKeyDictionary[Connection[Any], dict[str, list[Column]]] = WeakKeyDictionary()
"""What the rows of a statement look like on a line that has answered it before."""


def _is_news(record: logging.LogRecord) -> bool:
    """Tell what the driver says while another error is on its way already from the rest."""
    return not record.getMessage().startswith("error ignored terminating")


logging.getLogger("psycopg").addFilter(_is_news)


_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"


class PatientConnection(Connection[Any]):
    """Begins and ends a transaction without waiting to hear that it did."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """Send what is said until the end of the block through one pipeline, as one transaction.

        The driver would wait for the answer to BEGIN before the first statement and for the one
        to COMMIT before it leaves. What went wrong is told at the next row that is read, or here.
        """
        self.autocommit = True
        try:
            with self.pipeline():
                self.execute(_BEGIN)
                yield
        except BaseException:
            if not self.closed:
                with suppress(Error):
                    self.rollback()
            raise
        finally:
            if not self.closed:
                self.autocommit = False

    @override
    def commit(self) -> None:
        """Commit; in a pipeline its end waits for that."""
        if self.pgconn.pipeline_status == PipelineStatus.OFF:
            super().commit()
        else:
            self.execute("COMMIT")


def connect_patiently(engine: Engine) -> None:
    """Have an engine open connections of this kind."""

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, cargs: Any, cparams: Any) -> PatientConnection:
        return PatientConnection.connect(*cargs, **cparams)


def listen_for_errors(engine: Engine) -> None:
    """Bring a line back to order as soon as one of several statements failed."""

    @event.listens_for(engine, "handle_error")
    def _after_error(context: ExceptionContext) -> None:
        if context.connection is None or context.connection.invalidated:
            return
        driver: Any = context.connection.connection.driver_connection
        if driver.pgconn.pipeline_status == PipelineStatus.ABORTED:
            with suppress(Error), driver.pipeline() as piped:
                piped.sync()


class PatientCursor(Cursor[Any]):
    """Fetches what the server says only when rows or their count are looked at.

    Inside `engine.together` that is later; elsewhere every statement is answered at once.
    Several statements asked before the first row is read are answered on one way there and back:
    how the rows of each look is known from the time before.
    """

    _has_rows = True
    _has_count = True
    _words = ""

    @override
    def execute(self, query: Any, params: Any = None, **more: Any) -> "PatientCursor":
        """Send a statement, and note whether it gives rows or a count."""
        words = self._words = query if isinstance(query, str) else ""
        unread = UNREAD in words
        silent = _SILENT.match(words) is not None and "RETURNING" not in words
        self._has_rows = not (unread or silent)
        self._has_count = not unread and _COUNTED.match(words) is not None
        super().execute(query, params, **more)
        return self

    @override
    def executemany(self, query: Any, params_seq: Any, *, returning: bool = False) -> None:
        """Send a statement for many rows; how many it touched is not asked."""
        self._has_rows, self._words = returning, ""
        self._has_count = False
        super().executemany(query, params_seq, returning=returning)

    @property
    @override
    def description(self) -> list[Column] | None:
        """Describe the rows, None when there are none."""
        if not self._has_rows:
            return None
        shapes = _shapes.setdefault(self.connection, {})
        known = shapes.get(self._words)
        if known is None:
            self._fetch_pipeline()
            known = super().description
            if known and self._words and "*" not in self._words:
                if len(shapes) >= _MOST_SHAPES:
                    shapes.clear()
                shapes[self._words] = known
        return known

    @property
    @override
    def rowcount(self) -> int:
        """Count the rows a single update or delete touched; -1 when nobody asked."""
        if self._has_count:
            self._fetch_pipeline()
        return super().rowcount
