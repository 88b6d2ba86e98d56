"""Tallydesk without a window: `python -m app SUBCOMMAND`, the same as `tallydesk SUBCOMMAND`."""

import sys
from collections.abc import Sequence

from app.command_line.running import run, tell_bug


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; gives the exit code (see `app.core.errors.ExitCode`)."""
    sys.excepthook = tell_bug
    return run(list(sys.argv[1:] if argv is None else argv))


if __name__ == "__main__":
    sys.exit(main())
