"""Two desks in two processes fight for the last unit: exactly one wins, the other is told."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk import Desk
from tests.support.desks import local_desk, shared_database, shared_desk
from tests.support.shops import Shop, open_shop

ROUNDS = 60
_ROOT = Path(__file__).resolve().parents[2]
_RIVAL = Path(__file__).with_name("rival.py")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give where a desk is that several processes may open."""
    if request.param == "sqlite":
        yield str(tmp_path)
        return
    with shared_database(request.getfixturevalue("postgres_server")) as found:
        yield found


_ONE_EACH = ["NotEnoughStock 0", "won"]


def _open(address: str) -> Desk:
    return shared_desk(address) if "://" in address else local_desk(Path(address))


def _answers(address: str, rounds: int) -> list[list[str]]:
    """Let two processes want the last unit of so many items; gives what both said of each."""
    desk = _open(address)
    shop = open_shop(desk)
    items = [shop.item(f"LAST-{number}", 1) for number in range(rounds)]
    words = [sys.executable, str(_RIVAL), address, str(shop.customer_id)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    rivals = [
        subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=_ROOT,
        )
        for _ in range(2)
    ]
    try:
        said = _rounds(rivals, items)
        _look(shop, rounds)
        return said
    finally:
        for rival in rivals:
            rival.communicate(timeout=20)
        desk.close()


def _rounds(rivals: list[subprocess.Popen[str]], items: list[int]) -> list[list[str]]:
    said = []
    for rival in rivals:
        assert rival.stdout is not None
        assert rival.stdout.readline() == "ready\n"
    for item in items:
        for rival in rivals:
            assert rival.stdin is not None
            rival.stdin.write(f"{item}\n")
            rival.stdin.flush()
        said.append(sorted(rival.stdout.readline().strip() for rival in rivals if rival.stdout))
    return said


def _look(shop: Shop, rounds: int) -> None:
    assert shop.rows("SELECT count(*), sum(reserved_units) FROM sales_order") == [(rounds, rounds)]
    numbers = [row[0] for row in shop.rows("SELECT number FROM sales_order ORDER BY number")]
    assert numbers == [f"SO-{one:06d}" for one in range(1, rounds + 1)]
    assert shop.differences() == ()


def test_two_processes_want_the_last_unit_and_exactly_one_gets_it(address: str) -> None:
    assert _answers(address, ROUNDS) == [_ONE_EACH] * ROUNDS


@pytest.mark.slow
def test_five_hundred_times_exactly_one_gets_the_last_unit(address: str) -> None:
    assert _answers(address, 500) == [_ONE_EACH] * 500
