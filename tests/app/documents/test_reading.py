"""Papers are read by another program too: words of every script, figures and totals."""

import subprocess

from app.documents.order_confirmation import order_confirmations
from app.documents.packing_slip import packing_slips
from tests.golden.samples import CONFIRMATION, SLIP
from tests.support.quiet import need

_READER = "pdftotext"


def _words(pdf: bytes) -> str:
    need("reading a paper", _READER)
    command = [_READER, "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=30)
    return " ".join(done.stdout.decode("utf-8").split())


def test_another_program_reads_a_slip_in_all_its_scripts() -> None:
    read = _words(packing_slips([SLIP]))
    sums = "4 lines · 354 units · 2 packages"
    for said in (SLIP.customer_name, "上海市奉贤区金钱公路3469号", "请在三号门按铃。", sums):
        assert said in read
    for line in SLIP.lines:
        row = read[read.index(line.item) :]
        assert str(line.shipped) in row.split()[: len(line.item.split()) + 6]


def test_another_program_reads_the_totals_of_a_confirmation() -> None:
    read = _words(order_confirmations([CONFIRMATION]))
    for said in (CONFIRMATION.customer_name, CONFIRMATION.total, CONFIRMATION.order_number):
        assert said in read
    for line in CONFIRMATION.lines:
        assert line.item in read
        assert line.amount in read
