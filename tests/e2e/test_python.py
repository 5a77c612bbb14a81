"""The graph from Python, in a process and a folder that nobody has prepared."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.processes import BIN, CHECKOUT
from tools.db.migrate import migrate

README: Final = (CHECKOUT / "README.md").read_text(encoding="utf-8")
SNIPPET: Final = README.split("## Python\n\n```python\n")[1].split("```")[0]
AWAITED: Final = """\
import asyncio
from graph.workflow import graph

result = asyncio.run(graph.ainvoke({"siteId": "site_456", "leadId": "lead_789"}))
print(result["follow_ups"][0]["content"])
"""
TWO_AT_ONCE: Final = """\
import asyncio
from graph.workflow import graph


async def main():
    leads = ("lead_789", "lead_priya")
    runs = [graph.ainvoke({"site_id": "site_456", "lead_id": lead}) for lead in leads]
    results = await asyncio.gather(*runs)
    print(len({result["command_id"] for result in results if result["saved_to_database"]}))


asyncio.run(main())
"""
IN_A_LOOP: Final = """\
import asyncio
from graph.workflow import run_sync


async def main():
    run_sync({"site_id": "site_456", "lead_id": "lead_789"})


asyncio.run(main())
"""


def start(code: str, folder: Path, **env: str) -> "subprocess.Popen[str]":
    """Python with this code, in this folder, with nothing of the test's environment but PATH."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PATH": str(BIN), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def output_of(program: "subprocess.Popen[str]") -> str:
    """What the program printed; its errors fail the test."""
    output, errors = program.communicate(timeout=60)
    assert program.returncode == 0, errors
    return output


def test_the_snippet_runs_in_an_empty_folder_with_nothing_set(tmp_path: Path) -> None:
    assert output_of(start(SNIPPET, tmp_path)).startswith("Hi Jane,")
    assert (tmp_path / "lead_followup.db").is_file()


def test_the_graph_may_be_awaited_in_an_empty_folder(tmp_path: Path) -> None:
    assert output_of(start(AWAITED, tmp_path, LEAD_FOLLOWUP_DEMO="true")).startswith("Hi Jane,")


def test_run_sync_in_a_running_loop_says_to_await_the_graph(tmp_path: Path) -> None:
    program = start(IN_A_LOOP, tmp_path)
    _, errors = program.communicate(timeout=60)
    assert "RuntimeError: A loop is running: `await graph.ainvoke(request)`" in errors
    assert "never awaited" not in errors


@pytest.mark.parametrize("is_migrated", [False, True], ids=["new", "migrated"])
def test_two_runs_at_once_in_a_fresh_process_are_both_saved(
    tmp_path: Path, is_migrated: bool
) -> None:
    if is_migrated:
        migrate(f"sqlite:///{tmp_path}/lead_followup.db")
    assert output_of(start(TWO_AT_ONCE, tmp_path, LEAD_FOLLOWUP_DEMO="true")) == "2\n"


def test_two_processes_at_once_on_a_new_database_both_save(tmp_path: Path) -> None:
    programs = [start(TWO_AT_ONCE, tmp_path, LEAD_FOLLOWUP_DEMO="true") for _ in range(2)]
    assert [output_of(program) for program in programs] == ["2\n", "2\n"]
