"""Around each step: its time, span, usage and events, and its result from an earlier attempt."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from langchain_core.runnables import RunnableConfig
from langgraph.config import get_stream_writer
from langgraph.runtime import Runtime

from graph.events import event_of_result, node_started
from graph.options import Models, Options, options_for
from graph.state import Context, Json, State
from tools.telemetry import STEP_SECONDS, span

log = logging.getLogger("lead_followup")
Clock = Callable[[], datetime]
Step = Callable[..., Awaitable[Json]]
KEPT_STEPS = "kept_steps"  # in a run's configurable


rounded = round  # in functions where `round` is a number of ours


class KeptSteps(Protocol):
    """The results of one command's finished steps, for an attempt that goes on with it."""

    def get(self, name: str) -> Json | None:
        """The result of an earlier attempt's step; None if that step did not finish."""

    def keep(self, name: str, result: Json) -> None:
        """Keeps the result of a step of this attempt."""


def recorded(
    node: str, step: Step, *, clock: Clock, models: Models, max_revisions: int
) -> Callable[..., Awaitable[Json]]:
    """Makes a node of a step, which is not run again where its result was kept."""

    async def run(state: State, config: RunnableConfig, runtime: Runtime[Context]) -> Json:
        finished_steps: KeptSteps | None = config.get("configurable", {}).get(KEPT_STEPS)
        round = state.get("round", 0) + (node == "sales_agent")
        tell = get_stream_writer()
        tell(node_started(node, round))
        name = f"{round}:{node}"
        result = finished_steps.get(name) if finished_steps else None
        if result is None:
            options = options_for(runtime.context, models, max_revisions)
            result = await _timed(node, round, state, options, step, clock)
            if finished_steps:
                finished_steps.keep(name, result)
        if event := event_of_result(node, result):
            tell(event)
        return result

    return run


async def _timed(
    node: str, round: int, state: State, options: Options, step: Step, clock: Clock
) -> Json:
    """The step's result, with a record of when it ran, for how long, and what its model used."""
    started_at = clock()
    with span(node, command_id=state.get("command_id"), round=round):
        result = await step(state, options=options)
    duration = (clock() - started_at).total_seconds()
    record = step_record(node, round, started_at, duration, result.pop("usage", None))
    _log_end(record, result.get("command_id") or state.get("command_id"), result.get("decision"))
    STEP_SECONDS.record(duration, {"node": node})
    return {**result, "steps": {f"{round}:{node}": record}}


def step_record(
    node: str, round: int, started_at: datetime, seconds: float, usage: Json | None = None
) -> Json:
    """When a step started, how many milliseconds it took, and what it asked of a model."""
    record: Json = {
        "node": node,
        "round": round,
        "started_at": started_at.isoformat(),
        "duration_ms": rounded(seconds * 1000, 3),
    }
    if usage:
        record["usage"] = usage
    return record


def _log_end(record: Mapping[str, Any], command_id: str | None, decision: str | None) -> None:
    """A log line for a step that has ended; it holds none of the lead's data."""
    usage = record.get("usage")
    fields = {
        "command_id": command_id,
        "decision": decision,
        "node": record["node"],
        "round": record["round"],
        "duration_ms": record["duration_ms"],
    }
    if usage:
        fields["calls"] = usage["calls"]
        fields["tokens"] = usage["input_tokens"] + usage["output_tokens"]
    log.debug("step ended", extra=fields)
