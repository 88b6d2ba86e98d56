"""Statements sent to a server together: fewer waits, and nothing that goes wrong is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.db.engine import shared_engine, together
from app.db.types import UNREAD
from tests.support.postgres import PostgresServer, fresh_database


@pytest.fixture
def line(postgres_server: PostgresServer) -> Iterator[Connection]:
    """Give a connection to a server's empty database with a table of unique numbers."""
    with fresh_database(postgres_server) as address:
        engine = shared_engine(address)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE mark (number int PRIMARY KEY)"))
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def marks(line: Connection) -> list[int]:
    return list(line.execute(text("SELECT number FROM mark ORDER BY number")).scalars())


def put(line: Connection, number: int) -> None:
    line.execute(text("INSERT INTO mark VALUES (:number)"), {"number": number})


def test_rows_and_counts_are_there_when_somebody_looks(line: Connection) -> None:
    with together(line), line.begin():
        put(line, 1)
        put(line, 2)
        assert marks(line) == [1, 2]
        assert line.execute(text("UPDATE mark SET number = number + 10")).rowcount == 2
        assert marks(line) == [11, 12]


def test_a_statement_nobody_reads_is_not_waited_for(line: Connection) -> None:
    waiting: list[bool] = []

    def note(_line: Any, cursor: Any, *_more: Any) -> None:
        waiting.append(cursor.pgresult is None)

    with together(line), line.begin():
        marks(line)
        event.listen(line, "after_cursor_execute", note)
        put(line, 1)
        line.execute(text(f"SELECT {UNREAD} number FROM mark FOR UPDATE"))
        assert waiting == [True, True]


def test_questions_asked_before_the_first_answer_is_read_wait_together(line: Connection) -> None:
    numbers = text("SELECT number FROM mark ORDER BY number")
    doubled = text("SELECT number * 2 AS doubled FROM mark ORDER BY number")
    waiting: list[bool] = []

    def note(_line: Any, cursor: Any, *_more: Any) -> None:
        waiting.append(cursor.pgresult is None)

    event.listen(line, "after_cursor_execute", note)
    for put_before in (1, 2):
        with together(line), line.begin():
            put(line, put_before)
            waiting.clear()
            first, second = line.execute(numbers), line.execute(doubled)
            if put_before == 2:
                assert waiting == [True, True]
            assert [row.doubled for row in second] == [2, 4][:put_before]
            assert first.scalars().all() == [1, 2][:put_before]


def test_a_question_that_fails_is_told_when_its_answer_is_read(line: Connection) -> None:
    divided = text("SELECT 1 / number AS share FROM mark")
    with together(line), line.begin():
        put(line, 1)
        assert line.execute(divided).scalars().all() == [1]
        line.execute(text("UPDATE mark SET number = 0"))

    def ask() -> None:
        with together(line), line.begin():
            asked = line.execute(divided)
            put(line, 7)
            asked.all()

    with pytest.raises(DBAPIError, match="division by zero"):
        ask()
    with together(line), line.begin():
        assert marks(line) == [0]


def test_what_a_statement_did_wrong_is_told_at_the_commit_and_nothing_stays(
    line: Connection,
) -> None:
    def put_twice() -> None:
        with together(line), line.begin():
            put(line, 1)
            put(line, 1)

    with pytest.raises(IntegrityError):
        put_twice()
    with together(line), line.begin():
        assert marks(line) == []
        put(line, 3)
    with line.begin():
        assert marks(line) == [3]


def test_a_savepoint_takes_back_what_failed_and_the_rest_goes_on(line: Connection) -> None:
    def put_again() -> None:
        with line.begin_nested():
            put(line, 1)
            marks(line)

    with together(line), line.begin():
        put(line, 1)
        with pytest.raises(IntegrityError):
            put_again()
        put(line, 2)
    with line.begin():
        assert marks(line) == [1, 2]


def test_a_server_that_ends_the_line_is_told_as_trouble_of_the_database(
    line: Connection, postgres_server: PostgresServer
) -> None:
    def lose() -> None:
        with together(line), line.begin():
            pid = line.execute(text("SELECT pg_backend_pid()")).scalar_one()
            put(line, 1)
            postgres_server.execute(f"SELECT pg_terminate_backend({pid})")
            marks(line)

    with pytest.raises(DBAPIError):
        lose()
