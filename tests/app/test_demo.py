"""The demo shop: believable, whole, and there in a moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from app.bootstrap import create_desk, open_desk
from app.catalog.models import Barcode, Item
from app.catalog.rules import gtin_is_right
from app.core.clock import ShiftedClock
from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.customers.models import Address, Customer, Phone
from app.demo import DEMO_NAME, demo_recovery, open_demo
from app.desk import Desk
from app.orders.models import DaySales
from app.orders.queries import count_of_labels
from app.reports.queries import low_stock
from tests.support.desks import SetClock
from tests.support.shops import differences

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("profile")
    open_demo(folder, ShiftedClock(TODAY)).close()
    return folder


@pytest.fixture
def demo(profile: Path) -> Iterator[Desk]:
    opened = open_demo(profile, ShiftedClock(TODAY))
    yield opened
    opened.close()


def test_the_demo_opens_without_a_passphrase_and_the_owner_works(demo: Desk) -> None:
    assert demo.person is not None
    assert demo.person.role is Role.OWNER
    assert {one.role for one in demo.people()} == set(Role)


def test_everything_in_the_demo_adds_up(demo: Desk) -> None:
    assert demo.read(differences) == ()


def test_every_column_of_the_board_has_orders(demo: Desk) -> None:
    counts = demo.read(count_of_labels)
    most = {"hold": 4, "ready": 4, "short": 3, "picking": 3, "packed": 2, "shipped": 3}
    assert all(counts[label] >= least for label, least in most.items()), counts
    assert counts["review"] >= 1
    assert counts["part_shipped"] >= 1


def test_goods_and_customers_are_as_many_and_as_different_as_promised(demo: Desk) -> None:
    def facts(connection: Connection) -> dict[str, int]:
        def count(what: Any, *where: Any) -> int:
            statement = select(func.count()).select_from(what).where(*where)
            return int(connection.scalar(statement) or 0)

        return {
            "items": count(Item),
            "chinese": count(Item, Item.initials != ""),
            "finer": count(Item, Item.price % 100 != 0),
            "kits": count(Item, Item.kind == "kit"),
            "customers": count(Customer),
            "blocked": count(Customer, Customer.blocked_reason.is_not(None)),
            "more addresses": count(Address) - count(Customer),
            "unread phones": count(Phone, Phone.number_e164.is_(None)),
        }

    found = demo.read(facts)
    assert found["items"] >= 260
    assert found["chinese"] >= 60
    assert found["finer"] >= 30
    assert (found["kits"], found["blocked"], found["unread phones"]) == (3, 1, 0)
    assert found["customers"] >= 115
    assert found["more addresses"] >= 20


def test_every_barcode_of_the_demo_can_be_scanned(demo: Desk) -> None:
    codes = demo.read(lambda connection: tuple(connection.scalars(select(Barcode.code))))
    assert len(codes) > 250
    assert all(gtin_is_right(code) for code in codes)


@pytest.mark.parametrize("hour", [0, 3, 12, 23])
def test_sixty_days_lie_behind_the_demo_and_none_ahead_whenever_it_is_made(
    tmp_path: Path, hour: int
) -> None:
    clock = SetClock(datetime(2026, 11, 23, hour, 10, tzinfo=UTC))
    demo = open_demo(tmp_path, clock)
    days = demo.read(lambda one: tuple(one.scalars(select(DaySales.day).order_by(DaySales.day))))
    demo.close()
    first = TODAY - timedelta(days=60)
    traded = (first + timedelta(days=number) for number in range(55))
    assert {day for day in traded if day.weekday() < 5} <= set(days)
    assert first <= days[0]
    assert days[-1] <= TODAY


def test_the_demo_has_goods_to_order_again(demo: Desk) -> None:
    assert len(demo.read(low_stock)) >= 5


def test_the_demo_is_made_once_and_is_encrypted_like_every_desk(profile: Path) -> None:
    before = (profile / DEMO_NAME).read_bytes()
    opened = open_demo(profile, ShiftedClock(TODAY))
    opened.close()
    assert (profile / DEMO_NAME).read_bytes()[:1000] == before[:1000]
    assert b"SQLite format" not in before
    assert {one.name for one in profile.iterdir()} >= {DEMO_NAME, f"{DEMO_NAME}.open"}
    open_desk(profile / DEMO_NAME, passphrase="demo").close()


def test_a_desk_of_a_shop_never_opens_the_way_a_demo_does(tmp_path: Path) -> None:
    desk, _recovery = create_desk(tmp_path / "real.tally", "secret", ShopSettings(), "Olive")
    desk.close()
    assert demo_recovery(tmp_path / "real.tally") is None
