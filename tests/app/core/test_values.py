"""Quantities, times, plain values, rights and messages."""

import sys
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import ShiftedClock, SystemClock, business_date, stamp
from app.core.command import Command
from app.core.errors import BadValue, NotAllowed, NotFound, Stale
from app.core.messages import _, language, ngettext, set_language
from app.core.money import Money
from app.core.permissions import RIGHTS, Right, Role, may
from app.core.plain import from_plain, to_plain
from app.core.quantity import MOST, quantity_of
from app.core.settings import NAMES, ShopSettings


@dataclass(frozen=True)
class _Part:
    amount: Money
    on: date


@dataclass(frozen=True)
class _Whole:
    parts: tuple[_Part, ...]
    role: Role
    at: datetime
    exact: Decimal
    names: frozenset[str]
    pair: tuple[int, str]
    counts: dict[str, int]
    maybe: _Part | None = None


def test_a_frozen_value_survives_the_way_through_json() -> None:
    whole = _Whole(
        parts=(_Part(Money(1999), date(2026, 11, 2)),),
        role=Role.CLERK,
        at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        exact=Decimal("0.001"),
        names=frozenset({"a"}),
        pair=(1, "b"),
        counts={"x": 2},
    )
    assert from_plain(_Whole, to_plain(whole)) == whole


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        to_plain(object())


@given(st.integers(1, MOST))
def test_whole_quantities_are_read_back(quantity: int) -> None:
    assert quantity_of(str(quantity)) == quantity
    assert quantity_of(f"{quantity:,}") == quantity


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "", "x", "1e3", str(MOST + 1), "1,2"])
def test_what_no_shelf_can_hold_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        quantity_of(typed)


def test_quantities_as_spreadsheets_and_ime_write_them() -> None:
    assert quantity_of("12.0") == 12
    assert quantity_of("１２") == 12
    assert quantity_of("0", least=0) == 0


def test_half_past_midnight_belongs_to_the_warehouses_day() -> None:
    moment = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)
    assert business_date(moment, "Asia/Taipei") == date(2026, 11, 2)
    assert business_date(moment, "Europe/London") == date(2026, 11, 1)
    assert stamp(moment) == "2026-11-01T16:30:00.000000Z"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes no other zone by TZ")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/London", "Pacific/Honolulu"])
def test_a_shifted_clock_shows_the_day_asked_for_on_the_shops_own_calendar(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    with monkeypatch.context() as there:
        there.setenv("TZ", zone)
        time.tzset()
        clock = ShiftedClock(date(2025, 12, 9))
        assert business_date(clock.now(), zone) == date(2025, 12, 9)
        assert clock.now().tzinfo is UTC
    time.tzset()


def test_the_systems_clock_is_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_each_command_has_an_id_of_its_own() -> None:
    assert Command().command_id != Command().command_id


def test_only_the_owner_administers_and_everybody_reads_or_moves() -> None:
    assert [role for role in Role if may(role, Right.ADMINISTER)] == [Role.OWNER]
    assert all(RIGHTS[role] for role in Role)


def test_errors_say_one_sentence_and_a_word_for_machines() -> None:
    stale = Stale("order", 7)
    assert (stale.name, str(stale)) == ("Stale", stale.message())
    assert "SO-1" in NotFound("order", "SO-1").message()
    assert "picker" in NotAllowed("count", "picker").message()


def test_unknown_languages_fall_back_to_english() -> None:
    set_language("xx")
    assert (language(), _(""), _("Box")) == ("en", "", "Box")
    assert ngettext("{n} box", "{n} boxes", 2) == "{n} boxes"


def test_each_setting_has_a_help_text() -> None:
    assert len(NAMES) == len(set(NAMES))
    fields = ShopSettings.__dataclass_fields__
    assert all(fields[name].metadata.get("help") for name in NAMES)
