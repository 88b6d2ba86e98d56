"""Workbooks: exact text, honest sizes, and everything that only looks like a workbook."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from app.exchange.errors import BadFile
from app.exchange.reading.source import Source
from app.exchange.reading.workbook import cell_text, read_workbook, sheets_of
from tests.app.exchange.files import real, truths


def book(*, sheets: tuple[str, ...] = ("One",), begin: int = 0) -> bytes:
    stream = BytesIO()
    made = Workbook(stream, {"in_memory": True})
    day = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name in sheets:
        sheet = made.add_worksheet(name)
        sheet.write_row(begin, 0, ["Code", "Price", "When", "Name"])
        sheet.write_number(begin + 1, 0, 17850)
        sheet.write_number(begin + 1, 1, 2.55)
        sheet.write_datetime(
            begin + 1, 2, datetime(2009, 12, 1, 7, 45, tzinfo=UTC).replace(tzinfo=None), day
        )
        sheet.write_string(begin + 1, 3, "=1+1")
        sheet.write_string(begin + 2, 0, "00123")
        sheet.write_number(begin + 2, 1, 0.0001)
        sheet.write_datetime(
            begin + 2, 2, datetime(2010, 1, 2, tzinfo=UTC).replace(tzinfo=None), day
        )
        sheet.write_number(begin + 3, 0, 202002200000000001)
    made.close()
    return stream.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(stream, "w") as after:
        for one in before.infolist():
            text = before.read(one)
            after.writestr(one.filename, text.replace(old, new) if one.filename == part else text)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_become_exact_text_and_lost_digits_are_said() -> None:
    table, sheet = read_workbook(Source("a.xlsx", book()))
    assert sheet == "One"
    assert table.cells(0) == ("17850", "2.55", "2009-12-01 07:45:00", "=1+1")
    assert table.cells(1) == ("00123", "0.0001", "2010-01-02", "")
    assert [one.row for one in table.problems] == [4]
    assert "15" in table.problems[0].reason


def test_row_numbers_are_those_of_the_spreadsheet_wherever_the_header_stands() -> None:
    table, _sheet = read_workbook(Source("a.xlsx", book(begin=2)))
    assert list(table.numbers) == [4, 5]


def test_a_sheet_is_chosen_by_name() -> None:
    source = Source("a.xlsx", book(sheets=("One", "Two")))
    assert sheets_of(source) == ("One", "Two")
    assert read_workbook(source, "Two")[1] == "Two"
    with pytest.raises(BadFile, match="Three"):
        read_workbook(source, "Three")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not a zip",
        b"no workbook at all",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        book()[:700],
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        read_workbook(Source("a.xlsx", content))


def test_entities_are_refused_before_anything_is_parsed() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    content = changed(
        book(), SHEET, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', bomb
    )
    with pytest.raises(BadFile, match="entity"):
        read_workbook(Source("a.xlsx", content))


def test_a_workbook_that_unpacks_far_too_large_is_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<x/>")
        packed.writestr(SHEET, b" " * 30_000_000)
    with pytest.raises(BadFile, match="too large"):
        read_workbook(Source("a.xlsx", stream.getvalue()))


def test_a_lying_dimension_changes_nothing_and_a_far_cell_is_refused() -> None:
    lie = changed(book(), SHEET, b'ref="A1:D4"', b'ref="A1:XFD1048576"')
    table, _sheet = read_workbook(Source("a.xlsx", lie))
    assert len(table) == 2
    far = changed(book(), SHEET, b'r="D2"', b'r="ZZ1048576"')
    with pytest.raises(BadFile, match="too many cells"):
        read_workbook(Source("a.xlsx", far))


def test_an_empty_workbook_is_refused() -> None:
    stream = BytesIO()
    made = Workbook(stream, {"in_memory": True})
    made.add_worksheet("Nothing")
    made.close()
    with pytest.raises(BadFile, match="empty"):
        read_workbook(Source("a.xlsx", stream.getvalue()))


@pytest.mark.parametrize(
    ("value", "text"), [(17850.0, "17850"), (2.55, "2.55"), (True, "TRUE"), (1e-7, "0.0000001")]
)
def test_numbers_are_written_without_exponent_or_tail(value: float, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize("sheet", ["Year 2009-2010", "Year 2010-2011"])
def test_the_published_workbook_keeps_codes_as_text(sheet: str) -> None:
    truth = truths()["online_retail/online_retail_II_excerpt.xlsx"][sheet]
    table, _sheet = read_workbook(real("online_retail/online_retail_II_excerpt.xlsx"), sheet)
    assert list(table.header) == truth["header"]
    assert len(table) == truth["lines"]
    assert len(set(table.column("Invoice"))) == truth["invoices"]
    assert sum(not text for text in table.column("Customer ID")) == truth["lines_without_customer"]
    assert sum(map(int, table.column("Quantity"))) == truth["units_all_lines"]
    assert not any(text.endswith(".0") for text in table.column("StockCode"))
