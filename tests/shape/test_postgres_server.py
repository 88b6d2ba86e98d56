"""The tests' own PostgreSQL: empty, apart for each test, gone with its run."""

import subprocess
import sys

import psycopg

from tests.support.postgres import PostgresServer, fresh_database, start_server


def _address(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def test_each_database_starts_empty_and_knows_nothing_of_the_other(
    postgres_server: PostgresServer,
) -> None:
    with fresh_database(postgres_server) as first, fresh_database(postgres_server) as second:
        with psycopg.connect(_address(first)) as connection:
            connection.execute("CREATE TABLE only_here (id int)")
        with psycopg.connect(_address(second)) as connection:
            found = connection.execute("SELECT to_regclass('only_here')").fetchone()
    assert found == (None,)


def test_the_server_ends_with_the_process_it_was_started_for() -> None:
    short = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    server = start_server(watched=short.pid)
    assert server.answers()
    short.communicate(b"\n")
    server.wait_until_gone()
    assert not server.answers()
    server.stop()
