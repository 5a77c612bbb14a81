"""Two programs on one Postgres: one is killed and never comes back, or the database goes away for a
while.
"""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.factories import example_request
from tests.fakes import ChatServer, Script, by_tool, chat_server, tool_of
from tests.model_answers import reviewer, writer
from tests.postgres import PostgresServer
from tests.processes import free_port, running
from tools.db.migrate import migrate
from tools.db.ready import make_ready

PATH = "/api/agents/sales/leadFollowUp"
WITHIN_S = 30  # a dead process's commands are taken over in this time


def slow(script: Script, seconds: float) -> Script:
    def answer(request: dict[str, Any]) -> dict[str, Any]:
        time.sleep(seconds)
        return script(request)

    return answer


@contextmanager
def programs(folder: Path, count: int, **env: str) -> Iterator[list[tuple[Any, httpx.Client]]]:
    """So many programs that serve, each with a client."""
    with ExitStack() as stack:
        started = []
        for number in range(count):
            port = free_port()
            address = f"http://127.0.0.1:{port}"
            own = folder / f"program_{number}"
            own.mkdir()
            serve = ["lead-followup", "serve", "--port", str(port)]
            program = stack.enter_context(
                running(serve, env=env, cwd=own, ready=f"{address}/readyz")
            )
            client = httpx.Client(base_url=address, timeout=90, trust_env=False)
            started.append((program, stack.enter_context(client)))
        yield started


def new_database(postgres: PostgresServer, name: str) -> str:
    url = postgres.new_database(name)
    migrate(url)
    make_ready(url, demo=True)
    asyncio.run(postgres.execute("UPDATE sites SET max_touches_in_30_days = 100", url))
    return url


def post_many(client: httpx.Client, count: int) -> list[str]:
    """The ids of so many commands, none of which is waited for."""
    ids = []
    for _ in range(count):
        answer = client.post(PATH, json=example_request(), headers={"Prefer": "respond-async"})
        assert answer.status_code == 202, answer.text
        ids.append(answer.json()["data"]["command_id"])
    return ids


def commands_when_ended(
    client: httpx.Client, ids: list[str], seconds: float
) -> list[dict[str, Any]]:
    """The commands, once all have ended, or after so many seconds."""
    until = time.monotonic() + seconds
    while True:
        answers = [client.get(f"/api/commands/{command_id}") for command_id in ids]
        commands = [answer.json()["data"] for answer in answers if answer.status_code == 200]
        open_ones = [c for c in commands if c["status"] in ("queued", "running")]
        if (len(commands) == len(ids) and not open_ones) or time.monotonic() > until:
            return commands
        time.sleep(0.5)


def wait_for_reviews(model: ChatServer, number: int) -> None:
    """Waits until so many commands are under review, and their drafts are kept."""
    deadline = time.monotonic() + WITHIN_S
    while [tool_of(request) for request in model.requests].count("ReviewAnswer") < number:
        assert time.monotonic() < deadline, "the drafts are not there"
        time.sleep(0.05)
    time.sleep(0.2)  # a step's result is written in the background


def draft_calls(model: ChatServer) -> int:
    """How often a draft was asked for."""
    names = [tool_of(request) for request in model.requests]
    return names.count("SequenceAnswer")


def test_a_living_program_finishes_what_a_killed_one_left(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url = new_database(postgres, "killed")
    scripts = {"SequenceAnswer": slow(writer(), 1), "ReviewAnswer": slow(reviewer(), 1)}
    with chat_server(by_tool(**scripts)) as model:
        env = {
            "DATABASE_URL": url,
            "LEAD_FOLLOWUP_MODEL": "openai:test-model",
            "OPENAI_BASE_URL": model.url,
        }
        with programs(tmp_path, 2, **env) as [(first, first_client), (_, second_client)]:
            ids = post_many(first_client, 6)
            wait_for_reviews(model, 6)  # the drafts are there, the reviews are not
            first.kill()
            first.wait()
            commands = commands_when_ended(second_client, ids, WITHIN_S)
        drafts = draft_calls(model)
    assert [command["attempts"] for command in commands] == [2] * 6
    assert {command["status"] for command in commands} == {"completed"}
    for command in commands:
        positions = [
            follow_up["metadata"]["sequence_position"]
            for follow_up in command["targets"][0]["follow_ups"]
        ]
        assert positions == [1, 2, 3]
    assert drafts == 6, "a draft that was finished is kept in the database"


def test_commands_end_by_themselves_when_the_database_comes_back(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url = new_database(postgres, "away")
    scripts = {"SequenceAnswer": slow(writer(), 1), "ReviewAnswer": slow(reviewer(), 1)}
    with chat_server(by_tool(**scripts)) as model:
        env = {
            "DATABASE_URL": url,
            "LEAD_FOLLOWUP_MODEL": "openai:test-model",
            "OPENAI_BASE_URL": model.url,
        }
        with programs(tmp_path, 2, **env) as started, ThreadPoolExecutor() as threads:
            clients = [client for _, client in started]
            ids = post_many(clients[0], 6) + post_many(clients[1], 6)
            stream = threads.submit(clients[0].get, f"/api/commands/{ids[0]}/events")
            time.sleep(0.5)
            postgres.stop()
            away = clients[0].post(PATH, json=example_request())
            readiness = clients[0].get("/readyz")
            health = clients[0].get("/healthz")
            time.sleep(3)
            postgres.start()
            commands = commands_when_ended(clients[1], ids, 60)
            events = stream.result(60).text
        drafts = draft_calls(model)
    assert (away.status_code, away.json()["error"]["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert away.headers["Retry-After"]
    assert (readiness.status_code, health.status_code) == (503, 200)
    assert {command["status"] for command in commands} == {"completed"}
    assert len(commands) == 12
    assert {command["attempts"] for command in commands} == {1}, "an outage is no attempt"
    assert drafts == 12, "no draft is paid for twice"
    assert events.rstrip().splitlines()[-2].startswith("data:") or "event: saved" in events


def test_a_hundred_requests_to_two_programs_leave_one_live_sequence_within_its_limits(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url = new_database(postgres, "one_sequence")
    asyncio.run(postgres.execute("UPDATE sites SET max_touches_in_30_days = 2", url))
    with (
        programs(tmp_path, 2, DATABASE_URL=url) as started,
        ThreadPoolExecutor(max_workers=40) as threads,
    ):
        clients = [client for _, client in started]
        answers = threads.map(
            lambda number: clients[number % 2].post(PATH, json=example_request()), range(100)
        )
        statuses = {answer.status_code for answer in answers}
        last = clients[0].get("/api/leads/lead_789/permissions", params={"siteId": "site_456"})
        live = last.json()["data"]["live_command_id"]
        command = clients[0].get(f"/api/commands/{live}").json()["data"]
    assert statuses == {200}
    query = "SELECT command_id FROM follow_ups WHERE status = 'scheduled'"
    scheduled = asyncio.run(postgres.rows(query, url))
    assert [row[0] for row in scheduled] == [command["command_id"]] * 2
