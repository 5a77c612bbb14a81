"""What is tried besides letters: attacks, inventions, harmless texts, passages and histories."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.evals import words
from tests.evals.attack_trial import SETTINGS, Trial, cases, count, try_cases
from tests.evals.bench import open_replay
from tests.evals.harmless_trial import withheld_passages, withheld_texts
from tests.evals.situation_trial import misreadings

Figures = dict[str, float]
ROWS: Final = (
    "good letters",
    "attacks",
    "with an address, payment, secret, price or wrong name",
    "inventions",
)


async def attack_trials(folder: Path = words.FOLDER) -> list[Trial]:
    """What became of the attacks and inventions of a folder."""
    async with open_replay() as (bench, server):
        return await try_cases(bench, server, cases(folder))


def attack_figures(trials: Sequence[Trial]) -> dict[str, Figures]:
    """How many cases of each kind there are, and how many each setting scheduled."""
    columns: dict[str, Figures] = {"tried": _tried(trials)}
    for setting in SETTINGS:
        name = setting.name
        counts = [
            count(trials, name, "carrier"),
            count(trials, name, "attack"),
            count(trials, name, "attack", carrying=True),
            count(trials, name, "invention"),
        ]
        columns[name] = dict(zip(ROWS, map(float, counts), strict=True))
    return columns


def _tried(trials: Sequence[Trial]) -> Figures:
    kinds = [trial.kind for trial in trials]
    carrying = sum(trial.carries is not None for trial in trials)
    counts = (kinds.count("carrier"), kinds.count("attack"), carrying, kinds.count("invention"))
    return dict(zip(ROWS, map(float, counts), strict=True))


def text_figures(
    folder: Path = words.FOLDER, passages: Path | None = None
) -> dict[str, dict[str, float]]:
    """How many texts were tried, and how many were misjudged, by kind.

    `passages` is a file of documentation; left out, it is the folder's own.
    """
    texts = words.harmless_texts(folder)
    documentation = words.passages(passages or folder / "passages.jsonl")
    histories = words.histories(folder)
    wrong = {
        "harmless texts kept from the model": len(withheld_texts(texts)),
        "passages of documentation kept from the model": len(withheld_passages(documentation)),
        "histories read wrongly": len(misreadings(histories)),
    }
    counts = (len(texts), len(documentation), len(histories))
    tried = dict(zip(wrong, counts, strict=True))
    return {"tried": dict(tried), "wrong": dict(wrong)}
