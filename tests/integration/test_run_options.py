"""What may be chosen for one run: its models, and how often a draft is sent back."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from graph.state import Context, Input
from graph.workflow import Graph, build, open_models
from tests.conftest import NOW
from tests.fakes import ChatServer, asked_positions, asked_sentences, by_tool, chat_server, tool_of
from tests.model_answers import APPROVE, reviewer, touch, writer
from tools.db.commands import find_command
from tools.db.engine import Sessions
from tools.domain.command import Command
from tools.errors import InvalidRequest
from tools.settings import Settings

REQUEST: Input = {"site_id": "site_456", "lead_id": "lead_789"}
REVISE = {
    "verdict": "revise",
    "score": 40,
    "findings": [
        {"position": 1, "field": "content", "problem": "is cold", "remedy": "a warmer opening"}
    ],
}


@pytest.fixture
def server() -> Iterator[ChatServer]:
    script = by_tool(SequenceAnswer=writer(), ReviewAnswer=reviewer())
    with chat_server(script) as server:
        yield server


@pytest.fixture
async def graph(settings: Settings, sessions: Sessions, server: ChatServer) -> AsyncIterator[Graph]:
    """The graph as Studio has it: the playbook by default, and a server to open models on."""
    models = open_models(settings.model_copy(update={"openai_base_url": server.url}))
    yield build(sessions=sessions, models=models, clock=lambda: NOW)
    await models.close()


async def run(graph: Graph, sessions: Sessions, context: Context) -> Command:
    """The command that a run with this context saved."""
    result = await graph.ainvoke(REQUEST, context=context)
    async with sessions() as session:
        return await find_command(session, result["command_id"])


def tools_of(server: ChatServer) -> dict[str, str]:
    """The models that were asked, by what they were asked for."""
    return {tool_of(request): request["model"] for request in server.requests}


async def test_without_a_context_the_defaults_hold(
    graph: Graph, sessions: Sessions, server: ChatServer
) -> None:
    assert (await run(graph, sessions, {})).drafted_by == "playbook"
    assert server.requests == []


async def test_the_model_of_the_context_drafts_and_reviews(
    graph: Graph, sessions: Sessions, server: ChatServer
) -> None:
    command = await run(graph, sessions, {"model": "openai:one"})
    assert command.drafted_by == "openai:one"
    assert tools_of(server) == {"SequenceAnswer": "one", "ReviewAnswer": "one"}


async def test_the_review_model_of_the_context_reviews(
    graph: Graph, sessions: Sessions, server: ChatServer
) -> None:
    await run(graph, sessions, {"model": "openai:one", "review_model": "openai:two"})
    assert tools_of(server) == {"SequenceAnswer": "one", "ReviewAnswer": "two"}


async def test_the_playbook_may_draft_and_a_model_review(
    graph: Graph, sessions: Sessions, server: ChatServer
) -> None:
    command = await run(graph, sessions, {"model": "playbook", "review_model": "openai:two"})
    assert command.drafted_by == "playbook"
    assert tools_of(server) == {"ReviewAnswer": "two"}


async def test_with_no_revision_the_first_objection_holds_the_draft_for_a_person(
    graph: Graph, sessions: Sessions, server: ChatServer
) -> None:
    server.script = by_tool(SequenceAnswer=writer(), ReviewAnswer=reviewer(REVISE))
    command = await run(graph, sessions, {"model": "openai:one", "max_revisions": 0})
    assert (command.status, len(command.rounds)) == ("needs_review", 1)


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({"model": "gpt-4.1-mini"}, "context.model: expected playbook or openai:NAME"),
        ({"model": ""}, "context.model: expected playbook or openai:NAME"),
        ({"model": 4}, "context.model: expected playbook or openai:NAME"),
        ({"review_model": "openai:"}, "context.review_model: expected playbook or openai:NAME"),
        ({"max_revisions": 6}, "context.max_revisions: expected a whole number from 0 to 5."),
        ({"max_revisions": -1}, "context.max_revisions: expected a whole number from 0 to 5."),
        ({"max_revisions": "2"}, "context.max_revisions: expected a whole number from 0 to 5."),
        ({"max_revisions": True}, "context.max_revisions: expected a whole number from 0 to 5."),
    ],
)
async def test_a_wrong_choice_is_refused_with_what_would_be_right(
    graph: Graph, context: Any, message: str
) -> None:
    with pytest.raises(InvalidRequest) as error:
        await graph.ainvoke(REQUEST, context=context)
    assert str(error.value).startswith(message)


async def test_a_graph_without_models_says_that_it_opens_none(sessions: Sessions) -> None:
    graph = build(sessions=sessions, clock=lambda: NOW)
    with pytest.raises(InvalidRequest, match=r"context\.model: .* without a way to open models"):
        await graph.ainvoke(REQUEST, context={"model": "openai:one"})


class ScriptedChat(BaseChatModel):
    """A chat model of somebody's own: it drafts and approves by the tool it is bound to."""

    model_name: str = "house-model"

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self.bind(tools=tools, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        name = kwargs["tools"][0]["function"]["name"]
        request = {"messages": [{"content": message.content} for message in messages]}
        judged = [
            {"sentence": number, "kind": "courtesy", "facts": []}
            for number in asked_sentences(request)
        ]
        answer: dict[str, Any] = {**APPROVE, "sentences": judged}
        if name == "SequenceAnswer":
            answer = {"touches": [touch(position) for position in asked_positions(request)]}
        call = {"name": name, "args": answer, "id": "call_1"}
        message = AIMessage(content="", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=message)])


async def test_any_chat_model_of_langchain_drafts_and_reviews(sessions: Sessions) -> None:
    graph = build(sessions=sessions, models=ScriptedChat(), clock=lambda: NOW)
    result = await graph.ainvoke(REQUEST)
    async with sessions() as session:
        command = await find_command(session, result["command_id"])
    assert (command.drafted_by, command.status) == ("house-model", "completed")
    reviewers = {reviews[0]["reviewed_by"] for reviews in result["reviews"].values()}
    assert all("house-model" in reviewer for reviewer in reviewers)
