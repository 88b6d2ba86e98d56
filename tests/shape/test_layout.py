"""The house stands as its plan says: rooms, drawers, imports."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.shape.source import ROOT, parsed, python_files

TOP = {
    ".ci", ".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml",
    "LICENSE", "README.md", "app", "bench", "build.spec", "docs", "migrations", "pyproject.toml",
    "requirements-dev.txt", "requirements.txt", "resources", "start.py", "tests", "tools", "ui",
}  # fmt: skip
# The task boundary and the last-resort hook.
BROAD = 2
# Keyring backends of other makers raise whatever their system raises; the answer names the kind.
FOREIGN = {"app/db/keyring_slot.py"}


def _imported(node: ast.AST) -> set[str]:
    """Name the modules one statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def test_nothing_lies_at_the_top_that_the_plan_does_not_name() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.splitlines() or [p.name for p in ROOT.iterdir() if p.name != ".git"]
    assert {Path(name).parts[0] for name in names} <= TOP


def test_the_import_contracts_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_windows_never_name_tables() -> None:
    """Catch what a contract cannot: a models module imported under another name."""
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files()
        if path.is_relative_to(ROOT / "ui")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and any(a.name == "models" for a in node.names)
    ]
    assert named == []


def test_only_the_application_builds_a_desk() -> None:
    builders = {
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if path.is_relative_to(ROOT / "ui")
        for node in ast.walk(parsed(path))
        if "app.bootstrap" in _imported(node)
    }
    assert builders <= {"ui/application.py"}


def test_everything_is_caught_in_two_places_only() -> None:
    """Handlers that tidy up and raise again do not count: they hide nothing."""
    places = {
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if path.relative_to(ROOT).parts[0] in {"app", "ui"}
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler) and _broad(node) and not _raises(node)
    }
    assert len(places - FOREIGN) <= BROAD, places


def _broad(handler: ast.ExceptHandler) -> bool:
    named = handler.type
    return named is None or (
        isinstance(named, ast.Name) and named.id in {"Exception", "BaseException"}
    )


def _raises(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)
