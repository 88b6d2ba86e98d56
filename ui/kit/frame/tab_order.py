"""Lets Tab go through parts as they are read: as they stand, not as they were made."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class TabOrder:
    """Chains the stops inside a part from top left to bottom right.

    It remembers what it chained. It never asks a part for the next one of its chain: the binding
    would then take that one for its child, and forget it with the part.
    """

    def __init__(self) -> None:
        """Start with nothing chained."""
        self._chained: list[QWidget] = []

    def follow(self, around: QWidget | None) -> None:
        """Chain what stands inside a part now."""
        wanted = list(_stops(around)) if around is not None else []
        if wanted != self._chained:
            self._chained = wanted
            for one, following in pairwise(wanted):
                QWidget.setTabOrder(one, following)


def bring_into_sight(part: QWidget | None) -> None:
    """Scroll every area around a part until it is seen; Qt does so only for a walk inside one."""
    around = part.parentWidget() if part is not None else None
    while part is not None and around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(part, 0, 0)
        around = around.parentWidget()


def _stops(part: QWidget) -> Iterator[QWidget]:
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None:
        yield part
    shown = [
        one
        for one in part.children()
        if isinstance(one, QWidget) and not one.isHidden() and not one.isWindow()
    ]
    for inner in _read(shown):
        yield from _stops(inner)


def _read(parts: list[QWidget]) -> list[QWidget]:
    """Put parts beside and below each other into the order of reading: bands, then columns."""
    for begins, ends in ((_top, _bottom), (_left, _right)):
        cut = _cut(parts, begins, ends)
        if len(cut) > 1:
            return [one for group in cut for one in _read(group)]
    return sorted(parts, key=lambda one: (one.y(), one.x()))


def _cut(
    parts: list[QWidget], begins: Callable[[QWidget], int], ends: Callable[[QWidget], int]
) -> list[list[QWidget]]:
    """Divide parts where a straight line goes between them."""
    groups: list[list[QWidget]] = []
    furthest = 0
    for part in sorted(parts, key=begins):
        if not groups or begins(part) > furthest:
            groups.append([])
        groups[-1].append(part)
        furthest = max(furthest, ends(part)) if len(groups[-1]) > 1 else ends(part)
    return groups


def _top(part: QWidget) -> int:
    return part.geometry().top()


def _bottom(part: QWidget) -> int:
    return part.geometry().bottom()


def _left(part: QWidget) -> int:
    return part.geometry().left()


def _right(part: QWidget) -> int:
    return part.geometry().right()
