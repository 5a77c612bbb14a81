"""LangGraph Studio's server: `make studio` in a fresh clone, driven as Studio drives it."""

import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

from tests.clones import fresh_clone, in_nothing_set
from tests.e2e.test_commands import events_of
from tests.factories import example_request
from tests.fakes import ChatServer, by_tool, chat_server
from tests.model_answers import reviewer, writer
from tests.processes import BIN, CHECKOUT, free_port, running

GRAPH = "lead_follow_up"
REQUEST = {"site_id": "site_456", "lead_id": "lead_789"}
FRESH_LEADS = ("lead_priya", "lead_aiko")


class Studio(NamedTuple):
    """A running server, and the clone it was started in."""

    address: str
    clone: Path

    def client(self) -> LangGraphClient:
        return get_client(url=self.address)

    def api(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.address, timeout=60, trust_env=False)

    def log(self) -> str:
        """All that the server printed, without colours."""
        text = "".join(path.read_text(errors="replace") for path in self.clone.glob("*.log"))
        return re.sub(r"\x1b\[[\d;]*m", "", text)


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    """A chat server that runs may ask; nobody does unless the run's context says so."""
    script = by_tool(SequenceAnswer=writer(), ReviewAnswer=reviewer())
    with chat_server(script) as server:
        yield server


def started(clone: Path) -> Iterator[Studio]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = in_nothing_set(clone, "make", "studio", f"ARGS=--port {port}")
    with running(command, env={}, cwd=clone, ready=f"{address}/ok"):
        yield Studio(address, clone)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """As a newcomer has it: cloned, nothing set."""
    yield from started(fresh_clone(tmp_path_factory.mktemp("newcomer")))


@pytest.fixture(scope="module")
def studio_with_models(
    tmp_path_factory: pytest.TempPathFactory, server: ChatServer
) -> Iterator[Studio]:
    """As somebody has it who wrote the address of a chat server into `.env`."""
    clone = fresh_clone(tmp_path_factory.mktemp("with_models"))
    (clone / ".env").write_text(f"OPENAI_BASE_URL={server.url}\n")
    yield from started(clone)


async def run(studio: Studio, request: Any = None, **options: Any) -> dict[str, Any]:
    """The result of a run without a thread."""
    async with studio.client() as client:
        result: Any = await client.runs.wait(None, GRAPH, input=request or REQUEST, **options)
    return dict(result)


async def command_of(studio: Studio, result: dict[str, Any]) -> dict[str, Any]:
    """The command of a result, as the API beside the graph shows it."""
    async with studio.api() as api:
        answer = await api.get(f"/api/commands/{result['command_id']}")
    command: dict[str, Any] = answer.json()["data"]
    return command


def test_the_clone_imports_its_own_packages(studio: Studio) -> None:
    code = "import graph; print(graph.__file__)"
    python = studio.clone / ".venv" / "bin" / "python"
    folder = subprocess.run(
        in_nothing_set(studio.clone, str(python), "-c", code),
        cwd=studio.clone.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert Path(folder.strip()).parent == studio.clone / "graph"


def test_langgraphs_command_line_takes_the_configuration() -> None:
    validation = subprocess.run(
        [str(BIN / "langgraph"), "validate"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert validation.returncode == 0, validation.stderr
    warnings = re.findall(r"warning: (.*)", validation.stdout + validation.stderr)
    assert [warning for warning in warnings if "$schema" not in warning] == []


def test_the_configuration_has_no_apostrophe() -> None:
    """`langgraph build` puts its parts between apostrophes into a Dockerfile, as they are."""
    assert "'" not in (CHECKOUT / "langgraph.json").read_text(encoding="utf-8")


async def test_the_whole_job_runs_from_a_site_and_a_lead(studio: Studio) -> None:
    result = await run(studio)
    assert set(result) == {"command_id", "follow_ups", "reviews", "saved_to_database", "warnings"}
    assert result["saved_to_database"] is True
    assert len(result["follow_ups"]) == 3
    assert (await command_of(studio, result))["status"] == "completed"
    assert (studio.clone / "lead_followup.db").is_file()


async def test_the_input_may_be_in_camel_case(studio: Studio) -> None:
    result = await run(studio, {"siteId": "site_456", "leadId": "lead_789"})
    assert result["saved_to_database"] is True


async def test_a_thread_used_again_starts_with_nothing_left_over(studio: Studio) -> None:
    first, second = ({"site_id": "site_456", "lead_id": lead} for lead in FRESH_LEADS)
    async with studio.client() as client:
        thread_id = (await client.threads.create())["thread_id"]
        one: Any = await client.runs.wait(
            thread_id, GRAPH, input={**first, "lead_data": {"name": "Robin Hale"}}
        )
        other: Any = await client.runs.wait(thread_id, GRAPH, input=second)
    assert one["command_id"] != other["command_id"]
    assert "Robin" in one["follow_ups"][0]["content"]
    assert "Robin" not in str(other)
    assert all(len(reviews) == 1 for reviews in other["reviews"].values())


async def test_an_error_is_told_as_over_http(studio: Studio) -> None:
    unknown = {"site_id": "site_456", "lead_id": "lead_none"}
    result = await run(studio, unknown, raise_error=False)
    assert result["__error__"] == {
        "error": "LeadNotFound",
        "message": "Site site_456 has no lead lead_none.",
    }


async def test_studio_gets_a_form_for_the_input_and_one_for_the_context(studio: Studio) -> None:
    async with studio.client() as client:
        [assistant] = await client.assistants.search()
        schemas = await client.assistants.get_schemas(assistant["assistant_id"])
    form: Any = schemas["input_schema"]
    assert form["required"] == ["site_id", "lead_id"]
    assert form["properties"]["lead_id"]["examples"] == ["lead_789"]
    context: Any = schemas["context_schema"]
    assert set(context["properties"]) == {
        "model",
        "review_model",
        "max_revisions",
        "autonomy",
    }


async def test_the_graphs_description_is_the_assistants_and_the_tools(studio: Studio) -> None:
    async with studio.client() as client:
        [assistant] = await client.assistants.search()
    list_tools = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    accepted = {"Accept": "application/json, text/event-stream"}
    async with studio.api() as api:
        answer = await api.post("/mcp", json=list_tools, headers=accepted)
    [tool] = answer.json()["result"]["tools"]
    description = assistant["description"] or ""
    assert description.startswith("Creates a personalised follow-up sequence for a sales lead")
    assert (tool["name"], tool["description"]) == (GRAPH, description)
    assert tool["inputSchema"]["required"] == ["site_id", "lead_id"]


async def test_the_custom_stream_has_the_events_that_the_api_has(studio: Studio) -> None:
    events: list[Any] = []
    result: Any = {}
    async with studio.client() as client:
        async for part in client.runs.stream(
            None, GRAPH, input=REQUEST, stream_mode=["custom", "values"]
        ):
            if part.event == "custom":
                events.append((part.data["event"], part.data["data"]))
            elif part.event == "values":
                result = part.data
    async with studio.api() as api:
        answer = await api.get(f"/api/commands/{result['command_id']}/events")
    assert events[-1][0] == "saved"
    assert sorted(map(str, events)) == sorted(map(str, events_of(answer.text)))


@pytest.mark.parametrize(
    ("context", "message"),
    [
        ({"model": "gpt-4.1-mini"}, "context.model: expected playbook or openai:NAME"),
        ({"max_revisions": 9}, "context.max_revisions: expected a whole number from 0 to 5."),
    ],
)
async def test_a_wrong_context_is_told_with_what_would_be_right(
    studio: Studio, context: Any, message: str
) -> None:
    result = await run(studio, context=context, raise_error=False)
    assert result["__error__"]["error"] == "InvalidRequest"
    assert result["__error__"]["message"].startswith(message)


async def test_another_model_may_be_set_for_one_run(
    studio_with_models: Studio, server: ChatServer
) -> None:
    context = {"model": "openai:one", "review_model": "openai:two", "max_revisions": 0}
    result = await run(studio_with_models, context=context)
    command = await command_of(studio_with_models, result)
    assert (command["drafted_by"], command["status"]) == ("openai:one", "completed")
    assert {request["model"] for request in server.requests} == {"one", "two"}
    next_result = await run(studio_with_models)
    assert (await command_of(studio_with_models, next_result))["drafted_by"] == "playbook"
    assert "BlockingError" not in studio_with_models.log()


async def test_what_the_server_keeps_on_disk_is_for_its_owners_eyes_only(studio: Studio) -> None:
    await run(studio)
    folder = studio.clone / ".langgraph_api"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((studio.clone / "lead_followup.db").stat().st_mode) == 0o600


async def test_the_api_is_served_beside_the_graph(studio: Studio) -> None:
    async with studio.api() as api:
        answer = await api.post("/api/agents/sales/leadFollowUp", json=example_request())
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["saved_to_database"] is True


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/threads/00000000-0000-0000-0000-000000000000"), ("GET", "/nothing")],
)
async def test_the_agent_servers_errors_keep_its_form(
    studio: Studio, method: str, path: str
) -> None:
    async with studio.api() as api:
        answer = await api.request(method, path)
    assert answer.status_code == 404
    assert set(answer.json()) == {"detail"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/commands/nobody", 404, "COMMAND_NOT_FOUND"),
        ("GET", "/api/nothing", 404, "NOT_FOUND"),
        ("POST", "/api/agents/sales/leadFollowUp", 400, "INVALID_REQUEST"),
    ],
)
async def test_the_apis_errors_keep_the_envelope(
    studio: Studio, method: str, path: str, status: int, code: str
) -> None:
    async with studio.api() as api:
        answer = await api.request(method, path)
    assert answer.status_code == status
    assert answer.json()["success"] is False
    assert answer.json()["error"]["code"] == code


async def test_nothing_blocks_the_servers_loop(studio: Studio) -> None:
    await run(studio)
    async with studio.api() as api:
        await api.post("/api/agents/sales/leadFollowUp", json=example_request())
        await api.get("/openapi.json")
    assert re.findall(r".*(?:BlockingError|[Bb]locking call).*", studio.log()) == []
