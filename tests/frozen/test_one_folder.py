"""The one-folder program: built by its spec, it starts away from its source and finds its parts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest
import sqlcipher3
from pypdf import PdfReader

from app import __version__
from app.bootstrap import open_desk
from app.db.upgrade import HEAD, migrate, revision_of
from tests.app.command_line.program import PASSPHRASE, answers_in, local_program, order
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


def _on_its_desk(program: Path, folder: Path, *words: str, given: str = "") -> str:
    done = subprocess.run(
        [program, *words, "--desk", "desk.tally", "--passphrase-file", "passphrase"],
        cwd=folder, input=given, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_brings_an_older_encrypted_desk_up_to_date_and_works_with_it(
    program: Path, tmp_path: Path
) -> None:
    local_program(tmp_path)
    older = open_desk(tmp_path / "desk.tally", passphrase=PASSPHRASE)
    with older.engine.begin() as connection:
        migrate(connection, "0006")
    older.close()

    wish = json.dumps(order("a", ("NU1", 12), ("BO1", 4)))
    said = _on_its_desk(program, tmp_path, "order", "place", "--from", "-", given=wish)
    assert [answer["ok"] for answer in answers_in(said)] == [True]
    _on_its_desk(program, tmp_path, "ship", "SO-000001")
    _on_its_desk(program, tmp_path, "slip", "SO-000001", "--out", "slip.pdf")
    assert "Bolt 螺栓" in PdfReader(tmp_path / "slip.pdf").pages[0].extract_text()
    _on_its_desk(program, tmp_path, "check")

    assert (tmp_path / "desk.tally").read_bytes()[:6] != b"SQLite"
    assert len(list(tmp_path.glob("desk.before-*.tally"))) == 1
    newer = open_desk(tmp_path / "desk.tally", passphrase=PASSPHRASE)
    with newer.engine.begin() as connection:
        assert revision_of(connection) == HEAD
    newer.close()
