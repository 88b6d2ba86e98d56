"""The other subcommands: what they do, what they say, and the code they end with."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from app.bootstrap import open_desk
from app.command_line import SUBCOMMANDS
from app.command_line.parser import EXPORT_NAMES, REPORT_NAMES, parser_of
from app.command_line.running import _chosen
from app.db.engine import checkpoint
from app.exchange.exporting import EXPORT_KINDS
from app.papers.figures import REPORTS
from app.paths import keep_last_desk
from tests.app.command_line.program import PASSPHRASE, Program, answers_in, order, run, run_inside
from tests.shape.source import ROOT


def test_goods_leave_and_arrive_and_the_slip_names_them(program: Program, tmp_path: Path) -> None:
    program.place([order("a", ("NU1", 12), ("BO1", 4), ref="PO 7")])
    shipped = program.run("ship", "SO-000001", "--json")
    assert json.loads(shipped.stdout)["label"] == "shipped"
    paper = tmp_path / "slip.pdf"
    assert program.run("slip", "SO-000001", "--out", str(paper)).returncode == 0
    words = PdfReader(paper).pages[0].extract_text()
    assert all(part in words for part in ("SO-000001", "Acme Hardware", "Bolt 螺栓", "PO 7"))
    assert "Reprint" not in words
    program.run("slip", "SO-000001", "--out", str(paper))
    assert "Reprint" in PdfReader(paper).pages[0].extract_text()
    received = program.run("receive", "1", "--by", "Bob", "--json")
    assert json.loads(received.stdout)["label"] == "closed"
    shown = json.loads(program.run("order", "show", "so-000001", "--json").stdout)
    assert [line["received"] for line in shown["lines"]] == [12, 4]
    assert shown["shipments"][0]["received_by"] == "Bob"
    assert program.run("ship", "SO-000001").returncode == 1
    assert program.run("check").returncode == 0


def test_shipping_under_the_same_id_ships_once(local: Program) -> None:
    local.place([order("a", ("NU1", 1))])
    first = local.run("ship", "SO-000001", "--id", "s1", "--json")
    again = local.run("ship", "SO-000001", "--id", "s1", "--json")
    assert (first.returncode, first.stdout) == (again.returncode, again.stdout)


def test_goods_that_come_in_can_be_sold(program: Program) -> None:
    done = program.run("receive", "--item", "BO1", "--qty", "90", "--id", "in1", "--json")
    assert json.loads(done.stdout)["available"] == 100
    program.run("receive", "--item", "BO1", "--qty", "90", "--id", "in1")
    assert program.place([order("a", ("BO1", 100)), order("b", ("BO1", 1))])[0]["ok"]
    assert len(program.orders()) == 1


def test_a_dry_run_changes_nothing_and_a_file_comes_in_once(program: Program) -> None:
    path = program.file("more.csv", "Customer number,Name\nC100,Wren & Co\n")
    would = json.loads(program.run("import", "customers", path, "--dry-run", "--json").stdout)
    assert (would["ready"], would["new_customers"], would["known"]) == (True, 1, False)
    done = json.loads(program.run("import", "customers", path, "--json").stdout)
    assert (done["ok"], done["customers"]) == (True, 1)
    again = program.run("import", "customers", path, "--json")
    assert again.returncode == 1
    assert json.loads(again.stderr)["error"] == "AlreadyImported"


def test_open_questions_are_answered_as_suggested_and_bad_rows_saved(local: Program) -> None:
    head = "Order number,Customer name,Order date,Item code,Item name,Quantity,Unit price\n"
    rows = "7,Wren,2026-11-02,NU1,Brass nut,5,0.00\n8,Wren,2026-11-02,NU1,Brass nut,five,2.55\n"
    path, bad = local.file("orders.csv", head + rows), local.folder / "bad.csv"
    words = ("import", "orders", path, "--leave-out", "--bad-rows", str(bad), "--json")
    refused = local.run(*words)
    assert (refused.returncode, json.loads(refused.stderr)["error"]) == (1, "Undecided")
    done = local.run(*words, "--suggested")
    assert json.loads(done.stdout)["orders"] == 1
    assert "five" in bad.read_text(encoding="utf-8-sig")


def test_what_is_exported_holds_what_came_in(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "stock.csv"
    assert program.run("export", "stock", "--out", str(out)).returncode == 0
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert "NU1,Brass nut,STOCK,,1000" in rows


def test_reports_come_as_paper_and_as_figures(program: Program, tmp_path: Path) -> None:
    program.place([order("a", ("NU1", 12))])
    for ending in ("pdf", "csv", "xlsx"):
        out = str(tmp_path / f"sales.{ending}")
        assert program.run("report", "sales-by-day", "--out", out).returncode == 0
    assert (tmp_path / "sales.csv").read_text("utf-8-sig").splitlines()[-1].endswith(",1,1,12,30.6")
    assert "£30.60" in PdfReader(tmp_path / "sales.pdf").pages[-1].extract_text()
    low = tmp_path / "low.csv"
    program.run("receive", "--item", "LAST", "--qty", "1")
    program.place([order("b", ("LAST", 31))])
    assert program.run("report", "low-stock", "--out", str(low)).returncode == 0
    assert [row.split(",")[0] for row in low.read_text("utf-8-sig").splitlines()[1:]] == ["LAST"]


def test_the_list_is_filtered_and_ends_where_asked(program: Program) -> None:
    program.place([order("a", ("NU1", 1)), order("b", ("NU1", 2), customer="C002")])
    program.place([order("c", ("BO1", 20), shortage="backorder")])

    def names(*words: str) -> list[str]:
        listed = program.run("order", "list", "--json", *words)
        return [one["name"] for one in answers_in(listed.stdout)]

    assert names("--limit", "1") == ["SO-000003"]
    assert names("--customer", "C002") == ["SO-000002"]
    assert names("--state", "short") == ["SO-000003"]
    assert names("--before", "SO-000002") == ["SO-000001"]
    assert "永盛五金行" in program.run("order", "list").stdout


def test_info_says_what_the_desk_is(program: Program) -> None:
    facts = json.loads(program.run("info", "--json").stdout)
    assert (facts["items"], facts["customers"], facts["orders"]) == (4, 2, 0)
    assert facts["engine"] in ("sqlite", "postgresql")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_a_report_to_nowhere_is_said_in_one_line(local: Program, ending: str) -> None:
    place = local.folder / "nowhere" / f"low.{ending}"
    done = local.run("report", "low-stock", "--out", str(place))
    assert (done.returncode, done.stdout) == (7, "")
    assert len(done.stderr.splitlines()) == 1
    assert "nowhere" in done.stderr or place.name in done.stderr


def test_check_names_what_does_not_add_up(local: Program) -> None:
    local.place([order("a", ("NU1", 2))])
    desk = open_desk(local.folder / "desk.tally", passphrase=PASSPHRASE)
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE sales_order SET reserved_units = 1"))
    desk.close()
    done = local.run("check", "--json")
    assert done.returncode == 1
    assert "reserved_units" in done.stdout


def test_somebody_without_the_right_is_refused(shared: Program) -> None:
    done = shared.run("receive", "--item", "BO1", "--qty", "1", "--person", "Carl", "--json")
    assert (done.returncode, json.loads(done.stderr)["error"]) == (1, "NotAllowed")
    nobody = shared.run("info", "--person", "Zoe")
    assert (nobody.returncode, "Zoe" in nobody.stderr) == (1, True)


def test_the_exit_code_says_what_kind_of_trouble_it_is(local: Program, tmp_path: Path) -> None:
    wrong = local.file("wrong", "not this\n")
    desk = str(local.folder / "desk.tally")
    plain = tmp_path / "plain.tally"
    sqlite3.connect(plain).executescript("CREATE TABLE t (x); INSERT INTO t VALUES (1);")
    (tmp_path / "plain.keys").write_bytes((local.folder / "desk.keys").read_bytes())
    good = local.options[3]
    cases = {
        2: ["order", "plaice"],
        3: ["info", "--desk", desk, "--passphrase-file", wrong],
        4: ["info", "--desk", str(plain), "--passphrase-file", good],
        7: ["export", "items", "--out", str(tmp_path / "no" / "x.csv"), *local.options],
        8: ["info", "--desk", "postgresql://x@127.0.0.1:1/x"],
    }
    for code, asked in cases.items():
        real, words = code in (2, 3), [*asked, "--json"]
        done = run([sys.executable, "-m", "app", *words]) if real else run_inside(words)
        assert (done.returncode, done.stdout) == (code, ""), words
        assert json.loads(done.stderr)["exit"] == code
    unopened = run_inside(["info", "--desk", desk])
    assert unopened.returncode == 3
    assert len(unopened.stderr.splitlines()) == 1
    missing = run_inside(
        ["info", "--desk", str(tmp_path / "none.tally"), "--passphrase-file", good]
    )
    assert missing.returncode == 4


def test_a_desk_of_a_later_program_is_refused_with_its_code(local: Program) -> None:
    desk = open_desk(local.folder / "desk.tally", passphrase=PASSPHRASE)
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    checkpoint(desk.engine)
    desk.close()
    assert local.run("info").returncode == 5


@pytest.mark.slow
def test_a_desk_somebody_else_keeps_busy_ends_with_its_code(local: Program) -> None:
    desk = open_desk(local.folder / "desk.tally", passphrase=PASSPHRASE)
    with desk.engine.begin() as connection:
        connection.execute(text("SELECT 1"))
        done = local.run("receive", "--item", "BO1", "--qty", "1", "--json")
    desk.close()
    assert (done.returncode, json.loads(done.stderr)["error"]) == (6, "DeskBusy")


def test_a_desk_is_never_made_twice_and_its_recovery_text_opens_it(tmp_path: Path) -> None:
    secret = tmp_path / "p"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    words = ["init", "--desk", str(tmp_path / "new.tally"), "--passphrase-file", str(secret)]
    made = run_inside([*words, "--json"])
    recovery = json.loads(made.stdout)["recovery"]
    open_desk(tmp_path / "new.tally", recovery=recovery).close()
    again = run_inside(words)
    assert (again.returncode, again.stdout) == (2, "")


def test_every_subcommand_leads_to_its_function() -> None:
    parser = parser_of([])
    told = [
        [*words, *("--out", "x")] if words[0] in ("slip", "report", "export") else words
        for words in (
            ["init"], ["info"], ["check"], ["order", "place", "--from", "-"], ["order", "list"],
            ["order", "show", "1"], ["ship", "1"], ["receive", "1"], ["import", "items", "x"],
            *(["export", kind] for kind in EXPORT_KINDS),
            *(["report", name] for name in REPORTS), ["slip", "1"],
        )
    ]  # fmt: skip
    assert all(callable(_chosen(parser.parse_args(words).run)) for words in told)
    assert {words[0] for words in told} == set(SUBCOMMANDS)
    assert (EXPORT_KINDS, tuple(REPORTS)) == (EXPORT_NAMES, REPORT_NAMES)


def test_the_command_line_never_loads_qt(local: Program) -> None:
    code = (
        "import sys; from app.__main__ import main; "
        f"code = main({['info', *local.options]!r}); "
        "sys.exit(code or any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0


def test_a_command_without_a_desk_takes_the_one_the_window_opened_last(
    local: Program, tmp_path: Path
) -> None:
    place = local.options[local.options.index("--desk") + 1]
    profile = tmp_path / "profile"
    profile.mkdir()
    others = ["--profile", str(profile), "--passphrase-file"]
    secret = local.options[local.options.index("--passphrase-file") + 1]
    missing = run_inside(["info", *others, secret])
    assert missing.returncode != 0
    assert "desk.tally" in missing.stderr
    keep_last_desk(profile, place)
    found = run_inside(["info", *others, secret, "--json"])
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["items"] == 4
    made = run_inside(["init", "--shop", "Second", *others, secret, "--json"])
    assert json.loads(made.stdout)["desk"] == str(profile / "desk.tally")
