"""The evals: figures for the playbook, for recorded models and for the model configured.

`python -m tests.evals.run [--out FILE] [--judge] [--folder FOLDER] [--passages FILE]`
"""

import argparse
import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from agents.llm import Model
from graph.options import Models
from graph.workflow import open_models
from tests.evals import folder, readings, readme, report, trials, words
from tests.evals.report import Record
from tests.evals.writers import Case, records_by, replay_records
from tools.settings import Settings

PLAYBOOK = "playbook"
STRONG = "strong model, replayed"
MEDIOCRE = "mediocre model, replayed"


async def letters(configuration: Settings, *, judge: bool = False) -> dict[str, list[Record]]:
    """The records of each writer by its name: the recorded models, and the one configured."""
    judge_model = judge_of(configuration) if judge else None
    records = {
        PLAYBOOK: await records_by(Models(), judge_model),
        STRONG: await replay_records("strong", reviewed=True),
        MEDIOCRE: await replay_records("mediocre", reviewed=False),
    }
    return records | await configured_records(configuration, judge_model)


async def configured_records(
    configuration: Settings, judge: Model | None, leads: Sequence[Case] | None = None
) -> dict[str, list[Record]]:
    """The records of the model that is configured, by its name; nothing without one."""
    if {configuration.model, configuration.reviewing_model} == {PLAYBOOK}:
        return {}
    models = open_models(configuration)
    try:
        return {_name(configuration): await records_by(models, judge, leads)}
    finally:
        await models.close()
        if judge:
            await judge.close()


def judge_of(configuration: Settings) -> Model:
    """The configured review model; SystemExit where there is none."""
    model = open_models(configuration).review
    if model is None:
        raise SystemExit(
            "--judge needs a model: set LEAD_FOLLOWUP_MODEL or LEAD_FOLLOWUP_REVIEW_MODEL."
        )
    return model


def _name(settings: Settings) -> str:
    """Who drafts, and, where it is another, who reviews."""
    drafts, reviews = settings.model, settings.reviewing_model
    return drafts if drafts == reviews else f"{drafts}, reviewed by {reviews}"


def write_records(out: Path, records: Mapping[str, Sequence[Record]]) -> None:
    """Writes each writer's records to a file: `evals-openai-gpt.jsonl` for `evals.jsonl`."""
    for name, of_writer in records.items():
        suffix = re.sub(r"[^A-Za-z0-9.]+", "-", name)
        report.write(out.with_stem(f"{out.stem}-{suffix}"), of_writer)


def letters_table(records: Mapping[str, Sequence[Record]]) -> str:
    """The figures of all writers."""
    return report.table({name: report.figures_of(rows) for name, rows in records.items()})


async def trials_table(texts: Path = words.FOLDER) -> str:
    """What became of attacks and inventions in each setting."""
    figures = trials.attack_figures(await trials.attack_trials(texts))
    return report.table(figures, trials.ROWS)


def texts_table(texts: Path = words.FOLDER, passages: Path | None = None) -> str:
    """What was misjudged of harmless texts, documentation and histories."""
    figures = trials.text_figures(texts, passages)
    return report.table(figures, list(figures["tried"]))


async def folder_table(texts: Path) -> str:
    """What the rules find in the sequences of another folder."""
    sequences = await folder.judged_sequences(texts)
    figures = {kind: folder.figures_of(of_kind) for kind, of_kind in sequences.items()}
    return report.table(figures, folder.FIGURES)


async def main(arguments: argparse.Namespace) -> None:
    """Prints the tables, one after the other."""
    records = await letters(Settings(), judge=arguments.judge)
    if arguments.out:
        write_records(arguments.out, records)
    print(letters_table(records))
    if arguments.letters:
        return
    texts = arguments.folder or words.FOLDER
    tables = [await trials_table(texts), texts_table(texts, arguments.passages)]
    print("\nScheduled, where a model writes what an attack wants, or an invention:\n")
    print("\n\n".join(tables))
    if arguments.folder:
        print("\n" + await folder_table(texts))
    print("\n" + readings.summary(readings.readings(), records[PLAYBOOK]))
    if arguments.readme:
        own = {name: records[name] for name in (PLAYBOOK, STRONG, MEDIOCRE)}
        readme.rewrite([letters_table(own), *tables])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, help="where records go, as JSON lines, a file a writer")
    parser.add_argument("--letters", action="store_true", help="the figures of letters alone")
    parser.add_argument("--readme", action="store_true", help="put the tables into the README")
    parser.add_argument(
        "--judge", action="store_true", help="let the configured review model score each sequence"
    )
    parser.add_argument("--folder", type=Path, help="texts to try instead of the repository's")
    parser.add_argument("--passages", type=Path, help="documentation to try, as JSON lines")
    options = parser.parse_args()
    if options.readme and (options.folder or options.passages):
        parser.error("the README has the figures of the repository's own texts")
    asyncio.run(main(options))
