"""The program is told to stop while it works: who waits is answered, and the work is given back."""

import shutil
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.factories import example_request
from tests.fakes import chat_server, text
from tests.processes import free_port, running

PATH = "/api/agents/sales/leadFollowUp"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stop_answers_who_waits_ends_streams_and_gives_work_back(
    demo_database: Path, tmp_path: Path, workers: int
) -> None:
    shutil.copy(demo_database, tmp_path / "leads.db")
    asked, may_go_on = threading.Event(), threading.Event()

    def hanging(request: dict[str, Any]) -> dict[str, Any]:
        asked.set()
        may_go_on.wait(60)
        return text("")(request)

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    serve = ["lead-followup", "serve", "--port", str(port), "--workers", str(workers)]
    with chat_server(hanging) as model, ThreadPoolExecutor() as threads:
        env = {
            "DATABASE_URL": f"sqlite:///{tmp_path}/leads.db",
            "LEAD_FOLLOWUP_MODEL": "openai:test-model",
            "OPENAI_BASE_URL": model.url,
        }
        with (
            running(serve, env=env, cwd=tmp_path, ready=f"{address}/readyz") as program,
            httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
        ):
            waiting = threads.submit(client.post, PATH, json=example_request())
            assert asked.wait(30)
            with closing(sqlite3.connect(tmp_path / "leads.db")) as database:
                [command_id] = database.execute("SELECT id FROM commands").fetchone()
            stream = threads.submit(client.get, f"/api/commands/{command_id}/events")
            threading.Event().wait(0.5)
            program.send_signal(signal.SIGTERM)
            answer = waiting.result(10)
            assert stream.result(10).status_code == 200
            program.wait(10)
        may_go_on.set()
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/commands/{command_id}"
    with closing(sqlite3.connect(tmp_path / "leads.db")) as database:
        left = "SELECT status, attempts, lease_owner FROM commands"
        assert database.execute(left).fetchone() == ("queued", 0, None)
