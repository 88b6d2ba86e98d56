"""Each refusal of catalog and customers is one sentence that names what it is about."""

import pytest

from app.catalog.errors import (
    BarcodeTaken,
    CodeTaken,
    KindFixed,
    NotAKit,
    NotAKitPart,
    PackInUse,
    PriceListTaken,
)
from app.core.errors import Refused
from app.customers.errors import NumberTaken, UnknownPriceList


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (CodeTaken("X-1"), "code"),
        (BarcodeTaken("X-1", "A"), "barcode"),
        (BarcodeTaken("X-1", ""), "barcode"),
        (PackInUse("X-1"), "pack"),
        (PriceListTaken("X-1"), "name"),
        (NotAKitPart("X-1"), "parts"),
        (NotAKit("X-1"), "kind"),
        (KindFixed("X-1"), "kind"),
        (NumberTaken("X-1"), "number"),
    ],
)
def test_a_refusal_names_its_field_and_the_value(refusal: Refused, field: str) -> None:
    assert refusal.field == field
    assert "X-1" in refusal.message()
    assert refusal.message().endswith(".")


def test_a_price_list_that_is_gone_is_said_without_its_number() -> None:
    refusal = UnknownPriceList(5)
    assert "5" not in refusal.message()
    assert refusal.field == "price_list_id"
