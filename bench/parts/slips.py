"""Packing slips: the program's paper beside the bare canvas with the same words and code."""

from functools import cache
from io import BytesIO
from itertools import count

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.documents.fonts import runs
from app.documents.packing_slip import PackingSlip, PackingSlipLine, packing_slips
from app.documents.page import Shop
from bench.report import Figure, by_ratio
from bench.rounds import round_robin
from bench.setting import Setting
from bench.workload import name_of

_SHOP = Shop("Bell Street Brass", "14 Bell Street\nBristol BS1 4QA", "+44 117 496 0123")
_BATCH = 50


def slips(setting: Setting) -> list[Figure]:
    """Measure a batch in one file, each slip, and one slip in a file of its own."""
    numbers = count(1)
    batch = [_slip(number) for number in range(_BATCH)]
    packing_slips(batch[:1])
    rounds = 5 if setting.quick else 15
    timed = round_robin(
        [
            ("floor", lambda: _bare(batch)),
            ("ours", lambda: packing_slips(batch)),
            ("one", lambda: packing_slips([_slip(next(numbers))])),
        ],
        rounds,
        3,
    )
    ours, floor = timed.ms("ours") / _BATCH, timed.ms("floor") / _BATCH
    return [
        by_ratio("slips", ours, floor, timed.ratio("ours", "floor")),
        Figure("slip", timed.ms("one"), None, timed.ms("one")),
    ]


def _slip(number: int) -> PackingSlip:
    return PackingSlip(
        shop=_SHOP,
        order_number=f"SO-{number:06}",
        shipment_number=f"SH-{number:06}",
        customer_name=name_of(number),
        ship_to=f"{number} Bell Street\nBristol BS1 4QA",
        reference=f"PO {number}",
        order_date="20 November 2026",
        ship_date="22 November 2026",
        lines=tuple(
            PackingSlipLine(
                position=at,
                code=f"C-{at:05}",
                item=name_of(number + at),
                ordered=12,
                shipped=12,
                unit="each",
            )
            for at in range(1, 6)
        ),
    )


_runs = cache(runs)


def _words(canvas: Canvas, x: float, y: float, words: str) -> None:
    text = canvas.beginText(x, y)
    for font, part in _runs(words):
        text.setFont(font, 10)
        text.textOut(part)
    canvas.drawText(text)


def _bare(batch: list[PackingSlip]) -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for slip in batch:
        Code128(slip.order_number, barHeight=30).drawOn(canvas, 400, 740)
        head: tuple[str, ...] = (
            slip.shop.name,
            slip.shop.address,
            slip.customer_name,
            slip.ship_to,
        )
        head += (slip.order_number, slip.reference, slip.order_date, slip.ship_date)
        for at, text in enumerate("\n".join(head).split("\n")):
            _words(canvas, 40, 780 - 14 * at, text)
        for line in slip.lines:
            y = 600 - 20 * line.position
            words = (str(line.position), line.code, line.item, str(line.ordered), str(line.shipped))
            for text, x in zip(words, (40, 70, 140, 400, 480), strict=True):
                _words(canvas, x, y, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
