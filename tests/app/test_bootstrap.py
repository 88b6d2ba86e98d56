"""From nothing to an open desk and back, by every way in."""

import errno
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap
from app.bootstrap import create_desk, create_shared, join_shared, open_desk, renew_key_file
from app.core.errors import BadValue, Trouble
from app.core.permissions import Role
from app.core.settings import ShopSettings
from app.db.errors import (
    CloudFolder,
    Damaged,
    DeskExists,
    DeskMissing,
    KeyFileDamaged,
    KeyNeeded,
    NoSpace,
    NotADesk,
    Unreachable,
    WrongKey,
    WrongPassphrase,
)
from app.db.key import key_file_of
from app.db.recovery import key_of
from app.orders.commands import PlaceHold
from app.orders.handlers import place_hold
from app.people.commands import AddPerson
from app.people.handlers import add_person
from app.people.queries import people
from tests.support.desks import SetClock
from tests.support.shops import Shop, open_shop

PASSPHRASE = "fourteen brass hinges"
SETTINGS = ShopSettings(shop_name="铜 & Brass", country="TW", currency="TWD", zone="Asia/Taipei")


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    path = tmp_path / "new folder" / "shop.tally"
    desk, sheet = create_desk(path, PASSPHRASE, SETTINGS, "Olive")
    desk.run(add_person, AddPerson(name="Zoe", role=Role.CLERK))
    desk.close()
    return path, sheet


def test_a_new_shop_is_opened_by_passphrase_and_by_sheet(made: tuple[Path, str]) -> None:
    path, sheet = made
    for way in ({"passphrase": PASSPHRASE}, {"recovery": sheet.lower()}):
        desk = open_desk(path, **way)  # type: ignore[arg-type]  # two ways in, by name
        assert desk.person is not None
        assert (desk.person.name, desk.person.role) == ("Olive", Role.OWNER)
        assert desk.settings == SETTINGS
        assert [row.name for row in desk.read(people)] == ["Olive", "Zoe"]
        desk.close()


def test_a_lost_key_file_leaves_the_sheet(made: tuple[Path, str]) -> None:
    path, sheet = made
    key_file_of(path).unlink()
    with pytest.raises(KeyFileDamaged):
        open_desk(path, passphrase=PASSPHRASE)
    open_desk(path, recovery=sheet).close()
    key_file_of(path).write_text("nonsense")
    open_desk(path, recovery=sheet).close()


def test_wrong_passphrase_wrong_key_and_damage_say_different_things(
    made: tuple[Path, str],
) -> None:
    path, _sheet = made
    with pytest.raises(WrongPassphrase) as passphrase:
        open_desk(path, passphrase="wrong")
    with pytest.raises(WrongKey) as key:
        open_desk(path, key=bytes(32))
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    with pytest.raises(Damaged) as damaged:
        open_desk(path, passphrase=PASSPHRASE)
    said = [caught.value.message() for caught in (passphrase, key, damaged)]
    assert len(set(said)) == 3
    assert path.read_bytes() == bytes(content)


def test_a_damaged_page_further_in_is_noticed_at_opening(made: tuple[Path, str]) -> None:
    path, _sheet = made
    content = bytearray(path.read_bytes())
    for page in range(3, len(content) // 4096):
        content[page * 4096 + 50] ^= 1
    path.write_bytes(content)
    with pytest.raises(Damaged):
        open_desk(path, passphrase=PASSPHRASE)


def test_without_keyring_and_passphrase_the_passphrase_is_asked_for(
    made: tuple[Path, str],
) -> None:
    with pytest.raises(KeyNeeded, match="passphrase"):
        open_desk(made[0])


def test_nothing_existing_is_overwritten_by_a_new_shop(made: tuple[Path, str]) -> None:
    path, _sheet = made
    before = (path.read_bytes(), key_file_of(path).read_bytes())
    with pytest.raises(DeskExists):
        create_desk(path, "other", SETTINGS, "Eve")
    assert (path.read_bytes(), key_file_of(path).read_bytes()) == before
    path.rename(path.with_suffix(".away"))
    with pytest.raises(DeskExists):
        create_desk(path, "other", SETTINGS, "Eve")


def test_a_missing_desk_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(DeskMissing):
        open_desk(tmp_path / "none.tally", passphrase=PASSPHRASE)
    with pytest.raises(DeskMissing):
        open_desk(tmp_path / "none.tally", key=bytes(32))
    assert not list(tmp_path.iterdir())


def test_a_desk_in_a_synchronised_folder_is_refused_before_anything_is_made(
    tmp_path: Path,
) -> None:
    with pytest.raises(CloudFolder):
        create_desk(tmp_path / "Dropbox" / "shop.tally", PASSPHRASE, SETTINGS, "Olive")
    assert not list(tmp_path.iterdir())


def test_an_owner_without_a_name_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadValue):
        create_desk(tmp_path / "shop.tally", PASSPHRASE, SETTINGS, " ")
    assert not list(tmp_path.iterdir())


def test_a_shared_desk_is_made_once_and_joined_often(postgres_url: str) -> None:
    with pytest.raises(NotADesk):
        join_shared(postgres_url)
    first = create_shared(postgres_url, SETTINGS, "Olive")
    with pytest.raises(DeskExists):
        create_shared(postgres_url, SETTINGS, "Eve")
    plain = postgres_url.replace("postgresql+psycopg", "postgresql")
    second = open_desk(plain)
    first.run(add_person, AddPerson(name="Zoe", role=Role.CLERK))
    assert [row.name for row in second.read(people)] == ["Olive", "Zoe"]
    assert second.settings == SETTINGS
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mysql://olive:s3cret@server/shop", "mysql://olive:***@server/shop"),
        ("mysql://olive:p@s/s3cret@server/shop", "mysql://olive:***@server/shop"),
        ("mysql://server/shop?password=s3cret&a=b", "mysql://server/shop?password=***&a=b"),
        ("nothing", "nothing"),
    ],
)
def test_a_refused_address_is_said_without_its_password(address: str, shown: str) -> None:
    with pytest.raises(BadValue) as refused:
        join_shared(address)
    assert refused.value.value == shown
    assert "s3cret" not in refused.value.message()


def test_an_address_that_is_none_is_refused_and_a_dead_one_is_unreachable() -> None:
    with pytest.raises(BadValue):
        join_shared("mysql://somebody@localhost/shop")
    with pytest.raises(Unreachable):
        join_shared("postgresql://nobody@127.0.0.1:9/shop")


def test_a_set_up_that_fails_leaves_nothing_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.tally"
    with monkeypatch.context() as patched:
        patched.setattr(bootstrap, "save_settings", _disk_is_full)
        with pytest.raises(NoSpace):
            create_desk(path, PASSPHRASE, SETTINGS, "Olive")
    assert not list(tmp_path.iterdir())
    create_desk(path, PASSPHRASE, SETTINGS, "Olive")[0].close()


def _disk_is_full(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, "no space left on device")


def test_a_folder_that_cannot_be_made_is_trouble_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Trouble):
        create_desk(tmp_path / "file" / "shop.tally", PASSPHRASE, SETTINGS, "Olive")


@pytest.mark.parametrize("left", ["whole", "nonsense", "nothing"])
def test_a_forgotten_passphrase_is_replaced_with_the_sheet(
    made: tuple[Path, str], left: str
) -> None:
    path, sheet = made
    if left == "nothing":
        key_file_of(path).unlink()
    elif left == "nonsense":
        key_file_of(path).write_text("nonsense")
    renew_key_file(path, key_of(sheet), "another one")
    open_desk(path, passphrase="another one").close()
    with pytest.raises(WrongPassphrase):
        open_desk(path, passphrase=PASSPHRASE)
    kept = list(path.parent.glob("*.keys.before-*"))
    assert len(kept) == (0 if left == "nothing" else 1)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_opening_a_desk_ends_the_holds_whose_date_has_come(
    tmp_path: Path, request: pytest.FixtureRequest, engine: str
) -> None:
    clock = SetClock()
    if engine == "sqlite":
        path = tmp_path / "shop.tally"
        desk, _sheet = create_desk(path, PASSPHRASE, SETTINGS, "Olive", clock=clock)
        way: dict[str, Any] = {"place": path, "passphrase": PASSPHRASE}
    else:
        address = request.getfixturevalue("postgres_url")
        desk = create_shared(address, SETTINGS, "Olive", clock)
        way = {"place": address}
    shop = open_shop(desk)
    placed = shop.order((shop.item("NUT", 10), 4))
    until = PlaceHold(order_id=placed.order_id, kind="until", until=date(2026, 11, 5))
    shop.run(place_hold, until)
    desk.close()
    for day, label in ((2, "hold"), (1, "ready")):
        clock.moment += timedelta(days=day)
        again = Shop(open_desk(**way, clock=clock))
        detail = again.detail(placed.order_id)
        assert (detail.label, detail.lines[0].reserved) == (label, 4 if label == "ready" else 0)
        assert again.differences() == ()
        again.desk.close()
