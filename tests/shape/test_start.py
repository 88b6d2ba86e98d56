"""The starter: what it says where the program cannot start."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.shape.source import ROOT


def _starter() -> ModuleType:
    described = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert described
    assert described.loader
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
def test_without_a_screen_it_says_so_before_anything_is_installed() -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, ROOT / "start.py"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("No screen")
    assert done.stdout == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux misses libraries")
def test_a_tool_that_is_missing_is_named_by_its_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert {"xvfb", "openbox", "xdotool"} <= set(_starter().missing_tools())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux misses libraries")
def test_without_the_rights_to_install_it_prints_one_exact_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "apt-get").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert _starter().install_packages(["xvfb", "openbox"]) is False
    said = capsys.readouterr().out.splitlines()
    assert said[-1].strip() == "sudo apt-get install -y --no-install-recommends xvfb openbox"


def test_an_unsuitable_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 10))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.14"):
        _starter().check_python()


def _first_words(text: str) -> list[str]:
    return [line.split("  ")[0].strip() for line in text.splitlines() if line.startswith("python3")]


def test_the_two_commands_head_the_readme_and_ci_runs_the_second_and_nothing_else() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    head = readme.split("```")[1]
    assert readme.index("```") < 20
    assert _first_words(head) == ["python3 start.py", "python3 start.py test"]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip()
    assert script.splitlines()[-1] == "exec python3 start.py test"
    assert [line for line in script.splitlines() if "pytest" in line or "start.py" in line] == [
        "exec python3 start.py test"
    ]
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_ci_brings_every_library_and_tool_the_starter_would_miss() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    starter = _starter()
    wanted = {*starter.LIBRARIES.values(), *starter.TEST_TOOLS.values()}
    assert [name for name in sorted(wanted) if name not in script.split("as_root")[0]] == []


def test_a_second_start_prepares_nothing_and_runs_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    starter = _starter()
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    ran: list[object] = []
    monkeypatch.setattr(starter, "VENV", tmp_path)
    monkeypatch.setattr(starter, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(starter, "tool", lambda name: tmp_path / "bin" / name)
    for name in ("missing_libraries", "make_venv", "install_lock", "check_qt"):
        monkeypatch.setattr(starter, name, lambda *_given, name=name: ran.append(name))
    starter.prepare(with_tools=False)
    assert ran == ["missing_libraries", "make_venv", "install_lock", "check_qt"]
    starter.prepare(with_tools=False)
    assert len(ran) == 4
    starter.prepare(with_tools=True)
    starter.prepare(with_tools=False)
    assert len(ran) == 8


def test_each_subcommand_and_option_is_handed_on_to_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starter = _starter()
    became: list[list[str]] = []
    looked: list[bool] = []
    monkeypatch.setattr(starter, "prepare", lambda **_given: None)
    monkeypatch.setattr(starter, "check_screen", lambda: looked.append(True))

    def become(words: list[str]) -> int:
        became.append(words[1:])
        return 0

    monkeypatch.setattr(starter, "become", become)
    for words in ([], ["app"], ["app", "info", "--json"], ["app", "--version"]):
        monkeypatch.setattr(sys, "argv", ["start.py", *words])
        assert starter.main() == 0
    assert became == [
        ["-m", "ui", "--demo"],
        ["-m", "ui"],
        ["-m", "ui", "info", "--json"],
        ["-m", "ui", "--version"],
    ]
    assert len(looked) == 2
