"""What happened to a command that has ended, told again from its rows as the events it had while it
ran.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from graph.events import Event, draft_ready, failed, node_started, saved, verdict
from tools.domain.command import Command
from tools.domain.review import Review
from tools.domain.sequence import FollowUp
from tools.domain.vocabulary import SUPERVISORS


def events_of(
    command: Command, reviews: tuple[Review, ...], follow_ups: tuple[FollowUp, ...]
) -> Iterator[Event]:
    """The events of a command that has ended, in the order in which they came."""
    # Steps that ran side by side are told apart by their times; at the same time, what begins comes
    # first.
    timed: list[tuple[datetime, Event]] = []
    for step in command.steps:
        timed.append((step.started_at, node_started(step.node, step.round)))
        event = _result_of_step(command, reviews, step.node, step.round)
        if event:
            ended_at = step.started_at + timedelta(milliseconds=step.duration_ms)
            timed.append((ended_at, event))
    timed.sort(key=lambda pair: pair[0])
    yield from (event for _, event in timed)
    if command.error_code:
        yield failed(command.error_code, command.error_message or "")
    elif follow_ups:
        yield node_started("persist", max(round.round for round in command.rounds))
        yield saved([follow_up.model_dump(mode="json") for follow_up in follow_ups])


def _result_of_step(
    command: Command, reviews: tuple[Review, ...], node: str, number: int
) -> Event | None:
    if node == "sales_agent":
        for round in command.rounds:
            if round.round == number:
                return draft_ready(round.model_dump(mode="json"))
    if node in SUPERVISORS:
        for review in reviews:
            if (review.role, review.round) == (node, number):
                return verdict(review.model_dump(mode="json"))
    return None
