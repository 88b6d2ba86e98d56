"""The screen itself: keys arrive in a real window, and what is shown can be seen."""

import sys
from pathlib import Path

from PySide6.QtGui import QImage

from tests.support.screen import Screen

_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit
application = QApplication(sys.argv)
line = QLineEdit()
line.setWindowTitle("Trial line")
line.setStyleSheet("background: #00ff00")
line.resize(600, 300)
line.returnPressed.connect(lambda: (print(line.text(), flush=True), application.quit()))
line.show()
sys.exit(application.exec())
"""


def test_keys_typed_from_outside_arrive_in_a_real_window(screen: Screen, tmp_path: Path) -> None:
    program = screen.start(sys.executable, "-c", _WINDOW)
    window = screen.find("Trial line")
    screen.activate(window)
    seen = QImage(str(screen.screenshot(tmp_path / "screen.png")))
    screen.type("12 brass 深圳")
    screen.key("Return")
    said, complaints = program.communicate(timeout=20)
    assert (said, complaints, program.returncode) == ("12 brass 深圳\n", "", 0)
    assert seen.width() == 1440
    assert any(seen.pixelColor(x, 450).name() == "#00ff00" for x in range(0, 1440, 20))
