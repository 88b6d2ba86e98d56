"""`order place`: one line in, one durable answer out, once per id, whatever happens."""

import json
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.app.command_line.program import Program, answers_in, lines_of, order
from tests.shape.source import ROOT


def test_each_line_is_answered_as_the_contract_says(program: Program) -> None:
    orders = [
        order("a1", ("NU1", 12), ("BO1", 4), ref="PO 7", due="2099-11-24"),
        order("a2", ("BO1", 40)),
        order("a3", ("NU1", 1), customer="C999"),
        order("a4", ("NOPE", 1)),
        order("a5", ("BO1", 40), shortage="available"),
    ]
    given = lines_of(orders) + "no order\n\n" + '{"id": "a6", "customer": "C001"}\n'
    done = program.run("order", "place", "--from", program.file("orders.jsonl", given))
    first, short, stranger, unknown, some, broken, lineless = answers_in(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert first["ok"] is True
    assert (first["id"], first["order"], first["state"]) == ("a1", "SO-000001", "confirmed")
    assert (first["holds"], first["total"]) == ([], 3510)
    assert (short["id"], short["ok"], short["error"]) == ("a2", False, "NotEnoughStock")
    assert (short["wanted"], short["available"]) == (40, 6)
    assert short["message"]
    assert [one["error"] for one in (stranger, unknown)] == ["NotFound", "NotFound"]
    assert (some["ok"], some["total"]) == (True, 675)
    assert [(one["id"], one["error"]) for one in (broken, lineless)] == [
        (None, "BadLine"),
        ("a6", "BadLine"),
    ]


BAD_LINES = (
    "[]",
    '{"id": 7, "customer": "C001", "lines": []}',
    '{"id": "b", "customer": "C001", "lines": [{"item": "NU1", "qty": "1"}]}',
    '{"id": "b", "customer": "C001", "lines": [{"item": "NU1", "qty": true}]}',
    '{"id": "b", "customer": "C001", "lines": [{"item": "NU1", "qty": 1.0}]}',
    '{"id": "b", "customer": "C001", "lines": [{"item": "NU1", "qty": 1, "price": "NaN"}]}',
    '{"id": "b", "customer": "C001", "lines": [{"item": "NU1", "qty": 1, "prise": "1"}]}',
    '{"id": "b", "id": "c", "customer": "C001", "lines": []}',
    '{"id": "b", "customer": "C001", "due": "24.11.2026", "lines": []}',
    '{"id": "b", "customer": "C\\u0000", "lines": []}',
    '{"id": "b", "customer": "\\ud800", "lines": []}',
    "[" * 20_000,
)


def test_lines_that_are_no_orders_are_refused_and_the_next_one_placed(local: Program) -> None:
    given = "\n".join(BAD_LINES) + "\n" + lines_of([order("n", ("NU1", 1))])
    done = local.run("order", "place", "--from", "-", given=given)
    *bad, good = answers_in(done.stdout)
    assert [one["error"] for one in bad] == ["BadLine"] * len(BAD_LINES)
    assert good["ok"]
    assert (done.returncode, done.stderr) == (1, "")


def test_codes_are_found_exactly_first_and_in_any_case_where_one_fits(local: Program) -> None:
    answers = local.place([order("a", ("bo1", 1)), order("b", ("BO2", 1), ("nu1", 1))])
    assert [one["ok"] for one in answers] == [True, True]


def test_a_typed_price_is_kept_exactly(local: Program) -> None:
    priced = {"item": "NU1", "qty": 1000, "price": "0.1234"}
    wanted = {"id": "p", "customer": "C002", "lines": [priced], "shortage": "backorder"}
    number = json.dumps({**wanted, "id": "q"}).replace('"0.1234"', "0.1234")
    done = local.run("order", "place", "--from", "-", given=json.dumps(wanted) + "\n" + number)
    assert [one["total"] for one in answers_in(done.stdout)] == [12340, 12340]


def test_the_same_file_sent_twice_gives_the_same_answers_and_no_second_order(
    program: Program,
) -> None:
    orders = [order(str(uuid4()), ("NU1", 1 + n % 3)) for n in range(12)]
    first = program.place(orders)
    assert program.place(orders) == first
    assert all(one["ok"] for one in first)
    assert len(program.orders()) == 12


def test_each_answer_comes_before_the_next_line_is_sent(program: Program) -> None:
    with program.start("order", "place", "--from", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(lines_of([order(f"s{number}", ("bo2", 1 + number))]))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == f"s{number}"
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_killed_in_the_middle_every_acknowledged_order_is_there_and_no_half_one(
    program: Program,
) -> None:
    orders = [order(str(uuid4()), ("NU1", 1), ("bo2", 1)) for _number in range(150)]
    path = program.file("orders.jsonl", lines_of(orders))
    acknowledged: list[dict[str, Any]] = []
    with program.start("order", "place", "--from", path) as process:
        assert process.stdout is not None
        acknowledged += [json.loads(process.stdout.readline()) for _number in range(20)]
        process.kill()
        acknowledged += [json.loads(line) for line in process.stdout if line.endswith("\n")]
    there = {one["name"]: one for one in program.orders()}
    assert {one["order"] for one in acknowledged} <= set(there)
    assert all(one["lines"] == 2 and one["units"] == 2 for one in there.values())
    assert program.run("check").returncode == 0
    again = program.place(orders)
    assert again[: len(acknowledged)] == acknowledged
    assert len(program.orders()) == 150


def test_two_programs_at_once_sell_the_last_units_once(program: Program) -> None:
    files = []
    for name, least in (("x", 1), ("y", 21)):
        # Downwards: whoever comes first, no quantity is far above what the customer usually has.
        units = range(least + 19, least - 1, -1)
        orders = [order(f"{name}{n}", ("LAST", 1), ("NU1", n)) for n in units]
        files.append(program.file(f"{name}.jsonl", lines_of(orders)))
    started = [program.start("order", "place", "--from", path) for path in files]
    said = [process.communicate(timeout=100) for process in started]
    answers = [one for out, _err in said for one in answers_in(out)]
    assert [err for _out, err in said] == ["", ""]
    assert len(answers) == 40
    assert sum(one["ok"] for one in answers) == 30
    assert {one["error"] for one in answers if not one["ok"]} == {"NotEnoughStock"}
    names = sorted(one["order"] for one in answers if one["ok"])
    assert names == [f"SO-{number:06d}" for number in range(1, 31)]
    assert program.run("check").returncode == 0


def test_a_full_disk_ends_with_its_code_and_loses_nothing(local: Program) -> None:
    path = local.folder / "desk.tally"
    most = path.stat().st_size + 300_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    orders = [order(f"f{n}", ("NU1", 1), ("bo2", 1)) for n in range(400)]
    with (local.folder / "in.jsonl").open("w+", encoding="utf-8") as given:
        given.write(lines_of(orders))
        given.seek(0)
        done = subprocess.run(
            local.words("order", "place", "--from", "-"),
            cwd=ROOT,
            stdin=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            preexec_fn=limit,
            timeout=100,
        )
    answers = answers_in(done.stdout)
    kept = [one["order"] for one in answers if one["ok"]]
    assert done.returncode == 7
    assert "Traceback" not in done.stderr
    assert not answers[-1]["ok"]
    assert 0 < len(kept) < 400
    assert set(kept) <= {one["name"] for one in local.orders()}
    assert local.run("check").returncode == 0


def test_answers_nobody_reads_any_more_end_the_program_without_a_word(local: Program) -> None:
    path = local.file("o.jsonl", lines_of([order(f"b{n}", ("NU1", 1)) for n in range(300)]))
    with local.start("order", "place", "--from", path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 7
        assert process.stderr.read() == ""


@pytest.fixture
def heard() -> Iterator[None]:
    """Let programs started here hear Ctrl+C; what runs in the background starts them deaf."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_ctrl_c_stops_between_two_orders_and_says_so(local: Program) -> None:
    with local.start("order", "place", "--from", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(lines_of([order("c1", ("NU1", 1))]))
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr.read() == "Stopped.\n"
    assert len(local.orders()) == 1


def test_an_answer_the_disk_does_not_take_is_told_and_the_order_kept(local: Program) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            local.words("order", "place", "--from", "-"),
            cwd=ROOT,
            input=lines_of([order("l1", ("NU1", 1))]),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
    assert (done.returncode, len(done.stderr.splitlines())) == (7, 1)
    assert local.place([order("l1", ("NU1", 1))])[0]["order"] == "SO-000001"


def test_orders_are_read_whatever_the_terminal_speaks(local: Program, tmp_path: Path) -> None:
    wanted = order("嗨", ("BO1", 1), ref="訂單 7")
    path = tmp_path / "bom.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + lines_of([wanted]).encode())
    done = local.run("order", "place", "--from", str(path))
    assert answers_in(done.stdout)[0]["id"] == "嗨"
    assert local.orders()[0]["reference"] == "訂單 7"
