"""Stands for the desk while it is being opened; whoever needs it then waits for it."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from app.core.clock import Clock
from app.core.settings import ShopSettings

if TYPE_CHECKING:
    from app.db.unit_of_work import PersonRow
    from app.desk import Desk


class LateDesk:
    """A desk that may not be open yet: what is known early is given at once, the rest waits.

    Only threads of `Tasks` may ask for what waits; the window's thread asks once it is open.
    """

    def __init__(self, clock: Clock, name: str, engine_kind: str) -> None:
        """Know of a desk what stands outside of it."""
        self.clock = clock
        self.name = name
        self.engine_kind = engine_kind
        self._early = ShopSettings()
        self._opened: Future[Desk] = Future()
        self._listening: list[Callable[[Any], None]] = []

    @property
    def is_open(self) -> bool:
        """Tell whether the desk is there."""
        return self._opened.done() and not self._opened.cancelled()

    @property
    def settings(self) -> ShopSettings:
        """Give the shop's settings, as seen at a glance until the desk is open."""
        return self._opened.result().settings if self.is_open else self._early

    @property
    def person(self) -> "PersonRow | None":
        """Give who is signed in: nobody until the desk is open."""
        return self._opened.result().person if self.is_open else None

    def know(self, settings: ShopSettings) -> None:
        """Take the settings seen at a glance."""
        self._early = settings

    def open(self, desk: "Desk") -> None:
        """Be this desk from now on."""
        self.name, self.engine_kind = desk.name, desk.engine_kind
        for callback in self._listening:
            desk.listen(callback)
        self._opened.set_result(desk)

    def listen(self, callback: Callable[[Any], None]) -> Callable[[], None]:
        """Have `callback` told of every commit once there can be one; gives its undoing."""
        if self.is_open:
            return self._opened.result().listen(callback)
        self._listening.append(callback)
        return lambda: None

    def give_up(self) -> None:
        """Let nobody wait any longer for a desk that was never opened."""
        self._opened.cancel()

    def close(self) -> None:
        """Close the desk, if it was ever opened."""
        if self.is_open:
            self._opened.result().close()

    def __getattr__(self, name: str) -> Any:
        """Give everything else of the open desk, waiting for it."""
        return getattr(self._opened.result(), name)
