"""The tables of states: what may follow what, and that every word is known everywhere."""

import pytest

from app.fulfilment.states import OPEN_STATES, SHIPMENT_LABELS, SHIPMENT_MOVES, STEPS_BACK
from app.orders.findings import TEXTS
from app.orders.models import SalesOrder
from app.orders.states import FILTERS, HOLDS, LABELS, OPEN_LABELS, ORDER_MOVES
from app.stock.models import Purchase, StockCount
from app.stock.states import COUNT_MOVES, PURCHASE_MOVES


@pytest.mark.parametrize("moves", [ORDER_MOVES, SHIPMENT_MOVES, PURCHASE_MOVES, COUNT_MOVES])
def test_every_state_named_in_a_table_has_a_row(moves: dict[str, frozenset[str]]) -> None:
    for state, after in moves.items():
        assert after <= set(moves)
        assert state not in after


@pytest.mark.parametrize(
    ("record", "step"),
    [
        (SalesOrder(state="cancelled"), "closed"),
        (SalesOrder(state="submitted"), "closed"),
        (Purchase(state="closed"), "ordered"),
        (StockCount(state="void"), "posted"),
    ],
)
def test_no_record_takes_a_step_its_table_does_not_know(
    record: SalesOrder | Purchase | StockCount, step: str
) -> None:
    with pytest.raises(ValueError, match=step):
        record.state = step


def test_a_record_may_keep_its_state_and_take_the_next() -> None:
    order = SalesOrder(state="submitted")
    order.state = "submitted"
    order.state = "confirmed"
    assert order.state == "confirmed"


def test_a_closed_order_opens_and_a_cancelled_one_goes_back_to_where_it_was() -> None:
    assert ORDER_MOVES["closed"] == {"confirmed"}
    assert ORDER_MOVES["cancelled"] == {"confirmed", "submitted"}


def test_what_has_left_is_never_cancelled_and_every_open_shipment_can_be() -> None:
    for state in OPEN_STATES:
        assert "cancelled" in SHIPMENT_MOVES[state]
    for state in ("shipped", "received", "returned"):
        assert "cancelled" not in SHIPMENT_MOVES[state]


def test_every_step_back_is_in_the_table() -> None:
    for state, before in STEPS_BACK.items():
        assert before in SHIPMENT_MOVES[state]


def test_every_label_is_in_exactly_one_filter_except_the_ends() -> None:
    listed = [label for labels in FILTERS.values() for label in labels]
    assert len(listed) == len(set(listed))
    assert set(LABELS) - set(listed) == {"draft", "cancelled"}
    assert set(OPEN_LABELS) == set(listed) - {"closed"}
    assert set(SHIPMENT_LABELS) == set(SHIPMENT_MOVES)


def test_every_hold_says_what_it_blocks_and_whether_it_keeps() -> None:
    assert {blocks for blocks, _keeps in HOLDS.values()} <= {"confirm", "release", "ship"}
    assert TEXTS
