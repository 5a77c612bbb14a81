"""The words that the whole product shares: channels, stages, roles, statuses and intervals."""

from enum import StrEnum
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

ID_PATTERN: Final = r"^[A-Za-z0-9_-]{1,64}$"
Language = Literal["en", "es"]  # that the playbook writes


class Value(BaseModel):
    """A domain value: frozen, compared by its fields, without I/O."""

    model_config = ConfigDict(frozen=True)


class Channel(StrEnum):
    """How a follow-up reaches a lead; on the wire, a follow-up's type."""

    EMAIL = "email"
    CALL = "call"
    MEETING = "meeting"
    LINKEDIN_MESSAGE = "linkedin_message"
    VIDEO_MESSAGE = "video_message"
    WHATSAPP = "whatsapp"
    SMS = "sms"


class Stage(StrEnum):
    """Where the lead stands in the pipeline; GENERAL is the playbook for any other word."""

    NEW = "new"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    PROPOSAL = "proposal"
    NEGOTIATION = "negotiation"
    CUSTOMER = "customer"
    LOST = "lost"
    GENERAL = "general"


class Role(StrEnum):
    """What an agent of a site does: one drafts, two review."""

    SALES = "sales"
    SALES_MANAGER = "sales_manager"
    CUSTOMER_SUCCESS = "customer_success"


SUPERVISORS: Final = (Role.SALES_MANAGER, Role.CUSTOMER_SUCCESS)


class CommandStatus(StrEnum):
    """How far a command has come."""

    QUEUED = "queued"  # saved, not yet started
    RUNNING = "running"  # a process is at work on it
    COMPLETED = "completed"  # approved; its follow-ups are scheduled
    NEEDS_REVIEW = "needs_review"  # not approved in time; a person has to look
    FAILED = "failed"  # ended with an error; nothing was saved

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to the command."""
        return self not in UNFINISHED


UNFINISHED: Final = (CommandStatus.QUEUED, CommandStatus.RUNNING)


class FollowUpStatus(StrEnum):
    """What is to happen with a saved follow-up."""

    SCHEDULED = "scheduled"  # approved, waits for its time
    NEEDS_REVIEW = "needs_review"  # held until a person has looked
    CANCELLED = "cancelled"  # called off before it left: replaced, or refused by the lead
    SKIPPED = "skipped"  # left out when it was saved: a limit, a refusal or a law was in its way


LIVE: Final = (FollowUpStatus.SCHEDULED, FollowUpStatus.NEEDS_REVIEW)  # may still go out
OnActive = Literal["replace", "refuse"]  # what a command does to a sequence that is live


class Interval(Value):
    """The time between two touches."""

    amount: int
    unit: Literal["hours", "days", "business_days"]
