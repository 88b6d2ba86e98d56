"""Invoices for what has shipped, and payments."""

from datetime import timedelta

from sqlalchemy import insert, select

from app.core.errors import BadValue
from app.core.messages import _
from app.customers.models import Customer
from app.db.unit_of_work import UnitOfWork
from app.orders.commands import Done, InvoiceOrder, RecordPayment
from app.orders.handlers.figures import add_payment
from app.orders.handlers.recording import record
from app.orders.handlers.tracking import (
    lines_of,
    load_order_alone,
    name_of,
    only_services,
    refresh,
    totals_of,
)
from app.orders.models import Invoice, Payment
from app.stock.handlers.ledger import check_day


def record_payment(unit: UnitOfWork, command: RecordPayment) -> Done:
    """Book a payment or, below zero, a refund.

    Raises:
        NotFound: there is no such order.
        BadValue: the amount is zero.
        ClosedPeriod: the day is after today or in a closed period.
    """
    order = load_order_alone(unit, command.order_id)
    if command.amount == 0:
        raise BadValue("amount", 0, _("an amount other than zero is expected"))
    unit.connection.execute(
        insert(Payment).values(
            order_id=order.id,
            amount=command.amount,
            paid_on=check_day(unit, command.on),
            method=command.method,
            person_id=unit.person.person_id,
        )
    )
    order.paid += command.amount
    order.revision += 1
    unit.session.flush()
    add_payment(unit, order.customer_id, order.id, command.amount)
    record(unit, order.id, "PaymentRecorded", {"amount": command.amount})
    unit.touch("order", order.id)
    unit.touch("customer", order.customer_id)
    return Done(order.id, name_of(order))


def invoice_order(unit: UnitOfWork, command: InvoiceOrder) -> Done:
    """Invoice what has shipped and is not invoiced; shipped goods can always be invoiced.

    Services alone are invoiced as soon as they are confirmed, and their order closes with it.

    Raises:
        NotFound: there is no such order.
        BadValue: nothing is left to invoice.
    """
    order = load_order_alone(unit, command.order_id)
    lines = lines_of(unit, order.id)
    shipped = [
        (line, line.quantity - line.cancelled if line.kind == "service" else line.shipped)
        for line in lines
    ]
    services = only_services(lines) and order.state in ("confirmed", "closed")
    worth = totals_of(unit, order, shipped).total if order.shipped_units or services else 0
    amount = worth - order.invoiced
    if amount <= 0:
        raise BadValue("order", name_of(order), _("nothing is left to invoice"))
    terms = unit.connection.scalar(
        select(Customer.terms_days).where(Customer.id == order.customer_id)
    )
    number = f"IN-{unit.next_number('invoice'):06d}"
    unit.connection.execute(
        insert(Invoice).values(
            number=number,
            order_id=order.id,
            amount=amount,
            invoiced_on=unit.today,
            due_on=unit.today + timedelta(days=terms or 0),
        )
    )
    order.invoiced += amount
    order.revision += 1
    unit.session.flush()
    record(unit, order.id, "OrderInvoiced", {"number": number, "amount": amount})
    unit.touch("order", order.id)
    if services:
        refresh(unit, order, lines)
    return Done(order.id, number)
