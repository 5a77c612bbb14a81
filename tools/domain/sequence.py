"""A sequence: the facts it may state, its planned touches, their drafts, and its follow-ups."""

from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime

from tools.domain.vocabulary import Channel, FollowUpStatus, Value

PLAYBOOK: Final = "playbook"  # the embedded writer, as the name of who drafted


class Speaker(StrEnum):
    """Who says a fact."""

    COMPANY = "company"  # the site, in its catalogue or settings
    REPRESENTATIVE = "representative"  # the person who signs
    LEAD = "lead"  # the lead, in a form or in its own words
    NOTE = "note"  # a colleague's note about the lead
    PAGE = "page"  # a page of the site
    PLAN = "plan"  # the plan: today, and when each touch goes out


class Fact(Value):
    """One thing that is known, the place it is known from, such as lead.name, and who says it.

    `may_be_said` is false for what the writer needs to know and the lead must not read, such as its
    budget or a colleague's remark. `id` holds within one command; `source` is its lasting name.
    """

    id: int
    source: str
    text: str
    said_by: Speaker = Speaker.COMPANY
    may_be_said: bool = True


class ProofKind(StrEnum):
    """What a sentence of a draft is."""

    FACT = "fact"  # it stands on facts
    COURTESY = "courtesy"  # a greeting, thanks, a way out
    ASK = "ask"  # it asks the lead for something
    ADVICE = "advice"  # it tells the representative what to do
    UNSUPPORTED = "unsupported"  # it claims what no fact says


class SentenceProof(Value):
    """What one sentence of a draft stands on.

    `sentence` counts the sentences of the draft from 1, over subject, content and script. `facts`
    are the ids of facts. `figure` is a sum of numbers in them, such as "390 + 2 * 60".
    """

    sentence: int
    field: str
    text: str
    kind: ProofKind
    facts: tuple[int, ...] = ()
    figure: str | None = None


class Touch(Value):
    """One step of the plan: which template, by which channel, why, and when.

    `time_reason` says why it is not the time that its interval alone would give. `hold` says why a
    person has to look before it goes out, where one has to.
    """

    position: int
    template: str
    channel: Channel
    purpose: str
    scheduled_for: AwareDatetime
    time_reason: str | None = None
    hold: str | None = None


class Draft(Touch):
    """A touch with its words. `script` is what is spoken, for calls and videos.

    `drafted_by` is a model's name, or "playbook"; `fallback` says why a model that was asked did
    not write it. `hold` is the plan's, or the writer's own.
    """

    subject: str
    content: str
    script: str | None = None
    next_steps: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    proof: tuple[SentenceProof, ...] = ()
    drafted_by: str = PLAYBOOK
    fallback: str | None = None


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
    time_reason: str | None = None
    timezone: str | None = None
    timezone_source: str | None = None
    status: FollowUpStatus
    next_steps: tuple[str, ...]
    lead_stage: str
    template: str
    purpose: str
    facts: tuple[Fact, ...]
    proof: tuple[SentenceProof, ...] = ()
    drafted_by: str = PLAYBOOK
    fallback: str | None = None
    hold: str | None = None


class ChangeCause(StrEnum):
    """Why a follow-up's status changed."""

    REPLACED = "replaced"  # a newer command made another sequence for the lead
    REFUSED = "refused"  # the lead must not be contacted, or not on this channel
    LIMIT = "limit"  # the site allows the lead no further touch at this time
    LAW = "law"  # the law where the lead is wants something that is missing


class FollowUpChange(Value):
    """A change of a follow-up's status: when, why, and by whom.

    `actor` is who acted, and `command_id` the command that did, if one did.
    """

    follow_up_id: str
    at: AwareDatetime
    status: FollowUpStatus
    cause: ChangeCause
    detail: str | None = None
    actor: str
    command_id: str | None = None
