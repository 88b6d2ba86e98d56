"""Keeping customers: numbers, addresses, phones, doubles, on both engines."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.core.errors import BadValue, NotFound, Stale
from app.core.finder import Finder
from app.core.money import BasisPoints, Money
from app.core.reading.spans import Span
from app.customers.commands import (
    AddAddress,
    AddCustomer,
    AddressEntry,
    BlockCustomer,
    ChangeAddress,
    ChangeCustomer,
    PhoneEntry,
    UnblockCustomer,
)
from app.customers.errors import NumberTaken, UnknownPriceList
from app.customers.handlers import (
    NewCustomer,
    add_address,
    add_customer,
    add_customers_bulk,
    block_customer,
    change_address,
    change_customer,
    unblock_customer,
)
from app.customers.models import Address
from app.customers.queries import (
    CustomerDetailRow,
    CustomerFilter,
    customer_by_number,
    customer_detail,
    customer_finder_entries,
    customer_page,
    customers_like,
    page_key,
)
from app.db.unit_of_work import UnitOfWork
from app.desk import Desk

HOME = AddressEntry("1 Bell Street\nYard 2", "Leeds", "LS1 4DY")
SHOP = AddressEntry("", "Guangzhou", "510000", "cn", is_ship_default=True)


def _add(desk: Desk, name: str = "Harbour Lights Ltd", **more: Any) -> int:
    wanted = replace(AddCustomer(name=name), **more)
    return desk.run(add_customer, wanted).answer.customer_id


def _detail(desk: Desk, customer_id: int) -> CustomerDetailRow:
    found = desk.read(customer_detail, customer_id)
    assert found is not None
    return found


def test_a_customer_comes_with_addresses_and_phones_in_one_go(desk: Desk) -> None:
    customer_id = _add(
        desk,
        "广州华美贸易有限公司",
        addresses=(HOME, SHOP),
        phones=(PhoneEntry("07911 123456", "mobile"), PhoneEntry("ask for Bo"), PhoneEntry(" ")),
        credit_limit=Money(500_000),
    )
    row = _detail(desk, customer_id)
    assert (row.customer.number, row.customer.credit_limit) == ("C00001", 500_000)
    assert [address.city for address in row.addresses] == ["Guangzhou", "Leeds"]
    assert [address.country for address in row.addresses] == ["CN", "GB"]
    assert [address.is_bill_default for address in row.addresses] == [False, True]
    assert row.addresses[1].street == "1 Bell Street\nYard 2"
    assert [phone.number_e164 for phone in row.phones] == ["+447911123456", None]
    assert row.phones[1].typed == "ask for Bo"


def test_numbers_run_on_and_step_over_those_typed_before(desk: Desk) -> None:
    _add(desk, number="C00002")
    _add(desk)
    third = _add(desk)
    assert _detail(desk, third).customer.number == "C00003"
    found = desk.read(customer_by_number, " c00003 ")
    assert found is not None
    assert found.customer_id == third
    with pytest.raises(NumberTaken):
        _add(desk, number="C00002")


def test_a_stale_save_is_refused_and_phones_stay(desk: Desk) -> None:
    customer_id = _add(desk, phones=(PhoneEntry("0113 496 0000"),))
    change = ChangeCustomer(customer_id=customer_id, version=1, name="Harbour Lights")
    with_phone = replace(change, phones=(PhoneEntry("0113 496 0001"),))
    assert desk.run(change_customer, with_phone).answer.version == 2
    with pytest.raises(Stale):
        desk.run(change_customer, replace(change, command_id="late"))
    with pytest.raises(NotFound):
        desk.run(change_customer, replace(change, customer_id=99, command_id="who"))
    row = _detail(desk, customer_id)
    assert row.customer.name == "Harbour Lights"
    assert [phone.number_e164 for phone in row.phones] == ["+441134960001"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"discount": BasisPoints(10_001)},
        {"terms_days": -1},
        {"credit_limit": Money(-1)},
        {"addresses": (AddressEntry("", ""),)},
    ],
)
def test_what_cannot_be_kept_is_refused(desk: Desk, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        desk.run(add_customer, replace(AddCustomer(name="N"), **wrong))
    assert desk.read(customer_page) == ()


def test_a_price_list_must_exist(desk: Desk) -> None:
    with pytest.raises(UnknownPriceList):
        _add(desk, price_list_id=5)


def test_one_address_is_the_usual_one_and_a_retired_one_is_kept(desk: Desk) -> None:
    customer_id = _add(desk)
    command = AddAddress(customer_id=customer_id, address=HOME)
    first = desk.run(add_address, command).answer.address_id
    second = desk.run(
        add_address, AddAddress(customer_id=customer_id, address=SHOP)
    ).answer.address_id
    rows = _detail(desk, customer_id).addresses
    assert [(row.address_id, row.is_ship_default) for row in rows] == [
        (second, True),
        (first, False),
    ]
    assert [row.is_bill_default for row in rows] == [False, True]
    desk.run(change_address, ChangeAddress(address_id=second, address=SHOP, retired=True))
    rows = _detail(desk, customer_id).addresses
    assert [(row.address_id, row.is_ship_default) for row in rows] == [(first, True)]
    retired = select(Address.city).where(Address.state == "retired")
    assert desk.read(lambda one: one.scalars(retired).all()) == ["Guangzhou"]
    with pytest.raises(NotFound):
        desk.run(change_address, ChangeAddress(address_id=99, address=HOME))
    with pytest.raises(NotFound):
        desk.run(add_address, AddAddress(customer_id=99, address=HOME))


def test_blocking_needs_a_reason_and_can_be_undone(desk: Desk) -> None:
    customer_id = _add(desk)
    with pytest.raises(BadValue):
        desk.run(block_customer, BlockCustomer(customer_id=customer_id, reason=" "))
    desk.run(block_customer, BlockCustomer(customer_id=customer_id, reason="Owes since May"))
    assert _detail(desk, customer_id).customer.blocked_reason == "Owes since May"
    assert len(desk.read(customer_page, CustomerFilter(blocked=True))) == 1
    desk.run(unblock_customer, UnblockCustomer(customer_id=customer_id))
    assert _detail(desk, customer_id).customer.blocked_reason is None
    with pytest.raises(NotFound):
        desk.run(unblock_customer, UnblockCustomer(customer_id=99))


def test_a_double_is_noticed_by_phone_and_by_name(desk: Desk) -> None:
    first = _add(desk, "Harbour Lights Ltd", phones=(PhoneEntry("07911 123456"),))
    second = _add(desk, "广州华美贸易有限公司")
    by_phone = desk.read(customers_like, "Someone", ("+44 7911 123456",))
    assert [(row.customer_id, row.same_phone) for row in by_phone] == [(first, True)]
    for typed in ("HARBOUR LIGHTS Limited", "Lights, Harbour", "Harbor Lights"):
        assert [row.customer_id for row in desk.read(customers_like, typed)] == [first], typed
    assert [row.customer_id for row in desk.read(customers_like, "广州华美贸易")] == [second]
    assert desk.read(customers_like, "Harbour Lights", but=first) == ()
    assert desk.read(customers_like, "Mill Road Cycles") == ()
    assert desk.read(customers_like, "") == ()


def _bulk(unit: UnitOfWork, command: AddCustomer) -> int:
    rows = [
        NewCustomer(
            f"华美 {number}" if number % 2 else f"Shop {number}",
            addresses=(HOME,) if number % 10 == 0 else (),
            phones=(f"07911 {number:06d}",) if number % 10 == 0 else (),
        )
        for number in range(5_000)
    ]
    rows[0] = replace(rows[0], number=command.name)
    return len(set(add_customers_bulk(unit, rows)))


def test_thousands_of_customers_come_in_at_once_and_page_by_key(desk: Desk) -> None:
    assert desk.run(_bulk, AddCustomer(name="C00003")).answer == 5_000
    with pytest.raises(NumberTaken):
        desk.run(_bulk, AddCustomer(name="C00003"))
    first = desk.read(customer_page, span=Span(limit=60))
    second = desk.read(customer_page, span=Span(page_key(first[-1]), limit=60))
    numbers = [row.number for row in (*first, *second)]
    assert numbers == [f"C{number:05d}" for number in range(1, 121)]
    assert {row.city for row in first} == {"", "Leeds"}
    named = desk.read(customer_page, CustomerFilter(text="shop 4990"), order="name")
    assert [row.name for row in named] == ["Shop 4990"]
    finder = Finder(desk.read(customer_finder_entries))
    best = finder.best("07911 004990")
    assert best is not None
    assert best.name == "Shop 4990"
    assert finder.best("C00003") == finder.exact("c00003")[0]


def test_a_caller_stored_with_a_country_code_is_found_as_dialled_at_home(desk: Desk) -> None:
    desk.run(add_customer, AddCustomer(name="Acme", phones=(PhoneEntry(typed="+44 121 496 0123"),)))
    best = Finder(desk.read(customer_finder_entries)).best("0121 496 0123")
    assert best is not None
    assert best.name == "Acme"


@pytest.mark.parametrize(
    "typed",
    [
        "07911 123456",
        "07911123456",
        "+44 7911 123456",
        "+447911123456",
        "+44 (0)7911-123456",
        "0044 7911 123456",
        "(07911) 123456",
        "123456",
        "12 34 56",
        "3456",
    ],
)
def test_a_customer_is_found_by_a_part_of_the_phone_however_it_is_typed(
    desk: Desk, typed: str
) -> None:
    wanted = _add(desk, "Harbour Lights Ltd", phones=(PhoneEntry("07911 123456"),))
    _add(desk, "Other", phones=(PhoneEntry("07911 999999"),))
    found = desk.read(customer_page, CustomerFilter(text=typed))
    assert [row.customer_id for row in found] == [wanted]


def test_a_phone_nobody_could_read_is_found_by_its_digits_too(desk: Desk) -> None:
    wanted = _add(desk, "Ship", phones=(PhoneEntry("ext 55 66-77"),))
    found = desk.read(customer_page, CustomerFilter(text="556677"))
    assert [row.customer_id for row in found] == [wanted]


def test_a_chinese_name_is_found_by_pinyin_initials_and_by_its_characters(desk: Desk) -> None:
    wanted = _add(desk, "\u5e7f\u5dde\u534e\u7f8e\u8d38\u6613\u6709\u9650\u516c\u53f8")
    _add(desk, "Harbour Lights Ltd")
    for typed in ("gzhm", "GZHM", "hmmy", "\u534e\u7f8e", "\u8d38\u6613 gz"):
        found = desk.read(customer_page, CustomerFilter(text=typed))
        assert [row.customer_id for row in found] == [wanted], typed
    finder = Finder(desk.read(customer_finder_entries))
    assert [one.entry.entry_id for one in finder.find("gzhm")] == [wanted]
