"""Collects unused circles of objects in small steps, so that no key ever waits for it."""

import gc

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from ui.kit.tasks import Tasks

_STEP_MS = 5_000
_WHOLE_MS = 600_000


class IdleCollector(QObject):
    """Takes the passes of the garbage collector upon itself, all on the window's thread.

    Python collects on whichever thread happens to make objects; one that let go of a widget or a
    timer away from the window's thread would crash the program. And a pass over all that is alive
    stops the window for a tenth of a second and more: here each looks only at what was made since
    the one before; all of it is looked at when the person has turned to another program.
    """

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        """Begin: what is alive now is not looked at again for the time being."""
        super().__init__(parent)
        self._tasks = tasks
        self._since = QElapsedTimer()
        self._since.start()
        self._by_itself = gc.isenabled()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._timer.start(_STEP_MS)
        made = QGuiApplication.instance()
        if isinstance(made, QGuiApplication):
            made.applicationStateChanged.connect(self._turned)

    def step(self) -> None:
        """Look at what was made since the last step, unless work is under way."""
        if not self._tasks.busy:
            gc.collect()
            gc.freeze()

    def stop(self) -> None:
        """Leave the collector as it was found."""
        self._timer.stop()
        gc.unfreeze()
        if self._by_itself:
            gc.enable()

    def _turned(self, state: Qt.ApplicationState) -> None:
        away = state is not Qt.ApplicationState.ApplicationActive
        if away and self._since.elapsed() > _WHOLE_MS and not self._tasks.busy:
            self._since.restart()
            gc.unfreeze()
            self.step()
