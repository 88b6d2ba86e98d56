"""A desk in a process of its own that orders each item named on its standard input."""

import sys
from pathlib import Path

from app.core.errors import DeskError
from app.orders.commands import LineWanted, PlaceOrder
from app.orders.handlers import place_order
from app.stock.errors import NotEnoughStock
from tests.support.desks import local_desk, shared_desk


def main(address: str, customer_id: int) -> None:
    """Order one of each item asked for and say what became of it."""
    desk = shared_desk(address) if "://" in address else local_desk(Path(address))
    print("ready", flush=True)  # noqa: T201 - the test listens
    for line in sys.stdin:
        wanted = PlaceOrder(
            customer_id=customer_id,
            lines=(LineWanted(item_id=int(line), quantity=1),),
            shortage="refuse",
        )
        try:
            desk.run(place_order, wanted)
            said = "won"
        except NotEnoughStock as short:
            said = f"{short.name} {short.available}"
        except DeskError as other:
            said = other.name
        print(said, flush=True)  # noqa: T201 - the test listens
    desk.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
