"""What stands in a calendar: days and meetings, before they are written as a file."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True)
class Entry:
    """Something in a calendar. `uid` stays the same for ever; `changed_at` and `sequence` say which of two is newer.

    `starts` and `ends` are moments of one meeting, or days: `ends` is then the last one, None where there is only one.
    """

    uid: str
    title: str
    starts: date
    changed_at: datetime
    ends: date | None = None
    sequence: int = 0
    text: str = ""
    where: str = ""
    url: str = ""
    is_cancelled: bool = False

    @property
    def is_day(self) -> bool:
        return not isinstance(self.starts, datetime)
