"""A sequence: the facts it may state, its planned touches, their drafts, and its follow-ups."""

from pydantic import AwareDatetime

from tools.domain.vocabulary import Channel, FollowUpStatus, Value


class Fact(Value):
    """One thing the copy may say, and the place it is known from, such as lead.name."""

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
    """A touch as it is saved, with its status."""

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
