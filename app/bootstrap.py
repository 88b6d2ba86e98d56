"""Builds a desk from a file or an address and its key; the only place that wires things."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from app.db.base import Base, Guard

ROOMS = ("db", "people", "catalog", "customers", "stock", "orders", "fulfilment", "exchange")
"""Rooms that may declare tables or guards, lowest first."""


@cache
def all_models() -> type[Base]:
    """Import the tables of every room, so that `Base.metadata` is whole."""
    for room in ROOMS:
        if find_spec(f"app.{room}") and find_spec(f"app.{room}.models"):
            import_module(f"app.{room}.models")
    return Base


@cache
def all_guards() -> tuple[Guard, ...]:
    """Give the guards of every room, in the order in which they are made."""
    found: list[Guard] = []
    for room in ROOMS[1:]:
        if find_spec(f"app.{room}") and find_spec(f"app.{room}.guards"):
            found.extend(import_module(f"app.{room}.guards").GUARDS)
    return tuple(found)
