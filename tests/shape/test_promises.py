"""What the project promises about its parts: locks, reasons, versions, old Pythons, Qt."""

import ast
import itertools
import re
import sys
import tomllib

import pytest
from PySide6.QtCore import QObject

from app import __version__
from tests.shape.source import ROOT, python_files

LOCKS = ("requirements.txt", "requirements-dev.txt")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_hashes_every_part(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    parts = re.split(r"\n(?=\S)", text.strip())
    assert "://" not in text
    assert [part for part in parts if "==" not in part or "--hash=sha256:" not in part] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_keeps_to_the_qt_that_counts_its_references(lock: str) -> None:
    assert "\npyside6-essentials==6.11.3 " in (ROOT / lock).read_text(encoding="utf-8")


def test_the_locks_agree_with_each_other() -> None:
    pins = [
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in LOCKS
    ]
    assert pins[0] <= pins[1]


def test_every_declared_dependency_is_locked() -> None:
    declared = tomllib.loads(PROJECT)["project"]
    wanted = [*declared["dependencies"], *declared["optional-dependencies"]["postgres"]]
    names = {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in wanted}
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / LOCKS[0]).read_text("utf-8"), re.MULTILINE))
    assert names - locked == set()


def test_every_dependency_has_its_reason_above_it() -> None:
    lines = PROJECT.split("[project.scripts]")[0].splitlines()
    lines += PROJECT.split("[dependency-groups]")[1].split("\n[tool")[0].splitlines()
    unexplained = [
        line.strip()
        for before, line in itertools.pairwise(lines)
        if re.match(r'\s*("|postgres = \[")[A-Za-z]', line) and not before.strip().startswith("#")
    ]
    assert unexplained == []


def test_the_version_stands_in_one_place() -> None:
    stated = [
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if re.search(r"^__version__\s*=", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert stated == ["app/__init__.py"]
    assert tomllib.loads(PROJECT)["tool"]["setuptools"]["dynamic"]["version"] == {
        "attr": "app.__version__"
    }
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_starter_reads_on_an_old_python_and_needs_nothing_installed() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be counted away from 3.12 on")
def test_qt_gives_back_every_reference_to_none_that_it_takes() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(10_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100


def test_each_thing_of_others_lies_beside_its_licence() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert tomllib.loads(PROJECT)["project"]["license"] == "MIT"
    for folder, kind, licence, words in (
        ("icons", "*.svg", "LICENSE", "ISC License"),
        ("fonts", "NotoSans-*.ttf", "OFL-NotoSans.txt", "SIL OPEN FONT LICENSE"),
        ("fonts", "NotoSansSC-*.ttf", "OFL-NotoSansSC.txt", "SIL OPEN FONT LICENSE"),
    ):
        place = ROOT / "resources" / folder
        assert list(place.glob(kind))
        assert words.casefold() in (place / licence).read_text(encoding="utf-8").casefold()
    strangers = {path.suffix for path in (ROOT / "resources" / "fonts").iterdir()}
    assert strangers == {".ttf", ".txt", ".md"}
