"""Tables of the people room."""

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class Person(Base):
    """Somebody who works with the desk; never deleted, only made inactive."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("role IN ('clerk', 'picker', 'manager', 'owner')", name="known_role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    role: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(Text, default="")
