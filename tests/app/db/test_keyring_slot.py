"""The system's keyring: a real one in a session of its own, and every way it can fail."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import keyring
import pytest
from keyring.errors import KeyringLocked

from app.db import keyring_slot
from app.db.key import KeyFile, make_keys
from tests.support.quiet import need

_SESSION = """
eval "$(printf 'login password' | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null)"
"$PYTHON" - "$DESK" store <<'PY'
{store}
PY
"$PYTHON" - "$DESK" fetch <<'PY'
{fetch}
PY
"""
_STORE = """
import sys
from pathlib import Path
from app.db.key import KeyFile, make_keys
desk = Path(sys.argv[1])
key = make_keys(desk, "desk-1", "a passphrase", in_keyring=True)
slot, = [s for s in KeyFile.load(desk).slots if s.kind == "os"]
print("stored", key.hex(), slot.backend, slot.proven)
"""
_FETCH = """
import sys
from pathlib import Path
from app.db.key import KeyFile
desk = Path(sys.argv[1])
key, reason = KeyFile.load(desk).open_with_keyring()
slot, = [s for s in KeyFile.load(desk).slots if s.kind == "os"]
print("fetched", key.hex() if key else reason, slot.backend, slot.proven)
"""


def test_a_second_process_reads_the_key_from_a_real_keyring(tmp_path: Path) -> None:
    need("a real keyring", "dbus-run-session", "gnome-keyring-daemon")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    places = {"HOME": tmp_path, "XDG_RUNTIME_DIR": runtime, "XDG_DATA_HOME": tmp_path / "data"}
    environment = {name: value for name, value in os.environ.items() if "KEYRING" not in name}
    environment |= {name: str(place) for name, place in places.items()}
    environment |= {"PYTHON": sys.executable, "DESK": str(tmp_path / "shop.tally")}
    environment["PYTHONPATH"] = str(Path(__file__).parents[3])
    done = subprocess.run(
        ["dbus-run-session", "--", "bash", "-c", _SESSION.format(store=_STORE, fetch=_FETCH)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = [line.split() for line in done.stdout.splitlines() if line]
    assert [line[0] for line in lines] == ["stored", "fetched"], done.stderr
    (_stored, key, backend, proven), (_fetched, again, _backend, proven_then) = lines
    assert (backend, proven, proven_then) == ("SecretService", "False", "True")
    assert again == key


class _Silent:
    """A keyring that waits until it is let go, as one does behind a password dialog."""

    let_go = threading.Event()

    def get_password(self, _service: str, _username: str) -> str | None:
        self.let_go.wait(20)
        return None


class _Locked:
    """A keyring the person did not unlock."""

    def get_password(self, _service: str, _username: str) -> str | None:
        raise KeyringLocked


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(keyring_slot._ALLOWED, __name__, "test")


def test_a_keyring_that_stores_plain_text_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", _Locked)
    answer = keyring_slot.fetch("desk-1")
    assert (answer.secret, answer.backend) == (None, "")
    assert "safe" in answer.reason


def test_a_locked_keyring_is_a_reason_and_no_exception(
    monkeypatch: pytest.MonkeyPatch, allowed: None
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", _Locked)
    answer = keyring_slot.fetch("desk-1")
    assert answer.secret is None
    assert "KeyringLocked" in answer.reason


def test_a_silent_keyring_holds_nobody_up(monkeypatch: pytest.MonkeyPatch, allowed: None) -> None:
    monkeypatch.setattr(keyring, "get_keyring", _Silent)
    monkeypatch.setattr(keyring_slot, "LIMIT_S", 0.05)
    answer = keyring_slot.fetch("desk-1")
    _Silent.let_go.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join()
    assert answer.secret is None
    assert "in time" in answer.reason


def test_a_desk_without_a_keyring_is_opened_by_its_passphrase(tmp_path: Path) -> None:
    key = make_keys(tmp_path / "shop.tally", "desk-1", "a passphrase", in_keyring=True)
    found = KeyFile.load(tmp_path / "shop.tally")
    secret, reason = found.open_with_keyring()
    assert secret is None
    assert reason == "", "nothing is wrong where no keyring was ever asked to keep it"
    assert found.open_with_passphrase("a passphrase") == key
