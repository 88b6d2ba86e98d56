"""What the command line says: answers on stdout, one sentence or JSON on stderr."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from typing_extensions import override

from app.core.errors import DeskError, ExitCode, Trouble
from app.core.messages import _
from app.core.plain import to_plain


class AnswerLost(Trouble):
    """An answer could not be written; what it told of is done all the same."""

    exit_code = ExitCode.NO_SPACE

    def __init__(self, reason: str) -> None:
        """Keep what the system said."""
        super().__init__(reason)
        self.reason = reason

    @override
    def message(self) -> str:
        """Say that the desk is whole and what to do."""
        return _(
            "An answer could not be written: {reason}. The desk is whole; send the same again."
        ).format(reason=self.reason)


@dataclass(frozen=True)
class Answers:
    """Writes for people, or with `as_json` for machines; every answer is flushed at once."""

    as_json: bool = False

    def say(self, text: str, value: object) -> None:
        """Write one answer: the text for people, the value for machines."""
        write_line(sys.stdout, plain_line(value) if self.as_json else text)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Write aligned columns for people; numbers stand to the right."""
        cells = [[str(cell) for cell in row] for row in rows]
        numbers = [
            bool(cells) and all(_is_number(row[place]) for row in cells)
            for place in range(len(headings))
        ]
        widths = [
            max(_width(row[place]) for row in [list(headings), *cells])
            for place in range(len(headings))
        ]
        for row in [list(headings), *cells]:
            parts = [
                _padded(cell, width, right=right)
                for cell, width, right in zip(row, widths, numbers, strict=True)
            ]
            write_line(sys.stdout, "  ".join(parts).rstrip())

    def fail(self, error: DeskError) -> ExitCode:
        """Write why something was not done; gives the exit code that says the same."""
        return self.failed(error.name, error.message(), error.exit_code)

    def failed(self, name: str, message: str, code: ExitCode) -> ExitCode:
        """Write a failure by its word for machines or its sentence for people."""
        value = {"ok": False, "error": name, "message": message, "exit": int(code)}
        write_line(sys.stderr, plain_line(value) if self.as_json else message)
        return code


def plain_line(value: object) -> str:
    """Write a value as one line of JSON, in UTF-8 and not escaped."""
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(", ", ": "))


def write_line(stream: TextIO, text: str) -> None:
    """Write one line and hand it over before anything else happens.

    Raises:
        AnswerLost: the disk or device does not take it.
    """
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AnswerLost(error.strerror or str(error)) from error


def _is_number(text: str) -> bool:
    return text.lstrip("-−£$€¥").replace(",", "").replace(".", "", 1).isdigit()


def _width(text: str) -> int:
    return sum(2 if "\u1100" <= sign <= "\uffe6" else 1 for sign in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap
