"""The process is killed in the middle of a command, and started again."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.factories import example_request
from tests.fakes import Script, by_tool, chat_server, tool_of
from tests.model_answers import reviewer, writer
from tests.processes import free_port, running

PATH = "/api/agents/sales/leadFollowUp"


def slow(script: Script, first_call: threading.Event, go_on: threading.Event) -> Script:
    """The script, which says when it is asked, and answers when it may."""

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        first_call.set()
        go_on.wait(60)
        return script(request)

    return answer


def kill_and_start_again(
    folder: Path, url: str, first_call: threading.Event, go_on: threading.Event
) -> dict[str, Any]:
    """The command that was running when the process was killed, as the next process ends it."""
    env = {
        "DATABASE_URL": f"sqlite:///{folder}/leads.db",
        "LEAD_FOLLOWUP_MODEL": "openai:test-model",
        "OPENAI_BASE_URL": url,
    }
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    serve = ["lead-followup", "serve", "--port", str(port)]
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        with running(serve, env=env, cwd=folder, ready=f"{address}/openapi.json") as program:
            answer = client.post(PATH, json=example_request(), headers={"Prefer": "respond-async"})
            command_address = answer.headers["Location"]
            assert first_call.wait(30)
            assert client.get(command_address).json()["data"]["status"] == "running"
            program.kill()
            program.wait()
        go_on.set()
        with running(serve, env=env, cwd=folder, ready=f"{address}/openapi.json"):
            client.get(f"{command_address}/events")
            command: dict[str, Any] = client.get(command_address).json()["data"]
    return command


@pytest.mark.parametrize("killed_in", ["SequenceAnswer", "ReviewAnswer"])
def test_a_killed_command_is_finished_by_the_next_process_and_saved_once(
    demo_database: Path, tmp_path: Path, killed_in: str
) -> None:
    shutil.copy(demo_database, tmp_path / "leads.db")
    first_call, go_on = threading.Event(), threading.Event()
    scripts = {"SequenceAnswer": writer(), "ReviewAnswer": reviewer()}
    scripts[killed_in] = slow(scripts[killed_in], first_call, go_on)
    with chat_server(by_tool(**scripts)) as server:
        command = kill_and_start_again(tmp_path, server.url, first_call, go_on)
        drafts_asked = [r for r in server.requests if tool_of(r) == "SequenceAnswer"]
    assert command["status"] == "completed", command
    assert command["attempts"] == 2
    assert command["drafted_by"] == "openai:test-model"
    assert [f["metadata"]["sequence_position"] for f in command["targets"][0]["follow_ups"]] == [
        1,
        2,
        3,
    ]
    # What was finished is not paid for again: only the call that was under way is.
    assert len(drafts_asked) == (2 if killed_in == "SequenceAnswer" else 1)
    with closing(sqlite3.connect(tmp_path / "leads.db")) as steps:
        assert steps.execute("SELECT count(*) FROM kept_steps").fetchone() == (0,)
