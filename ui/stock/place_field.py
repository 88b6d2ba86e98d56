"""A line for one of our places, typed or scanned; it completes what is typed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.core.errors import BadValue
from app.core.messages import _
from app.stock.queries import PlaceRow


class PlaceField(QLineEdit):
    """Takes the code of a place in any case; empty means the usual bin."""

    def __init__(
        self, places: Sequence[PlaceRow], title: str, parent: QWidget | None = None
    ) -> None:
        """Know the places that may be named."""
        super().__init__(parent)
        self._places = {place.code.casefold(): place for place in places}
        self.setAccessibleName(title)
        self.setPlaceholderText(_("type or scan a place"))
        completer = QCompleter([place.code for place in places], self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    def place(self) -> PlaceRow | None:
        """Give the place named, None for an empty line.

        Raises:
            BadValue: there is no such place.
        """
        typed = self.text().strip()
        if not typed:
            return None
        found = self._places.get(typed.casefold())
        if found is None:
            raise BadValue("place", typed, _("a place of ours is expected"))
        return found
