"""What a customer should have paid by now."""

from datetime import date

from sqlalchemy import bindparam, func, select

from app.db.unit_of_work import UnitOfWork
from app.orders.models import Invoice, SalesOrder

_DUE = (
    select(
        SalesOrder.id,
        (func.sum(Invoice.amount) - SalesOrder.paid).label("owed"),
        func.min(Invoice.due_on).label("since"),
    )
    .join(Invoice, Invoice.order_id == SalesOrder.id)
    .where(
        SalesOrder.customer_id == bindparam("customer_id"),
        SalesOrder.invoiced > SalesOrder.paid,
        Invoice.due_on < bindparam("today"),
    )
    .group_by(SalesOrder.id, SalesOrder.paid)
    .subquery()
)
_OVERDUE = select(func.sum(_DUE.c.owed), func.min(_DUE.c.since)).where(_DUE.c.owed > 0)


def overdue_of(unit: UnitOfWork, customer_id: int) -> tuple[int, date | None]:
    """Sum what is due and not paid, order by order, and tell since when; one statement."""
    late = unit.connection.execute(
        _OVERDUE, {"customer_id": customer_id, "today": unit.today}
    ).one()
    return int(late[0] or 0), late[1]
