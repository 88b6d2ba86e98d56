"""Tests of icons as files, which the style sheet names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.kit.icons import file_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty cache."""
    home = tmp_path / "cache"
    monkeypatch.setattr("app.paths.platformdirs.user_cache_dir", lambda *_, **_known: str(home))
    file_of.cache_clear()
    yield home / "icons"
    file_of.cache_clear()


def test_a_coloured_icon_is_written_whole_where_only_its_person_can_write(folder: Path) -> None:
    made = Path(file_of("check", "#123456"))
    assert made.parent == folder
    assert "#123456" in made.read_text(encoding="utf-8")
    assert list(folder.iterdir()) == [made]
    assert folder.stat().st_mode & 0o077 == 0
