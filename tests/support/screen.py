"""A real screen for a test: Xvfb with a window manager, driven by key events from outside."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

TOOLS = ("Xvfb", "openbox", "xdotool", "import")
_SPARE_KEYS = tuple(f"<I{number}>" for number in range(208, 256))


@dataclass(frozen=True)
class Screen:
    """One running display; every call goes to it and to no other."""

    display: str

    @property
    def environment(self) -> dict[str, str]:
        """Give the variables with which a program opens its windows here."""
        ours = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
        return {**ours, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a program on this screen; what it says is kept for the test to read."""
        return subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def find(self, title: str, timeout_s: float = 20.0) -> str:
        """Wait for a visible window whose title contains the words, and give its id."""
        found: list[str] = []

        def look() -> bool:
            found[:] = self._xdotool("search", "--onlyvisible", "--name", title).split()
            return bool(found)

        wait_until(look, f"no window called {title!r}", timeout_s)
        return found[0]

    def activate(self, window: str) -> None:
        """Bring a window to the front and wait until it has the keys."""
        self._xdotool("windowactivate", "--sync", window)

    def title(self, window: str) -> str:
        """Read a window's title."""
        return self._xdotool("getwindowname", window).strip()

    def key(self, *names: str) -> None:
        """Press keys as xdotool names them: `Return`, `ctrl+n`."""
        self._xdotool("key", "--clearmodifiers", "--delay", "0", *names)

    def type(self, text: str, delay_ms: int = 0) -> None:
        """Type a text; press Enter with `key("Return")`, a line break is not typed."""
        if not text.isascii():
            self._give_keys({sign for sign in text if not sign.isascii()})
        self._xdotool("type", "--clearmodifiers", "--delay", str(delay_ms), "--", text)

    def type_and_enter(self, text: str) -> None:
        """Type a text of plain letters and press Enter straight after the last, in one go."""
        typing = ("type", "--clearmodifiers", "--delay", "0", "--args", "1", "--", text)
        self._xdotool(*typing, "key", "Return")

    def press(self, *words: str) -> None:
        """Let a chain of xdotool's own words happen, with the locks as they are."""
        self._xdotool(*words)

    def windows(self) -> list[str]:
        """Give the ids of the visible windows that have a title."""
        return self._xdotool("search", "--onlyvisible", "--name", ".").split()

    def click(self, window: str, x: int, y: int) -> None:
        """Click at a place inside a window."""
        self._xdotool("mousemove", "--window", window, str(x), str(y), "click", "1")

    def move(self, window: str, x: int, y: int) -> None:
        """Put a window somewhere else."""
        self._xdotool("windowmove", "--sync", window, str(x), str(y))

    def place(self, window: str) -> tuple[str, ...]:
        """Tell where a window's inside stands and how large it is."""
        said = self._xdotool("getwindowgeometry", "--shell", window).split()
        return tuple(one for one in said if one.partition("=")[0] in {"X", "Y", "WIDTH", "HEIGHT"})

    def screenshot(self, path: Path) -> Path:
        """Write the whole screen as a picture."""
        self._run("import", "-window", "root", str(path))
        return path

    def _give_keys(self, signs: set[str]) -> None:
        """Give signs no keyboard has a key each, for good.

        One lent for a moment is taken back before a busy program has looked at it.
        """
        keyboard = self._run("xkbcomp", self.display, "-")
        new = sorted(name for sign in signs if (name := f"U{ord(sign):04X}") not in keyboard)
        if not new:
            return
        free = (key for key in _SPARE_KEYS if not re.search(rf"key {key} {{\s+\[\s+U", keyboard))
        keys = "".join(f"\nreplace key {next(free)} {{ [ {name} ] }};" for name in new)
        end = keyboard.index("\n};", keyboard.index("xkb_symbols"))
        whole = keyboard[:end] + keys + keyboard[end:]
        self._run("xkbcomp", "-w0", "-", self.display, said=whole)

    def _xdotool(self, *words: str) -> str:
        return self._run("xdotool", *words, check=words[0] != "search")

    def _run(self, *command: str, check: bool = True, said: str | None = None) -> str:
        done = subprocess.run(
            command,
            env=self.environment,
            input=said,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        if check and done.returncode:
            pytest.fail(f"{' '.join(command)}: {done.stderr.strip()}")
        return done.stdout


@contextmanager
def open_screen(width: int = 1440, height: int = 900) -> Iterator[Screen]:
    """Lend a fresh screen with a window manager; skip, or fail in CI, where one cannot be made."""
    _need_tools()
    reading, writing = os.pipe()
    size = f"{width}x{height}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    manager: subprocess.Popen[bytes] | None = None
    try:
        with os.fdopen(reading, encoding="ascii") as line:
            number = line.readline().strip()
        if not number:
            pytest.fail("Xvfb did not start")
        screen = Screen(f":{number}")
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env=screen.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: _managed(screen), "the window manager did not start", 20.0)
        yield screen
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait(timeout=10)


def wait_until(done: Callable[[], bool], trouble: str, timeout_s: float = 20.0) -> None:
    """Ask again and again until it is so; fail with the trouble when it takes too long."""
    end = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > end:
            pytest.fail(trouble)
        time.sleep(0.02)


def _managed(screen: Screen) -> bool:
    """Tell whether a window manager has taken the screen."""
    done = subprocess.run(
        ["xdotool", "get_desktop"], env=screen.environment, capture_output=True, check=False
    )
    return done.returncode == 0


def _need_tools() -> None:
    missing = [name for name in TOOLS if not shutil.which(name)]
    if missing:
        reason = f"a real window needs {', '.join(missing)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
