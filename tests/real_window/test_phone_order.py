"""Twenty phone orders in a real window, by keyboard alone, read back from the encrypted file."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.core.clock import SystemClock
from app.core.reading.spans import Span
from app.customers.queries import customer_page
from app.demo import open_demo
from app.orders.queries import OrderDetail, drafts, order_detail, order_page
from app.stock.queries import stock_page
from tests.real_window.watched_shop import WatchedShop
from tests.support.screen import Screen, wait_until

TODAY = "2026-11-22"
_ORDERS = 20


def _start(screen: Screen, profile: Path) -> subprocess.Popen[str]:
    ready = profile / "ready"
    ready.unlink(missing_ok=True)
    process = screen.start(
        sys.executable,
        "-m",
        "ui",
        "--demo",
        "--profile",
        str(profile),
        "--today",
        TODAY,
        "--lang",
        "en",
        "--ready-file",
        str(ready),
        "--trace",
        str(profile / "trace"),
    )
    wait_until(ready.exists, "the window never became ready", 60)
    screen.activate(screen.find("Tallydesk"))
    return process


def _orders(profile: Path, most: int) -> list[OrderDetail]:
    desk = open_demo(profile, SystemClock())
    try:
        rows = desk.read(order_page, span=Span(limit=most))
        found = [desk.read(order_detail, row.order_id) for row in rows]
        return [one for one in found if one is not None]
    finally:
        desk.close()


def _saved(profile: Path) -> int:
    lines = (profile / "trace").read_text(encoding="utf-8").splitlines()
    return sum(json.loads(line)["event"] == "order_saved" for line in lines)


def _save(screen: Screen, profile: Path, orders: int) -> None:
    """Press Ctrl+Enter, a second time when a question was asked."""
    for _try in range(3):
        screen.key("ctrl+Return")
        end = time.monotonic() + 5
        while time.monotonic() < end:
            if _saved(profile) >= orders:
                return
            time.sleep(0.02)
    pytest.fail(f"order {orders} was not saved")


def _codes(profile: Path) -> list[str]:
    """Give codes of items that are stocked, sold singly and plenty."""
    desk = open_demo(profile, SystemClock())
    try:
        rows = desk.read(stock_page, span=Span(limit=400))
        return [row.code for row in rows if row.available > _ORDERS * 9 and row.state == "active"]
    finally:
        desk.close()


def _customers(profile: Path) -> list[str]:
    desk = open_demo(profile, SystemClock())
    try:
        rows = desk.read(customer_page, span=Span(limit=200))
        return [row.number for row in rows if row.blocked_reason is None]
    finally:
        desk.close()


@pytest.mark.timeout(240)
def test_twenty_phone_orders_are_taken_by_keyboard_exactly(screen: Screen, tmp_path: Path) -> None:
    codes, customers = _codes(tmp_path), _customers(tmp_path)
    assert len(codes) >= 3
    process = _start(screen, tmp_path)
    expected = []
    screen.key("ctrl+n")
    for number in range(_ORDERS):
        wanted = [
            (codes[(number * 3 + step) % len(codes)], number % 4 + step + 1) for step in range(3)
        ]
        expected.append(wanted)
        screen.type(customers[number % len(customers)])
        screen.key("Return")
        for code, quantity in wanted:
            screen.type(f"{quantity} {code}")
            screen.key("Return")
        _save(screen, tmp_path, number + 1)
    screen.key("ctrl+q")
    _said, complained = process.communicate(timeout=30)
    assert process.returncode == 0
    assert not complained
    taken = list(reversed(_orders(tmp_path, _ORDERS)))
    assert [[(line.code, line.quantity) for line in order.lines] for order in taken] == expected
    assert all(order.channel == "typed" for order in taken)
    assert all(order.entry_ms is not None for order in taken)


@pytest.mark.timeout(120)
def test_a_killed_window_loses_nothing_that_was_typed_and_goes_on_with_it(
    screen: Screen, tmp_path: Path
) -> None:
    codes, customers = _codes(tmp_path), _customers(tmp_path)
    process = _start(screen, tmp_path)
    screen.key("ctrl+n")
    screen.type(customers[3])
    screen.key("Return")
    for code in codes[:2]:
        screen.type(f"4 {code}")
        screen.key("Return")
    screen.type("7 half")
    trace = tmp_path / "trace"
    wait_until(lambda: "draft_saved" in trace.read_text(encoding="utf-8"), "no draft", 10)
    wait_until(lambda: _draft_holds(tmp_path, "7 half"), "the last words are not kept", 10)
    process.kill()
    process.communicate(timeout=10)
    assert _draft_holds(tmp_path, codes[0])
    assert _draft_holds(tmp_path, "7 half")
    trace.unlink()
    shop = WatchedShop(screen, tmp_path)
    shop.start()
    shop.key("ctrl+n")
    shop.wait_text("Waiting · Ctrl+Tab")
    shop.key("ctrl+Tab")
    shop.wait_focus("Add item")
    screen.type(" way")
    wait_until(lambda: _draft_holds(tmp_path, "7 half way"), "the last words did not come back")
    screen.key("ctrl+a", "Delete")
    _save(screen, tmp_path, 1)
    shop.quit()
    (taken,) = _orders(tmp_path, 1)
    assert [(line.code, line.quantity) for line in taken.lines] == [(one, 4) for one in codes[:2]]
    assert not _draft_holds(tmp_path, codes[0])


def _draft_holds(profile: Path, text: str) -> bool:
    desk = open_demo(profile, SystemClock())
    try:
        person = desk.person
        assert person is not None
        return any(text in one.content for one in desk.read(drafts, person.person_id))
    finally:
        desk.close()
