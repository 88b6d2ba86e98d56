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
