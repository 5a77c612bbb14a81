"""The eval leads offline: the README's baseline is what a run gives, and two runs can be compared."""

import asyncio
import os
import subprocess
from pathlib import Path

from graph.options import Models
from tests.evals import report
from tests.evals.run import cases, run
from tests.fakes import by_tool, chat_server, tool_call
from tests.integration.test_model_writes import APPROVE, writer
from tests.processes import BIN, CHECKOUT
from tools.domain.vocabulary import Channel, Stage
from tools.intake.synonyms import stage_of
from tools.settings import Settings


def test_the_set_covers_both_languages_all_stages_and_all_types() -> None:
    requests = [request for _, request in cases()]
    assert len(requests) >= 40
    assert {request["site_id"] for request in requests} == {"site_456", "site_es"}
    assert {stage_of(request["lead_stage"]) for request in requests} == set(Stage)
    assert {request["follow_up_type"] for request in requests} == {
        channel.value for channel in Channel
    }


async def test_the_readmes_baseline_is_what_a_run_gives(settings: Settings) -> None:
    row = report.row_of(await run(settings, Models()))
    shown = next(
        line
        for line in (CHECKOUT / "README.md").read_text().splitlines()
        if line.startswith("| playbook | ")
    )
    figures = [float(figure) for figure in shown.strip("| ").removesuffix(" | -").split(" | ")[1:]]
    known = dict(zip(report.COLUMNS, figures, strict=False))
    assert {name: known[name] for name in row if name != "ms a lead"} == {
        name: figure for name, figure in row.items() if name != "ms a lead"
    }
    assert [row[name] for name in report.COLUMNS[1:5]] == [0, 0, 0, 0]


def test_a_configured_model_adds_its_row_and_judges_where_that_is_asked(tmp_path: Path) -> None:
    scripts = by_tool(
        SequenceAnswer=writer(),
        ReviewAnswer=tool_call(APPROVE),
        Judgement=tool_call({"score": 71, "worst_fault": "-"}),
    )
    with chat_server(scripts) as server:
        env = {"LEAD_FOLLOWUP_MODEL": "openai:test-model", "OPENAI_BASE_URL": server.url}
        program = [
            str(BIN / "python"),
            "-m",
            "tests.evals.run",
            "--judge",
            "--out",
            str(tmp_path / "e.jsonl"),
        ]
        done = subprocess.run(
            program,
            cwd=CHECKOUT,
            env=os.environ | env,
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
    figures, misses = done.stdout.split("\n\n")
    row = next(line for line in figures.splitlines() if line.startswith("| openai:test-model |"))
    shown = dict(zip(("model", *report.COLUMNS), row.strip("| ").split(" | "), strict=True))
    assert (shown["leads"], shown["judge"]) == ("40", "71")
    assert int(float(shown["model calls"])) >= 120
    assert shown["must not be sent"] == shown["ungrounded"] == shown["wrong person"] == "0"
    assert misses.startswith("| policy misses |")
    assert {path.name for path in tmp_path.iterdir()} == {
        "e-playbook.jsonl",
        "e-openai-test-model.jsonl",
    }


def test_a_judge_that_is_not_configured_is_asked_for() -> None:
    program = [str(BIN / "python"), "-m", "tests.evals.run", "--judge"]
    done = subprocess.run(
        program, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert "--judge needs a model" in done.stderr


async def test_two_runs_are_compared_by_lead(settings: Settings, tmp_path: Path) -> None:
    records = await run(settings, Models())
    report.write(tmp_path / "a.jsonl", records)
    report.write(tmp_path / "b.jsonl", [{**records[0], "status": "needs_review"}, *records[1:]])
    program = [str(BIN / "lead-followup"), "evals", "compare", "a.jsonl", "b.jsonl"]
    done = await asyncio.to_thread(
        subprocess.run, program, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "| a.jsonl | 40 |" in done.stdout
    assert "eval_01 qualified en: scheduled {} -> needs_review {}" in done.stdout
