"""Time: UTC inside, the warehouse's date outside; tests and `--today` bring their own clock."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time; always aware and in UTC."""

    def now(self) -> datetime:
        """Give the present moment in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Give the present moment in UTC."""
        return datetime.now(UTC)


@dataclass
class ShiftedClock:
    """The computer's clock moved so that today is another day: for `--today` and demos."""

    today: date
    _shift: timedelta = field(init=False)

    def __post_init__(self) -> None:
        """Keep the time of day and move the date, as this computer's own calendar has it."""
        here = datetime.now().astimezone().date()
        self._shift = timedelta(days=(self.today - here).days)

    def now(self) -> datetime:
        """Give the moved moment in UTC."""
        return datetime.now(UTC) + self._shift


def business_date(moment: datetime, zone: str) -> date:
    """Give the date on the warehouse's calendar at a moment: 00:30 in Taipei is still its day."""
    return moment.astimezone(ZoneInfo(zone)).date()


def stamp(moment: datetime) -> str:
    """Write a moment as stored and hashed: ISO 8601 in UTC to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(stored: str | datetime) -> datetime:
    """Read a moment as a driver gives it: stored text, or aware already; always UTC."""
    found = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return found.astimezone(UTC)
