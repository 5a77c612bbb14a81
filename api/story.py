"""What happens to a command, as events: live while it runs, and told again from the rows when it has ended."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypedDict

from tools.domain import Command, FollowUp, Review

SUPERVISORS: Final = ("sales_manager", "customer_success")


class Event(TypedDict):
    """`event` is node_started, draft_ready, verdict, saved or failed."""

    event: str
    data: dict[str, Any]


def started(node: str, round: int) -> Event:
    return Event(event="node_started", data={"node": node, "round": round})


def draft_ready(record: Mapping[str, Any]) -> Event:
    told = {name: record.get(name) for name in ("round", "drafted_by", "changed", "fallback")}
    return Event(event="draft_ready", data={**told, "touches": len(record["drafts"])})


def verdict(review: Mapping[str, Any]) -> Event:
    return Event(event="verdict", data=dict(review))


def saved(follow_ups: Sequence[Mapping[str, Any]]) -> Event:
    status = follow_ups[0]["status"] if follow_ups else None
    return Event(event="saved", data={"follow_ups": [follow_up["id"] for follow_up in follow_ups], "status": status})


def failed(code: str, message: str) -> Event:
    return Event(event="failed", data={"code": code, "message": message})


def event_of_task(task: Mapping[str, Any]) -> Event | None:
    """The event of a step of the graph's task stream: its start, or what it brought."""
    name, result = task["name"], task.get("result")
    if "input" in task:
        state = task["input"] or {}
        return started(name, state.get("round", 0) + (name == "sales_agent"))
    if not result:
        return None
    if name == "sales_agent":
        return draft_ready(result["rounds"][str(result["round"])])
    if name in SUPERVISORS:
        return verdict(result["reviews"][name][-1])
    return saved(result["follow_ups"]) if name == "persist" else None


def story(command: Command, reviews: Sequence[Review], follow_ups: Sequence[FollowUp]) -> Iterator[Event]:
    """The events of a command that has ended, in the order in which its steps ran."""
    rounds = {int(str(record["round"])): record for record in command.rounds}
    verdicts = {(review.round, review.role.value): review.model_dump(mode="json") for review in reviews}
    for step in command.steps:
        node, round = str(step["node"]), int(str(step["round"]))
        yield started(node, round)
        if node == "sales_agent":
            yield draft_ready(rounds[round])
        elif (round, node) in verdicts:
            yield verdict(verdicts[round, node])
    if command.error_code:
        yield failed(command.error_code, command.error_message or "")
    elif follow_ups:
        yield started("persist", max(rounds, default=1))
        yield saved([follow_up.model_dump(mode="json") for follow_up in follow_ups])
