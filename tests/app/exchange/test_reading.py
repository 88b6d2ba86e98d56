"""Delimited files: encodings, separators, and rows that do not fit."""

import csv
import gzip
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.errors import BadFile, ImportCancelled
from app.exchange.exports import safe_cell
from app.exchange.reading.delimited import Form, plain_cell, read_delimited
from app.exchange.reading.encodings import guess_encoding
from app.exchange.reading.opening import open_table
from app.exchange.reading.source import Source
from tests.app.exchange.files import real, small, truths

SIMPLIFIED = (
    "订单编号,商品名称,数量\n001,黄铜门把手 十二件装,12\n002,白色金属灯笼与挂钩,3\n003,红木相框,7\n"
)
TRADITIONAL = (
    "訂單編號,商品名稱,數量\n001,黃銅門把手 十二件裝,12\n002,白色金屬燈籠與掛鉤,3\n003,紅木相框,7\n"
)
WESTERN = "Nr,Name,Ort\n1,Fédération café,Münster\n2,Größe über £4,Århus\n3,Señor Peña,México\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "cp950"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-16-le", "utf-16-le"),
        (WESTERN, "utf-16-be", "utf-16-be"),
        ("\ufeff" + TRADITIONAL, "utf-16-le", "utf-16-le"),
        ("\ufeff" + SIMPLIFIED, "utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_ends_are_found(
    text: str, encoding: str, found: str, separator: str, ending: str
) -> None:
    plain = text.replace(",", separator).replace("\n", ending)
    table, form = read_delimited(small(plain, encoding))
    expected = [line.split(",") for line in text.removeprefix("\ufeff").splitlines()]
    assert form.encoding == found
    assert not form.ask
    assert list(table.header) == expected[0]
    assert [list(table.cells(index)) for index in range(len(table))] == expected[1:]
    assert list(table.numbers) == [2, 3, 4]


def test_a_file_with_one_telling_byte_asks_for_its_encoding() -> None:
    guess = guess_encoding("name\nb\u0119d\n".encode("cp1250"))
    assert guess.ask
    assert "gb18030" in guess.others


def test_a_chosen_encoding_that_does_not_fit_is_said() -> None:
    with pytest.raises(BadFile, match="UTF-8"):
        read_delimited(small(WESTERN, "cp1252"), Form("utf-8", ","))


def test_text_formulas_are_unwrapped_and_never_run() -> None:
    table, _form = read_delimited(
        small('no,name\n"=""00123""",\'=1+1\n=2+3,\'8010\n"=""18,5""",\'N Sync\n')
    )
    assert list(table.column("no")) == ["00123", "=2+3", "18,5"]
    assert list(table.column("name")) == ["=1+1", "8010", "'N Sync"]
    assert plain_cell('=HYPERLINK("x")') == '=HYPERLINK("x")'


@pytest.mark.parametrize(
    "first", ["=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠"]
)
def test_a_text_a_spreadsheet_might_run_is_marked_and_read_back_unmarked(first: str) -> None:
    text = f"{first}1+1"
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


def test_ragged_rows_are_named_and_nothing_is_shifted() -> None:
    table, _form = read_delimited(small("a,b,c\n1,2,3\n4,5\n\n6,7,8,9\n,,\n10,11,12\n"))
    assert [(one.row, one.cells) for one in table.problems] == [
        (3, ("4", "5")),
        (5, ("6", "7", "8", "9")),
    ]
    assert [table.cells(index) for index in range(2)] == [("1", "2", "3"), ("10", "11", "12")]
    assert list(table.numbers) == [2, 7]
    assert table.index_of(7) == 1


def test_a_quote_that_is_never_closed_refuses_the_file_and_names_the_row() -> None:
    with pytest.raises(BadFile) as caught:
        read_delimited(small('a,b\n1,2\n3,"four\n5,6\n7,8\n'))
    assert caught.value.row == 3
    with pytest.raises(BadFile) as caught:
        read_delimited(small('a,b\n1,2\n3,"four\n5,"six"\n7,8\n'))
    assert caught.value.row == 3


def test_a_quote_inside_a_field_costs_only_its_row() -> None:
    table, _form = read_delimited(small('a,b\n1,"two" or 3\n4,5" pipe\n"6","say ""hi"""\n'))
    assert [one.row for one in table.problems] == [2]
    assert [table.cells(index) for index in range(2)] == [("4", '5" pipe'), ("6", 'say "hi"')]


def test_a_nul_or_a_field_of_200k_costs_only_its_row() -> None:
    table, _form = read_delimited(
        small("a,b\n1,x\0y\n2," + "z" * 200_000 + "\n3,good\n"), Form("utf-8", ",")
    )
    assert sorted(one.row for one in table.problems) == [2, 3]
    assert table.cells(0) == ("3", "good")


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n\n  \n", gzip.compress(b"", mtime=0)]
)
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile, match="empty"):
        read_delimited(Source("empty.csv", content))


def test_a_packed_file_is_read_and_a_damaged_one_refused() -> None:
    packed = gzip.compress(b"a,b\n1,2\n")
    table, _form = read_delimited(Source("small.csv.gz", packed))
    assert table.cells(0) == ("1", "2")
    with pytest.raises(BadFile, match="damaged"):
        read_delimited(Source("small.csv.gz", packed[:-9]))


def test_reading_stops_when_the_watcher_says_so() -> None:
    with pytest.raises(ImportCancelled):
        read_delimited(small("a\n1\n"), None, lambda _stage, _done, _total: False)


@pytest.mark.parametrize(
    ("name", "width"),
    [("northwind/orders_unquoted.csv", 14), ("northwind/customers_unquoted.csv", 11)],
)
def test_broken_publications_report_exactly_the_rows_that_are_too_wide(
    name: str, width: int
) -> None:
    table, _form = read_delimited(real(name))
    truth = truths()["northwind"][name.split("/")[1].removesuffix(".csv")]
    rows = [one.row for one in table.problems]
    assert len(rows) == truth["rows_with_wrong_column_count"]
    assert rows[:10] == truth["first_such_rows"]
    assert len(table) == truth["lines"] - len(rows)
    assert len(table.header) == width


def test_barcodes_and_addresses_are_read_whole() -> None:
    table, form = read_delimited(real("products/openfoodfacts_barcodes.tsv"))
    assert (len(table), form.separator) == (1263, "\t")
    addresses, _form = read_delimited(real("addresses/cn_company_addresses.csv.gz"))
    truth = truths()["addresses/cn_company_addresses.csv.gz"]
    column = addresses.column("原始地址")
    assert addresses.problems == []
    assert sum(bool(text.strip()) for text in column) == truth["lines"] - truth["empty"]
    assert max(map(len, column)) == truth["longest_characters"]


@given(st.binary(max_size=400))
def test_no_bytes_whatever_do_more_than_be_refused(content: bytes) -> None:
    with suppress(BadFile):
        table = open_table(Source("any.csv", content)).table
        assert all(len(column) == len(table) for column in table.columns)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2
        ).filter(any),
        max_size=6,
    )
)
def test_any_text_written_as_csv_is_read_back_the_same(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["one", "two"])
    writer.writerows([[safe_cell(cell) for cell in row] for row in rows])
    source = Source("any.csv", stream.getvalue().encode("utf-8-sig"))
    table, _form = read_delimited(source, Form("utf-8-sig", ","))
    assert [list(table.cells(index)) for index in range(len(table))] == rows
