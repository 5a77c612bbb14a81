"""The errors a user can meet. Each states a fact and carries the contract's code.

LeadFollowUpError              SYSTEM_ERROR
    InvalidRequest             INVALID_REQUEST
        InvalidFollowUpType    INVALID_FOLLOW_UP_TYPE
    SiteNotFound               SITE_NOT_FOUND
    LeadNotFound               LEAD_NOT_FOUND
    UserNotFound               USER_NOT_FOUND
    AgentNotFound              AGENT_NOT_FOUND
    CommandNotFound            COMMAND_NOT_FOUND
    LeadOptedOut               LEAD_OPTED_OUT
    LeadHeld                   LEAD_HELD
    SequenceActive             SEQUENCE_ACTIVE
    TouchLimitReached          TOUCH_LIMIT_REACHED
    LeadNotReachable           LEAD_NOT_REACHABLE
    KnowledgeRefused           INVALID_REQUEST
    QueueFull                  QUEUE_FULL
    DatabaseUnavailable        DATABASE_UNAVAILABLE
    DatabaseNotMigrated        SYSTEM_ERROR
    InvalidSettings            SYSTEM_ERROR
    TelemetryNotInstalled      SYSTEM_ERROR
"""

from typing import ClassVar


class LeadFollowUpError(RuntimeError):
    """An error for the user: `str(error)` is safe to show and holds no lead's data."""

    code: ClassVar[str] = "SYSTEM_ERROR"


class InvalidRequest(LeadFollowUpError):
    """The request cannot be read.

    The message names the field, what was wrong and what would be right.
    """

    code = "INVALID_REQUEST"


class InvalidFollowUpType(InvalidRequest):
    """The follow-up type is none of the channels; nothing else is wrong with the request."""

    code = "INVALID_FOLLOW_UP_TYPE"


class SiteNotFound(LeadFollowUpError):
    """No site has the id, or the caller may not act for it."""

    code = "SITE_NOT_FOUND"

    def __init__(self, site_id: str) -> None:
        super().__init__(f"There is no site {site_id}.")


class LeadNotFound(LeadFollowUpError):
    """The site has no such lead; where no site is named, none has."""

    code = "LEAD_NOT_FOUND"

    def __init__(self, lead_id: str, site_id: str | None = None) -> None:
        if site_id:
            message = f"Site {site_id} has no lead {lead_id}."
        else:
            message = f"No site has a lead {lead_id}."
        super().__init__(message)


class UserNotFound(LeadFollowUpError):
    """The site has no such user."""

    code = "USER_NOT_FOUND"

    def __init__(self, user_id: str, site_id: str) -> None:
        super().__init__(f"Site {site_id} has no user {user_id}.")


class AgentNotFound(LeadFollowUpError):
    """The site has no such agent."""

    code = "AGENT_NOT_FOUND"

    def __init__(self, agent_id: str, site_id: str) -> None:
        super().__init__(f"Site {site_id} has no agent {agent_id}.")


class CommandNotFound(LeadFollowUpError):
    """No command has the id."""

    code = "COMMAND_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no command with that id.")


class LeadOptedOut(LeadFollowUpError):
    """The lead must not be contacted at all."""

    code = "LEAD_OPTED_OUT"

    def __init__(self, lead_id: str) -> None:
        super().__init__(f"Lead {lead_id} has asked not to be contacted.")


class LeadHeld(LeadFollowUpError):
    """Something says that the lead may not want to be contacted, or should not: a person decides.

    `cause` is a `Cause` that holds, such as left_company.
    """

    code = "LEAD_HELD"

    def __init__(self, lead_id: str, cause: str) -> None:
        super().__init__(
            f"Lead {lead_id} is held for a person to decide ({cause.replace('_', ' ')}): "
            f"`lead-followup leads show {lead_id}` says why, `leads opt-in` takes it back."
        )


class SequenceActive(LeadFollowUpError):
    """The lead has a live sequence, and the request said not to replace it."""

    code = "SEQUENCE_ACTIVE"

    def __init__(self, lead_id: str, command_id: str) -> None:
        super().__init__(f"Lead {lead_id} has a live sequence: command {command_id}.")
        self.command_id = command_id


class TouchLimitReached(LeadFollowUpError):
    """The lead has had, or will have, as many touches as the site allows."""

    code = "TOUCH_LIMIT_REACHED"

    def __init__(self, lead_id: str, limit: str) -> None:
        super().__init__(f"Lead {lead_id} has as many touches as the site allows: {limit}.")


class LeadNotReachable(LeadFollowUpError):
    """No channel reaches the lead, or not the one of the request; `reason` says why."""

    code = "LEAD_NOT_REACHABLE"

    def __init__(self, lead_id: str, reason: str) -> None:
        super().__init__(f"Lead {lead_id} cannot be reached: {reason}.")


class KnowledgeRefused(LeadFollowUpError):
    """A file or page cannot be read, or may not be."""

    code = "INVALID_REQUEST"


class QueueFull(LeadFollowUpError):
    """As many commands wait as a process takes on."""

    code = "QUEUE_FULL"

    def __init__(self) -> None:
        super().__init__("Too many commands are waiting: send the request again later.")


class DatabaseUnavailable(LeadFollowUpError):
    """The database cannot be reached, or answers that it cannot work now."""

    code = "DATABASE_UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__("The database cannot be reached: send the request again later.")


class InvalidSettings(LeadFollowUpError):
    """A setting cannot be used; the message names it, what is wrong and what would be right."""

    def __init__(self, name: str, problem: str, expectation: str) -> None:
        super().__init__(f"{name}: {problem}; {expectation}.")


class DatabaseNotMigrated(LeadFollowUpError):
    """The database's schema is another version's."""

    def __init__(self) -> None:
        super().__init__(
            "The database is not at this version's schema: run `lead-followup migrate`."
        )


class TelemetryNotInstalled(LeadFollowUpError):
    """An address for telemetry is set, but the extra that sends it there is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set: install lead-followup[otel], or unset it."
        )
