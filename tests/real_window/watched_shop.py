"""A shop's window with an eye in it: what is seen, named and reached by keys, told from inside."""

import json
import socket
from pathlib import Path
from typing import Any, NamedTuple

from typing_extensions import override

from app.core.clock import ShiftedClock
from app.demo import open_demo
from tests.real_window.shop_window import TODAY, ShopWindow
from tests.support.screen import Screen, wait_until


class Part(NamedTuple):
    """A part in sight; `place` is left, top, width and height on the screen."""

    id: int
    kind: str
    name: str
    text: str
    style: str
    place: tuple[int, int, int, int]
    window: str
    stop: bool
    focus: bool


class Reading(NamedTuple):
    """How a text in sight can be read."""

    text: str
    kind: str
    cut: bool
    boxes: str
    contrast: float


class WatchedShop(ShopWindow):
    """A desk and its window that tells what it shows."""

    def __init__(self, screen: Screen, profile: Path) -> None:
        """Stand on a screen, with a profile of its own."""
        super().__init__(screen, profile)
        self.eye = profile / "eye"
        self.program = ("-m", "tests.support.watching.eye", str(self.eye))

    @override
    def furnish(self) -> None:
        """Make the demo shop."""
        open_demo(self.profile, ShiftedClock(TODAY)).close()

    def look(self) -> list[Part]:
        """Give every part in sight."""
        return _parts(self._ask("look"))

    def stops(self) -> list[Part]:
        """Give the parts that had the keys since this was asked last."""
        return _parts(self._ask("stops"))

    def readings(self) -> list[Reading]:
        """Tell how each text in sight can be read."""
        return [Reading(**one) for one in self._ask("read")]

    def texts(self) -> list[str]:
        """Give every text in sight."""
        return [part.text for part in self.look() if part.text]

    def wait_text(self, text: str, timeout_s: float = 20.0) -> None:
        """Wait until a part that is in sight shows a text."""
        wait_until(
            lambda: any(text in one for one in self.texts()),
            f"{text!r} was never seen",
            timeout_s,
        )

    def focus(self) -> Part | None:
        """Give the part that has the keys."""
        return next((part for part in self.look() if part.focus), None)

    def wait_focus(self, name: str) -> None:
        """Wait until the part of this name has the keys."""
        wait_until(
            lambda: (now := self.focus()) is not None and now.name == name,
            f"{name!r} never had the keys",
        )

    def page(self) -> str:
        """Give the page in front."""
        found: str = self._ask("page")
        return found

    def wait_page(self, page_id: str) -> None:
        """Wait until a page is in front."""
        wait_until(lambda: self.page() == page_id, f"{page_id} never came to the front")

    def wait_rest(self) -> None:
        """Wait until every wish and read has come back."""
        wait_until(lambda: self._ask("busy") == 0, "the window never came to rest")

    def _ask(self, question: str) -> Any:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(20)
            line.connect(str(self.eye))
            line.sendall(question.encode() + b"\n")
            answer = b"".join(iter(lambda: line.recv(65_536), b""))
        return json.loads(answer)


def _parts(answer: list[dict[str, Any]]) -> list[Part]:
    return [Part(**{**one, "place": tuple(one["place"])}) for one in answer]
