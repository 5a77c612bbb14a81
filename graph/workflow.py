"""The wiring, and `graph`, the instance that LangGraph Studio and Python use."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, cast

from langchain_core.language_models import BaseChatModel
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agents.llm import open_model
from agents.policy import MAX_REVISIONS
from graph import nodes
from graph.options import Models, models_of
from graph.recording import Clock, Step, recorded
from graph.results import Law
from graph.state import MOST_REVISIONS, Context, Input, Output, State
from tools.db.engine import Sessions
from tools.db.ready import open_sessions
from tools.law.rules import read_law
from tools.settings import Settings

Graph = CompiledStateGraph[State, Context, Input, Output]
# 3 supersteps a round; load_context, plan, persist; a second review of a draft that was changed.
RECURSION_LIMIT: Final = 3 * (MOST_REVISIONS + 1) + 12
SUPERVISORS: Final = ("sales_manager", "customer_success")


def utc_now() -> datetime:
    """The present time; tests pass a clock of their own."""
    return datetime.now(UTC)


def build(
    *,
    sessions: Sessions,
    models: Models | BaseChatModel | None = None,
    max_revisions: int = MAX_REVISIONS,
    clock: Clock = utc_now,
    checkpointer: BaseCheckpointSaver[Any] | None = None,
    law: Law | None = None,
) -> Graph:
    """Compiles the graph. `models` may be any LangChain chat model: it drafts and reviews.

    `law` is what laws want of a touch, the package's own rules where it is left out.
    """
    rules = read_law() if law is None else law
    steps: dict[str, Step] = {
        "load_context": partial(nodes.load_context, sessions=sessions, clock=clock),
        "plan": nodes.plan,
        "sales_agent": nodes.sales_agent,
        "sales_manager": nodes.sales_manager,
        "customer_success": nodes.customer_success,
        "decide": nodes.decide,
        "persist": partial(nodes.persist, sessions=sessions, clock=clock, law=rules),
    }
    record = partial(recorded, clock=clock, models=models_of(models), max_revisions=max_revisions)
    wiring = StateGraph(State, context_schema=Context, input_schema=Input, output_schema=Output)
    for name, step in steps.items():
        # Deferred, decide runs once both supervisors are through, and never waits for a lost one.
        wiring.add_node(name, cast(Any, record(name, step)), defer=name == "decide")
    wiring.add_edge(START, "load_context")
    wiring.add_edge("load_context", "plan")
    wiring.add_edge("plan", "sales_agent")
    wiring.add_edge("sales_agent", "sales_manager")
    wiring.add_edge("sales_agent", "customer_success")
    wiring.add_edge("sales_manager", "decide")
    wiring.add_edge("customer_success", "decide")
    wiring.add_conditional_edges(
        "decide",
        lambda state: state["decision"],
        {"revise": "sales_agent", "approved": "persist", "needs_review": "persist"},
    )
    wiring.add_conditional_edges("persist", _after_persist, [*SUPERVISORS, END])
    graph = wiring.compile(checkpointer=checkpointer, name="lead_follow_up")
    return graph.with_config(recursion_limit=RECURSION_LIMIT)


def _after_persist(state: State) -> str | list[str]:
    """The end; the supervisors again where something was changed after its review."""
    return END if state.get("saved_to_database") else list(SUPERVISORS)


def open_models(settings: Settings) -> Models:
    """The models that the settings name."""
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
    draft = open_named(settings.model)
    if settings.reviewing_model == settings.model:
        return Models(draft, draft, open_named)
    return Models(draft, open_named(settings.reviewing_model), open_named)


def law_of(settings: Settings) -> Law:
    """The rules of the file that the settings name, else the package's own."""
    return read_law(settings.law_file) if settings.law_file else read_law()


_settings = Settings()
_models = open_models(_settings)
graph = build(
    sessions=open_sessions(_settings.database_url, demo=_settings.demo),
    models=_models,
    max_revisions=_settings.max_revisions,
    law=law_of(_settings),
)


def run_sync(request: Input, *, context: Context | None = None) -> Output:
    """The whole job from synchronous code. Raises RuntimeError where a loop is running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        pass
    else:
        raise RuntimeError("A loop is running: `await graph.ainvoke(request)` instead of run_sync.")

    async def run() -> Output:
        try:
            return cast(Output, await graph.ainvoke(request, context=context))
        finally:
            await _models.close()

    return asyncio.run(run())
