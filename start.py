#!/usr/bin/env python3
"""Start Tallydesk from its folder: `start.py`, `start.py test`, `start.py app [...]`.

Standard library only, and readable by Python 3.8, so that it can say which Python is needed.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "tallydesk-locks.txt"
LOCKS = {False: HERE / "requirements.txt", True: HERE / "requirements-dev.txt"}
ON_LINUX = sys.platform.startswith("linux")

# What Qt loads on Linux, and the Debian package that brings it.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-randr.so.0": "libxcb-randr0",
}
# What the tests run, and the Debian package that brings it.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "pdftotext": "poppler-utils",
    "initdb": "postgresql",
    "gnome-keyring-daemon": "gnome-keyring",
    "dbus-run-session": "dbus",
}
# Each line is one check of the house; the lists in a group run one after the other.
GATES = (
    (("mypy",),),
    (
        ("ruff", "check", "--quiet", "."),
        ("ruff", "format", "--quiet", "--check", "."),
        ("lint-imports", "--no-logo"),
        ("deptry", "--no-ansi", "."),
    ),
)


def main() -> int:
    """Read the one word that says what to do, and do it."""
    parser = argparse.ArgumentParser(
        prog="start.py", description="Without a word: the demo desk. The first start takes longer."
    )
    parser.add_argument("what", nargs="?", default="demo", choices=["demo", "test", "gates", "app"])
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed on")
    asked = parser.parse_args()
    check_python()
    if asked.what in ("demo", "app"):
        return start_program(asked.what, asked.rest)
    prepare(with_tools=True)
    if asked.what == "test":
        missing = missing_tools()
        if missing and not install_packages(missing):
            print("Going on; the tests that need them say so.")
    red = run_gates()
    if asked.what == "gates":
        return red
    return run_tests(asked.rest) or red


def check_python() -> None:
    """Stop with one sentence when this Python cannot run the program."""
    if not (3, 11) <= sys.version_info[:2] < (3, 15):
        sys.exit(
            "Tallydesk needs Python 3.11 to 3.14; this is Python {}. Install one of these from "
            "python.org or your system's packages and start again with it.".format(
                platform.python_version()
            )
        )


def start_program(what: str, rest: list[str]) -> int:
    """Become the program, with a window or, given a subcommand, without one."""
    first = rest[0] if rest else "-"
    headless = not first.startswith("-") or first in ("--version", "--help")
    if not headless:
        check_screen()
    prepare(with_tools=False)
    words = ["-m", "ui"] + (["--demo"] if what == "demo" else []) + rest
    return become([str(tool("python")), *words])


def check_screen() -> None:
    """Say "no screen" before Qt says something that sounds like a broken installation."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if ON_LINUX and not shown and not os.environ.get("QT_QPA_PLATFORM"):
        sys.exit(
            "No screen: neither DISPLAY nor WAYLAND_DISPLAY is set. Start it from a desktop "
            "session, or use the commands without a window: python3 start.py app --help"
        )


def prepare(*, with_tools: bool) -> None:
    """Make .venv hold exactly what the lock says; a stamp makes the second time quick."""
    wanted = stamp_line(with_tools=with_tools)
    if tool("python").exists() and STAMP.exists() and wanted in STAMP.read_text().splitlines():
        return
    missing = missing_libraries()
    if missing and not install_packages(missing):
        sys.exit(1)
    print("Preparing .venv (once, about half a minute)...", flush=True)
    with_uv = shutil.which("uv")
    if STAMP.exists():
        STAMP.unlink()
    make_venv(with_uv)
    install_lock(LOCKS[with_tools], with_uv)
    check_qt()
    stamps = {wanted, stamp_line(with_tools=False)}
    STAMP.write_text("\n".join(sorted(stamps)) + "\n")


def stamp_line(*, with_tools: bool) -> str:
    """Name one lock as it is now together with this Python."""
    digest = hashlib.sha256(LOCKS[with_tools].read_bytes()).hexdigest()
    return "{} {} {}".format(LOCKS[with_tools].name, platform.python_version(), digest)


def make_venv(with_uv: str | None) -> None:
    """Make .venv, anew when it belongs to another Python."""
    ours = venv_is_ours()
    if with_uv:
        if not ours:
            run([with_uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
        return
    if not venv_works() and not install_packages(["python3-venv"]):
        sys.exit(1)
    run([sys.executable, "-m", "venv", str(VENV)] + ([] if ours else ["--clear"]))


def venv_is_ours() -> bool:
    """Tell whether .venv stands and belongs to this very Python."""
    if not tool("python").exists():
        return False
    probe = [str(tool("python")), "-c", "import platform; print(platform.python_version())"]
    done = subprocess.run(probe, stdout=subprocess.PIPE, check=False)
    return done.stdout.decode().strip() == platform.python_version()


def venv_works() -> bool:
    """Tell whether this Python can make environments (Debian packs that part on its own)."""
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.call(probe, stderr=subprocess.DEVNULL) == 0


def install_lock(lock: Path, with_uv: str | None) -> None:
    """Install a lock: every file by its hash, nothing built, nothing beside it."""
    strict = ["--require-hashes", "--only-binary", ":all:"]
    if with_uv:
        into = ["--quiet", "--compile-bytecode", "--python", str(tool("python"))]
        run([with_uv, "pip", "sync", *into, *strict, str(lock)])
        return
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    run(
        [str(tool("python")), "-m", "pip", "install", *quiet, *strict, "--no-deps", "-r", str(lock)]
    )


def check_qt() -> None:
    """Load Qt once, to say in one sentence what Qt says in twenty."""
    probe = [str(tool("python")), "-c", "import PySide6.QtWidgets, PySide6.QtSvg"]
    done = subprocess.run(probe, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        sys.exit("Qt cannot be loaded on this system: {}".format(" ".join(last)))


def missing_libraries() -> list[str]:
    """List the Debian packages of the libraries that Qt will not find."""
    if not ON_LINUX:
        return []
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def missing_tools() -> list[str]:
    """List the Debian packages of the programs that the tests run and do not find."""
    if not ON_LINUX:
        return []
    places = os.pathsep.join(
        [os.environ.get("PATH", os.defpath)]
        + [str(p) for p in Path("/usr/lib/postgresql").glob("*/bin")]
    )
    return [pack for name, pack in TEST_TOOLS.items() if not shutil.which(name, path=places)]


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages as root or after a yes, else print the one line to run."""
    apt = shutil.which("apt-get")
    if "libxcb-cursor0" in packages or "libgl1" in packages:
        packages = [*packages, "fonts-dejavu-core"]
    if not apt:
        print("These are missing; install them by your system's packages (Debian's names):")
        print("  " + " ".join(packages), flush=True)
        return False
    order = [apt, "install", "-y", "--no-install-recommends", *packages]
    line = "sudo apt-get install -y --no-install-recommends " + " ".join(packages)
    if os.geteuid() == 0:
        print("Installing system packages: " + " ".join(packages), flush=True)
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.call([apt, "update", "-qq"], env=environment)
        return subprocess.call(order, env=environment, stdout=subprocess.DEVNULL) == 0
    if sys.stdin.isatty() and shutil.which("sudo"):
        print("Missing system packages. Run this now?\n  " + line)
        if input("[Y/n] ").strip().lower() in ("", "y", "yes"):
            return subprocess.call(["sudo", *order]) == 0
    print("Missing system packages. Run this line, then start again:\n  " + line, flush=True)
    return False


def run_gates() -> int:
    """Run ruff, mypy, the import contracts and deptry, two at a time; give 1 if one is red."""
    jobs = [start_group(group) for group in GATES]
    red = 0
    for job in jobs:
        said, _ = job.communicate()
        if job.returncode:
            red = 1
            print(said.decode(errors="replace").rstrip(), flush=True)
    print("gates: {}".format("red" if red else "green"), flush=True)
    return red


def start_group(group: tuple[tuple[str, ...], ...]) -> subprocess.Popen[bytes]:
    """Start the checks of one group, one after the other; it prints only what is red."""
    words = [[str(tool(name)), *rest] for name, *rest in group]
    chain = (
        "import subprocess, sys\n"
        "red = 0\n"
        "for words in {!r}:\n"
        "    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)\n"
        "    if done.returncode:\n"
        "        red = 1\n"
        "        sys.stdout.buffer.write(done.stdout)\n"
        "sys.exit(red)"
    ).format(words)
    return subprocess.Popen(
        [str(tool("python")), "-c", chain],
        cwd=str(HERE),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run_tests(rest: list[str]) -> int:
    """Run the tests on two cores; their summary is the last line."""
    words = [str(tool("python")), "-m", "pytest", "-q", "-n", "2", *rest]
    return subprocess.call(words, cwd=str(HERE))


def tool(name: str) -> Path:
    """Give the path of a program inside .venv."""
    if os.name == "nt":
        return VENV / "Scripts" / (name + ".exe")
    return VENV / "bin" / name


def run(words: list[str]) -> None:
    """Run one step of the preparation; stop with its name when it fails."""
    if subprocess.call(words):
        sys.exit("This step failed: " + " ".join(words))


def become(words: list[str]) -> int:
    """Put the program in this process's place, or run it as a child where that is not possible."""
    os.chdir(str(HERE))
    if os.name != "nt":
        os.execv(words[0], words)
    return subprocess.call(words)


if __name__ == "__main__":
    sys.exit(main())
