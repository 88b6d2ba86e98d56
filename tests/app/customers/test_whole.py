"""Keeping a customer with addresses: everything or nothing, on both engines."""

import pytest

from app.core.errors import BadValue, NotFound, Stale
from app.customers.commands import AddressChange, AddressEntry, PhoneEntry, SaveCustomer
from app.customers.handlers import save_customer
from app.customers.queries import CustomerDetailRow, customer_detail
from app.desk import Desk

HOME = AddressEntry("1 Bell Street", "Leeds", "LS1 4DY")
SHOP = AddressEntry("2 Quay", "Hull")
NOWHERE = AddressEntry("", "")


def _detail(desk: Desk, customer_id: int) -> CustomerDetailRow:
    found = desk.read(customer_detail, customer_id)
    assert found is not None
    return found


def _known(desk: Desk) -> CustomerDetailRow:
    new = SaveCustomer(
        name="Harbour Lights",
        phones=(PhoneEntry("0113 496 0000"),),
        addresses=(AddressChange(HOME), AddressChange(SHOP)),
    )
    return _detail(desk, desk.run(save_customer, new).answer.customer_id)


def test_record_phones_and_addresses_change_by_one_command(desk: Desk) -> None:
    before = _known(desk)
    home, shop = (one.address_id for one in before.addresses)
    change = SaveCustomer(
        customer_id=before.customer.customer_id,
        version=before.customer.version,
        name="Harbour Lights Ltd",
        addresses=(
            AddressChange(AddressEntry("9 New Road", "Leeds"), home),
            AddressChange(SHOP, shop, retired=True),
            AddressChange(AddressEntry("5 Dock", "York")),
        ),
    )
    saved = desk.run(save_customer, change).answer
    kept = _detail(desk, saved.customer_id)
    assert kept.customer.name == "Harbour Lights Ltd"
    assert kept.customer.version == saved.version == before.customer.version + 1
    assert kept.phones == ()
    assert sorted(one.street for one in kept.addresses) == ["5 Dock", "9 New Road"]


def test_a_refused_address_keeps_nothing_and_is_named_by_its_place(desk: Desk) -> None:
    before = _known(desk)
    change = SaveCustomer(
        customer_id=before.customer.customer_id,
        version=before.customer.version,
        name="Other name",
        addresses=(AddressChange(AddressEntry("5 Dock", "York")), AddressChange(NOWHERE)),
    )
    with pytest.raises(BadValue) as refused:
        desk.run(save_customer, change)
    assert (refused.value.area, refused.value.line) == ("addresses", 2)
    assert _detail(desk, before.customer.customer_id) == before


def test_a_new_customer_with_an_empty_address_is_refused_at_that_address(desk: Desk) -> None:
    new = SaveCustomer(name="X", addresses=(AddressChange(HOME), AddressChange(NOWHERE)))
    with pytest.raises(BadValue) as refused:
        desk.run(save_customer, new)
    assert (refused.value.field, refused.value.line) == ("street", 2)


def test_an_address_of_another_customer_is_not_touched(desk: Desk) -> None:
    theirs = _known(desk)
    mine = _known(desk)
    change = SaveCustomer(
        customer_id=mine.customer.customer_id,
        version=mine.customer.version,
        name="Mine",
        addresses=(AddressChange(SHOP, theirs.addresses[0].address_id),),
    )
    with pytest.raises(NotFound):
        desk.run(save_customer, change)
    assert _detail(desk, theirs.customer.customer_id) == theirs


def test_a_whole_save_of_what_somebody_else_saved_is_refused(desk: Desk) -> None:
    before = _known(desk)
    customer_id, version = before.customer.customer_id, before.customer.version
    desk.run(save_customer, SaveCustomer(customer_id=customer_id, version=version, name="Theirs"))
    mine = SaveCustomer(
        customer_id=customer_id, version=version, name="Mine", addresses=(AddressChange(HOME),)
    )
    with pytest.raises(Stale):
        desk.run(save_customer, mine)
    assert _detail(desk, customer_id).customer.name == "Theirs"
