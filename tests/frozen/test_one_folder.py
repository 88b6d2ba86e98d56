"""The one-folder program: built by its spec, it starts away from its source and finds its parts."""

import os
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest
import sqlcipher3

from app import __version__
from tests.shape.source import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("frozen")]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the program once and give its path."""
    place = tmp_path_factory.mktemp("frozen")
    done = subprocess.run(
        [
            Path(sys.executable).with_name("pyinstaller"), "--noconfirm", "--log-level", "ERROR",
            "--distpath", place / "dist", "--workpath", place / "work", ROOT / "build.spec",
        ],
        cwd=place, capture_output=True, text=True, check=False,
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(place / "config")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place / "dist" / "tallydesk" / "tallydesk"


def _cipher_version() -> str:
    connection = sqlcipher3.connect(":memory:")
    try:
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0]).split()[0]
    finally:
        connection.close()


def test_it_says_its_version_and_those_of_its_cipher_and_qt(program: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [program, "--version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for version in (__version__, _cipher_version(), PySide6.__version__):
        assert version in done.stdout


def test_it_brings_its_resources_and_the_steps_of_the_database(program: Path) -> None:
    inside = program.parent / "_internal"
    for room in ("resources", "migrations"):
        brought = {p.relative_to(inside) for p in (inside / room).rglob("*") if p.is_file()}
        kept = subprocess.run(
            ["git", "ls-files", room], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        assert {Path(name) for name in kept} <= brought, room


def test_it_carries_nothing_of_qt_that_no_page_uses(program: Path) -> None:
    names = " ".join(os.listdir(program.parent / "_internal"))  # noqa: PTH208 - names are enough
    assert [part for part in ("Quick", "Qml", "VirtualKeyboard", "gtk-3") if part in names] == []
