"""The process is killed in the middle of a command, and started again."""

import shutil
import threading
from pathlib import Path
from typing import Any

import httpx

from tests.factories import example_request
from tests.fakes import by_tool, chat_server, tool_call
from tests.integration.test_model_writes import APPROVE, writer
from tests.processes import free_port, running

PATH = "/api/agents/sales/leadFollowUp"


def test_a_command_whose_process_was_killed_is_finished_by_the_next_one_and_saved_once(
    demo_database: Path, tmp_path: Path
) -> None:
    shutil.copy(demo_database, tmp_path / "leads.db")
    asked, go_on = threading.Event(), threading.Event()

    def slow_writer(request: dict[str, Any]) -> dict[str, Any]:
        asked.set()
        go_on.wait(60)
        return writer()(request)

    with chat_server(by_tool(SequenceAnswer=slow_writer, ReviewAnswer=tool_call(APPROVE))) as server:
        env = {
            "DATABASE_URL": f"sqlite:///{tmp_path}/leads.db",
            "LEAD_FOLLOWUP_MODEL": "openai:test-model",
            "OPENAI_BASE_URL": server.url,
        }
        port = free_port()
        serve = ["lead-followup", "serve", "--port", str(port)]
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            with running(serve, env=env, cwd=tmp_path, ready=f"{address}/openapi.json") as program:
                answer = client.post(PATH, json=example_request(), headers={"Prefer": "respond-async"})
                command_address = answer.headers["Location"]
                assert asked.wait(30)
                assert client.get(command_address).json()["data"]["status"] == "running"
                program.kill()
                program.wait()
            go_on.set()
            with running(serve, env=env, cwd=tmp_path, ready=f"{address}/openapi.json"):
                client.get(f"{command_address}/events")
                command = client.get(command_address).json()["data"]
    assert command["status"] == "completed", command
    assert command["attempts"] == 2
    assert command["drafted_by"] == "openai:test-model"
    assert [f["metadata"]["sequence_position"] for f in command["targets"][0]["follow_ups"]] == [1, 2, 3]
