"""A supervisor's review of one round's drafts."""

from typing import Literal

from tools.domain.vocabulary import Role, Value


class Reason(Value):
    """Why a supervisor sends a touch back.

    `wanted` says what would be right, and `quote` is the offending text, where there is one.
    """

    position: int
    field: str
    rule: str
    problem: str
    wanted: str
    quote: str | None = None


class Review(Value):
    """One supervisor's verdict on one round. `score` says how good the sequence is, 0 to 100."""

    role: Role
    round: int
    verdict: Literal["approve", "revise"]
    score: int | None = None
    reasons: tuple[Reason, ...] = ()
    reviewed_by: str = "rules"
    status: Literal["done", "unavailable"] = "done"
    unavailable_because: str | None = None

    @property
    def approved(self) -> bool:
        """Whether the supervisor approves; a review that failed does not."""
        return self.verdict == "approve" and self.status == "done"
