"""The wiring, and `graph`, the instance that LangGraph Studio and Python use."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple, cast

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agents.llm import Model, open_model
from graph import nodes
from graph.state import Input, Json, Output, State
from tools.db.demo import prepare
from tools.db.engine import Sessions, SessionsPerLoop
from tools.settings import Settings
from tools.telemetry import STEP_SECONDS, span

log = logging.getLogger("lead_followup")
Graph = CompiledStateGraph[State, None, Input, Output]
RECURSION_LIMIT = 30  # 4 supersteps a round, 3 rounds, load and persist: 14


class Models(NamedTuple):
    """Who drafts (None: the embedded playbook), and who reviews besides the rules (None: nobody)."""

    draft: Model | None
    review: Model | None

    async def close(self) -> None:
        """Closes the running loop's connections."""
        for model in filter(None, self):
            await model.close()


RULES_ALONE = Models(None, None)


def utc_now() -> datetime:
    return datetime.now(UTC)


def build(
    *,
    sessions: Sessions,
    models: Models = RULES_ALONE,
    clock: nodes.Clock = utc_now,
    checkpointer: BaseCheckpointSaver[Any] | None = None,
) -> Graph:
    """The graph, compiled."""
    steps: dict[str, Callable[[State], Awaitable[Json]]] = {
        "load_context": partial(nodes.load_context, sessions=sessions, clock=clock),
        "sales_agent": partial(nodes.sales_agent, model=models.draft),
        "sales_manager": partial(nodes.sales_manager, model=models.review),
        "customer_success": partial(nodes.customer_success, model=models.review),
        "decide": nodes.decide,
        "persist": partial(nodes.persist, sessions=sessions, clock=clock),
    }
    wiring = StateGraph(State, input_schema=Input, output_schema=Output)
    for name, step in steps.items():
        # A list edge into decide would wait for ever for a lost reviewer: deferred, it runs when both are through.
        wiring.add_node(name, cast(Any, clocked(name, step, clock)), defer=name == "decide")
    wiring.add_edge(START, "load_context")
    wiring.add_edge("load_context", "sales_agent")
    for supervisor in ("sales_manager", "customer_success"):
        wiring.add_edge("sales_agent", supervisor)
        wiring.add_edge(supervisor, "decide")
    wiring.add_conditional_edges(
        "decide",
        lambda state: state["decision"],
        {"revise": "sales_agent", "approved": "persist", "needs_review": "persist"},
    )
    wiring.add_edge("persist", END)
    return wiring.compile(checkpointer=checkpointer, name="lead_follow_up").with_config(recursion_limit=RECURSION_LIMIT)


def clocked(
    name: str, step: Callable[[State], Awaitable[Json]], clock: nodes.Clock
) -> Callable[[State], Awaitable[Json]]:
    """The step, which also records when it ran, for how long, and what it asked of a model."""

    async def run(state: State) -> Json:
        started_at = clock()
        round = state.get("round", 0) + (name == "sales_agent")
        with span(name, command_id=state.get("command_id"), round=round):
            changes = await step(state)
        usage = changes.pop("usage", None)
        round = changes.get("round", round)
        record = {
            "node": name,
            "round": round,
            "started_at": started_at.isoformat(),
            "duration_ms": round_ms(started_at, clock()),
            **({"usage": usage} if usage else {}),
        }
        tell(record, changes.get("command_id") or state.get("command_id"), changes.get("decision"))
        return {**changes, "steps": {f"{round}:{name}": record}}

    return run


def tell(record: Json, command_id: str | None, decision: str | None) -> None:
    """A line in the log and a figure in the metrics for a step that has ended; none of the lead's data."""
    usage = record.get("usage", {})
    figures = {name: record[name] for name in ("node", "round", "duration_ms")}
    spent = {"calls": usage["calls"], "tokens": usage["input_tokens"] + usage["output_tokens"]} if usage else {}
    log.info("step ended", extra={"command_id": command_id, "decision": decision, **figures, **spent})
    STEP_SECONDS.record(record["duration_ms"] / 1000, {"node": record["node"]})


def round_ms(start: datetime, end: datetime) -> float:
    return round((end - start).total_seconds() * 1000, 1)


def open_sessions(settings: Settings, *, keep_open: bool = False) -> SessionsPerLoop:
    """Sessions on the configured database, which is made ready on first use; `keep_open` for who disposes of them."""
    url = settings.database_url
    return SessionsPerLoop(url, partial(prepare, url, demo=settings.demo), keep_open=keep_open)


def open_models(settings: Settings) -> Models:
    open_named = partial(
        open_model,
        api_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else None,
        base_url=settings.openai_base_url,
        timeout_s=settings.model_timeout_s,
        retries=settings.model_retries,
        temperature=settings.model_temperature,
        concurrency=settings.model_concurrency,
        token_budget=settings.token_budget,
        trace_content=settings.trace_content,
    )
    return Models(open_named(settings.model), open_named(settings.reviewing_model))


_settings = Settings()
_models = open_models(_settings)
graph = build(sessions=open_sessions(_settings), models=_models)


async def stream_steps(
    graph: Graph, request: Mapping[str, Any], command_id: str, *, again: bool
) -> AsyncIterator[dict[str, Any]]:
    """The steps of a command as they start and end; `again`, with a checkpointer, from where it was cut off.

    A step is kept while the next one runs: that one's model call has hardly begun, so a crash in between pays no more
    than one of the two twice.
    """
    given: Any = {**request, "command_id": command_id}
    if not graph.checkpointer:
        async for task in graph.astream(given, stream_mode="tasks"):
            yield task
        return
    config: Any = {"configurable": {"thread_id": command_id}}
    if again and (await graph.aget_state(config)).next:
        given = None
    async for task in graph.astream(given, config, stream_mode="tasks", durability="async"):
        yield task


async def forget_steps(graph: Graph, command_id: str) -> None:
    """Deletes the kept steps of a command that has ended: they hold the lead's data."""
    if graph.checkpointer:
        await cast(BaseCheckpointSaver[Any], graph.checkpointer).adelete_thread(command_id)


def run_sync(request: Input) -> Output:
    """The whole job from synchronous code; not for a thread whose loop is running."""

    async def run() -> Output:
        try:
            return cast(Output, await graph.ainvoke(request))
        finally:
            await _models.close()

    return asyncio.run(run())
