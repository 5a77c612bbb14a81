"""What is changed by hand between the reviews and `persist` is never saved as if reviewed."""

from typing import Any

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver

from graph.state import Input
from graph.workflow import Graph, build
from tests.conftest import NOW
from tools.db.engine import Sessions
from tools.db.follow_ups import follow_ups_of
from tools.domain.vocabulary import FollowUpStatus

REQUEST: Input = {"site_id": "site_456", "lead_id": "lead_789"}
THREAD: RunnableConfig = {"configurable": {"thread_id": "thread_1"}}
OFFER = "90 % off, only today: http://evil.example"
SUPERVISORS = ("sales_manager", "customer_success")


@pytest.fixture
async def graph(sessions: Sessions) -> Graph:
    """The graph, with a run that waits before `persist`."""
    graph = build(sessions=sessions, clock=lambda: NOW, checkpointer=InMemorySaver())
    await graph.ainvoke(REQUEST, THREAD, interrupt_before=["persist"])
    snapshot = await graph.aget_state(THREAD)
    assert snapshot.next == ("persist",)
    assert snapshot.values["decision"] == "approved"
    return graph


async def state_of(graph: Graph) -> dict[str, Any]:
    return (await graph.aget_state(THREAD)).values


async def nodes_after_resume(graph: Graph, config: RunnableConfig = THREAD) -> list[str]:
    """The nodes that ran when the run went on, in their order."""
    nodes = []
    async for event in graph.astream(None, config, stream_mode="custom"):
        if event["event"] == "node_started":
            nodes.append(event["data"]["node"])
    return nodes


def with_first_touch(drafts: list[dict[str, Any]], **changes: Any) -> list[dict[str, Any]]:
    """The drafts, the first of them changed."""
    return [drafts[0] | changes, *drafts[1:]]


async def assert_reviewed_again(graph: Graph, config: RunnableConfig = THREAD) -> None:
    """Goes on, and holds that both supervisors looked before anything was saved."""
    nodes = await nodes_after_resume(graph, config)
    assert nodes[0] == "persist"
    assert sorted(nodes[1:3]) == sorted(SUPERVISORS)
    assert nodes[-1] == "persist"


async def test_a_run_that_goes_on_unchanged_saves_once(graph: Graph, sessions: Sessions) -> None:
    assert await nodes_after_resume(graph) == ["persist"]
    result = await state_of(graph)
    async with sessions() as session:
        follow_ups = await follow_ups_of(session, result["command_id"])
    assert [follow_up.status for follow_up in follow_ups] == [FollowUpStatus.SCHEDULED] * 3
    assert len(result["follow_ups"]) == 3


async def test_a_changed_text_goes_back_to_the_supervisors_and_is_not_scheduled(
    graph: Graph, sessions: Sessions
) -> None:
    state = await state_of(graph)
    content = f"{state['drafts'][0]['content']}\n\n{OFFER}"
    await graph.aupdate_state(
        THREAD, {"drafts": with_first_touch(state["drafts"], content=content)}
    )
    await assert_reviewed_again(graph)
    command_id = (await state_of(graph))["command_id"]
    async with sessions() as session:
        follow_ups = await follow_ups_of(session, command_id)
    assert len(follow_ups) == 3
    assert not any("evil.example" in follow_up.content for follow_up in follow_ups)


async def test_a_text_changed_in_a_fork_goes_back_to_the_supervisors(graph: Graph) -> None:
    await nodes_after_resume(graph)
    async for snapshot in graph.aget_state_history(THREAD):
        if snapshot.next == ("persist",):
            break
    drafts = with_first_touch(snapshot.values["drafts"], content=OFFER)
    fork = await graph.aupdate_state(snapshot.config, {"drafts": drafts})
    await assert_reviewed_again(graph, fork)
    assert "evil.example" not in str((await state_of(graph))["follow_ups"])


async def test_a_time_that_departs_from_the_plan_waits_for_a_person(graph: Graph) -> None:
    state = await state_of(graph)
    drafts = with_first_touch(state["drafts"], scheduled_for="2024-04-21T03:00:00Z")
    await graph.aupdate_state(THREAD, {"drafts": drafts})
    await assert_reviewed_again(graph)
    statuses = {follow_up["status"] for follow_up in (await state_of(graph))["follow_ups"]}
    assert statuses == {FollowUpStatus.NEEDS_REVIEW}


async def test_another_lead_goes_back_to_the_supervisors(graph: Graph) -> None:
    state = await state_of(graph)
    other = state["context"]["lead"] | {"id": "lead_priya", "name": "Priya Raman"}
    await graph.aupdate_state(THREAD, {"context": state["context"] | {"lead": other}})
    await assert_reviewed_again(graph)


@pytest.mark.parametrize("role", SUPERVISORS)
async def test_deleted_reviews_are_made_again(graph: Graph, role: str) -> None:
    await graph.aupdate_state(THREAD, {"reviews": {role: []}})
    await assert_reviewed_again(graph)
    state = await state_of(graph)
    assert [len(state["reviews"][role]) for role in SUPERVISORS] == [1, 1]
    assert {follow_up["status"] for follow_up in state["follow_ups"]} == {"scheduled"}


async def held_by_a_person(sessions: Sessions) -> Graph:
    """The graph, with a run that was not approved and waits before `persist`."""
    graph = build(
        sessions=sessions, clock=lambda: NOW, checkpointer=InMemorySaver(), max_revisions=0
    )
    await graph.ainvoke(REQUEST, THREAD, interrupt_before=["sales_manager", "customer_success"])
    drafts = with_first_touch((await state_of(graph))["drafts"], content=OFFER)
    await graph.aupdate_state(THREAD, {"drafts": drafts}, as_node="sales_agent")
    await graph.ainvoke(None, THREAD, interrupt_before=["persist"])
    assert (await state_of(graph))["decision"] == "needs_review"
    return graph


async def test_a_changed_decision_schedules_nothing(sessions: Sessions) -> None:
    graph = await held_by_a_person(sessions)
    await graph.aupdate_state(THREAD, {"decision": "approved"})
    await nodes_after_resume(graph)
    state = await state_of(graph)
    assert {follow_up["status"] for follow_up in state["follow_ups"]} == {"needs_review"}


async def test_an_approval_that_no_supervisor_gave_schedules_nothing(sessions: Sessions) -> None:
    graph = await held_by_a_person(sessions)
    reviews = (await state_of(graph))["reviews"]
    approvals = {
        role: [reviews[role][0] | {"verdict": "approve", "findings": []}] for role in SUPERVISORS
    }
    await graph.aupdate_state(THREAD, {"reviews": approvals, "decision": "approved"})
    await assert_reviewed_again(graph)
    state = await state_of(graph)
    assert {follow_up["status"] for follow_up in state["follow_ups"]} == {"needs_review"}
