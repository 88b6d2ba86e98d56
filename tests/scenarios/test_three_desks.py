"""Three desks on one server do whatever comes to mind at once: every kept sum stays true."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from threading import Thread

from app.catalog.commands import ItemKind
from app.core.errors import Refused
from tests.scenarios.test_random_commands import Days
from tests.support.desks import SetClock, shared_database, shared_desk
from tests.support.postgres import PostgresServer
from tests.support.shops import Shop, open_shop

STEPS = 60
_TIES = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


class Rival(Days):
    """Somebody at a desk of their own on a shop others work in too."""

    def __init__(self, shop: Shop, like: Days | None = None) -> None:
        self.shop = shop
        self.clock = shop.desk.clock  # type: ignore[assignment]  # test desks have a set clock
        self.failures: list[BaseException] = []
        if like is not None:
            self.stocked, self.sold = like.stocked, like.sold
            self.bins, self.customers = like.bins, like.customers

    def stock_up(self) -> None:
        """Fill the shelves for everybody."""
        shop = self.shop
        self.stocked = [shop.item("NUT", 90), shop.item("BOLT", 50), shop.item("ROD", 20)]
        kit = shop.kit("KIT", [(self.stocked[0], 2), (self.stocked[1], 1)])
        self.sold = [*self.stocked, kit, shop.item("DRIVE", kind=ItemKind.SERVICE)]
        self.bins = [2, shop.place("A-1"), shop.place("A-2"), 3]
        self.customers = [shop.customer_id, shop.customer("Lamp Co")]

    def work(self, seed: int) -> None:
        """Do things in an order of one's own; only refusals are an answer."""
        chance = Random(seed)
        try:
            for _ in range(STEPS):
                with suppress(Refused):
                    chance.choice(self._wishes(chance))()
        except BaseException as failure:  # noqa: BLE001 - told by the test, in its own thread
            self.failures.append(failure)

    def _wishes(self, chance: Random) -> list[Callable[[], None]]:
        which, where, few = chance.randrange(99), chance.randrange(99), chance.randint(1, 6)
        step = chance.choice(["start", "pack", "ship", "back", "cancel", "reverse"])
        end = chance.choice(["confirm", "reserve", "cancel", "close", "reopen"])
        confirm = chance.random() < 0.8
        shortage = chance.choice(["backorder", "available", "refuse"])
        return [
            lambda: self.place([(which, few, 0), (where, 1, 0)], where, shortage, True, False),
            lambda: self.place([(where, few, 0)], which, shortage, confirm, False),
            lambda: self.amend(which, [(where, few)]),
            lambda: self.amend(which, [(where, few)], shortage),
            lambda: self.hold(which, "manual", None),
            lambda: self.release_hold(which),
            lambda: self.end(which, end),
            lambda: self.pay(which, few * 100),
            lambda: self.ship_order(which, few, False),
            lambda: self.release_order(which),
            lambda: self.pick(which, few - 4),
            lambda: self.step(which, step),
            lambda: self.arrive(which, False, 0),
            lambda: self.adjust(which, where, few - 3),
            lambda: self.carry(which, where, which, few),
            lambda: self.override(which, where, where + 1, few),
            lambda: self.receive(which, where, few, None),
            lambda: self.buy(which, few, 2, False),
            lambda: self.count(which, where, few, True),
        ]


def test_three_desks_at_once_leave_every_sum_true(postgres_server: PostgresServer) -> None:
    with shared_database(postgres_server) as address:
        shop = open_shop(shared_desk(address, SetClock()))
        first = Rival(shop)
        first.stock_up()
        others = [
            Rival(Shop(shared_desk(address, SetClock()), shop.customer_id), first) for _ in range(2)
        ]
        rivals = [first, *others]
        threads = [Thread(target=one.work, args=(seed,)) for seed, one in enumerate(rivals)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        failures = [failure for rival in rivals for failure in rival.failures]
        found = shop.differences()
        for one in others:
            one.shop.desk.close()
        ties = shop.rows(_TIES)
        shop.desk.close()
        assert failures == []
        assert found == ()
        assert ties == [(0,)], "the server had to break a tie: two desks waited for each other"
