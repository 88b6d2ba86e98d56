"""A field that finds an item and can be thrown away with its row."""

from PySide6.QtWidgets import QListView
from typing_extensions import override

from ui.kit.find_field import FindField


class ItemField(FindField):
    """Rows come and go: the list of matches lives and dies with the field."""

    @override
    def _made_list(self) -> QListView:
        fresh = self._list is None
        made = super()._made_list()
        if fresh:
            self._texts.setParent(made)
            self.destroyed.connect(made.deleteLater)
        return made
