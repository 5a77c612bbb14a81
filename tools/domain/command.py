"""A command: one request to create a sequence, its rounds and steps, and what became of it."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from tools.domain.sequence import Draft
from tools.domain.situation import Situation
from tools.domain.vocabulary import CommandStatus, Value


class Change(Value):
    """What a revision did to one field of a touch.

    `diff` is word by word: "a [-red-] {+green+} apple".
    """

    position: int
    field: str
    because: tuple[str, ...]
    diff: str


class Notice(Value):
    """Something to know about a command that did not stop it."""

    code: Literal["UNKNOWN_FIELD", "LAW", "LIMIT", "TIME", "LANGUAGE", "AUTONOMY", "FACT", "MODEL"]
    message: str


class Round(Value):
    """One version of the sequence: who wrote it, and which touches changed.

    `fallback` says why a model did not write it, where one should have.
    """

    round: int
    drafted_by: str
    changed: tuple[int, ...]
    changes: tuple[Change, ...] = ()
    fallback: str | None = None
    drafts: tuple[Draft, ...]


class Usage(Value):
    """What models were used for: calls, and tokens in and out."""

    model: str | None = None
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0

    @property
    def tokens(self) -> int:
        """Tokens in and out together."""
        return self.input_tokens + self.output_tokens


class StepRecord(Value):
    """One node's run: its round, when it started, how long it took, and its use of a model."""

    node: str
    round: int
    started_at: AwareDatetime
    duration_ms: float
    usage: Usage | None = None


class Outcome(Value):
    """How a command stands, as its answer says it."""

    id: str
    site_id: str
    lead_id: str
    status: CommandStatus
    error_code: str | None = None
    error_message: str | None = None
    warnings: tuple[Notice, ...] = ()


class Command(Outcome):
    """One request to create a sequence, and what became of it.

    `situation` is where things stood with the lead, and `plan_reason` why the plan is as it is.
    """

    request: dict[str, object]
    user_id: str | None = None
    agent_id: str | None = None
    context: str | None = None
    description: str | None = None
    situation: Situation | None = None
    plan_reason: str | None = None
    drafted_by: str | None = None
    rounds: tuple[Round, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0
