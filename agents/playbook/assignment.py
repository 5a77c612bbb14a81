"""What the embedded writer is given for one touch."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tools.domain.lead import LeadContext
from tools.domain.sequence import Touch
from tools.domain.situation import Situation

Variable = tuple[str, str, tuple[str, ...]]  # name, text, sources


class Assignment(NamedTuple):
    """A touch to write: whom it is for, where things stand, and its place in the plan."""

    context: LeadContext
    situation: Situation
    plan: Sequence[Touch]
    place: int
    language: str

    @property
    def touch(self) -> Touch:
        """The touch to write."""
        return self.plan[self.place]

    @property
    def previous(self) -> Touch | None:
        """The touch before it."""
        return self.plan[self.place - 1] if self.place else None

    @property
    def following(self) -> Touch | None:
        """The touch after it."""
        return self.plan[self.place + 1] if self.place + 1 < len(self.plan) else None

    @property
    def is_informal(self) -> bool:
        """Whether Spanish copy says tú."""
        return self.context.site.form_of_address == "tú"

    def local(self, moment: datetime) -> datetime:
        """A moment in the lead's zone."""
        return moment.astimezone(ZoneInfo(self.context.timezone))

    @property
    def locale(self) -> str:
        """The locale of dates: that of the lead's country, else of the site's."""
        if self.language != "en":
            return self.language
        country = self.context.country or self.context.site.country
        return "en_US" if country in (None, "US", "CA", "PH") else "en_GB"
