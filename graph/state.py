"""What flows along the edges: plain JSON, so that a checkpoint, Studio and a log can hold it."""

from operator import or_
from typing import Annotated, Any, Literal, TypedDict

Json = dict[str, Any]


class Input(TypedDict, total=False):
    """The request, in snake_case; `site_id` and `lead_id` are enough. `command_id` names a command saved before."""

    site_id: str
    lead_id: str
    user_id: str | None
    agent_id: str | None
    visitor_id: str | None
    follow_up_type: str | None
    lead_stage: str | None
    previous_interactions: list[Json] | None
    lead_data: Json | None
    product_interest: list[str] | None
    follow_up_interval: str | Json | None
    phone_number: str | None
    command_id: str | None


class Output(TypedDict, total=False):
    command_id: str
    follow_ups: list[Json]
    reviews: dict[str, list[Json]]
    saved_to_database: bool


class State(Input, total=False):
    """Dicts keyed by role, round and node merge; lists would keep growing when a thread is used again."""

    follow_ups: list[Json]
    saved_to_database: bool
    request: Json
    context: Json
    plan: list[Json]
    round: int
    drafts: list[Json]
    drafted_by: str
    reviews: Annotated[dict[str, list[Json]], or_]  # role -> a review per round
    rounds: Annotated[dict[str, Json], or_]  # round -> its drafts, and what changed in them
    steps: Annotated[dict[str, Json], or_]  # "round:node" -> when it ran and for how long
    decision: Literal["approved", "revise", "needs_review"]
