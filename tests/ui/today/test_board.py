"""Tests of the board's cards: nothing on them is cut off without a sign."""

import pytest
from pytestqt.qtbot import QtBot

from ui.kit.context import Context
from ui.kit.parts import ElidedLabel

_LONG = "Donaudampfschifffahrtsgesellschaft Eisenwaren und Beschläge GmbH & Co. KG"


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_long_name_ends_in_an_ellipsis_and_is_whole_on_hovering(
    qtbot: QtBot, context: Context, scale: float
) -> None:
    context.theme.apply("light", scale)
    shown = ElidedLabel(_LONG)
    qtbot.addWidget(shown)
    shown.resize(180, 30)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.fontMetrics().horizontalAdvance(shown.text()) <= 180
    assert shown.toolTip() == _LONG
    shown.resize(1600, 30)
    assert (shown.text(), shown.toolTip()) == (_LONG, "")
