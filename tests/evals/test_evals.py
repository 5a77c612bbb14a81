"""The eval leads offline: the README's baseline is what a run gives, and two runs can be compared."""

import asyncio
import subprocess
from pathlib import Path

from api import evals
from graph.workflow import Models
from tests.evals.run import cases, run
from tests.processes import BIN, CHECKOUT
from tools.domain import Channel, Stage
from tools.settings import Settings
from tools.spellings import stage_of


def test_the_set_covers_both_languages_all_stages_and_all_types() -> None:
    requests = [request for _, request in cases()]
    assert len(requests) >= 40
    assert {request["site_id"] for request in requests} == {"site_456", "site_es"}
    assert {stage_of(request["lead_stage"]) for request in requests} == set(Stage)
    assert {request["follow_up_type"] for request in requests} == {channel.value for channel in Channel}


async def test_the_readmes_baseline_is_what_a_run_gives(settings: Settings) -> None:
    row = evals.row_of(await run(settings, Models(None, None)))
    shown = next(line for line in (CHECKOUT / "README.md").read_text().splitlines() if line.startswith("| playbook | "))
    figures = [float(figure) for figure in shown.strip("| ").split(" | ")[1:]]
    known = dict(zip(evals.COLUMNS, figures, strict=True))
    assert {name: known[name] for name in row if name != "ms a lead"} == {
        name: figure for name, figure in row.items() if name != "ms a lead"
    }
    assert [row[name] for name in evals.COLUMNS[1:5]] == [0, 0, 0, 0]


async def test_two_runs_are_compared_by_lead(settings: Settings, tmp_path: Path) -> None:
    records = await run(settings, Models(None, None))
    evals.write(tmp_path / "a.jsonl", records)
    evals.write(tmp_path / "b.jsonl", [{**records[0], "status": "needs_review"}, *records[1:]])
    program = [str(BIN / "lead-followup"), "evals", "compare", "a.jsonl", "b.jsonl"]
    done = await asyncio.to_thread(subprocess.run, program, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "| a.jsonl | 40 |" in done.stdout
    assert "eval_01 qualified en: scheduled {} -> needs_review {}" in done.stdout
