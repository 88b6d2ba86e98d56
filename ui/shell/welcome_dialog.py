"""The first start: try the demo shop, set up a shop, open a desk, or join a shared one."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.core.clock import Clock
from app.core.errors import DeskError
from app.core.messages import _, language
from app.core.settings import ShopSettings
from app.desk import Desk
from ui.kit.frame.enter_key import takes_enter
from ui.kit.parts import Banner, Field, button, label, row
from ui.shell.passphrase_dialog import PassphraseDialog
from ui.shell.recovery_dialog import RecoveryDialog, file_name_of

_LOOK_MS = 30
_NEW, _SHARED = 1, 2
"""Steps after the choice."""
_WAY_TO = {_NEW: 1, _SHARED: 3}
"""Places of the buttons that lead to them."""

SHOPS: tuple[tuple[str, str, str, str], ...] = (
    ("United Kingdom · £", "GB", "GBP", "Europe/London"),
    ("Ireland · €", "IE", "EUR", "Europe/Dublin"),
    ("Germany · €", "DE", "EUR", "Europe/Berlin"),
    ("France · €", "FR", "EUR", "Europe/Paris"),
    ("United States · $ (East)", "US", "USD", "America/New_York"),
    ("United States · $ (West)", "US", "USD", "America/Los_Angeles"),
    ("中国 · ¥", "CN", "CNY", "Asia/Shanghai"),
    ("台灣 · NT$", "TW", "TWD", "Asia/Taipei"),
    ("香港 · HK$", "HK", "HKD", "Asia/Hong_Kong"),
)
"""Name, country, currency and time zone of shops to choose from."""
_HOMES = {"zh_CN": "CN", "zh_TW": "TW"}
"""Where a shop most likely is, by the language in force."""


@dataclass(frozen=True)
class Doors:
    """The ways to a desk, as the bootstrap has them; `keyring` tells whether there is one.

    `key_needed` is raised when a passphrase is wanted.
    """

    create: Callable[..., tuple[Desk, str]]
    open: Callable[..., Desk]
    join: Callable[..., Desk]
    demo: Callable[[Path, Clock], Desk]
    key_needed: type[DeskError]
    keyring: Callable[[], bool]


class WelcomeDialog(QDialog):
    """Gives an open desk in `desk`, and its place; `demo` tells the demo shop."""

    def __init__(self, profile: Path, clock: Clock, doors: Doors) -> None:
        """Offer four ways to begin."""
        super().__init__()
        self._profile, self._clock, self._doors = profile, clock, doors
        self.desk: Desk | None = None
        self.place = ""
        self.demo = False
        self.setWindowTitle("Tallydesk")
        self.setMinimumWidth(560)
        self._under_way = QTimer(self)
        self._future: Future[Any] = Future()
        self._banner = Banner()
        self._steps = QStackedWidget()
        self._steps.addWidget(self._choice())
        self._steps.addWidget(self._new_shop())
        self._steps.addWidget(self._shared())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 28, 28, 28)
        layout.setSpacing(12)
        layout.addWidget(label(_("Welcome to Tallydesk"), "title"))
        layout.addWidget(self._banner)
        layout.addWidget(self._steps)

    def _choice(self) -> QWidget:
        step = QWidget()
        self._ways: list[QPushButton] = []
        layout = QVBoxLayout(step)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for text, hint, icon, pressed in (
            (_("Try the demo shop"), _("Made-up data to play with"), "play", self._open_demo),
            (_("Set up a new shop"), _("Five fields, one minute"), "plus", self._go_new),
            (_("Open a desk"), _("A .tally file on this computer"), "file-text", self._open_file),
            (_("Join a shared desk"), _("On a PostgreSQL server"), "users", self._go_shared),
        ):
            way = button(text, pressed, icon=icon, kind="big")
            self._ways.append(way)
            layout.addWidget(way)
            layout.addWidget(label(hint, "caption"))
        return step

    def _new_shop(self) -> QWidget:
        step = QWidget()
        self._shop_name = QLineEdit()
        self._owner_name = QLineEdit()
        self._where = QComboBox()
        self._where.addItems([name for name, *_rest in SHOPS])
        home = _HOMES.get(language(), SHOPS[0][1])
        self._where.setCurrentIndex([country for _name, country, *_rest in SHOPS].index(home))
        self._passphrase = QLineEdit()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._again = QLineEdit()
        self._again.setEchoMode(QLineEdit.EchoMode.Password)
        self._fields = {
            "shop": Field(_("Name of the shop"), self._shop_name),
            "name": Field(_("Your name"), self._owner_name),
            "where": Field(_("Country and currency"), self._where),
            "passphrase": Field(_("Passphrase (ten characters or more)"), self._passphrase),
            "again": Field(_("The passphrase again"), self._again),
        }
        layout = QVBoxLayout(step)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for part in self._fields.values():
            layout.addWidget(part)
        making = button(_("Set up the shop"), self._make_shop, kind="primary")
        layout.addLayout(row(button(_("Back"), self._go_back), None, making))
        return step

    def _shared(self) -> QWidget:
        step = QWidget()
        self._address = QLineEdit()
        self._address.setPlaceholderText("postgresql://name@server/database")
        self._address_field = Field(_("Address of the shared desk"), self._address)
        layout = QVBoxLayout(step)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._address_field)
        layout.addStretch(1)
        joining = button(_("Join"), self._join, kind="primary")
        layout.addLayout(row(button(_("Back"), self._go_back), None, joining))
        return step

    def _go_back(self) -> None:
        self._banner.hide()
        left = self._steps.currentIndex()
        self._steps.setCurrentIndex(0)
        if left:
            self._ways[_WAY_TO[left]].setFocus()

    def _go_new(self) -> None:
        self._banner.hide()
        self._steps.setCurrentIndex(_NEW)
        self._shop_name.setFocus()

    def _go_shared(self) -> None:
        self._banner.hide()
        self._steps.setCurrentIndex(_SHARED)
        self._address.setFocus()

    def _open_demo(self) -> None:
        def opened(desk: Desk) -> None:
            self.demo = True
            self._opened(desk, "")

        self._work(
            _("Making the demo shop. This takes some seconds."),
            lambda: self._doors.demo(self._profile, self._clock),
            opened,
            lambda error: self._banner.tell("err", error.message()),
        )

    def _open_file(self) -> None:
        place, _kind = QFileDialog.getOpenFileName(
            self, _("Open a desk"), str(self._profile), "Tallydesk (*.tally)"
        )
        if not place:
            return
        why = ""
        try:
            self._opened(self._doors.open(place, clock=self._clock), place)
        except self._doors.key_needed:
            wrong = 0
            while self.desk is None:
                asked = PassphraseDialog(place, why, self._doors.keyring, wrong)
                if not asked.exec():
                    return
                try:
                    self._opened(
                        self._doors.open(place, clock=self._clock, **asked.secret()), place
                    )
                except DeskError as error:
                    wrong += error.name == "WrongPassphrase"
                    why = error.message()
        except DeskError as error:
            self._banner.tell("err", error.message())

    def _opened(self, desk: Desk, place: str) -> None:
        self.desk, self.place = desk, place
        self.accept()

    def _join(self) -> None:
        address = self._address.text().strip()
        self._address_field.show_problem("")

        def refused(error: DeskError) -> None:
            self._address_field.show_problem(error.message())
            self._address.setFocus()

        self._work(
            _("Connecting to the server… Esc gives up."),
            lambda: self._doors.join(address, self._clock),
            lambda desk: self._opened(desk, address),
            refused,
        )

    def _work(
        self,
        text: str,
        make: Callable[[], Any],
        done: Callable[[Any], object],
        refused: Callable[[DeskError], object],
    ) -> None:
        """Do what takes long beside the window; meanwhile nothing here can be pressed."""
        self._banner.tell("info", text)
        self._steps.setEnabled(False)
        pool = ThreadPoolExecutor(1, thread_name_prefix="welcome")
        future = self._future = pool.submit(make)
        pool.shutdown(wait=False)

        def look() -> None:
            if not future.done():
                return
            self._rest()
            error = future.exception()
            if isinstance(error, DeskError):
                refused(error)
            else:
                done(future.result())

        self._under_way.timeout.connect(look)
        self._under_way.start(_LOOK_MS)

    def _rest(self) -> None:
        """Let everything be pressed again."""
        self._under_way.stop()
        self._under_way.timeout.disconnect()
        self._steps.setEnabled(True)
        self._banner.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go on from any field; nothing is pressed while something is being made."""
        if self._under_way.isActive() and event.key() != Qt.Key.Key_Escape:
            return
        if not takes_enter(self, event, self._go_on):
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        if self._steps.currentIndex() == _NEW:
            self._make_shop()
        elif self._steps.currentIndex() == _SHARED:
            self._join()

    @override
    def reject(self) -> None:
        """Go back to the choice, then leave.

        A server that keeps us waiting is given up; what is being made is waited for.
        """
        if not self._under_way.isActive():
            if self._steps.currentIndex():
                self._go_back()
            else:
                super().reject()
        elif self._steps.currentIndex() == _SHARED:
            self._rest()
            self._future.add_done_callback(_close_late)
            self._address.setFocus()

    def _make_shop(self) -> None:
        for part in self._fields.values():
            part.show_problem("")
        wrong = self._wrong_field()
        if wrong is not None:
            field, text = wrong
            self._fields[field].show_problem(text)
            self._fields[field].control.setFocus()
            return
        _title, country, currency, zone = SHOPS[self._where.currentIndex()]
        settings = ShopSettings(
            shop_name=self._shop_name.text().strip(),
            country=country,
            currency=currency,
            zone=zone,
        )
        path = self._free_path(settings.shop_name)
        passphrase, owner = self._passphrase.text(), self._owner_name.text()

        def made(both: tuple[Desk, str]) -> None:
            desk, sheet = both
            RecoveryDialog(settings.shop_name, sheet, self).exec()
            self._opened(desk, str(path))

        self._work(
            _("Setting up the shop…"),
            lambda: self._doors.create(path, passphrase, settings, owner, clock=self._clock),
            made,
            lambda error: self._banner.tell("err", error.message()),
        )

    def _wrong_field(self) -> tuple[str, str] | None:
        if not self._shop_name.text().strip():
            return "shop", _("A name is needed: it stands on every slip.")
        if not self._owner_name.text().strip():
            return "name", _("A name is needed: it stands beside what you do.")
        if len(self._passphrase.text()) < 10:
            return "passphrase", _("Ten characters or more, any you like: a sentence is best.")
        if self._passphrase.text() != self._again.text():
            return "again", _("The two differ. Type the same passphrase again.")
        return None

    def _free_path(self, name: str) -> Path:
        plain = file_name_of(name) or "shop"
        path = self._profile / f"{plain}.tally"
        number = 2
        while path.exists() or Path(f"{path}.keys").exists():
            path = self._profile / f"{plain}-{number}.tally"
            number += 1
        return path


def _close_late(future: "Future[Any]") -> None:
    """Close a desk that came after nobody waited for it any more."""
    if future.exception() is None:
        future.result().close()
