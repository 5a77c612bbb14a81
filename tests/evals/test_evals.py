"""The eval leads offline: the README's baseline, and two runs compared."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from graph.options import Models
from tests.evals import report
from tests.evals.run import cases, run
from tests.fakes import by_tool, chat_server, tool_call
from tests.model_answers import reviewer, writer
from tests.processes import BIN, CHECKOUT
from tools.domain.vocabulary import Channel, Stage
from tools.intake.synonyms import stage_of
from tools.settings import Settings


def run_module(name: str, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """`python -m tests.evals.NAME`, with these variables besides those that are set."""
    return subprocess.run(
        [str(BIN / "python"), "-m", f"tests.evals.{name}", *arguments],
        cwd=CHECKOUT,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


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
    lines = (CHECKOUT / "README.md").read_text().splitlines()
    line = next(line for line in lines if line.startswith("| playbook | "))
    cells = line.strip("| ").removesuffix(" | -").split(" | ")[1:]
    baseline = dict(zip(report.COLUMNS, map(float, cells), strict=False))
    del row["ms a lead"], baseline["ms a lead"]
    assert baseline == row
    assert [row[name] for name in report.COLUMNS[1:5]] == [0, 0, 0, 0]


def test_a_configured_model_adds_its_row_and_judges_where_that_is_asked(tmp_path: Path) -> None:
    scripts = by_tool(
        SequenceAnswer=writer(),
        ReviewAnswer=reviewer(),
        Judgement=tool_call({"score": 71, "worst_fault": "-"}),
    )
    with chat_server(scripts) as server:
        env = {"LEAD_FOLLOWUP_MODEL": "openai:test-model", "OPENAI_BASE_URL": server.url}
        result = run_module("run", "--judge", "--out", str(tmp_path / "e.jsonl"), **env)
    assert result.returncode == 0, result.stderr
    figures, misses = result.stdout.split("\n\n")
    line = next(line for line in figures.splitlines() if line.startswith("| openai:test-model |"))
    row = dict(zip(("model", *report.COLUMNS), line.strip("| ").split(" | "), strict=True))
    assert (row["leads"], row["judge"]) == ("40", "71")
    assert int(float(row["model calls"])) >= 120
    assert row["must not be sent"] == row["ungrounded"] == row["wrong person"] == "0"
    assert misses.startswith("| policy misses |")
    assert {path.name for path in tmp_path.iterdir()} == {
        "e-playbook.jsonl",
        "e-openai-test-model.jsonl",
    }


def test_a_judge_that_is_not_configured_is_asked_for() -> None:
    result = run_module("run", "--judge")
    assert result.returncode == 1
    assert "--judge needs a model" in result.stderr


async def test_two_runs_are_compared_by_lead(settings: Settings, tmp_path: Path) -> None:
    records = await run(settings, Models())
    report.write(tmp_path / "a.jsonl", records)
    report.write(tmp_path / "b.jsonl", [{**records[0], "status": "needs_review"}, *records[1:]])
    files = (f"{tmp_path}/a.jsonl", f"{tmp_path}/b.jsonl")
    result = await asyncio.to_thread(run_module, "report", "compare", *files)
    assert result.returncode == 0, result.stderr
    assert f"| {tmp_path}/a.jsonl | 40 |" in result.stdout
    last_line = result.stdout.splitlines()[-1]
    assert last_line == "eval_01 qualified en: scheduled {} -> needs_review {}"


@pytest.mark.parametrize("text", ["", "not JSON", "[]"])
def test_a_file_without_records_is_named_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    result = run_module("report", "compare", str(path), str(path))
    assert result.returncode == 1
    assert result.stderr == f"Error: {path} holds no records of an evals run.\n"
