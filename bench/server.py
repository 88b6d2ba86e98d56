"""Databases of a server for the benchmark: made, filled, counted on the way, and dropped."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy.engine import URL, make_url

from app.db.engine import server_url
from app.desk import Desk
from bench.workload import shared

_FUNCTIONS = Path(__file__).with_name("floor_on_server.sql")


@dataclass
class OnServer:
    """A filled desk on the server, and a bare connection to the floor's functions."""

    url: URL
    desk: Desk

    def bare(self) -> "psycopg.Connection[Any]":
        """Open a bare connection of its own, each call a transaction."""
        return bare_line(self.url.render_as_string(hide_password=False))


def bare_line(address: str) -> "psycopg.Connection[Any]":
    """Connect without the program; a call is one round trip and one transaction."""
    return psycopg.connect(address.replace("+psycopg", ""), autocommit=True, prepare_threshold=0)


@contextmanager
def on_server(address: str) -> Iterator[OnServer]:
    """Make a database with the shop of the benchmark, and drop it afterwards."""
    main = server_url(address)
    name = f"tallydesk_bench_{uuid4().hex[:8]}"
    with bare_line(main.render_as_string(hide_password=False)) as line:
        line.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            url = main.set(database=name)
            desk = shared(url.render_as_string(hide_password=False))
            with bare_line(url.render_as_string(hide_password=False)) as made:
                made.execute(_FUNCTIONS.read_bytes(), prepare=False)
                made.execute(b"ANALYZE")
            yield OnServer(url, desk)
            desk.close()
        finally:
            line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


class Counter:
    """Passes a line on to the server and counts how often it turns round."""

    def __init__(self, address: str) -> None:
        """Listen on a port of its own."""
        url = make_url(address)
        self._server = (url.host or "127.0.0.1", url.port or 5432)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = url.set(host="127.0.0.1", port=self._listening.getsockname()[1])
        self.trips = 0
        self._last_from_server = True
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                ours, _from = self._listening.accept()
                theirs = socket.create_connection(self._server)
                for side in (ours, theirs):
                    side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                Thread(target=self._pass_on, args=(ours, theirs, False), daemon=True).start()
                Thread(target=self._pass_on, args=(theirs, ours, True), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, answers: bool) -> None:  # noqa: FBT001 - a thread's arguments have no names
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if not answers and self._last_from_server:
                    self.trips += 1
                self._last_from_server = answers
                target.sendall(data)
        for side in (source, target):
            side.close()

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
