"""Ways into the program without a window: no Qt, the passphrase at a prompt, codes, holds."""

import fcntl
import json
import os
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from app.bootstrap import open_desk
from app.command_line.parser import parser_of
from app.command_line.running import run
from tests.app.command_line.program import PASSPHRASE, Program, order
from tests.shape.source import ROOT

_ALL = """
import json, sys
from ui.__main__ import main
for words in json.loads(sys.argv[1]):
    code = main(words)
    if code:
        sys.exit(f"{words} ended with {code}")
sys.exit(", ".join(name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))) or 0)
"""


def test_no_subcommand_of_the_one_command_ever_loads_qt(local: Program) -> None:
    orders = local.file("orders.jsonl", json.dumps(order("q1", ("NU1", 2))) + "\n")
    more = local.file("more.csv", "Customer number,Name\nC100,Wren & Co\n")
    out = [str(local.folder / name) for name in ("s.pdf", "a.pdf", "b.csv", "c.xlsx")]
    new = ["--desk", str(local.folder / "new.tally"), *local.options[2:]]
    every = [
        ["init", *new],
        *(
            [*words, *local.options]
            for words in (
                ["info"], ["order", "place", "--from", orders], ["order", "list"],
                ["order", "show", "SO-000001"], ["ship", "SO-000001"],
                ["receive", "SO-000001", "--by", "Bob"], ["slip", "SO-000001", "--out", out[0]],
                ["report", "sales-by-day", "--out", out[1]],
                ["report", "low-stock", "--out", out[2]], ["export", "orders", "--out", out[3]],
                ["import", "customers", more, "--dry-run"], ["import", "customers", more],
                ["check"],
            )
        ),
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _ALL, json.dumps(every)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=110,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def at_a_terminal(words: list[str], *typed: str) -> tuple[int, str]:
    """Run the program at a terminal of its own, typing a line at each prompt; gives all it said."""
    ours, theirs = os.openpty()

    def become_its_terminal() -> None:
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs,
        preexec_fn=become_its_terminal,  # noqa: PLW1509 - no thread of ours runs yet
    )  # fmt: skip
    os.close(theirs)
    said = b""
    waiting = list(typed)
    try:
        while part := os.read(ours, 4_096):
            said += part
            if waiting and part.rstrip(b" ").endswith(b":"):
                os.write(ours, waiting.pop(0).encode() + b"\n")
    except OSError:  # Linux says so when the other end is closed
        pass
    finally:
        os.close(ours)
    return process.wait(timeout=60), said.decode()


def test_the_passphrase_is_asked_for_at_a_terminal_and_never_shown(local: Program) -> None:
    desk = ["--desk", local.options[1]]
    code, said = at_a_terminal(["info", *desk], PASSPHRASE)
    assert (code, PASSPHRASE in said) == (0, False)
    assert "Passphrase:" in said
    code, said = at_a_terminal(["info", *desk], "wrong horse")
    assert (code, "wrong horse" in said) == (3, False)


def test_a_new_desk_asks_for_its_passphrase_twice(tmp_path: Path) -> None:
    words = ["init", "--desk", str(tmp_path / "new.tally")]
    code, said = at_a_terminal(words, "one thing", "another thing")
    assert (code, "differ" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []
    code, said = at_a_terminal(words, "one thing", "one thing")
    assert (code, "one thing" in said) == (0, False)


def test_no_argument_takes_the_passphrase_itself(local: Program) -> None:
    desk = ["--desk", local.options[1]]
    done = subprocess.run(
        [sys.executable, "-m", "app", "info", *desk, "--passphrase", local.options[3]],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_damaged_desk_ends_with_its_own_code(local: Program) -> None:
    path = local.folder / "desk.tally"
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes(64) + whole[164:])
    done = local.run("info", "--json")
    assert (done.returncode, done.stdout) == (4, "")
    assert json.loads(done.stderr)["error"] == "Damaged"


def test_a_check_finds_damage_where_no_start_looks(local: Program) -> None:
    path = local.folder / "desk.tally"
    desk = open_desk(path, passphrase=PASSPHRASE)
    with desk.engine.connect() as connection:
        page = connection.exec_driver_sql(
            "SELECT max(rootpage) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'purchase'"
        ).scalar_one()
    desk.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 + 2000] ^= 1
    path.write_bytes(content)
    assert local.run("info").returncode == 0
    done = local.run("check", "--json")
    assert (done.returncode, json.loads(done.stderr)["error"]) == (4, "Damaged")


def test_what_a_check_holds_back_is_answered_with_its_hold_and_no_number(program: Program) -> None:
    twice = [order("d1", ("NU1", 3)), order("d2", ("NU1", 3))]
    first, second = program.place(twice)
    assert (first["state"], first["holds"], first["label"]) == ("confirmed", [], "ready")
    assert (second["ok"], second["state"], second["holds"]) == (True, "submitted", ["duplicate"])
    assert second["order"] == "R-2"
    assert list(first)[:5] == list(second)[:5] == ["id", "ok", "order", "state", "holds"]
    assert program.place(twice) == [first, second]


@pytest.mark.parametrize("word", ["order", "import", "report", "export", "ship", "slip"])
def test_a_subcommand_without_what_it_needs_is_wrong_usage(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run([word, "--json"])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert json.loads(said.err)["error"] == "WrongUse"


def test_the_help_tells_which_desk_is_opened_when_none_is_named() -> None:
    told = " ".join(parser_of([]).format_help().split())
    assert "without it: the one opened last" in told
