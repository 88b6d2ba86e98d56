"""Real files beside the project, their truths, and small files of the same shapes."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from app.exchange.preview.choices import Choices, How
from app.exchange.preview.known import Known
from app.exchange.preview.preview import Prepared, Preview, plan, prepare
from app.exchange.reading.source import Source
from app.orders.proof import order_differences
from app.stock.proof import stock_differences

_BESIDE = Path(__file__).resolve().parents[4] / "shared" / "data"
DATA = Path(os.environ.get("TALLYDESK_DATA", _BESIDE))

RETAIL = (
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
    "536365,71053,WHITE METAL LANTERN ,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom\n"
    "536365,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,17850.0,United Kingdom\n"
    "536366,85123A,WHITE HANGING HEART,4,2010-12-02 09:00:00,2.55,,France\n"
    "536366,71053,,2,2010-12-02 09:00:00,0.0,,France\n"
    "C536379,85123A,WHITE HANGING HEART,-3,2010-12-03 09:41:00,2.55,17850.0,United Kingdom\n"
    "536380,71053,damaged,-5,2010-12-03 10:00:00,0.0,,United Kingdom\n"
    "A563186,B,Adjust bad debt,1,2010-12-04 14:51:00,-11062.06,,United Kingdom\n"
)
ANSWERS = {
    "NEGQTY": "adjust",
    "ADJUST": "reject",
    "NEGPRICE": "reject",
    "NOCUST": "counter sale",
    "NODESC": "fill",
    "ZEROPRICE": "take",
    "NOTEDESC": "take",
    "DUP": "take",
    "REPEAT": "take",
    "BIGQTY": "take",
    "PRICE3DP": "take",
    "INEXACT": "take",
    "UNPAID": "take",
    "REFUNDED": "take",
    "CLOSED": "take",
}
HISTORY = Choices(how=How.HISTORY, decisions=ANSWERS)


@cache
def truths() -> dict[str, Any]:
    """Give the numbers the real files must add up to."""
    path = _beside("TRUTHS.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def real(name: str) -> Source:
    """Name a real file; the test is skipped, naming it, where the real files are absent."""
    return Source.at(_beside(name))


def _beside(name: str) -> Path:
    """Find a real file; they come all together or, being too large to keep, not at all."""
    if not DATA.exists() and "TALLYDESK_DATA" not in os.environ:
        pytest.skip(f"the real files are not beside the project: {name}")
    path = DATA / name
    assert path.exists(), f"{name} is missing among the real files"
    return path


def small(text: str, encoding: str = "utf-8", name: str = "small.csv") -> Source:
    """Give a small file in memory."""
    return Source(name, text.encode(encoding))


def prepared(*sources: Source, choices: Choices | None = None) -> Prepared:
    """Read and check files as history unless told otherwise."""
    return prepare(sources, choices or HISTORY)


def preview(*sources: Source, choices: Choices | None = None) -> Preview:
    """Say what an import into an empty desk would do."""
    return plan(prepared(*sources, choices=choices), Known())


def adds_up(desk: Desk) -> bool:
    """Tell whether the books, computed anew, are the books as kept."""
    currency = desk.settings.currency
    return not desk.read(stock_differences) and not desk.read(order_differences, currency)


def on_disk(folder: Path, text: str, name: str = "small.csv", encoding: str = "utf-8") -> str:
    """Write a small file and give its path."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)
