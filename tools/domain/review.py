"""A supervisor's review of one round's drafts."""

from enum import StrEnum
from typing import Literal

from tools.domain.vocabulary import Role, Value


class Severity(StrEnum):
    """What a finding decides."""

    HOLD = "hold"  # certain: never scheduled, whatever any reviewer says
    REVISE = "revise"  # sent back; open after the last round, a person looks
    NOTE = "note"  # style: shown, decides nothing


class Finding(Value):
    """What a rule or a reviewer found in one field of a touch.

    `problem` says what is wrong with the statement, `remedy` what would be right, and `quotes` are
    the words concerned, where there are any. `field` is subject, content, script, next_steps,
    scheduled_for, type (the channel), or sequence: that is the whole of it, at position 0.
    """

    position: int
    field: str
    rule: str
    severity: Severity = Severity.REVISE
    problem: str
    remedy: str
    quotes: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        """Whether the touch may not go out as it is."""
        return self.severity is not Severity.NOTE


class Review(Value):
    """One supervisor's verdict on one round. `score` says how good the sequence is, 0 to 100."""

    role: Role
    round: int
    verdict: Literal["approve", "revise"]
    score: int | None = None
    findings: tuple[Finding, ...] = ()
    reviewed_by: str = "rules"
    status: Literal["done", "unavailable"] = "done"
    unavailable_because: str | None = None

    @property
    def approved(self) -> bool:
        """Whether the supervisor approves; a review that failed does not."""
        return self.verdict == "approve" and self.status == "done"
