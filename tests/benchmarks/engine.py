"""`python -m tests.benchmarks.engine`: what the engine costs, as ratios taken in one run.

A bare graph with the product's nodes and edges, but empty steps, is the yardstick. Beside it: one
command over HTTP with the playbook; commands a second, 16 at once, in one process and in two; one
command, and 200 at once, with a model that takes 500 ms an answer; and one command on a database
with 100,000 leads and commands.
"""

import argparse
import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from operator import or_
from pathlib import Path
from typing import Annotated, Any, cast

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from tests.benchmarks.wire import Client, model_server
from tests.factories import example_request
from tests.processes import free_port, running
from tools.db.ready import make_ready

PATH = "/api/agents/sales/leadFollowUp"
DELAY_S = 0.5  # the model's time for one answer
AT_ONCE = 16
WITH_MODEL = 200


class BareState(TypedDict, total=False):
    steps: Annotated[dict[str, Any], or_]


def bare_graph() -> Any:
    """The product's nodes and edges, with nothing in them."""

    def empty(name: str) -> Callable[[BareState], Awaitable[BareState]]:
        async def step(state: BareState) -> BareState:
            return {"steps": {name: {}}}

        return step

    wiring = StateGraph(BareState)
    names = ("load_context", "plan", "sales_agent", "sales_manager", "customer_success")
    for name in (*names, "decide", "persist"):
        wiring.add_node(name, cast(Any, empty(name)), defer=name == "decide")
    edges = [
        (START, "load_context"),
        ("load_context", "plan"),
        ("plan", "sales_agent"),
        ("sales_agent", "sales_manager"),
        ("sales_agent", "customer_success"),
        ("sales_manager", "decide"),
        ("customer_success", "decide"),
        ("decide", "persist"),
        ("persist", END),
    ]
    for start, end in edges:
        wiring.add_edge(start, end)
    return wiring.compile()


async def median_ms(act: Callable[[], Awaitable[Any]], runs: int) -> float:
    """The median time of an act, after a warm-up."""
    times = []
    for _ in range(5):
        await act()
    for _ in range(runs):
        started = time.perf_counter()
        await act()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def make_database(folder: Path, leads: int, commands: int = 0) -> str:
    """A database with the demo data, and as many more leads and ended commands."""
    path = folder / "leads.db"
    make_ready(f"sqlite:///{path}", demo=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE sites SET max_touches_in_30_days = 100")
        columns = [row[1] for row in database.execute("PRAGMA table_info(leads)")]
        others = ", ".join(name for name in columns if name != "id")
        copy = (
            f"INSERT INTO leads (id, {others}) "
            f"SELECT ?, {others} FROM leads WHERE site_id = 'site_456' AND id = 'lead_789'"
        )
        database.executemany(copy, [(f"lead_{number}_x",) for number in range(leads)])
        command = (
            "INSERT INTO commands (id, site_id, lead_id, status, request, rounds, steps, "
            "created_at, attempts) "
            "VALUES (?, 'site_456', ?, 'completed', '{}', '[]', '[]', '2026-01-01 00:00:00', 1)"
        )
        follow_up = (
            "INSERT INTO follow_ups (id, command_id, site_id, lead_id, user_id, position, type, "
            "subject, content, "
            "scheduled_for, status, next_steps, lead_stage, template, purpose, facts) VALUES "
            "(?, ?, 'site_456', ?, 'user_123', 1, 'email', 's', 'c', '2026-01-02 00:00:00', "
            "'scheduled', '[]', "
            "'new', 't', 'p', '[]')"
        )
        rows = [(f"cmd_{number}_x", f"lead_{number}_x") for number in range(commands)]
        database.executemany(command, rows)
        database.executemany(
            follow_up,
            [(f"follow_{command_id}", command_id, lead_id) for command_id, lead_id in rows],
        )
        database.execute("ANALYZE")
        database.commit()
    return f"sqlite:///{path}"


@contextmanager
def served(folder: Path, url: str, *options: str, **env: str) -> Iterator[int]:
    """The port of the program, on a database."""
    port = free_port()
    serve = ["lead-followup", "serve", "--port", str(port), *options]
    quiet = {"DATABASE_URL": url, "LEAD_FOLLOWUP_LOG_LEVEL": "WARNING"}
    ready = f"http://127.0.0.1:{port}/readyz"
    with running(serve, env=quiet | env, cwd=folder, ready=ready):
        yield port


async def one_command(client: Client, lead_id: str) -> Any:
    status, answer = await client.post(PATH, example_request(leadId=lead_id))
    assert status == 200, answer
    assert answer["data"]["status"] == "completed", answer
    return answer


async def command_ms(port: int, runs: int, first_lead: int = 0) -> float:
    leads = iter(range(first_lead, 10_000))
    async with Client(port) as client:
        return await median_ms(lambda: one_command(client, f"lead_{next(leads)}_x"), runs)


async def commands_a_second(port: int, runs: int, at_once: int) -> float:
    leads = iter(range(1_000, 1_000 + runs + at_once))

    async def work(client: Client, count: int) -> None:
        for _ in range(count):
            await one_command(client, f"lead_{next(leads)}_x")

    async with Client(port, keep_open=False) as client:
        await asyncio.gather(*(work(client, 1) for _ in range(at_once)))
        started = time.perf_counter()
        await asyncio.gather(*(work(client, runs // at_once) for _ in range(at_once)))
        return (runs // at_once) * at_once / (time.perf_counter() - started)


async def seconds_for_all(port: int, commands: int) -> float:
    async with Client(port) as client:
        started = time.perf_counter()
        posts = (one_command(client, f"lead_{number}_x") for number in range(100, 100 + commands))
        await asyncio.gather(*posts)
        return time.perf_counter() - started


def measure(runs: int, large: int) -> dict[str, tuple[float, str]]:
    """Each figure with its unit, in the order in which it is shown."""
    figures: dict[str, tuple[float, str]] = {}
    graph = bare_graph()
    bare = asyncio.run(median_ms(lambda: graph.ainvoke({}), 200))
    figures["bare graph"] = (bare, "ms")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = make_database(folder, 10_000)
        with served(folder, url) as port:
            one = asyncio.run(command_ms(port, runs))
            figures["a command over HTTP, playbook"] = (one, "ms")
            figures["  by the bare graph (at most 8)"] = (one / bare, "times")
        with served(folder, url) as port:
            rate = asyncio.run(commands_a_second(port, 8 * runs, AT_ONCE))
            figures["commands a second, one process (at least 80)"] = (rate, "/s")
        with served(folder, url, "--workers", "2") as port:
            rate = asyncio.run(commands_a_second(port, 8 * runs, AT_ONCE))
            figures["commands a second, two processes (at least 120)"] = (rate, "/s")
    with tempfile.TemporaryDirectory() as name, model_server(DELAY_S) as model_url:
        folder = Path(name)
        url = make_database(folder, 10_000)
        env = {"LEAD_FOLLOWUP_MODEL": "openai:test-model", "OPENAI_BASE_URL": model_url}
        with served(folder, url, **env) as port:
            one = asyncio.run(command_ms(port, 5)) / 1000
            own = 2 * DELAY_S  # a draft, then two reviews side by side
            figures["a command with a model, by the model's own time"] = (one / own, "times")
            all_at_once = asyncio.run(seconds_for_all(port, WITH_MODEL))
            figures[f"{WITH_MODEL} at once, by the model's own time (at most 4)"] = (
                all_at_once / own,
                "times",
            )
    figures |= measure_size(runs, large)
    return figures


def measure_size(runs: int, large: int) -> dict[str, tuple[float, str]]:
    """A command on a large database by one on a small one, taken in turn."""
    with tempfile.TemporaryDirectory() as small_name, tempfile.TemporaryDirectory() as large_name:
        small_folder, large_folder = Path(small_name), Path(large_name)
        small_url = make_database(small_folder, 10_000)
        large_url = make_database(large_folder, large, large)
        with (
            served(small_folder, small_url) as small_port,
            served(large_folder, large_url) as large_port,
        ):
            ratios = []
            for turn in range(5):
                first_lead = turn * 1_000
                small_ms = asyncio.run(command_ms(small_port, runs // 5, first_lead))
                large_ms = asyncio.run(command_ms(large_port, runs // 5, first_lead))
                ratios.append(large_ms / small_ms)
    name = f"with {large:,} leads and commands, by an empty database (at most 1.2)"
    return {name: (statistics.median(ratios), "times")}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    table = measure(asked.runs, asked.large)
    if asked.json:
        print(json.dumps({name: value for name, (value, _) in table.items()}, indent=1))
    else:
        for name, (value, unit) in table.items():
            print(f"{name:70} {value:8.2f} {unit}")
