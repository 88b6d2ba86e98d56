"""What the program says about itself and what it stands on."""

import platform

import PySide6

from app import __version__
from app.versions import versions


def test_every_version_is_known_and_true() -> None:
    said = dict(versions())
    assert said["Tallydesk"] == __version__
    assert said["Qt"] == PySide6.__version__
    assert said["Python"] == platform.python_version()
    assert said["SQLCipher"][0].isdigit()
    assert "OpenSSL" in said["Cipher provider"]
    assert "?" not in said.values()
