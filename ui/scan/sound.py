"""Two tones that carry across a warehouse: short and high for yes, long and low for no."""

import atexit
import math
import shutil
import struct
import sys
import tempfile
import wave
from functools import cache
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QProcess
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

_TONES = {"yes": (1320.0, 0.09), "no": (196.0, 0.7)}
"""Tone to its pitch in hertz and its length in seconds."""
_RATE = 22_050
_LOUD = 0.6
_FADE_S = 0.01
_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))


def tone(name: str) -> bytes:
    """Make the samples of a tone: 16 bit, one channel, faded in and out."""
    pitch, seconds = _TONES[name]
    count = int(_RATE * seconds)
    fade = int(_RATE * _FADE_S)
    return b"".join(
        struct.pack(
            "<h",
            int(
                32_767
                * _LOUD
                * min(1.0, at / fade, (count - at) / fade)
                * math.sin(2 * math.pi * pitch * at / _RATE)
            ),
        )
        for at in range(count)
    )


def play(name: str) -> None:
    """Play a tone with what the system has; beep for "no" when it has nothing."""
    if QGuiApplication.platformName() == "offscreen":
        return
    if sys.platform == "win32":
        player = import_module("winsound")
        player.PlaySound(str(_file(name)), player.SND_FILENAME | player.SND_ASYNC)
        return
    found = next((words for words in _PLAYERS if shutil.which(words[0])), None)
    if found is not None:
        QProcess.startDetached(found[0], [*found[1:], str(_file(name))])
    elif name == "no":
        QApplication.beep()


@cache
def _file(name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tallydesk-sound-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(tone(name))
    return path
