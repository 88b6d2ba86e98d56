"""Tests of the sentence over a preview: one unit and many, one item and many."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.exchange.preview.choices import How, Opening
from tests.support.windows import idle, shown
from ui.exchange.figures import Figures
from ui.exchange.import_page import ImportPage
from ui.kit.context import Context

_HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


@pytest.mark.parametrize(
    ("goods", "opening", "said"),
    [
        ({"22633": 1}, Opening.LEAST, "Opened first: 1 unit of 1 item,"),
        ({"22633": 110}, Opening.LEAST, "Opened first: 110 units of 1 item,"),
        ({"22633": 1, "71053": 1}, Opening.LEAST, "Opened first: 2 units of 2 items,"),
        ({"22633": 110}, Opening.NONE, "below zero: 110 units of 1 item are not there."),
    ],
)
def test_goods_opened_first_are_counted_in_words_that_fit(
    goods: dict[str, int],
    opening: Opening,
    said: str,
    context: Context,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    rows = [
        f"{number},{code},{code},{units},2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
        for number, (code, units) in enumerate(goods.items(), 536_365)
    ]
    file = tmp_path / "orders.csv"
    file.write_text(_HEAD + "".join(rows), encoding="utf-8")
    page = shown(ImportPage(context), qtbot)
    page.open_files((str(file),))
    idle(qtbot, context)
    page.preview.changed.emit({"how": How.HISTORY, "opening": opening})
    idle(qtbot, context)
    told = page.findChildren(Figures)[0].findChildren(QLabel)
    assert any(said in one.text() for one in told)
