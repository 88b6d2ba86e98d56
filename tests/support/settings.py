"""Changing a shop's settings in a test, the way every desk notices."""

from dataclasses import replace
from typing import Any

from app.db.models import save_settings
from app.desk import Desk


def change_settings(desk: Desk, **values: Any) -> None:
    """Save other settings; the desk rereads them with its next command."""
    with desk.engine.begin() as connection:
        save_settings(connection, replace(desk.settings, **values))
    desk.read(desk._refresh)
