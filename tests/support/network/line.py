"""A network line to a server that a test can cut, silence and mend: real bytes on real sockets."""

import selectors
import socket
from threading import Event, Thread
from urllib.parse import urlsplit, urlunsplit

_TURN_S = 0.02
_PIECE = 65536


class Line:
    """Forwards connections on loopback to a server; cut, it refuses and drops them all."""

    def __init__(self, address: str) -> None:
        """Lead to the server of an address; `address` is the one that leads over this line."""
        parts = urlsplit(address)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._door: socket.socket | None = None
        self._port = 0
        self._ends: dict[socket.socket, socket.socket] = {}
        self._heard = selectors.DefaultSelector()
        self._stop, self._silent, self._cut = Event(), Event(), Event()
        self._open()
        login = f"{parts.username}@" if parts.username else ""
        self.address = urlunsplit(parts._replace(netloc=f"{login}127.0.0.1:{self._port}"))
        self._thread = Thread(target=self._carry, name="line")
        self._thread.start()

    def cut(self) -> None:
        """Drop every connection and refuse new ones, as a server that was stopped does."""
        self._cut.set()

    def silence(self) -> None:
        """Carry nothing any more and say nothing, as a pulled cable does."""
        self._silent.set()

    def mend(self) -> None:
        """Carry again."""
        self._silent.clear()
        self._cut.clear()

    def close(self) -> None:
        """End it for good."""
        self._stop.set()
        self._thread.join()

    def _open(self) -> None:
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", self._port))
        door.listen()
        self._port = int(door.getsockname()[1])
        self._door = door
        self._heard.register(door, selectors.EVENT_READ)

    def _drop(self) -> None:
        if self._door is not None:
            self._heard.unregister(self._door)
            self._door.close()
            self._door = None
        for end in tuple(self._ends):
            self._end(end)

    def _end(self, end: socket.socket) -> None:
        if end not in self._ends:
            return
        other = self._ends.pop(end)
        del self._ends[other]
        for one in (end, other):
            self._heard.unregister(one)
            one.close()

    def _carry(self) -> None:
        while not self._stop.wait(_TURN_S if self._silent.is_set() or self._cut.is_set() else 0):
            if self._cut.is_set():
                self._drop()
                continue
            if self._door is None:
                self._open()
            if self._silent.is_set():
                continue
            for key, _events in self._heard.select(_TURN_S):
                self._serve(key.fileobj)  # type: ignore[arg-type]  # only sockets are watched
        self._drop()
        self._heard.close()

    def _serve(self, ready: socket.socket) -> None:
        if ready is self._door:
            ours, _from = ready.accept()
            theirs = socket.create_connection(self._target)
            for one, other in ((ours, theirs), (theirs, ours)):
                self._ends[one] = other
                self._heard.register(one, selectors.EVENT_READ)
            return
        if ready not in self._ends:
            return
        try:
            piece = ready.recv(_PIECE)
            if piece:
                self._ends[ready].sendall(piece)
        except OSError:
            piece = b""
        if not piece:
            self._end(ready)
