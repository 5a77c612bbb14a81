"""LangGraph Studio's server: `langgraph dev`, without a key, driven as Studio drives it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from langgraph_sdk import get_client

from tests.factories import example_request
from tests.processes import CHECKOUT, free_port, running


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("studio")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    env = {"DATABASE_URL": f"sqlite:///{folder}/leads.db", "LEAD_FOLLOWUP_DEMO": "true"}
    config = str(CHECKOUT / "langgraph.json")
    command = [
        "langgraph",
        "dev",
        "--no-browser",
        "--no-reload",
        "--port",
        str(port),
        "--config",
        config,
    ]
    with running(command, env=env, cwd=folder, ready=f"{address}/ok"):
        yield address


async def test_the_whole_job_runs_from_a_site_and_a_lead(studio: str) -> None:
    async with get_client(url=studio) as client:
        result: Any = await client.runs.wait(
            None, "lead_follow_up", input={"site_id": "site_456", "lead_id": "lead_789"}
        )
    assert set(result) == {"command_id", "follow_ups", "reviews", "saved_to_database"}
    assert result["saved_to_database"] is True
    assert len(result["follow_ups"]) == 3
    async with httpx.AsyncClient(base_url=studio, trust_env=False) as api:
        command = (await api.get(f"/api/commands/{result['command_id']}")).json()["data"]
    assert command["status"] == "completed"


async def test_a_thread_used_again_starts_with_nothing_left_over(studio: str) -> None:
    first_input: dict[str, Any] = {
        "site_id": "site_456",
        "lead_id": "lead_priya",
        "lead_data": {"name": "Someone Else"},
    }
    second_input: dict[str, Any] = {"site_id": "site_456", "lead_id": "lead_aiko"}
    async with get_client(url=studio) as client:
        thread_id = (await client.threads.create())["thread_id"]
        results: list[Any] = []
        for run_input in (first_input, second_input):
            result = await client.runs.wait(thread_id, "lead_follow_up", input=run_input)
            results.append(result)
    assert results[0]["command_id"] != results[1]["command_id"]
    assert "Someone" in results[0]["follow_ups"][0]["content"]
    assert "Someone" not in str(results[1])
    assert all(len(reviews) == 1 for reviews in results[1]["reviews"].values())


async def test_an_error_is_told_as_over_http(studio: str) -> None:
    unknown = {"site_id": "site_456", "lead_id": "lead_none"}
    async with get_client(url=studio) as client:
        result: Any = await client.runs.wait(
            None, "lead_follow_up", input=unknown, raise_error=False
        )
    assert result["__error__"] == {
        "error": "LeadNotFound",
        "message": "Site site_456 has no lead lead_none.",
    }


async def test_the_api_is_served_beside_the_graph(studio: str) -> None:
    async with httpx.AsyncClient(base_url=studio, timeout=60, trust_env=False) as api:
        answer = await api.post("/api/agents/sales/leadFollowUp", json=example_request())
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["saved_to_database"] is True
