"""Three versions of a form brought together: as it was, as typed, as somebody else saved it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.core.messages import _

Put = Callable[[str, object], None]
_MOST_SHOWN = 160


@dataclass(frozen=True)
class Difference:
    """A value of which both sides have their own; `use` puts theirs (True) or yours there.

    `both` tells that both were changed: then yours stays until theirs is asked for.
    """

    name: str
    title: str
    yours: str
    theirs: str
    both: bool
    use: Callable[[bool], None]


def merge(
    titles: Mapping[str, str],
    before: Mapping[str, object],
    mine: Mapping[str, object],
    theirs: Mapping[str, object],
    put: Put,
) -> tuple[Difference, ...]:
    """Put their values where nothing was typed, keep yours elsewhere, and name both kinds."""
    found = []
    for name, title in titles.items():
        was, yours, other = before.get(name), mine.get(name), theirs.get(name)
        if other in (was, yours):
            continue
        both = yours != was
        use = _use(put, name, yours, other)
        if not both:
            use(True)
        found.append(Difference(name, title, written(yours), written(other), both, use))
    return tuple(found)


def _use(put: Put, name: str, yours: object, theirs: object) -> Callable[[bool], None]:
    return lambda take: put(name, theirs if take else yours)


def written(value: object) -> str:
    """Write the value of a field or the rows of a list in one line."""
    return " ".join(_line(value).split())[:_MOST_SHOWN] or _("nothing")


def _line(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(_cells, value))
    return "" if value is None else _cells(value)


def _cells(value: object) -> str:
    """Write one row; marks that are no text are left out of a record."""
    if is_dataclass(value):
        texts = (getattr(value, one.name) for one in fields(value))
        return ", ".join(text for text in texts if isinstance(text, str) and text)
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def text_of(control: QWidget) -> str:
    """Give what stands in a field."""
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QComboBox):
        return control.currentText()
    return control.toPlainText() if isinstance(control, QPlainTextEdit) else ""


def put_text(control: QWidget, text: str) -> None:
    """Write into a field; a choice that is not there yet is added."""
    if isinstance(control, QLineEdit):
        control.setText(text)
    elif isinstance(control, QPlainTextEdit):
        control.setPlainText(text)
    elif isinstance(control, QComboBox):
        if control.findText(text) < 0:
            control.addItem(text)
        control.setCurrentText(text)
