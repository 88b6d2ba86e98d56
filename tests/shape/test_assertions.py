"""Every test says in its own lines what it expects."""

import ast

import pytest

from tests.shape.source import ROOT, parsed, python_files

_REFUSING = {"pytest.raises", "pytest.warns"}


def _expects(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return not _is_hollow(node.test)
    return isinstance(node, ast.Call) and ast.unparse(node.func) in _REFUSING


def _is_hollow(test: ast.expr) -> bool:
    """Tell what holds whatever the program does: a constant, or a name beside itself."""
    if isinstance(test, (ast.Constant, ast.Tuple)):
        return True
    if not isinstance(test, ast.Compare) or len(test.comparators) != 1:
        return False
    left, right = ast.dump(test.left), ast.dump(test.comparators[0])
    called = any(isinstance(node, ast.Call) for node in ast.walk(test))
    return left == right and not called


def _silent(tree: ast.Module) -> list[str]:
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.name.startswith("test_")
        and not any(_expects(one) for one in ast.walk(node))
    ]


def _hollow(tree: ast.Module) -> list[int]:
    asserts = (node for node in ast.walk(tree) if isinstance(node, ast.Assert))
    return [node.lineno for node in asserts if _is_hollow(node.test)]


def test_every_test_expects_something_where_it_can_be_read() -> None:
    silent = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in python_files()
        if path.is_relative_to(ROOT / "tests")
        for name in _silent(parsed(path))
    ]
    assert silent == []


def test_no_assertion_holds_whatever_the_program_does() -> None:
    hollow = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in python_files()
        for line in _hollow(parsed(path))
    ]
    assert hollow == []


@pytest.mark.parametrize(
    ("body", "is_silent"),
    [
        ("work()", True),
        ("assert True", True),
        ("assert (answer, 'why')", True),
        ("assert order == order", True),
        ("wait_until(done)", True),
        ("assert pdf() == pdf()", False),
        ("assert answer == 3", False),
        ("_expect_turns(first, second)", True),
        ("with pytest.raises(Refused): work()", False),
    ],
)
def test_what_counts_as_expecting_something(body: str, *, is_silent: bool) -> None:
    tree = ast.parse(f"def test_it():\n    {body}")
    assert bool(_silent(tree)) is is_silent
