"""Runs one subcommand and turns every failure into one sentence and an exit code."""

import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import TracebackType
from typing import cast

from sqlalchemy.exc import SQLAlchemyError

from app.command_line.answers import AnswerLost, Answers
from app.command_line.parser import parser_of
from app.core.errors import DeskError, ExitCode
from app.core.messages import _, set_language
from app.db.errors import trouble_of

INTERRUPTED = 130
"""What a shell expects of a program stopped by Ctrl+C."""


def run(words: Sequence[str]) -> int:
    """Run what the words ask for; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    out = Answers("--json" in words)
    try:
        asked = parser_of(words).parse_args(list(words))
        set_language(asked.lang or "en")
        return int(_chosen(asked.run)(asked, out))
    except KeyboardInterrupt:
        out.failed("Interrupted", _("Stopped."), ExitCode.REFUSED)
        return INTERRUPTED
    except BrokenPipeError:
        _close_pipe()
        return int(ExitCode.NO_SPACE)
    except AnswerLost as error:
        _close_pipe()
        return int(out.fail(error))
    except DeskError as error:
        return int(out.fail(error))
    except (OSError, SQLAlchemyError) as error:
        return _fail_outside(error, out)


def _chosen(name: str) -> Callable[[object, Answers], ExitCode]:
    """Load the module of one subcommand, and no other."""
    module, _dot, function = name.rpartition(".")
    found = getattr(import_module(f"app.command_line.{module}"), function)
    return cast("Callable[[object, Answers], ExitCode]", found)


def _fail_outside(error: OSError | SQLAlchemyError, out: Answers) -> int:
    """Say what the disk or the database said; anything else is a bug and goes on."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        said = _("“{name}”: {reason}.").format(name=error.filename, reason=error.strerror)
        return int(out.failed(type(error).__name__, said, ExitCode.NO_SPACE))
    trouble = trouble_of(error)
    if trouble is None:
        raise error
    return int(out.fail(trouble))


def _close_pipe() -> None:
    """Let the interpreter flush into nothing: nobody gets what we write any more."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def tell_bug(
    kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    """Say in one sentence that the program itself failed; `TALLYDESK_TRACE` shows all of it."""
    if os.environ.get("TALLYDESK_TRACE"):
        sys.__excepthook__(kind, error, _traceback)
        return
    said = _("The program failed ({kind}). What was acknowledged is kept; please report it.")
    sys.stderr.write(said.format(kind=kind.__name__) + "\n")
