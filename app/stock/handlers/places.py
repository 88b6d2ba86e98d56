"""Places: made once, found by kind or id."""

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from app.core.errors import BadValue, NotFound
from app.core.messages import _
from app.core.text import bin_sort_key
from app.db.unit_of_work import UnitOfWork
from app.stock.commands import AddPlace, Made
from app.stock.handlers.ledger import GENESIS
from app.stock.models import LedgerHead, Place
from app.stock.states import INSIDE, OUTSIDE

_STANDARD = (
    ("WH", "Warehouse", "warehouse", True, False),
    ("STOCK", "Stock", "bin", True, True),
    ("HOLD", "Quarantine", "quarantine", True, False),
    *((kind.upper(), kind.capitalize(), kind, False, False) for kind in OUTSIDE),
)


def make_standard_places(connection: Connection) -> None:
    """Make the places every shop has, and the head of the ledger: once, with the desk."""
    connection.execute(insert(LedgerHead).values(id=1, sequence=0, hash=GENESIS))
    for code, name, kind, physical, pickable in _STANDARD:
        connection.execute(
            insert(Place).values(
                code=code,
                name=name,
                kind=kind,
                physical=physical,
                pickable=pickable,
                sort_key=bin_sort_key(code),
                to_count=False,
            )
        )


def add_place(unit: UnitOfWork, command: AddPlace) -> Made:
    """Add a place of ours.

    Raises:
        BadValue: no code, a code that exists, or an unknown kind.
        NotFound: there is no such parent.
    """
    code = command.code.strip()
    if not code:
        raise BadValue("code", command.code, _("a code is needed"))
    if command.kind not in INSIDE:
        raise BadValue("kind", command.kind, _("a warehouse, zone, bin or quarantine is expected"))
    if unit.connection.scalar(select(Place.id).where(Place.code == code)) is not None:
        raise BadValue("code", code, _("this code is taken"))
    if command.parent_id is not None:
        place_of(unit, command.parent_id)
    place_id = unit.connection.execute(
        insert(Place)
        .values(
            code=code,
            name=command.name or code,
            kind=command.kind,
            parent_id=command.parent_id,
            physical=True,
            pickable=command.kind == "bin",
            sort_key=bin_sort_key(code),
            to_count=False,
        )
        .returning(Place.id)
    ).scalar_one()
    unit.touch("place", place_id)
    return Made(place_id, code)


def place_of(unit: UnitOfWork, place_id: int) -> Place:
    """Load one place.

    Raises:
        NotFound: there is none with this id.
    """
    found = unit.session.get(Place, place_id)
    if found is None:
        raise NotFound("place", place_id)
    return found


def outside(unit: UnitOfWork, kind: str) -> int:
    """Give the id of the place that stands for a part of the world outside."""
    return unit.connection.execute(select(Place.id).where(Place.kind == kind).limit(1)).scalar_one()


def usual_bin(unit: UnitOfWork) -> int:
    """Give the bin goods go to when nobody names one: the first that was made."""
    return unit.connection.execute(
        select(Place.id).where(Place.kind == "bin").order_by(Place.id).limit(1)
    ).scalar_one()
