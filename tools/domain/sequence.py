"""A sequence: facts it may state, planned touches, their drafts, and saved follow-ups."""

from pydantic import AwareDatetime

from tools.domain.vocabulary import Channel, FollowUpStatus, Value


class Fact(Value):
    """One thing the copy may say, and where it stands."""

    id: int
    source: str
    text: str


class Touch(Value):
    """One step of the plan: which template, by which channel, why, and when."""

    position: int
    template: str
    channel: Channel
    purpose: str
    scheduled_for: AwareDatetime


class Draft(Touch):
    """A touch with its words. `script` is what is spoken, for calls and videos."""

    subject: str
    content: str
    script: str | None = None
    next_steps: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


class FollowUp(Value):
    """A saved touch."""

    id: str
    command_id: str
    site_id: str
    lead_id: str
    user_id: str
    position: int
    type: Channel
    subject: str
    content: str
    script: str | None
    scheduled_for: AwareDatetime
    status: FollowUpStatus
    next_steps: tuple[str, ...]
    lead_stage: str
    template: str
    purpose: str
    facts: tuple[Fact, ...]
