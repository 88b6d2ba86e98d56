"""`tallydesk`: opens the window, or hands a subcommand to the program without one."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence

from app.core.messages import _

HEADLESS = frozenset(
    {"init", "import", "order", "ship", "receive", "slip", "report", "check", "export", "info"}
)


def main(argv: Sequence[str] | None = None) -> int:
    """Start the window, or a headless subcommand; gives the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if any(word in HEADLESS for word in words) and not _opens_window(words):
        from app.__main__ import main as headless

        return headless(words)
    options = parser().parse_args(words)
    if options.version:
        return _print_versions()
    if not _has_screen():
        sys.stderr.write(_("no screen: start Tallydesk in a desktop session.") + "\n")
        return 2
    gc.disable()  # for good: once the window is used, `IdleCollector` collects on its thread
    sys.setswitchinterval(0.0005)  # the application undoes this when the start is over
    forgo_features()
    from ui.application import Application

    return Application(options).run()


def forgo_features() -> None:
    """Keep PySide from reading the source of every module imported after it.

    It looks there for its own switches (`__feature__`), which nothing here uses, and Python keeps
    what was read: 26 MB of text. Built programs carry no source, and work just so.
    """
    import PySide6.QtCore  # noqa: F401 - its import is what brings the switches

    switches = sys.modules.get("shibokensupport.feature")
    if switches is not None:
        switches.__dict__["_mod_uses_pyside"] = lambda _module: False


def _opens_window(words: Sequence[str]) -> bool:
    """Tell whether the word that looks like a subcommand is only an option's value."""
    takes_value = {"--profile", "--lang", "--theme", "--scale", "--today", "--ready-file"}
    takes_value |= {"--trace", "--open"}
    first = next((w for i, w in enumerate(words) if w in HEADLESS and i > 0), None)
    return first is not None and words[words.index(first) - 1] in takes_value


def parser() -> argparse.ArgumentParser:
    """Give the words the program is started with."""
    made = argparse.ArgumentParser(
        prog="tallydesk",
        epilog="Without a window: tallydesk " + "|".join(sorted(HEADLESS)) + " --help",
    )
    made.add_argument("--demo", action="store_true", help="open the demo shop")
    made.add_argument(
        "--desk",
        help="a desk's file, or the address of a shared one (without it: the one opened last)",
    )
    made.add_argument("--profile", help="folder of this person's settings and drafts")
    made.add_argument("--lang", choices=("en", "zh_CN", "zh_TW"))
    made.add_argument("--theme", choices=("light", "dark"))
    made.add_argument("--scale", type=float)
    made.add_argument("--today", help="work as if today were this date (2026-11-22)")
    made.add_argument("--ready-file", help="file to write when the window is ready")
    made.add_argument("--trace", help="file to append events to, as JSON lines")
    made.add_argument("--open", help="order to show, such as SO-000131")
    made.add_argument("--version", action="store_true", help="print versions and stop")
    return made


def _print_versions() -> int:
    from app.versions import versions

    for name, version in versions():
        sys.stdout.write(f"{name} {version}\n")
    return 0


def _has_screen() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
