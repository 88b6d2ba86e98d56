"""Looks at a file again in the background while its rows are being put right."""

from collections.abc import Callable

from app.core.messages import _
from app.exchange.preview.choices import Choices
from ui.exchange.import_work import Read, Result, read_opened
from ui.kit.context import Context


class Recheck:
    """Gathers what was put right; one look at a time, the newest choices win."""

    def __init__(
        self,
        context: Context,
        working: Callable[[str], object],
        done: Callable[[Result], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Tell that it works, what came of it, and what went wrong."""
        self._context = context
        self._working, self._done, self._failed = working, done, failed
        self._wanted: Choices | None = None
        self._read: Read | None = None
        self._turn = 0
        self._running = False

    def busy(self) -> bool:
        """Tell whether something put right is not looked at yet."""
        return self._wanted is not None

    def wanted(self) -> Choices | None:
        """Give the newest choices that are not looked at yet."""
        return self._wanted

    def look(self, read: Read, choices: Choices) -> None:
        """Look at a file again with other choices."""
        self._read, self._wanted = read, choices
        self._start()

    def stop(self) -> None:
        """Forget what is under way."""
        self._turn += 1
        self._wanted, self._read = None, None
        self._running = False
        self._working("")

    def _start(self) -> None:
        if self._running or self._wanted is None or self._read is None:
            return
        desk, opened, choices = self._context.desk, self._read.opened, self._wanted
        turn = self._turn
        self._running = True
        self._working(_("Looking at it again…"))
        self._context.tasks.call(
            lambda: read_opened(desk, opened, choices, lambda *_done: turn == self._turn),
            lambda result: self._land(turn, choices, result),
            lambda error: self._fail(turn, error),
        )

    def _land(self, turn: int, choices: Choices, result: Result) -> None:
        if turn != self._turn:
            return
        self._running = False
        if self._wanted is not choices:
            self._start()
            return
        self._wanted, self._read = None, None
        self._working("")
        self._done(result)

    def _fail(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self.stop()
            self._failed(error)
