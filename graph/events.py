"""What is told while a command runs: in the custom stream, over SSE, and later from the rows."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from typing_extensions import TypedDict

EventName = Literal["node_started", "draft_ready", "verdict", "saved", "failed"]


class Event(TypedDict):
    """One thing that happened to a command, with its facts."""

    event: EventName
    data: dict[str, Any]


def node_started(node: str, round: int) -> Event:
    """A node of the graph has begun."""
    return Event(event="node_started", data={"node": node, "round": round})


def draft_ready(record: Mapping[str, Any]) -> Event:
    """The sales agent has written; `record` is the round's."""
    fields = {name: record.get(name) for name in ("round", "drafted_by", "changed", "fallback")}
    return Event(event="draft_ready", data={**fields, "touches": len(record["drafts"])})


def verdict(review: Mapping[str, Any]) -> Event:
    """A supervisor has reviewed."""
    return Event(event="verdict", data=dict(review))


def saved(follow_ups: Sequence[Mapping[str, Any]]) -> Event:
    """The follow-ups are in the database."""
    status = follow_ups[0]["status"] if follow_ups else None
    ids = [follow_up["id"] for follow_up in follow_ups]
    return Event(event="saved", data={"follow_ups": ids, "status": status})


def failed(code: str, message: str) -> Event:
    """The command ended with an error."""
    return Event(event="failed", data={"code": code, "message": message})


def event_of_result(node: str, result: Mapping[str, Any]) -> Event | None:
    """The event of a node's result; None for a node that has none."""
    if node == "sales_agent":
        return draft_ready(result["rounds"][str(result["round"])])
    if node in result.get("reviews", {}):
        return verdict(result["reviews"][node][-1])
    if result.get("saved_to_database"):
        return saved(result["follow_ups"])
    return None
