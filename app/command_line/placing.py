"""`order place`: one order a line in, one answer a line out, each only once it is durable."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.command_line.answers import Answers, plain_line, write_line
from app.command_line.opening import WrongUse, opened
from app.command_line.order_lines import BadLine, PlaceNamed, order_of, place_named
from app.core.errors import DeskError, ExitCode, Trouble
from app.core.messages import _
from app.desk import Desk, Outcome
from app.orders.commands import OrderPlaced

_SHOWN = ("item", "wanted", "available", "field", "line")


def place(asked: Namespace, out: Answers) -> ExitCode:
    """Place the orders of a file or of stdin, answering each as soon as it is settled."""
    with _source(asked.source) as source, opened(asked) as desk:
        return _place_all(desk, source, out)


def _source(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise WrongUse(_("The file “{name}” cannot be read.").format(name=name)) from error


def _place_all(desk: Desk, source: BinaryIO, out: Answers) -> ExitCode:
    code = ExitCode.DONE
    for number, raw in _lines(source):
        command: PlaceNamed | None = None
        try:
            command = order_of(raw, number)
            outcome = desk.run(place_named, command)
        except Trouble as error:
            _refuse(command.command_id if command else None, error)
            return out.fail(error)
        except DeskError as error:
            known = error.order_id if isinstance(error, BadLine) else None
            _refuse(command.command_id if command else known, error)
            code = ExitCode.REFUSED
        else:
            _accept(command.command_id, outcome)
    return code


def _lines(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give each line as soon as it is there, with its number; empty ones are passed over."""
    number = 0
    while raw := source.readline():
        number += 1
        if raw.strip():
            yield number, raw


def _accept(order_id: str, outcome: Outcome[OrderPlaced]) -> None:
    placed = outcome.answer
    answer = {
        "id": order_id,
        "ok": True,
        "order": placed.name,
        "state": placed.state,
        "holds": list(placed.holds),
        "label": placed.label,
        "total": placed.total,
    }
    write_line(sys.stdout, plain_line(answer))


def _refuse(order_id: str | None, error: DeskError) -> None:
    answer: dict[str, object] = {
        "id": order_id,
        "ok": False,
        "error": error.name,
        "message": error.message(),
    }
    for name in _SHOWN:
        value: object = getattr(error, name, None)
        if value or (value == 0 and name == "available"):
            answer[name] = value
    write_line(sys.stdout, plain_line(answer))
