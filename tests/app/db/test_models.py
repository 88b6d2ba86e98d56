"""Settings and counters as rows."""

import dataclasses
from datetime import date

from sqlalchemy import insert

from app.core.settings import ShopSettings
from app.db.models import Setting, load_settings, next_count, save_settings
from app.desk import Desk


def test_every_setting_is_kept_with_its_type(desk: Desk) -> None:
    wanted = ShopSettings(
        shop_name="店 & Söhne",
        prices_with_tax=True,
        closed_until=date(2026, 10, 31),
        freight_free_from=5000,
        checks_off=("duplicate", "unusual"),
    )
    with desk.engine.begin() as connection:
        save_settings(connection, wanted)
    assert desk.read(load_settings) == wanted
    back = dataclasses.replace(wanted, closed_until=None, freight_free_from=None, checks_off=())
    with desk.engine.begin() as connection:
        save_settings(connection, back)
    assert desk.read(load_settings) == back


def test_a_setting_of_a_newer_program_is_left_alone(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        connection.execute(insert(Setting).values(name="from_tomorrow", value='"x"'))
        save_settings(connection, dataclasses.replace(load_settings(connection), shop_name="Y"))
    assert desk.read(load_settings).shop_name == "Y"
    kept = desk.read(
        lambda c: c.exec_driver_sql(
            "SELECT value FROM setting WHERE name = 'from_tomorrow'"
        ).scalar_one()
    )
    assert kept == '"x"'


def test_each_series_counts_for_itself_from_one(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        assert [next_count(connection, series) for series in ("A", "A", "B")] == [1, 2, 1]
