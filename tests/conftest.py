"""What every test gets: a home of its own, both engines, and a watch over what it leaves behind."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.desks import clock, desk
from tests.support.postgres import (
    PostgresServer,
    fresh_database,
    shared_server,
    stop_shared_server,
)
from tests.support.quiet import nothing_left_running, unexpected_logs

__all__ = ["clock", "desk"]

_RUN = "TALLYDESK_TEST_RUN"
_CONTROLLER = "TALLYDESK_TEST_CONTROLLER"


def _isolate() -> Path:
    """Give this run a home of its own, shared by its workers, before anything looks for one."""
    if _RUN in os.environ and os.environ.get("PYTEST_XDIST_WORKER"):
        tempfile.tempdir = str(Path(os.environ[_RUN]) / "temp")
        return Path(os.environ[_RUN])
    # pytest keeps its own folders of the last runs where it always does.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    run = Path(tempfile.mkdtemp(prefix="tallydesk-tests-"))
    atexit.register(shutil.rmtree, run, ignore_errors=True)
    run.chmod(0o711)  # the server's own user passes through to its folder
    (run / "temp").mkdir(mode=0o711)
    tempfile.tempdir = str(run / "temp")
    home = run / "home"
    for name, folder in {
        "HOME": "",
        "USERPROFILE": "",
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "XDG_RUNTIME_DIR": "runtime",
        "APPDATA": "roaming",
        "LOCALAPPDATA": "local",
    }.items():
        place = home / folder
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ[name] = str(place)
    os.environ[_RUN] = str(run)
    os.environ[_CONTROLLER] = str(os.getpid())
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "C.UTF-8"
    return run


RUN = _isolate()
settings.register_profile("house", deadline=None, print_blob=True, database=None)
settings.load_profile("house")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the slow tests to CI and to those who ask for them with `-m slow`."""
    if os.environ.get("CI") or config.option.markexpr:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in slow]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server, once, in the process that began the run."""
    if os.environ.get(_CONTROLLER) != str(os.getpid()) or hasattr(config, "workerinput"):
        return
    stop_shared_server(RUN)


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """Give the PostgreSQL server of this run; the first test that asks starts it."""
    return shared_server(RUN, int(os.environ[_CONTROLLER]))


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Lend the address of an empty PostgreSQL database that is this test's alone."""
    with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(autouse=True)
def _leaves_nothing_running() -> Iterator[None]:
    with nothing_left_running():
        yield


@pytest.fixture(autouse=True)
def _logs_nothing_unexpected(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("logs"):
        return
    said = [
        line for when in ("setup", "call") for line in unexpected_logs(caplog.get_records(when))
    ]
    if said:
        pytest.fail("unexpected in the log: " + "; ".join(said))
