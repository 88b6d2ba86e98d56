"""One screen for all tests of real windows; they run one after the other."""

from collections.abc import Iterator

import pytest

from tests.real_window.shop_window import ShopWindow
from tests.real_window.watched_shop import WatchedShop
from tests.support.screen import Screen, open_screen


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of this folder on one worker, so that they do not fight for the processor."""
    for item in items:
        if "tests/real_window/" in item.path.as_posix():
            item.add_marker("real_window")
            item.add_marker(pytest.mark.xdist_group("real_window"))


@pytest.fixture
def screen() -> Iterator[Screen]:
    """Lend a screen of 1440 by 900 with a window manager."""
    with open_screen() as made:
        yield made


@pytest.fixture(scope="session")
def open_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopWindow]:
    """Open one window on the demo shop with 5,000 more customers, for all who share it."""
    with open_screen() as made:
        window = ShopWindow(made, tmp_path_factory.mktemp("shop"))
        window.furnish()
        window.start()
        try:
            yield window
        finally:
            window.end()


@pytest.fixture
def shop(open_shop: ShopWindow) -> ShopWindow:
    """Lend the shared window at the Today page; a test that went wrong spoils no other."""
    if not open_shop.rests():
        open_shop.end()
        open_shop.start()
    return open_shop


@pytest.fixture(scope="session")
def open_watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchedShop]:
    """Open one window with an eye in it on the plain demo shop, for all who share it."""
    with open_screen() as made:
        window = WatchedShop(made, tmp_path_factory.mktemp("watched"))
        window.furnish()
        window.start()
        try:
            yield window
        finally:
            window.end()


@pytest.fixture
def watched(open_watched: WatchedShop) -> WatchedShop:
    """Lend the window with an eye at the Today page; a test that went wrong spoils no other."""
    if not open_watched.rests():
        open_watched.end()
        open_watched.start()
    open_watched.wait_rest()
    return open_watched
