"""Faults of ours: kept in the log without data, and a dialog that tells them."""

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO, TypeAlias

from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from typing_extensions import override

from app.core.errors import trail_of
from app.core.messages import _

ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)

_log = logging.getLogger(__name__)


class TrailFormatter(logging.Formatter):
    """Writes a fault into the log by its trail, also where a library logs it with its message."""

    @override
    def formatException(self, ei: ExcInfo) -> str:
        return trail_of(ei[1]) if ei[1] is not None else ""


def keep_logs(profile: Path) -> TextIO:
    """Write the log, and what a crash leaves, into a person's folder; gives the crash's file."""
    file = profile / "tallydesk.log"
    handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(TrailFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    crashes = (profile / "faults.log").open("a", encoding="utf-8")
    faulthandler.enable(crashes)
    return crashes


class Faults:
    """Logs every fault and tells each one once."""

    def __init__(self) -> None:
        """Start with none."""
        self._told: set[str] = set()

    def is_new(self, error: BaseException) -> bool:
        """Log a fault; tell whether the same has not been seen before in this run."""
        trail = trail_of(error)
        _log.error("unhandled\n%s", trail)
        fresh = trail not in self._told
        self._told.add(trail)
        return fresh


def fault_box(error: BaseException, window: QWidget | None = None) -> QMessageBox:
    """Make the dialog that tells a fault: over a window, or while there is none yet."""
    text = _("Something went wrong.") if window else _("Tallydesk could not start.")
    box = QMessageBox(QMessageBox.Icon.Critical, "Tallydesk", text, parent=window)
    box.setInformativeText(_over_window() if window else _before_window())
    details = trail_of(error)
    box.setDetailedText(details)
    copying = box.addButton(_("Copy details"), QMessageBox.ButtonRole.ActionRole)
    copying.clicked.disconnect()
    copying.clicked.connect(lambda _on=False: QApplication.clipboard().setText(details))
    closing = box.addButton(QMessageBox.StandardButton.Close)
    box.setDefaultButton(closing)
    box.setEscapeButton(closing)
    return box


def _over_window() -> str:
    return _(
        "A fault in the program stopped what you just did; that step was not saved. What you "
        "typed is still there. Close this and try again; when it happens once more, copy the "
        "details and report them."
    )


def _before_window() -> str:
    return _(
        "A fault in the program stopped it before its window was there. "
        "Your desk is as it was saved. "
        "Start it again; when it happens once more, copy the details and report them."
    )
