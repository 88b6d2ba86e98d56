"""What history does to stock: opening stock first, then every move on its business date."""

from collections.abc import Iterator
from itertools import islice

from app.db.unit_of_work import UnitOfWork
from app.exchange.errors import StockLacking
from app.exchange.handlers.history import History
from app.exchange.handlers.parties import Parties
from app.exchange.handlers.writing import CHUNK
from app.exchange.preview.opening_stock import change_of
from app.exchange.preview.planning import PLACE
from app.exchange.preview.preview import Preview
from app.exchange.progress import Watch, step
from app.exchange.rules.findings import Outcome
from app.stock.handlers.ledger import NewMove, post_moves
from app.stock.handlers.places import outside, usual_bin


def check_openings(preview: Preview) -> None:
    """Refuse history that takes what is not there, when nothing may be opened.

    Raises:
        StockLacking: names the first item.
    """
    lacking = [need for need in preview.openings if need.lacking]
    if lacking:
        raise StockLacking(lacking[0].item_code, lacking[0].units, len(lacking))


def write_moves(
    unit: UnitOfWork, preview: Preview, parties: Parties, history: History, watch: Watch
) -> tuple[int, int]:
    """Post opening stock and history in order; gives the first and last sequence (0: none)."""
    moves = _Moves(unit, preview, parties, history)
    steps = preview.steps
    total = len(preview.openings) + (len(steps.rows) if steps else 0)
    return post_in_pieces(unit, moves.all(), total, watch)


def post_in_pieces(
    unit: UnitOfWork, moves: Iterator[NewMove], total: int, watch: Watch
) -> tuple[int, int]:
    """Post moves two thousand at a time; gives the first and last sequence (0: none)."""
    first = last = done = 0
    while piece := list(islice(moves, CHUNK)):
        posted = post_moves(unit, piece)
        first, last = first or posted.first, posted.last
        done += len(piece)
        step(watch, "stock", done, total)
    return first, last


class _Moves:
    """The moves one import makes, in the order in which they happened."""

    def __init__(
        self, unit: UnitOfWork, preview: Preview, parties: Parties, history: History
    ) -> None:
        self._preview = preview
        self._items = parties.items
        self._quantity = preview.checked.whole("quantity")
        self._code = preview.checked.text("item_code")
        self._history = history
        self._bin = usual_bin(unit)
        self._customer = outside(unit, "customer")
        self._lost = outside(unit, "lost")
        self._opening = outside(unit, "opening")

    def all(self) -> Iterator[NewMove]:
        """Give opening stock, then the rows by day and place in the file."""
        preview, steps = self._preview, self._preview.steps
        if steps is None or preview.orders is None:
            return
        for need in preview.openings:
            yield NewMove(
                self._items[need.item_code],
                need.units,
                self._opening,
                self._bin,
                "opening",
                document="import",
                day=steps.first_day,
            )
        for index in steps.rows:
            move = self._move(index, steps.documents[index], preview.orders.outcomes[index])
            if move is not None:
                yield move

    def _move(self, index: int, place: int, outcome: int) -> NewMove | None:
        plan, quantity = self._preview.orders, self._quantity(index)
        if plan is None or not quantity:
            return None
        document = plan.documents[place]
        item_id = self._items[self._code(index)]
        units = change_of(quantity)
        if outcome == PLACE[Outcome.ADJUST]:
            kind, beyond, reason = "adjust", self._lost, self._note(index, document.number)
        elif outcome == PLACE[Outcome.RETURN]:
            kind, beyond, reason = "return", self._customer, document.number
        else:
            kind, beyond, reason = "ship", self._customer, ""
        leaving = units < 0
        return NewMove(
            item_id,
            abs(units),
            self._bin if leaving else beyond,
            beyond if leaving else self._bin,
            kind,
            document="order" if kind == "ship" else "import",
            document_id=(self._history.orders[place] or None) if kind == "ship" else None,
            line_id=self._history.lines[index] if kind == "ship" else None,
            reason=reason,
            day=document.day,
        )

    def _note(self, index: int, number: str) -> str:
        text = str(self._preview.checked.value("item_name", index) or "")
        return f"{number} {text}".strip()
