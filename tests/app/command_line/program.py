"""The program as its users start it: real processes on a real desk."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from app.command_line import running
from tests.shape.source import ROOT
from tests.support.desks import server_template
from tests.support.postgres import PostgresServer

PASSPHRASE = "correct horse battery"
ITEMS = """Item code,Item name,Price,Reorder point
NU1,Brass nut,2.55,50
BO1,Bolt 螺栓,1.125,5
bo2,Bolt long,1.75,5
LAST,The last ones,9.00,0
"""
CUSTOMERS = """Customer number,Name,Street,City,Postcode,Country
C001,Acme Hardware,1 High Street,Leeds,LS1 1AA,GB
C002,永盛五金行,中山北路二段1號,台北市,104,TW
"""
STOCK = """Item code,Quantity
NU1,1000
BO1,10
bo2,500
LAST,30
"""


@dataclass(frozen=True)
class Program:
    """Runs `python -m app` against one desk, always with the same options."""

    options: tuple[str, ...]
    folder: Path

    def words(self, *words: str) -> list[str]:
        """Give the whole command for a subcommand."""
        return [sys.executable, "-m", "app", *words, *self.options]

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run one subcommand to its end within this process, which spares the loading."""
        return run_inside([*words, *self.options], given)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a subcommand that is talked to line by line."""
        return subprocess.Popen(
            self.words(*words),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def place(self, orders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Place orders by stdin and give the answers."""
        done = self.run("order", "place", "--from", "-", given=lines_of(orders))
        assert done.stderr == ""
        return answers_in(done.stdout)

    def orders(self) -> list[dict[str, Any]]:
        """Give all orders in the desk, newest first."""
        return answers_in(self.run("order", "list", "--json", "--limit", "0").stdout)

    def file(self, name: str, content: str) -> str:
        """Write a file beside the desk and give its path."""
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return str(path)


def run_inside(words: Sequence[str], given: str = "") -> subprocess.CompletedProcess[str]:
    """Do what the program does between loading and ending, with streams of its own."""
    out, err = (TextIOWrapper(BytesIO(), "utf-8") for _stream in range(2))
    usual, sys.stdin = sys.stdin, TextIOWrapper(BytesIO(given.encode()), "utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = running.run(words)
    finally:
        sys.stdin = usual
    said, complained = (_text_in(stream) for stream in (out, err))
    return subprocess.CompletedProcess(words, code, said, complained)


def _text_in(stream: TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def run(words: Sequence[str], given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with UTF-8 in and out."""
    return subprocess.run(
        words,
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=110,
    )


def order(order_id: str, *lines: tuple[str, int], **more: Any) -> dict[str, Any]:
    """Give one order of C001 as its line of JSON will say it."""
    wanted = [{"item": item, "qty": units} for item, units in lines]
    return {"id": order_id, "customer": "C001", "lines": wanted, **more}


def lines_of(orders: Sequence[dict[str, Any]]) -> str:
    """Write orders as JSON lines."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in orders)


def answers_in(text: str) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


def furnish(program: Program) -> None:
    """Bring items, customers and stock in by the program itself."""
    for kind, content in (("items", ITEMS), ("customers", CUSTOMERS), ("stock", STOCK)):
        path = program.file(f"{kind}.csv", content)
        done = program.run("import", kind, path)
        assert (done.returncode, done.stderr) == (0, "")


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tallydesk-tests-"))
    (folder / "passphrase").write_text(PASSPHRASE + "\n", encoding="utf-8")
    program = _on(folder)
    done = program.run("init", "--shop", "Bell Street Brass", "--owner", "Olive")
    assert (done.returncode, done.stderr) == (0, "")
    furnish(program)
    return folder


def _on(folder: Path) -> Program:
    options = ("--desk", str(folder / "desk.tally"), "--passphrase-file")
    return Program((*options, str(folder / "passphrase")), folder)


def local_program(folder: Path) -> Program:
    """Give the program on a furnished encrypted desk of its own, copied from one made once."""
    for name in os.listdir(_template()):  # noqa: PTH208 - names only
        shutil.copyfile(_template() / name, folder / name)
    return _on(folder)


@cache
def furnished_database(server: PostgresServer) -> str:
    """Make the furnished database that every shared desk of these tests is a copy of, once."""
    name = server.create_database(server_template(server))
    folder = Path(tempfile.mkdtemp(prefix="tallydesk-tests-"))
    furnish(Program(("--desk", server.url(name)), folder))
    return name
