"""Tests of work off the window's thread."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QProgressDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.core.errors import Refused
from tests.support.windows import idle
from ui.kit.context import Context
from ui.kit.tasks import Report


def test_an_answer_comes_on_the_thread_of_the_window(qtbot: QtBot, context: Context) -> None:
    seen: list[bool] = []
    window = QThread.currentThread()
    context.tasks.call(
        QThread.currentThread,
        lambda worker: seen.append(worker != window and QThread.currentThread() == window),
    )
    idle(qtbot, context)
    assert seen == [True]


def test_an_answer_never_comes_before_the_call_that_asked_has_come_back(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, told = context.tasks._jobs, list[str]()
    submit = jobs.submit

    def at_once(work: Callable[[], str]) -> "Future[str]":
        future = submit(work)
        future.result()
        return future

    monkeypatch.setattr(jobs, "submit", at_once)
    context.tasks.call(lambda: "answer", told.append)
    told.append("asked")
    idle(qtbot, context)
    assert told == ["asked", "answer"]


def test_a_newer_read_makes_the_older_answer_void(qtbot: QtBot, context: Context) -> None:
    answers: list[str] = []
    hold = Event()
    tasks = context.tasks

    def slow(_connection: object) -> str:
        hold.wait(5)
        return "old"

    tasks.read(slow, done=answers.append, tag="list")
    tasks.read(lambda _connection: "new", done=answers.append, tag="list")
    qtbot.waitUntil(lambda: answers == ["new"])
    hold.set()
    idle(qtbot, context)
    assert answers == ["new"]


def test_a_refusal_reaches_the_form_that_asked(qtbot: QtBot, context: Context) -> None:
    def refuse() -> None:
        raise Refused("no")

    told: list[str] = []
    context.tasks.call(refuse, failed=lambda error: told.append(str(error)))
    idle(qtbot, context)
    assert told == ["no"]


@pytest.mark.logs
def test_a_fault_nobody_waits_for_is_told_to_the_frame(qtbot: QtBot, context: Context) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(context.tasks.failed_silently, timeout=2000) as heard:
        context.tasks.call(fail)
    assert isinstance(heard.args[0], ZeroDivisionError)


@pytest.mark.logs
def test_a_logged_fault_says_its_way_and_no_value_of_a_customer(
    qtbot: QtBot, context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    def keep(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT ? FROM nowhere", ("Acme Hardware",))

    def fail() -> None:
        try:
            context.desk.read(keep)
        except DBAPIError as lost:
            raise LookupError("Acme Hardware") from lost

    context.tasks.call(fail)
    idle(qtbot, context)
    assert "a task failed\nLookupError\n" in caplog.text
    assert "OperationalError" in caplog.text
    assert "test_tasks.py" in caplog.text
    assert "Acme" not in caplog.text


@pytest.mark.parametrize("way", ["method", "lambda", "failed"])
def test_a_page_that_is_gone_is_not_called(qtbot: QtBot, context: Context, way: str) -> None:
    page = QLabel()
    hold = Event()

    def work() -> str:
        hold.wait(5)
        if way == "failed":
            raise Refused("too late")
        return "too late"

    if way == "method":
        context.tasks.call(work, page.setText)
    elif way == "lambda":
        context.tasks.call(work, lambda text: page.setText(text.upper()))
    else:
        context.tasks.call(work, failed=lambda error: page.setText(str(error)))
    shiboken6.delete(page)
    hold.set()
    idle(qtbot, context)
    assert context.tasks.busy == 0


def _count(report: Report) -> str:
    for done in range(1, 20_000):
        if not report(done, 20_000):
            return "stopped"
        QThread.msleep(1)
    return "ran to its end"


def test_a_long_job_stops_when_its_bar_is_cancelled(qtbot: QtBot, context: Context) -> None:
    ends: list[str] = []
    context.tasks.job(_count, "Counting", ends.append)
    bar = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QProgressDialog))
    QTimer.singleShot(400, bar, bar.canceled.emit)
    qtbot.waitUntil(lambda: bool(ends), timeout=3000)
    assert ends == ["stopped"]
    assert QApplication.overrideCursor() is None


def test_closing_the_program_stops_a_long_job(context: Context) -> None:
    stopped: list[str] = []
    started = Event()

    def count(report: Report) -> None:
        started.set()
        stopped.append(_count(report))

    context.tasks.job(count, "Counting", lambda _answer: None)
    assert started.wait(5)
    context.tasks.close()
    assert stopped == ["stopped"]
