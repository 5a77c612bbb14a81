"""Notes, remarks in them, and the points that they leave open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from agents.playbook.history.clauses import Clause
from agents.playbook.history.dates import Day, day_in
from agents.playbook.history.questions import topic_of
from tools.domain.situation import SituationKind


@dataclass(frozen=True)
class Note:
    """An interaction to be read: its words as written and folded, of the same length."""

    index: int  # among the context's interactions
    at: datetime  # in the lead's zone
    kind: str  # what sort of contact it is: see contacts.toml
    words: str
    folded: str
    is_planned: bool  # it lies ahead
    month_first: bool  # 3/12 is a day in March

    @property
    def day(self) -> date:
        """Returns the day of the note, in the lead's zone."""
        return self.at.date()


@dataclass(frozen=True)
class Remark:
    """A clause in its note, and what it says of days and topics."""

    note: Note
    clause: Clause

    @property
    def meanings(self) -> set[str]:
        """Returns what the words of the clause mean."""
        return self.clause.meanings

    @cached_property
    def words(self) -> str:
        """Returns the clause, folded."""
        return self.note.folded[self.clause.start : self.clause.end]

    @cached_property
    def day(self) -> Day | None:
        """Returns the day that the clause names."""
        return self.day_of(self.words)

    @cached_property
    def topic(self) -> frozenset[str]:
        """Returns the words that say what the clause is about."""
        return topic_of(self.words)

    def day_of(self, text: str) -> Day | None:
        """Returns the day that a text names, seen from the day of the note."""
        return day_in(text, self.note.day, month_first=self.note.month_first)

    def is_later_by(self, span: timedelta) -> bool:
        """Whether the clause names a day some time after the note."""
        return self.day is not None and self.day.day - self.note.day > span


@dataclass
class Point:
    """Something open; `start` and `end` are characters of its note."""

    kind: SituationKind
    note: Note
    start: int
    end: int
    questions: tuple[str, ...] = ()
    topic: frozenset[str] = frozenset()  # the words that say what was asked
    until: date | None = None
    until_words: str | None = None
    meeting_at: datetime | None = None
    meeting_has_time: bool = False
    reason: str | None = None

    @property
    def quote(self) -> str:
        """Returns the words of the note."""
        return self.note.words[self.start : self.end].strip(" ,;:-–—")
