"""Whole imports on real desks: once, all or nothing, watched, and taken back."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from app.catalog.models import Barcode, Item
from app.core.errors import Refused
from app.customers.models import Customer
from app.desk import Desk
from app.exchange.commands import FileImported, ImportFile, RevokeImport
from app.exchange.errors import (
    AlreadyImported,
    BadFile,
    ImportCancelled,
    NotRevocable,
    RowsRefused,
    StockLacking,
    Undecided,
)
from app.exchange.exporting import export_file
from app.exchange.exports import write_bad_rows
from app.exchange.handlers import import_file, revoke_import, watched
from app.exchange.models import ImportBatch, ImportedDocument
from app.exchange.preview.choices import Choices, How, Opening
from app.exchange.preview.preview import Preview, plan, prepare
from app.exchange.queries import import_board, known_for, remembered
from app.exchange.reading.source import Source
from app.orders.models import CustomerAccount, DaySales, OrderLine, Payment, SalesOrder
from app.stock.models import ItemStock, Move
from tests.app.exchange.files import DATA, HISTORY, RETAIL, adds_up, on_disk, real, truths

ITEMS = (
    "Item code,Item name,Barcode,Unit price,On hand,On order,Reorder point,Discontinued\n"
    "00123,BRASS HANDLE,5010000000019,2.555,40,10,5,0\n"
    "A-1,'=1+1 «é» 黄铜,,1.00,0,0,,1\n"
)
CUSTOMERS = (
    "Customer number,Name,Street,City,Postcode,Country,Phone,Credit limit,Payment days,Note\n"
    "C-7,Ernst Handel,Kirchgasse 6,Graz,'8010,AT,7675-3425,500.50,14,'@home\n"
    "C-8,王小明,中山路 1,臺北,,TW,,,,\n"
    "C-9,'+49 Lamps,''quoted,'-x,,GB,,,,'=HYPERLINK(1)\n"
)


def bring(desk: Desk, path: str, choices: Choices, *, again: bool = False) -> FileImported:
    return desk.run(import_file, ImportFile(paths=(path,), choices=choices, again=again)).answer


def see(desk: Desk, path: str, choices: Choices) -> Preview:
    ready = prepare([Source.at(path)], choices)
    return plan(ready, desk.read(known_for, ready))


def count(connection: Connection, model: type) -> int:
    return connection.scalar(select(func.count()).select_from(model)) or 0


def stock(desk: Desk) -> dict[str, int]:
    query = select(Item.code, ItemStock.on_hand).join(ItemStock, ItemStock.item_id == Item.id)
    return desk.read(lambda connection: dict(list(connection.execute(query))))


def day_sums(connection: Connection) -> list[tuple[object, ...]]:
    columns = (DaySales.day, DaySales.orders, DaySales.lines, DaySales.units, DaySales.amount)
    query = select(*columns).where(DaySales.orders != 0).order_by(DaySales.day)
    return [tuple(row) for row in connection.execute(query)]


def test_history_becomes_closed_orders_moves_and_sums(desk: Desk, tmp_path: Path) -> None:
    answer = bring(desk, on_disk(tmp_path, RETAIL), replace(HISTORY, leave_out=True))
    assert (answer.orders, answer.lines, answer.returns, answer.adjusts) == (2, 5, 1, 1)
    assert (answer.customers, answer.items, answer.opened_units) == (2, 3, 18)
    assert (answer.rows_in, answer.rows_skipped, answer.rows_rejected) == (7, 0, 1)
    assert stock(desk) == {"85123A": 3, "71053": 5, "POST": 0}

    def look(connection: Connection) -> None:
        rows = connection.execute(
            select(
                SalesOrder.number,
                SalesOrder.state,
                SalesOrder.ordered_on,
                SalesOrder.total,
                SalesOrder.paid,
                SalesOrder.units,
                SalesOrder.received_units,
            ).order_by(SalesOrder.id)
        )
        assert [tuple(row) for row in rows] == [
            ("536365", "closed", date(2010, 12, 1), 5364, 5364, 12, 12),
            ("536366", "closed", date(2010, 12, 2), 1020, 1020, 6, 6),
        ]
        moves = connection.execute(
            select(Move.kind, Move.business_date, Move.quantity).order_by(Move.sequence)
        )
        assert [tuple(row) for row in moves] == [
            ("opening", date(2010, 12, 1), 8),
            ("opening", date(2010, 12, 1), 10),
            ("ship", date(2010, 12, 1), 6),
            ("ship", date(2010, 12, 1), 6),
            ("ship", date(2010, 12, 2), 4),
            ("ship", date(2010, 12, 2), 2),
            ("return", date(2010, 12, 3), 3),
            ("adjust", date(2010, 12, 3), 5),
        ]
        assert day_sums(connection) == [
            (date(2010, 12, 1), 1, 3, 13, 5364),
            (date(2010, 12, 2), 1, 2, 6, 1020),
        ]
        names = connection.execute(select(OrderLine.name).order_by(OrderLine.id)).scalars().all()
        assert names[1] == names[4] == "WHITE METAL LANTERN"
        owed = connection.execute(select(CustomerAccount.owed, CustomerAccount.orders)).all()
        assert [tuple(row) for row in owed] == [(0, 1), (0, 1)]

    desk.read(look)
    assert adds_up(desk)


def test_the_same_file_or_the_same_orders_twice_add_nothing_and_say_so(
    desk: Desk, tmp_path: Path
) -> None:
    choices = replace(HISTORY, leave_out=True)
    path = on_disk(tmp_path, RETAIL)
    bring(desk, path, choices)
    before = desk.read(count, Move), desk.read(count, SalesOrder), stock(desk)
    with pytest.raises(AlreadyImported, match="2026-11-02"):
        bring(desk, path, choices)
    assert bring(desk, path, choices, again=True).documents_known == 4
    more = RETAIL + "536999,85123A,WHITE HANGING HEART,1,2010-12-05 08:26:00,2.55,,France\n"
    other = on_disk(tmp_path, more, "other.csv")
    seen = see(desk, other, choices)
    assert (seen.findings["KNOWN"], seen.totals.orders) == (7, 1)
    answer = bring(desk, other, choices)
    assert (answer.orders, answer.documents_known, answer.rows_skipped) == (1, 4, 7)
    assert desk.read(count, SalesOrder) == before[1] + 1
    assert stock(desk)["85123A"] == 2


def test_an_undecided_question_or_a_bad_row_stops_everything(desk: Desk, tmp_path: Path) -> None:
    path = on_disk(tmp_path, RETAIL)
    with pytest.raises(Undecided, match="NOCUST"):
        bring(desk, path, Choices(how=How.HISTORY))
    bad = on_disk(tmp_path, RETAIL.replace("HEART,4,", "HEART,4x,"), "bad.csv")
    with pytest.raises(RowsRefused, match="Row 5"):
        bring(desk, bad, HISTORY)
    with pytest.raises(StockLacking, match="71053"):
        bring(desk, path, replace(HISTORY, opening=Opening.NONE))
    for model in (SalesOrder, Move, Customer, Item, ImportBatch, ImportedDocument, Payment):
        assert desk.read(count, model) == 0
    answer = bring(desk, bad, replace(HISTORY, leave_out=True))
    assert (answer.rows_rejected, answer.lines) == (2, 4)


@pytest.mark.parametrize("stage", ["open", "check", "plan", "orders", "stock"])
def test_stopping_an_import_leaves_nothing_behind(desk: Desk, tmp_path: Path, stage: str) -> None:
    command = ImportFile(paths=(on_disk(tmp_path, RETAIL),), choices=HISTORY)
    with pytest.raises(ImportCancelled):
        desk.run(watched(lambda now, _done, _total: now != stage), command)
    for model in (SalesOrder, Move, Customer, Item, ImportBatch):
        assert desk.read(count, model) == 0
    assert desk.run(import_file, command).answer.orders == 2


def test_a_file_that_changed_since_the_preview_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = on_disk(tmp_path, RETAIL)
    sha256 = see(desk, path, HISTORY).prepared.sha256
    on_disk(tmp_path, RETAIL + "\n")
    with pytest.raises(BadFile, match="changed"):
        desk.run(import_file, ImportFile(paths=(path,), choices=HISTORY, sha256=sha256))


def test_an_import_is_taken_back_as_a_whole_and_can_be_done_again(
    desk: Desk, tmp_path: Path
) -> None:
    path = on_disk(tmp_path, RETAIL)
    batch = bring(desk, path, HISTORY).batch_id
    back = desk.run(revoke_import, RevokeImport(batch_id=batch)).answer
    assert (back.documents, back.moves) == (2, 8)
    assert set(stock(desk).values()) == {0}
    assert desk.read(day_sums) == []
    states = desk.read(lambda one: set(one.execute(select(SalesOrder.state)).scalars()))
    assert states == {"cancelled"}
    assert [row.state for row in desk.read(import_board)] == ["revoked"]
    assert adds_up(desk)
    with pytest.raises(NotRevocable):
        desk.run(revoke_import, RevokeImport(batch_id=batch))
    assert bring(desk, path, HISTORY).orders == 2
    assert stock(desk)["85123A"] == 3
    assert adds_up(desk)


def test_an_import_whose_goods_went_on_is_not_taken_back(desk: Desk, tmp_path: Path) -> None:
    first = bring(desk, on_disk(tmp_path, RETAIL), HISTORY).batch_id
    later = RETAIL.splitlines()[0] + "\n9,85123A,HEART,1,2010-12-09 08:26:00,2.55,17850,France\n"
    bring(desk, on_disk(tmp_path, later, "later.csv"), HISTORY)
    with pytest.raises(NotRevocable, match="9"):
        desk.run(revoke_import, RevokeImport(batch_id=first))
    assert desk.read(count, SalesOrder) == 3


def test_open_orders_come_through_the_same_door_as_typed_ones(desk: Desk, tmp_path: Path) -> None:
    bring(desk, on_disk(tmp_path, ITEMS, "items.csv"), Choices(leave_out=True))
    text = (
        "Order number,Order date,Wanted on,Customer number,Customer name,Item code,Qty,Unit price,"
        "Ship address,Ship city,Ship country\n"
        "77,2026-10-30,2026-10-31,C-1,Ann,00123,4,2.555,Long Street 1,York,GB\n"
        "77,2026-10-30,2026-10-31,C-1,Ann,00123,1,2.555,Long Street 1,York,GB\n"
    )
    path = on_disk(tmp_path, text, "orders.csv")
    choices = Choices(how=How.OPEN, decisions={"REPEAT": "take", "PRICE3DP": "take"})
    answer = bring(desk, path, choices)
    assert (answer.orders, answer.lines, answer.customers) == (1, 2, 1)

    def look(connection: Connection) -> tuple[object, ...]:
        columns = (SalesOrder.reference, SalesOrder.state, SalesOrder.units, SalesOrder.channel)
        return tuple(connection.execute(select(*columns)).one())

    found = desk.read(look)
    assert found[0] == "77"
    assert found[1] in {"submitted", "confirmed"}
    assert found[2:] == (5, "import")
    assert stock(desk)["00123"] == 40
    desk.run(revoke_import, RevokeImport(batch_id=answer.batch_id))
    assert desk.read(look)[1] == "cancelled"
    assert adds_up(desk)


def test_items_and_customers_go_out_and_come_in_unchanged(desk: Desk, tmp_path: Path) -> None:
    answer = bring(desk, on_disk(tmp_path, ITEMS, "items.csv"), Choices())
    assert (answer.items, answer.opened_units) == (2, 40)
    bring(desk, on_disk(tmp_path, CUSTOMERS, "customers.csv"), Choices())
    shown = desk.read(
        lambda one: one.execute(select(Item.code, Item.name, Item.price).order_by(Item.id)).all()
    )
    assert [tuple(row) for row in shown] == [
        ("00123", "BRASS HANDLE", 25550),
        ("A-1", "=1+1 «é» 黄铜", 10000),
    ]
    texts = select(Customer.name, Customer.note).order_by(Customer.id.desc()).limit(1)
    last = desk.read(lambda one: tuple(one.execute(texts).one()))
    assert last == ("+49 Lamps", "=HYPERLINK(1)")
    for kind, ending in (
        ("items", "csv"),
        ("items", "xlsx"),
        ("customers", "csv"),
        ("customers", "xlsx"),
    ):
        path = tmp_path / f"{kind}-out.{ending}"
        assert desk.read(export_file, kind, str(path)) == (2 if kind == "items" else 3)
        seen = see(desk, str(path), Choices(update=True))
        assert seen.prepared.kind == kind
        assert seen.problems == []
        bring(desk, str(path), Choices(update=True))
        again = tmp_path / f"{kind}-again.csv"
        first = tmp_path / f"{kind}-first.csv"
        desk.read(export_file, kind, str(again))
        if ending == "csv":
            first.write_bytes(path.read_bytes())
        assert again.read_bytes() == first.read_bytes()


def test_no_cell_of_an_export_begins_like_a_formula(desk: Desk, tmp_path: Path) -> None:
    bring(desk, on_disk(tmp_path, ITEMS, "items.csv"), Choices())
    path = tmp_path / "out.csv"
    desk.read(export_file, "items", str(path))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert "'=1+1 «é» 黄铜" in cells
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    for kind in ("stock", "orders"):
        assert desk.read(export_file, kind, str(tmp_path / f"{kind}.csv"), bom=False) >= 0


def test_items_are_taken_back_unless_the_ledger_names_them(desk: Desk, tmp_path: Path) -> None:
    batch = bring(desk, on_disk(tmp_path, ITEMS, "items.csv"), Choices()).batch_id
    back = desk.run(revoke_import, RevokeImport(batch_id=batch)).answer
    assert (back.records, back.kept) == (1, 1)
    assert desk.read(count, Barcode) == 1
    assert stock(desk) == {"00123": 0}


def test_an_import_that_changed_known_items_is_not_taken_back(desk: Desk, tmp_path: Path) -> None:
    bring(desk, on_disk(tmp_path, ITEMS, "items.csv"), Choices())
    dearer = on_disk(tmp_path, ITEMS.replace("2.555", "3"), "dearer.csv")
    assert bring(desk, dearer, Choices()).changed == 0
    answer = bring(desk, dearer, Choices(update=True), again=True)
    assert (answer.items, answer.changed) == (0, 2)
    assert desk.read(lambda one: one.scalar(select(func.max(Item.price)))) == 30000
    with pytest.raises(NotRevocable, match="changed"):
        desk.run(revoke_import, RevokeImport(batch_id=answer.batch_id))


def test_opening_stock_goes_to_its_bin_and_an_unknown_item_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    bring(desk, on_disk(tmp_path, ITEMS, "items.csv"), Choices())
    text = "Item code,Quantity,Bin\nA-1,7,R-1\n404,5,R-1\nA-1,2,R-2\n"
    path = on_disk(tmp_path, text, "stock.csv")
    with pytest.raises(RowsRefused, match=r"Row 3.*404"):
        bring(desk, path, Choices())
    answer = bring(desk, path, Choices(leave_out=True))
    assert (answer.opened_units, answer.rows_rejected) == (9, 1)
    assert stock(desk)["A-1"] == 9


def test_bad_rows_are_saved_with_reasons_and_never_as_formulas(tmp_path: Path) -> None:
    text = "a,b\n=1,2,3\n4\n5,6\n"
    ready = prepare(
        [Source.at(on_disk(tmp_path, text))],
        Choices(mapping={"item_code": "a", "quantity": "b"}, profile="", kind="stock"),  # type: ignore[arg-type]  # as JSON gives it
    )
    path = tmp_path / "bad.csv"
    assert write_bad_rows(("a", "b"), ready.checked.problems, path) == 2
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[0] for row in rows] == ["Row", "2", "3"]
    assert rows[1][5:] == ["'=1", "2", "3"]
    assert "3 fields" in rows[1][1]


def test_choices_are_remembered_for_the_sender(desk: Desk, tmp_path: Path) -> None:
    bring(desk, on_disk(tmp_path, RETAIL), replace(HISTORY, leave_out=True))
    sender = see(desk, on_disk(tmp_path, RETAIL, "next.csv"), HISTORY).prepared.sender
    found = desk.read(remembered, sender)
    assert found is not None
    assert found.how is How.HISTORY
    assert found.mapping["order_number"] == "InvoiceNo"
    assert found.decisions == HISTORY.decisions
    assert not found.leave_out


def test_5000_lines_with_1_in_100_bad_report_every_bad_line(desk: Desk, tmp_path: Path) -> None:
    lines = [
        f"{index // 5},I{index % 50},ITEM,{'x' if index % 100 == 7 else 1 + index % 9},"
        f"2026-01-{1 + index % 28:02d},1.25,C{index % 40}\n"
        for index in range(5000)
    ]
    text = "Order number,Item code,Item name,Qty,Order date,Unit price,Customer\n" + "".join(lines)
    path = on_disk(tmp_path, text)
    choices = replace(HISTORY, leave_out=True)
    wrong = [one.row for one in see(desk, path, choices).problems]
    assert wrong == [index + 2 for index in range(5000) if index % 100 == 7]
    answer = bring(desk, path, choices)
    assert (answer.lines, answer.rows_rejected) == (4950, 50)
    assert adds_up(desk)
    assert bring(desk, path, choices, again=True).lines == 0
    with pytest.raises(Refused):
        bring(desk, path, choices)


def test_a_published_day_moves_stock_exactly_as_its_lines_say(desk: Desk) -> None:
    source = real("online_retail/2011-12-09.csv")
    path = str(DATA / "online_retail" / source.name)
    seen = see(desk, path, HISTORY)
    answer = bring(desk, path, HISTORY)
    truth = truths()["online_retail/2011-12-09.csv"]
    assert answer.lines + answer.returns == truth["lines"]
    opened = {need.item_code: need.units for need in seen.openings}
    net: dict[str, int] = {}
    checked = seen.checked
    for index in range(len(checked)):
        code = str(checked.value("item_code", index))
        quantity = checked.value("quantity", index)
        assert isinstance(quantity, int)
        net[code] = net.get(code, 0) + quantity
    kept = stock(desk)
    assert set(net) <= set(kept)
    assert any(kept.values())
    for code, on_hand in kept.items():
        if code.isalpha():
            assert on_hand == 0
        else:
            assert on_hand == opened.get(code, 0) - net[code]
    with pytest.raises(AlreadyImported):
        bring(desk, path, HISTORY)
