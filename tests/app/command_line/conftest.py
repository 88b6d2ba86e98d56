"""The program on a desk, once on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.command_line.program import Program, furnished_database, local_program
from tests.support.postgres import PostgresServer


@pytest.fixture
def local(tmp_path: Path) -> Program:
    """Give the program on an encrypted desk."""
    return local_program(tmp_path)


@pytest.fixture
def shared(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[Program]:
    """Give the program on a desk on the server, with people of all roles."""
    name = postgres_server.create_database(furnished_database(postgres_server))
    yield Program(("--desk", postgres_server.url(name)), tmp_path)
    postgres_server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def program(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Program]:
    """Give the program on a furnished desk, once on each engine."""
    if request.param == "sqlite":
        yield local_program(tmp_path)
        return
    yield request.getfixturevalue("shared")
