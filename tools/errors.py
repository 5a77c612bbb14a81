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
    """Something the user can be told; `str(error)` is safe to show and holds no lead's data."""

    code: ClassVar[str] = "SYSTEM_ERROR"


class InvalidRequest(LeadFollowUpError):
    """The request cannot be read; the message names the field, what was wrong and what would be
    right.
    """

    code = "INVALID_REQUEST"


class InvalidFollowUpType(InvalidRequest):
    code = "INVALID_FOLLOW_UP_TYPE"


class SiteNotFound(LeadFollowUpError):
    code = "SITE_NOT_FOUND"

    def __init__(self, site_id: str) -> None:
        super().__init__(f"There is no site {site_id}.")


class LeadNotFound(LeadFollowUpError):
    code = "LEAD_NOT_FOUND"

    def __init__(self, lead_id: str, site_id: str | None = None) -> None:
        super().__init__(
            f"Site {site_id} has no lead {lead_id}."
            if site_id
            else f"No site has a lead {lead_id}."
        )


class UserNotFound(LeadFollowUpError):
    code = "USER_NOT_FOUND"

    def __init__(self, user_id: str, site_id: str) -> None:
        super().__init__(f"Site {site_id} has no user {user_id}.")


class AgentNotFound(LeadFollowUpError):
    code = "AGENT_NOT_FOUND"

    def __init__(self, agent_id: str, site_id: str) -> None:
        super().__init__(f"Site {site_id} has no agent {agent_id}.")


class CommandNotFound(LeadFollowUpError):
    code = "COMMAND_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("There is no command with that id.")


class LeadOptedOut(LeadFollowUpError):
    code = "LEAD_OPTED_OUT"

    def __init__(self, lead_id: str) -> None:
        super().__init__(f"Lead {lead_id} has asked not to be contacted.")


class LeadNotReachable(LeadFollowUpError):
    """`wanted` says what would make the lead reachable."""

    code = "LEAD_NOT_REACHABLE"

    def __init__(self, lead_id: str, needed: str) -> None:
        super().__init__(f"Lead {lead_id} cannot be reached: {needed}.")


class KnowledgeRefused(LeadFollowUpError):
    """A file or page that cannot be read, or that may not be."""

    code = "INVALID_REQUEST"


class QueueFull(LeadFollowUpError):
    """More commands wait than a process takes on."""

    code = "QUEUE_FULL"

    def __init__(self) -> None:
        super().__init__("Too many commands are waiting: send the request again later.")


class DatabaseUnavailable(LeadFollowUpError):
    """The database cannot be reached, or answers that it cannot work now."""

    code = "DATABASE_UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__("The database cannot be reached: send the request again later.")


class InvalidSettings(LeadFollowUpError):
    """A setting that cannot be used: its name, what is wrong with it, and what would be right."""

    def __init__(self, name: str, problem: str, expected: str) -> None:
        super().__init__(f"{name}: {problem}; {expected}.")


class DatabaseNotMigrated(LeadFollowUpError):
    def __init__(self) -> None:
        super().__init__(
            "The database is not at this version's schema: run `lead-followup migrate`."
        )


class TelemetryNotInstalled(LeadFollowUpError):
    def __init__(self) -> None:
        super().__init__(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set: install lead-followup[otel], or unset it."
        )
