"""Tests of the start in fresh processes: what the window shows first, and how it can fail."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor

from app.bootstrap import create_desk, open_desk
from app.core.clock import SystemClock
from app.core.settings import ShopSettings
from app.demo import open_demo
from app.desk import Desk
from app.orders.queries import board_cards
from app.paths import keep_last_desk
from tests.support.desks import SetClock, shared_database, shared_desk
from ui.today.board import COLUMNS

HEAVY = frozenset(
    {
        "alembic",
        "argon2",
        "cryptography",
        "keyring",
        "phonenumbers",
        "psycopg",
        "pypdfium2",
        "python_calamine",
        "reportlab",
        "sqlalchemy",
    }
)
"""What takes long to load and is not needed to show the day."""


_OFFSCREEN = "This plugin does not support"
"""What the offscreen platform says about things it cannot do."""


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a profile whose demo shop has been made."""
    folder = tmp_path_factory.mktemp("profile")
    open_demo(folder, SystemClock()).close()
    return folder


def _start(plan: str, *options: object) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.starting", plan, "--lang", "en", *map(str, options)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert [line for line in done.stderr.splitlines() if _OFFSCREEN not in line] == []
    return done.returncode, json.loads(done.stdout or "{}")


def _urgent(desk: Desk) -> list[str]:
    return [card.name for _name, labels in COLUMNS for card in desk.read(board_cards, labels, 3)]


def test_nothing_heavy_is_loaded_before_the_orders_are_painted(profile: Path) -> None:
    code, noted = _start("look", "--demo", "--profile", profile)
    assert code == 0
    assert HEAVY & set(noted["loaded"]) == set()
    assert noted["visible"]
    desk = open_demo(profile, SystemClock())
    urgent = _urgent(desk)
    desk.close()
    assert urgent
    assert set(urgent) <= set(noted["shown"])
    assert set(urgent) <= set(noted["at_last"])


def test_a_window_closed_while_the_desk_is_opening_ends_and_leaves_the_desk_whole(
    profile: Path,
) -> None:
    code, _noted = _start("close_early", "--demo", "--profile", profile)
    assert code == 0
    log = profile / "demo.tally-wal"
    assert not log.exists() or log.stat().st_size == 0
    open_demo(profile, SystemClock()).close()


def test_what_is_typed_before_the_desk_is_open_is_not_lost(profile: Path) -> None:
    _code, noted = _start("type_early", "--demo", "--profile", profile)
    assert noted["open"] is False
    assert noted["typed"] == "acme"
    assert noted["title"].startswith("New order")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give a shop whose key is in no keyring."""
    place = tmp_path / "shop.tally"
    desk, _sheet = create_desk(place, "correct horse", ShopSettings(), "Olive", kind="demo")
    desk.close()
    return place


def test_a_wrong_passphrase_is_said_in_the_dialog_and_the_right_one_opens(
    shop: Path, tmp_path: Path
) -> None:
    code, noted = _start("passphrase", "--desk", shop, "--profile", tmp_path / "profile")
    assert code == 0
    assert noted["tried"] == 2
    assert set(noted["said 0"]) == {"Open the desk", "shop.tally", "Passphrase"}
    assert noted["built"] is False, "nobody waits for the window before the passphrase"
    assert not any("not right" in text for text in noted["said 0"])
    assert any("not right" in text for text in noted["said 1"])
    assert "Encrypted file" in noted["at_last"]
    assert any("open orders" in text for text in noted["at_last"])


def test_who_gives_no_passphrase_sees_no_window_and_the_program_ends(
    shop: Path, tmp_path: Path
) -> None:
    code, noted = _start("give_up", "--desk", shop, "--profile", tmp_path / "profile")
    assert code == 0
    assert noted == {"left": ["PassphraseDialog"]}


def test_who_gives_no_passphrase_for_the_desk_used_last_is_offered_the_others(
    shop: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    keep_last_desk(profile, str(shop))
    code, noted = _start("give_up", "--profile", profile)
    assert code == 0
    assert noted == {"left": ["PassphraseDialog", "WelcomeDialog"]}


def test_an_order_asked_for_while_the_passphrase_is_typed_is_opened_after_it(
    shop: Path, tmp_path: Path
) -> None:
    words = ("--desk", shop, "--profile", tmp_path / "profile")
    code, noted = _start("second_while_asked", *words)
    assert code == 0
    assert (noted["code"], noted["wanted"], noted["tried"]) == (0, "SO-000001", 2)


def test_a_file_that_is_no_desk_ends_the_start_with_its_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tally"
    broken.write_bytes(b"SQLite format 3\x00" + bytes(5000))
    with pytest.raises(Exception, match="broken"):
        open_desk(broken)
    code, noted = _start("accept", "--desk", broken, "--profile", tmp_path / "profile")
    assert code == 0
    assert any("broken" in text for text in noted["said"])


def test_nobody_else_may_look_into_a_persons_profile(tmp_path: Path) -> None:
    _start("accept", "--desk", tmp_path / "none.tally", "--profile", tmp_path / "profile")
    assert (tmp_path / "profile" / "tallydesk.log").exists()
    assert (tmp_path / "profile").stat().st_mode & 0o077 == 0


@pytest.fixture
def address(postgres_server: Any) -> Iterator[str]:
    """Give the address of a shared desk."""
    with shared_database(postgres_server) as place:
        shared_desk(place, SetClock()).close()
        yield place


def test_a_shared_desk_starts_with_the_outline_of_its_page(address: str, tmp_path: Path) -> None:
    code, noted = _start("look", "--desk", address, "--profile", tmp_path / "profile")
    assert code == 0
    assert HEAVY & set(noted["loaded"]) == set()
    assert "Opening the desk…" in noted["shown"]
    assert "Shared server" in noted["at_last"]


def test_a_second_start_brings_the_first_window_forward_with_the_order_asked_for(
    profile: Path,
) -> None:
    code, noted = _start("second", "--demo", "--profile", profile)
    assert code == 0
    assert noted["code"] == 0
    assert noted["away"] is False
    assert noted["wanted"] in noted["title"]
    assert [line for line in noted["complained"].splitlines() if _OFFSCREEN not in line] == []


def test_a_fault_in_a_slot_is_told_once_in_a_dialog_and_the_program_goes_on(profile: Path) -> None:
    code, noted = _start("faults", "--demo", "--profile", profile)
    assert code == 0
    assert len(noted["told"]) == 1
    what, then = noted["told"][0]
    assert what == "Something went wrong."
    assert "was not saved" in then
    assert "try again" in then
    assert noted["page"] == "customers"
    log = (profile / "tallydesk.log").read_text(encoding="utf-8")
    assert "LookupError" in log
    assert "starting.py" in log
    assert "Acme" not in log
    assert "0113" not in log


def test_it_starts_as_its_options_say_and_tells_a_robot_when_it_is_ready(
    profile: Path, tmp_path: Path
) -> None:
    ready, trace, fresh = tmp_path / "ready", tmp_path / "trace", tmp_path / "profile"
    fresh.mkdir()
    for file in profile.glob("demo.*"):
        shutil.copy(file, fresh)
    looks = []
    for lang, theme, scale in (("en", "light", "1.0"), ("zh_TW", "dark", "1.5")):
        code, noted = _start(
            "as_chosen", "--demo", "--profile", fresh, "--lang", lang, "--theme", theme,
            "--scale", scale, "--today", "2026-11-20", "--ready-file", ready, "--trace", trace,
        )  # fmt: skip
        assert (code, noted["today"], noted["ready"]) == (0, "2026-11-20", "ready\n")
        looks.append(noted)
        ready.unlink()
    light, dark = looks
    assert QColor(light["background"]).lightness() > 200
    assert QColor(dark["background"]).lightness() < 60
    assert dark["letters"] == round(light["letters"] * 1.5)
    assert "2026-11-20" in " ".join(light["shown"])
    assert "open orders" in " ".join(light["shown"])
    assert "Demo data: try anything, nothing here is real." in light["shown"]
    assert "訂單" in " ".join(dark["shown"])
    events = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    assert all(set(one) == {"event", "ms"} and one["ms"] >= 0 for one in events)
    assert {"window_shown", "painted", "ready", "desk_open"} <= {one["event"] for one in events}
    assert [one["event"] for one in events].count("window_shown") == 2


def test_no_source_of_a_module_is_read_and_kept_for_switches_nobody_uses() -> None:
    asked = "from ui.__main__ import forgo_features; forgo_features(); import app.desk, linecache; "
    told = "print([one for one in linecache.cache if one.endswith('desk.py')])"
    done = subprocess.run(
        [sys.executable, "-c", asked + told], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
