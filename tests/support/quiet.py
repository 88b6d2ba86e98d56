"""What a test may not do quietly: leave threads, timers or warnings behind, or go unrun."""

import gc
import logging
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest


@contextmanager
def nothing_left_running() -> Iterator[None]:
    """Fail when a thread or a Qt timer that began inside is still running afterwards."""
    before = set(threading.enumerate())
    timers_before = _running_timers()
    yield
    _let_qt_finish()
    left = [thread for thread in threading.enumerate() if thread not in before and _ours(thread)]
    for thread in left:
        thread.join(timeout=2.0)
    names = [thread.name for thread in left if thread.is_alive()]
    names += [f"timer of {owner}" for owner in _running_timers().items() - timers_before.items()]
    if names:
        pytest.fail(f"left running: {', '.join(str(name) for name in names)}")


def need(what: str, *programs: str) -> None:
    """Go without this test where one of the programs it runs is not installed."""
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        go_without(f"{what} needs {', '.join(missing)}")


def go_without(reason: str) -> NoReturn:
    """Skip the test, saying why; in CI everything is there, so that it fails."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def unexpected_logs(records: list[logging.LogRecord]) -> list[str]:
    """List what was logged as a warning or worse."""
    return [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in records
        if record.levelno >= logging.WARNING
    ]


def _ours(thread: threading.Thread) -> bool:
    """Leave out the records Python keeps of threads that Qt made."""
    return not isinstance(thread, threading._DummyThread)


def _let_qt_finish() -> None:
    """Delete what was told to delete itself, and wait for Qt's own pool."""
    if "PySide6.QtCore" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QThreadPool.globalInstance().waitForDone(2000)


def _running_timers() -> dict[int, str]:
    """Find the repeating timers below the application and its open windows."""
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return {}
    gc.collect(0)
    roots = [application, *application.topLevelWidgets()]
    return {
        id(timer): f"{type(root).__name__} {timer.objectName()}"
        for root in roots
        for timer in root.findChildren(QTimer)
        if timer.isActive() and not timer.isSingleShot()
    }
