"""One window a person: a second start calls the first window and says which order it wants."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1000


def listen(profile: Path, called: Callable[[str], None], parent: QObject) -> QLocalServer:
    """Answer later starts with this profile: `called` gets the order they want, or nothing."""
    server = QLocalServer(parent)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(_name(profile))
    server.listen(_name(profile))

    def heard() -> None:
        caller = server.nextPendingConnection()
        caller.waitForReadyRead(_PATIENCE_MS // 2)
        wanted = bytes(caller.readAll().data()).decode("utf-8", "replace").strip()
        caller.disconnectFromServer()
        called(wanted)

    server.newConnection.connect(heard)
    return server


def call_first(profile: Path, wanted: str) -> bool:
    """Wake the window that is there; False when it does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(_name(profile))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(wanted.encode() + b"\n")
    socket.waitForBytesWritten(_PATIENCE_MS)
    socket.disconnectFromServer()
    return True


def _name(profile: Path) -> str:
    whole = f"{os.getuid() if hasattr(os, 'getuid') else ''}:{profile.resolve()}"
    return f"tallydesk-{sha256(whole.encode()).hexdigest()[:16]}"
