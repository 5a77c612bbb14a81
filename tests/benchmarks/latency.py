"""What a command costs besides its model.

`python -m tests.benchmarks.latency [--delay-ms 500] [--commands 10]`

A model on loopback takes a fixed time for each answer. A command drafts once and is reviewed by two
supervisors side by side, so its draft and its slower review are the least it can take. Printed is
how many times that long it took, over HTTP to a served program on SQLite with its steps kept: by
the time of these two steps, and, stricter, by that of the model's two answers alone. All are
figures of one run.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from tests.factories import example_request
from tests.fakes import Script, by_tool, chat_server
from tests.model_answers import reviewer, writer
from tests.processes import free_port, running
from tools.db.ready import make_ready

PATH = "/api/agents/sales/leadFollowUp"


def timed(script: Script, seconds: float, took: list[float]) -> Script:
    """The script, which answers after so many seconds and notes how long that really was."""

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        started = time.perf_counter()
        time.sleep(seconds)
        reply = script(request)
        took.append(time.perf_counter() - started)
        return reply

    return answer


def ratios(delay_s: float, commands: int) -> list[tuple[float, float]]:
    """Each command's time, by that of its two steps, and by that of their answers.

    One command before them, which is not counted, warms up.
    """
    drafts: list[float] = []
    reviews: list[float] = []
    model = by_tool(
        SequenceAnswer=timed(writer(), delay_s, drafts),
        ReviewAnswer=timed(reviewer(), delay_s, reviews),
    )
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    pairs = []
    with tempfile.TemporaryDirectory() as name, chat_server(model) as server:
        folder = Path(name)
        make_ready(f"sqlite:///{folder}/leads.db", demo=True)
        with closing(
            sqlite3.connect(folder / "leads.db")
        ) as database:  # one lead gets all the commands
            database.execute("UPDATE sites SET max_touches_in_30_days = 100")
            database.commit()
        env = {
            "DATABASE_URL": f"sqlite:///{folder}/leads.db",
            "LEAD_FOLLOWUP_MODEL": "openai:test-model",
            "OPENAI_BASE_URL": server.url,
            "LEAD_FOLLOWUP_LOG_LEVEL": "WARNING",
        }
        serve = ["lead-followup", "serve", "--port", str(port)]
        with (
            running(serve, env=env, cwd=folder, ready=f"{address}/openapi.json"),
            httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
        ):
            for number in range(commands + 1):
                drafts.clear()
                reviews.clear()
                started = time.perf_counter()
                answer = client.post(PATH, json=example_request())
                elapsed = time.perf_counter() - started
                assert answer.json()["data"]["status"] == "completed", answer.text
                assert (len(drafts), len(reviews)) == (1, 2)
                if number:
                    by_steps = elapsed / steps_s(
                        client.get(answer.headers["Location"]).json()["data"]
                    )
                    pairs.append((by_steps, elapsed / (drafts[0] + max(reviews))))
    return pairs


def steps_s(command: dict[str, Any]) -> float:
    took = {step["node"]: step["duration_ms"] / 1000 for step in command["steps"]}
    return float(took["sales_agent"] + max(took["sales_manager"], took["customer_success"]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay-ms", type=float, default=500)
    parser.add_argument("--commands", type=int, default=10, help="at most 30")
    arguments = parser.parse_args()
    pairs = ratios(arguments.delay_ms / 1000, arguments.commands)
    print(f"a command's time, model at {arguments.delay_ms:g} ms, {len(pairs)} commands:")
    for name, figures in zip(
        ("draft + slower review", "the model's two answers"), zip(*pairs, strict=True), strict=True
    ):
        low, middle, high = min(figures), statistics.median(figures), max(figures)
        print(f"  by {name}: min {low:.3f}  median {middle:.3f}  max {high:.3f}")
