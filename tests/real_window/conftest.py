"""One screen for all tests of real windows; they run one after the other."""

from collections.abc import Iterator

import pytest

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
