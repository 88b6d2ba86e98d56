"""The watch over the tests: what is left behind is noticed, what is finished is not."""

import logging
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from tests.support.quiet import nothing_left_running, unexpected_logs


def test_a_thread_that_goes_on_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    enough = threading.Event()
    thread = threading.Thread(target=enough.wait, name="left behind")
    monkeypatch.setattr(thread, "join", lambda timeout: None)  # noqa: ARG005 - spares the wait
    with pytest.raises(pytest.fail.Exception, match="left behind"), nothing_left_running():
        thread.start()
    enough.set()
    threading.Thread.join(thread)


def test_a_thread_that_ends_is_no_trouble() -> None:
    ended = threading.Event()
    with nothing_left_running():
        threading.Thread(target=ended.set).start()
    assert ended.is_set()


def test_a_timer_that_goes_on_is_noticed(qapp: QCoreApplication) -> None:
    timer = QTimer(qapp)
    with pytest.raises(pytest.fail.Exception, match="timer of"), nothing_left_running():
        timer.start(1000)
    timer.stop()


@pytest.mark.logs
def test_a_warning_in_the_log_is_noticed(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("app.trial").warning("the disk is %s", "full")
    assert unexpected_logs(caplog.records) == ["WARNING app.trial: the disk is full"]
