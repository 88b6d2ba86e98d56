"""The size budgets of the house: files, functions, classes, arguments, folders."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.shape.source import FUNCTIONS, ROOT, parsed, python_files

FILE_LINES = 400
FUNCTION_LINES = 60
CLASS_LINES = 300
ARGUMENTS = 6
FOLDER_FILES = 12


def _long(kinds: tuple[type[ast.stmt], ...], most: int) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {getattr(node, 'name', '')} has {lines} lines"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, kinds)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > most
    ]


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    taken = function.args
    named = [a.arg for a in [*taken.posonlyargs, *taken.args, *taken.kwonlyargs]]
    return len([name for name in named if name not in {"self", "cls"}])


def test_no_file_is_longer_than_its_budget() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in python_files()}
    too_long = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > FILE_LINES}
    assert too_long == {}


def test_no_function_is_longer_than_its_budget() -> None:
    assert _long(FUNCTIONS, FUNCTION_LINES) == []


def test_no_class_is_longer_than_its_budget() -> None:
    assert _long((ast.ClassDef,), CLASS_LINES) == []


def test_no_function_asks_for_too_many_arguments() -> None:
    greedy = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in python_files()
        if path.relative_to(ROOT).parts[0] != "tests"
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and _arguments(node) > ARGUMENTS
    ]
    assert greedy == []


def test_no_folder_holds_too_many_files() -> None:
    folders = Counter(path.parent for path in python_files() if path.name != "__init__.py")
    full = {
        str(folder.relative_to(ROOT)): count
        for folder, count in folders.items()
        if count > FOLDER_FILES and folder != ROOT / "migrations" / "versions"
    }
    assert full == {}


@pytest.mark.parametrize("vague", ["utils", "helpers", "misc", "common", "manager"])
def test_nothing_carries_a_name_that_says_nothing(vague: str) -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if vague
        in Path(path.relative_to(ROOT)).with_suffix("").as_posix().replace("_", "/").split("/")
    ]
    assert named == []
