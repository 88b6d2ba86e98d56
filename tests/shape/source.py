"""The program's own source, found and parsed once for all tests of its shape."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ROOMS = ("app", "ui", "tests", "bench", "migrations", "tools")


@cache
def python_files() -> tuple[Path, ...]:
    """List the Python files of the project, ordered by path."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return (ROOT / "start.py", *sorted(p for p in found if "__pycache__" not in p.parts))


@cache
def parsed(path: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
