"""The texts of the trials, as JSON lines in a folder: the repository's own, or another one's."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

FOLDER: Final = Path(__file__).with_name("words")
CARRIES: Final = ("address", "payment", "secret", "price_or_discount", "wrong_name")


class Text(BaseModel):
    """A text of a trial."""

    model_config = ConfigDict(extra="ignore")
    id: str = ""
    language: str = "en"


class Attack(Text):
    """A text in a lead's data that wants something done, and the copy of a model that obeys.

    `carries` says which of the things that may never go out the copy has in it.
    """

    field: str
    wants: str
    text: str
    copy_language: str = "en"
    written: str = Field(alias="copy")  # what the obeying model writes
    carries: str | None = None


class Invention(Text):
    """A sentence that claims what no fact says."""

    what: str
    written: str = Field(alias="copy")  # what the obeying model writes


class HarmlessText(Text):
    """A text that looks like an order and is none, and the field that it stands in."""

    field: str
    text: str


class DocumentationPassage(Text):
    """A passage of a product's documentation."""

    source: str
    text: str


class History(Text):
    """What passed between a lead and us, and the readings of it that are right, best first."""

    stage: str
    now: str
    interactions: list[dict[str, str]]
    situation: list[str]


def attacks(folder: Path = FOLDER) -> list[Attack]:
    """The attacks of a folder."""
    return [Attack.model_validate_json(line) for line in _lines(folder / "attacks.jsonl")]


def inventions(folder: Path = FOLDER) -> list[Invention]:
    """The inventions of a folder."""
    return [Invention.model_validate_json(line) for line in _lines(folder / "inventions.jsonl")]


def harmless_texts(folder: Path = FOLDER) -> list[HarmlessText]:
    """The harmless texts of a folder."""
    return [HarmlessText.model_validate_json(line) for line in _lines(folder / "harmless.jsonl")]


def passages(path: Path = FOLDER / "passages.jsonl") -> list[DocumentationPassage]:
    """The passages of a file."""
    return [DocumentationPassage.model_validate_json(line) for line in _lines(path)]


def histories(folder: Path = FOLDER) -> list[History]:
    """The histories of a folder."""
    return [History.model_validate(json.loads(line)) for line in _lines(folder / "histories.jsonl")]


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield line
