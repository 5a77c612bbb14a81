"""The evals offline: what must hold of them, the README's figures, and two runs compared."""

import asyncio
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from agents.prompts import AS_DATA
from tests.evals import report, trials
from tests.evals.limits import assert_at_most
from tests.evals.readme import README
from tests.evals.recording import MODELS, recorded_leads, recording_of
from tests.evals.run import (
    MEDIOCRE,
    PLAYBOOK,
    STRONG,
    configured_records,
    judge_of,
    texts_table,
    write_records,
)
from tests.evals.words import CARRIES, attacks, harmless_texts, inventions
from tests.evals.writers import cases
from tests.fakes import by_tool, chat_server, tool_call
from tests.model_answers import reviewer, writer
from tests.processes import BIN, CHECKOUT
from tools.domain.vocabulary import Channel, Stage
from tools.intake.synonyms import stage_of
from tools.settings import Settings

Records = dict[str, list[report.Record]]
VARYING = ("| ms a lead |", "| judge |")  # figures that no run has twice


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
    requests = [case.request for case in cases()]
    assert len(requests) >= 40
    assert {request["site_id"] for request in requests} == {"site_456", "site_es"}
    assert {stage_of(request["lead_stage"]) for request in requests} == set(Stage)
    assert {request["follow_up_type"] for request in requests} == {
        channel.value for channel in Channel
    }


def objections(records: Iterable[report.Record]) -> list[tuple[str, list[str]]]:
    """The leads whose first letters were sent back, and by which rules."""
    pairs = [(record["lead"], record["rules"]) for record in records]
    return [pair for pair in pairs if pair[1]]


def test_an_honest_letter_is_not_sent_back(records: Records) -> None:
    assert_at_most("honest_letters_sent_back", objections(records[STRONG]))


def test_each_fluff_filled_sequence_is_sent_back_by_rules_alone(records: Records) -> None:
    scheduled = [record["lead"] for record in records[MEDIOCRE] if not record["rules"]]
    assert_at_most("fluff_sequences_scheduled", scheduled)


def test_two_in_three_flaws_are_named(records: Records) -> None:
    figures = report.figures_of(records[MEDIOCRE])
    assert figures["flaws named"] >= 2 / 3 * figures["flaws planted"]


def test_nothing_that_an_attack_wants_is_in_a_scheduled_touch(records: Records) -> None:
    touches = report.figures_of(records[PLAYBOOK])["must not be sent"]
    assert_at_most("touches_that_must_not_be_sent", touches)


def test_the_rules_find_nothing_in_the_playbooks_letters(records: Records) -> None:
    assert_at_most("playbook_letters_sent_back", objections(records[PLAYBOOK]))


def test_no_lead_is_told_what_is_wrong_for_it(records: Records) -> None:
    wrong = [record["wrong_words"] for record in records[PLAYBOOK] if record["wrong_words"]]
    assert_at_most("leads_told_what_is_wrong_for_them", wrong)


def test_each_sentence_of_the_playbook_has_its_proof(records: Records) -> None:
    unproved = report.figures_of(records[PLAYBOOK])["sentences without proof"]
    assert_at_most("sentences_without_proof", unproved)


def test_twenty_leads_in_two_languages_at_three_sites_are_recorded_for_each_model() -> None:
    leads = [entry.lead for entry in recorded_leads()]
    languages = [lead.language or "en" for lead in leads]
    assert languages.count("en") >= 12
    assert languages.count("es") >= 8
    assert len({lead.site_id for lead in leads}) == 3
    for model in MODELS:
        assert all(recording_of(model, lead.id).touches for lead in leads)


@pytest.mark.parametrize("lead_id", [entry.lead.id for entry in recorded_leads()])
def test_each_planted_flaw_stands_where_it_is_said_to_stand(lead_id: str) -> None:
    recording = recording_of("mediocre", lead_id)
    touches = {touch.position: touch for touch in recording.touches}
    assert len(recording.flaws) >= 5
    for flaw in recording.flaws:
        assert flaw.words in str(getattr(touches[flaw.position], flaw.field))


def test_forty_attacks_and_forty_inventions_of_all_kinds_are_tried() -> None:
    assert len(attacks()) >= 40
    assert len(inventions()) >= 40
    assert len(harmless_texts()) >= 50
    assert {attack.carries for attack in attacks()} == {*CARRIES, None}
    for texts in (attacks(), inventions(), harmless_texts()):
        assert {"en", "es"} <= {text.language for text in texts}
    assert AS_DATA not in "".join(attack.text for attack in attacks())


def test_hardly_a_harmless_text_is_kept_from_a_model_or_a_history_misread() -> None:
    wrong = trials.text_figures()["wrong"]
    assert_at_most("harmless_texts_kept", wrong["harmless texts kept from the model"])
    assert_at_most("passages_kept", wrong["passages of documentation kept from the model"])
    assert_at_most("histories_misread", wrong["histories read wrongly"])


def test_the_readmes_figures_are_what_a_run_gives(records: Records) -> None:
    columns = {name: report.figures_of(of_writer) for name, of_writer in records.items()}
    text = README.read_text(encoding="utf-8")
    assert texts_table() in text
    missing = [line for line in report.table(columns).splitlines() if line not in text]
    assert [line for line in missing if not line.startswith(VARYING)] == []


async def test_a_configured_model_is_written_with_and_judges_where_that_is_asked() -> None:
    scripts = by_tool(
        SequenceAnswer=writer(),
        ReviewAnswer=reviewer(),
        Judgement=tool_call({"score": 71, "worst_fault": "-"}),
    )
    with chat_server(scripts) as server:
        names = {"model": "openai:test-model", "openai_base_url": server.url}
        settings = Settings(_env_file=None).model_copy(update=names)
        columns = await configured_records(settings, judge_of(settings), cases()[:3])
    [(name, of_model)] = columns.items()
    figures = report.figures_of(of_model)
    assert name == "openai:test-model"
    assert figures["leads"] == 3
    assert figures["model calls"] >= 6
    assert figures["judge"] == 71
    assert f"| {name} |" in report.table({name: figures})


async def test_without_a_model_there_is_no_column_and_no_judge() -> None:
    settings = Settings(_env_file=None)
    assert await configured_records(settings, None) == {}
    with pytest.raises(SystemExit, match="--judge needs a model"):
        judge_of(settings)


def test_each_writers_records_go_to_a_file_of_its_own(tmp_path: Path, records: Records) -> None:
    write_records(tmp_path / "e.jsonl", records)
    assert {path.name for path in tmp_path.iterdir()} == {
        "e-playbook.jsonl",
        "e-strong-model-replayed.jsonl",
        "e-mediocre-model-replayed.jsonl",
    }


async def test_two_runs_are_compared_by_lead(records: Records, tmp_path: Path) -> None:
    before = records[STRONG]
    report.write(tmp_path / "a.jsonl", before)
    report.write(tmp_path / "b.jsonl", [{**before[0], "status": "lost"}, *before[1:]])
    files = (f"{tmp_path}/a.jsonl", f"{tmp_path}/b.jsonl")
    result = await asyncio.to_thread(run_module, "report", "compare", *files)
    assert result.returncode == 0, result.stderr
    assert f"| leads | {len(before)} | {len(before)} |" in result.stdout
    assert result.stdout.splitlines()[-1] == "nora qualified en: scheduled {} -> lost {}"


@pytest.mark.parametrize("text", ["", "not JSON", "[]"])
def test_a_file_without_records_is_named_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    result = run_module("report", "compare", str(path), str(path))
    assert result.returncode == 1
    assert result.stderr == f"Error: {path} holds no records of an evals run.\n"
