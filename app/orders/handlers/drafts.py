"""Order forms kept while they are typed."""

from sqlalchemy import delete

from app.db.unit_of_work import UnitOfWork
from app.orders.commands import Done, DropDraft, SaveDraft
from app.orders.models import OrderDraft


def save_draft(unit: UnitOfWork, command: SaveDraft) -> Done:
    """Keep a form as it stands; a later save of the same draft replaces it."""
    draft = unit.session.get(OrderDraft, command.draft_id) or OrderDraft(id=command.draft_id)
    draft.person_id = unit.person.person_id
    draft.at = unit.now
    draft.parked = command.parked
    draft.title = command.title
    draft.content = command.content
    unit.session.add(draft)
    unit.session.flush()
    return Done(0, command.draft_id)


def drop_draft(unit: UnitOfWork, command: DropDraft) -> Done:
    """Throw a draft away; one that is gone already is no fault."""
    unit.connection.execute(delete(OrderDraft).where(OrderDraft.id == command.draft_id))
    return Done(0, command.draft_id)
