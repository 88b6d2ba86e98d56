"""The key file: opened by passphrase, never overwritten, wrong and damaged told apart."""

import json
from pathlib import Path

import pytest

from app.core.errors import BadValue
from app.db.errors import (
    Damaged,
    DeskExists,
    DeskMissing,
    KeyFileDamaged,
    WrongKey,
    WrongPassphrase,
)
from app.db.key import KeyFile, check_value, key_file_of, make_keys

PASSPHRASE = "fourteen brass hinges"


@pytest.fixture
def desk_path(tmp_path: Path) -> Path:
    return tmp_path / "shop.tally"


@pytest.fixture
def key(desk_path: Path) -> bytes:
    return make_keys(desk_path, "desk-1", PASSPHRASE, in_keyring=False)


def test_the_passphrase_opens_the_key_and_its_spelling_in_unicode_does_not_matter(
    desk_path: Path,
) -> None:
    key = make_keys(desk_path, "desk-1", "Café ﬁne 阿", in_keyring=False)
    assert KeyFile.load(desk_path).open_with_passphrase("Cafe\u0301 fine 阿") == key


def test_a_wrong_passphrase_is_not_called_damage(desk_path: Path, key: bytes) -> None:
    with pytest.raises(WrongPassphrase) as refused:
        KeyFile.load(desk_path).open_with_passphrase("fourteen brass hinge")
    assert not isinstance(refused.value, Damaged)
    assert "passphrase" in refused.value.message()


def test_the_key_itself_is_not_in_the_file_and_nobody_else_may_read_it(
    desk_path: Path, key: bytes
) -> None:
    path = key_file_of(desk_path)
    content = path.read_bytes()
    assert key not in content
    assert key.hex().encode() not in content
    assert path.stat().st_mode & 0o077 == 0


def test_a_changed_key_file_is_called_damaged(desk_path: Path, key: bytes) -> None:
    path = key_file_of(desk_path)
    path.write_text(path.read_text().replace("desk-1", "desk-2"))
    with pytest.raises(KeyFileDamaged, match="recovery sheet"):
        KeyFile.load(desk_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"checksum": 1}', "\x00\xff"])
def test_anything_else_in_its_place_is_called_damaged(desk_path: Path, content: str) -> None:
    key_file_of(desk_path).write_text(content)
    with pytest.raises(KeyFileDamaged):
        KeyFile.load(desk_path)


def test_a_slot_moved_to_another_desk_opens_nothing(tmp_path: Path, desk_path: Path) -> None:
    make_keys(desk_path, "desk-1", PASSPHRASE, in_keyring=False)
    first = KeyFile.load(desk_path)
    other = KeyFile(first.path, "desk-2", first.check, first.slots)
    with pytest.raises(WrongPassphrase):
        other.open_with_passphrase(PASSPHRASE)


def test_no_key_is_made_where_a_desk_or_key_file_is(desk_path: Path, key: bytes) -> None:
    before = key_file_of(desk_path).read_bytes()
    with pytest.raises(DeskExists):
        make_keys(desk_path, "desk-2", PASSPHRASE, in_keyring=False)
    assert key_file_of(desk_path).read_bytes() == before
    key_file_of(desk_path).unlink()
    desk_path.touch()
    with pytest.raises(DeskExists):
        make_keys(desk_path, "desk-2", PASSPHRASE, in_keyring=False)
    assert not key_file_of(desk_path).exists()


def test_a_missing_key_file_beside_its_desk_points_to_the_sheet(desk_path: Path) -> None:
    with pytest.raises(DeskMissing):
        KeyFile.load(desk_path)
    desk_path.touch()
    with pytest.raises(KeyFileDamaged):
        KeyFile.load(desk_path)


def test_an_empty_passphrase_is_refused_and_nothing_is_made(desk_path: Path) -> None:
    with pytest.raises(BadValue):
        make_keys(desk_path, "desk-1", "  ", in_keyring=False)
    assert not key_file_of(desk_path).exists()


def test_a_new_passphrase_replaces_the_old_one(desk_path: Path, key: bytes) -> None:
    KeyFile.load(desk_path).with_passphrase(key, "another one").save()
    changed = KeyFile.load(desk_path)
    assert changed.open_with_passphrase("another one") == key
    with pytest.raises(WrongPassphrase):
        changed.open_with_passphrase(PASSPHRASE)


def test_only_the_desks_own_key_may_be_wrapped(desk_path: Path, key: bytes) -> None:
    with pytest.raises(WrongKey):
        KeyFile.load(desk_path).with_passphrase(bytes(32), "another one")


def test_a_key_file_that_asks_for_all_the_memory_is_refused(desk_path: Path, key: bytes) -> None:
    found = KeyFile.load(desk_path)
    greedy = json.loads(json.dumps({"memory_kib": 1 << 30}))
    slot = type(found.slots[0])(**{**vars(found.slots[0]), **greedy})
    with pytest.raises(WrongPassphrase):
        KeyFile(found.path, found.desk_id, found.check, (slot,)).open_with_passphrase(PASSPHRASE)


def test_the_check_value_is_eight_bytes(key: bytes) -> None:
    assert len(bytes.fromhex(check_value(key))) == 8
